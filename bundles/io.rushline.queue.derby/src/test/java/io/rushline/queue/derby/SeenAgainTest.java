package io.rushline.queue.derby;

import static io.rushline.queue.derby.Clips.RECEIPT;
import static io.rushline.queue.derby.Clips.SUMS;
import static io.rushline.queue.derby.Clips.clip;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.queue.api.Action;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.Reason;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

/** A clip that the queue knows is handed over again, from another place. */
public class SeenAgainTest extends QueueTest {

    private static final Path ELSEWHERE = Path.of("/elsewhere/a");

    @Test
    public void aFailedClipWhoseFileIsFoundElsewhereGoesOnWithWhatWasAcknowledged() throws Exception {
        for (String code : List.of("media.gone", "media.changed")) {
            database.clear();
            queue.close();
            reopen();
            ItemId id = failed(code);
            assertEquals(id, queue.accept(elsewhere()));
            assertState(id, ItemState.WAITING, ELSEWHERE);
            assertEquals(Optional.empty(), item(id).reason());
            Item claimed = claim().item();
            assertEquals(ELSEWHERE, claimed.clip().path());
            assertEquals(1, claimed.ackedParts());
        }
    }

    @Test
    public void aFailedClipWhoseFileIsBackWhereItWasGoesOn() throws Exception {
        ItemId id = failed("media.gone");
        queue.accept(clip("a"));
        assertState(id, ItemState.WAITING, clip("a").path());
    }

    @Test
    public void aClipThatFailedForAnotherReasonTakesThePathAndStaysFailed() throws Exception {
        ItemId id = failed("cloud.refused");
        queue.accept(elsewhere());
        assertState(id, ItemState.FAILED, ELSEWHERE);
        assertEquals("cloud.refused", item(id).reason().get().code());
    }

    @Test
    public void aFailedClipOfAnotherProjectIsHeld() throws Exception {
        ItemId id = failed("media.gone");
        bind("q");
        queue.accept(elsewhere());
        assertState(id, ItemState.HELD, ELSEWHERE);
    }

    @Test
    public void everyOtherClipTakesThePathAndKeepsItsState() throws Exception {
        ItemId id = uploading("a", 2);
        assertTakesPathOnly(id, ItemState.UPLOADING);
        assertEquals(Optional.of("asset-a"), item(id).assetId());
        queue.postpone(id, new Reason("media.away", "Not there.", ""), clock.now.plusSeconds(10));
        assertTakesPathOnly(id, ItemState.RETRYING);
        assertEquals(Optional.of(clock.now.plusSeconds(10)), item(id).retryAt());
        queue.apply(Action.PAUSE, id);
        assertTakesPathOnly(id, ItemState.PAUSED);
        bind("q");
        assertTakesPathOnly(id, ItemState.HELD);
        queue.apply(Action.CANCEL, id);
        assertTakesPathOnly(id, ItemState.CANCELLED);
        database.clear();
        queue.close();
        reopen();
        assertTakesPathOnly(queue.reject(clip("a"), WHY), ItemState.REJECTED);
    }

    @Test
    public void aCompletedClipIsLeftAlone() throws Exception {
        ItemId id = uploading("a", 1);
        queue.acknowledge(id, "asset-a", 1, RECEIPT);
        queue.complete(id, SUMS);
        queue.accept(elsewhere());
        assertState(id, ItemState.COMPLETED, clip("a").path());
    }

    @Test
    public void aRejectionOfAKnownClipChangesNothing() throws Exception {
        ItemId id = failed("media.gone");
        queue.reject(elsewhere(), WHY);
        assertState(id, ItemState.FAILED, clip("a").path());
    }

    @Test
    public void aRelocatedClipThatFailedForWantOfItsFileGoesOn() throws Exception {
        ItemId id = failed("media.gone");
        queue.relocate(id, ELSEWHERE);
        assertState(id, ItemState.WAITING, ELSEWHERE);
        assertEquals(id, claim().item().id());
        queue.fail(id, WHY);
        queue.relocate(id, Path.of("/third/a"));
        assertState(id, ItemState.FAILED, Path.of("/third/a"));
    }

    @Test
    public void listenersHearOfEachChangeOnceAndOfNoneWhereThereIsNone() throws Exception {
        ItemId id = failed("media.gone");
        queue.close();
        BlockingQueue<Item> heard = new LinkedBlockingQueue<>();
        reopen(heard::add);
        queue.accept(elsewhere());
        assertEquals(item(id), heard.poll(10, TimeUnit.SECONDS));
        queue.accept(elsewhere());
        queue.accept(clip("a"));
        assertEquals(item(id), heard.poll(10, TimeUnit.SECONDS));
        queue.relocate(id, ELSEWHERE);
        assertEquals(item(id), heard.poll(10, TimeUnit.SECONDS));
        assertTrue(heard.isEmpty());
        assertEquals(1L, (long) queue.summary().counts().get(ItemState.WAITING));
        assertEquals(0L, (long) queue.summary().counts().get(ItemState.FAILED));
    }

    private void assertTakesPathOnly(ItemId id, ItemState state) throws QueueException {
        assertEquals(id, queue.accept(elsewhere()));
        assertState(id, state, ELSEWHERE);
        assertEquals(id, queue.accept(clip("a")));
        assertState(id, state, clip("a").path());
    }

    private void assertState(ItemId id, ItemState state, Path path) throws QueueException {
        assertEquals(state, item(id).state());
        assertEquals(path, item(id).clip().path());
    }

    /** Half of it had arrived. */
    private ItemId failed(String code) throws QueueException {
        ItemId id = uploading("a", 2);
        queue.acknowledge(id, "asset-a", 1, RECEIPT);
        queue.fail(id, new Reason(code, "It did not work.", "Do something."));
        return id;
    }

    private static Clip elsewhere() {
        Clip clip = clip("a");
        return new Clip(ELSEWHERE, clip.name(), clip.sizeBytes(), clip.modifiedAt(), clip.fingerprint(), "", clip.createdAt(), "another folder",
                clip.channel(), clip.priority());
    }
}
