package io.rushline.queue.derby;

import static io.rushline.queue.derby.Clips.RECEIPT;
import static io.rushline.queue.derby.Clips.SUMS;
import static io.rushline.queue.derby.Clips.asset;
import static io.rushline.queue.derby.Clips.clip;
import static io.rushline.queue.derby.Clips.parts;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;

import io.rushline.queue.api.AbandonedAsset;
import io.rushline.queue.api.Action;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.QueueSettings;
import io.rushline.queue.api.QueueListener;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

/** What becomes of clips over time: replaced by other files, sent again, archived; and the times they have. */
public class HistoryTest extends QueueTest {

    private static final Instant T0 = Clips.T0;

    @Test
    public void aFileWrittenAnewTakesTheOldOnesPlace() throws Exception {
        ItemId old = uploading("a", 2);
        ItemId anew = queue.accept(clip("a", "other", T0));
        assertEquals(ItemState.CANCELLED, item(old).state());
        assertEquals("media.superseded", item(old).reason().get().code());
        assertEquals(List.of("asset-a"), abandoned());
        assertEquals(anew, claim().item().id());
    }

    @Test
    public void whatIsCompleteStaysSoWhenItsFileIsWrittenAnew() throws Exception {
        ItemId old = completed("a");
        queue.accept(clip("a", "other", T0));
        assertEquals(ItemState.COMPLETED, item(old).state());
    }

    @Test
    public void whenTheFirstCardIsBackItsClipIsBackInLineAndTheSecondWaitsForItsOwn() throws Exception {
        ItemId first = uploading("a", 2);
        queue.acknowledge(first, "asset-a", 1, RECEIPT);
        ItemId second = queue.accept(clip("a", "other", T0));
        assertEquals(first, queue.accept(clip("a", 100, 9)));
        assertEquals(ItemState.WAITING, item(first).state());
        assertEquals(1, item(first).ackedParts());
        assertEquals("its asset is being finished after all", List.of(), abandoned());
        assertEquals("media.superseded", item(second).reason().get().code());
        assertEquals(second, queue.accept(clip("a", "other", T0)));
        assertEquals(ItemState.WAITING, item(second).state());
    }

    @Test
    public void aClipIsSentAgainAsANewVersionAndItsFileStaysKnown() throws Exception {
        ItemId old = completed("a");
        ItemId again = queue.uploadAgain(old);
        assertEquals(Optional.of("asset-a"), item(again).versionOf());
        assertEquals(old, queue.accept(clip("a", 100, 9)));
        assertEquals("seeing the file does not replace it", again, claim().item().id());
        assertIllegal(() -> queue.uploadAgain(again));
        assertNotEquals(item(old).clip().fingerprint(), item(again).clip().fingerprint());
        bind("q");
        assertEquals(ItemState.HELD, item(queue.uploadAgain(old)).state());
    }

    @Test
    public void abandonedAssetsAreListedNewestFirstEachOnce() throws Exception {
        ItemId id = uploading("a", 2);
        queue.abandonAsset(id, WHY);
        queue.orphaned(id, Optional.empty(), WHY);
        queue.assetCreated(id, asset("second", 2), parts(100, 2));
        queue.apply(Action.CANCEL, id);
        AbandonedAsset newest = queue.abandonedAssets().get(0);
        assertEquals(new AbandonedAsset(id, "a", Optional.of("second"), Optional.of("p"), newest.why(), T0), newest);
        assertEquals(3, queue.abandonedAssets().size());
        queue.apply(Action.RETRY, id);
        claim();
        queue.fail(id, WHY);
        assertEquals("a failed one may still be finished", List.of("asset-a"), abandoned());
    }

    @Test
    public void onlyTheNewestThousandAbandonedAssetsAreKept() throws Exception {
        ItemId id = queue.accept(clip("a"));
        for (int i = 0; i < AbandonedTable.MOST + 2; i++) {
            queue.orphaned(id, Optional.of("asset " + i), WHY);
        }
        assertEquals(AbandonedTable.MOST, queue.abandonedAssets().size());
        assertEquals("asset " + (AbandonedTable.MOST + 1), abandoned().get(0));
    }

    @Test
    public void oldHistoryIsListedNoMoreButNeverSentTwice() throws Exception {
        ItemId old = completed("a");
        ItemId waiting = queue.accept(clip("waiting"));
        Item before = item(old);
        clock.now = T0.plus(Duration.ofDays(90));
        assertEquals(0, queue.chores().archive());
        clock.now = T0.plus(Duration.ofDays(91));
        assertEquals(1, queue.chores().archive());
        assertEquals(Optional.empty(), queue.find(old));
        assertEquals(List.of(waiting), order());
        assertEquals(0L, (long) queue.summary().counts().get(ItemState.COMPLETED));
        queue.close();
        reopen();
        ItemId next = queue.accept(clip("next"));
        assertEquals("ids are never used again", waiting.value() + 1, next.value());
        assertEquals(old, queue.accept(clip("a", 100, 9)));
        assertEquals(ItemState.COMPLETED, item(old).state());
        assertEquals(before.checksums(), item(old).checksums());
        assertEquals(before.assetId(), item(old).assetId());
        assertEquals(before.completedAt(), item(old).completedAt());
        assertEquals("it is seen for as long again", 0, queue.chores().archive());
    }

    @Test
    public void theContentOfAnArchivedClipIsKnownOnAnotherCard() throws Exception {
        bind("p");
        ItemId old = queue.accept(clip("a", "content", T0));
        claim();
        queue.assetCreated(old, asset("x", 1), parts(100, 1));
        queue.acknowledge(old, "x", 1, RECEIPT);
        queue.complete(old, SUMS);
        clock.now = T0.plus(Duration.ofDays(100));
        assertEquals(1, queue.chores().archive());
        ItemId copy = queue.accept(clip("b", "content", T0));
        assertEquals(ItemState.HELD, item(copy).state());
        assertEquals(Optional.of(old), item(copy).duplicateOf());
        assertEquals(ItemState.COMPLETED, item(old).state());
    }

    @Test
    public void historyIsKeptForEverIfSoSet() throws Exception {
        settings.historyDays = 0;
        queue.close();
        reopen();
        completed("a");
        clock.now = T0.plus(Duration.ofDays(10_000));
        assertEquals(0, queue.chores().archive());
    }

    @Test
    public void namesGiveFilesAPriority() throws Exception {
        settings.typePriorities = new String[] {"*_proxy.*=10", "*.wav=5", "*.r3d=-5", "*.w?v=1"};
        queue.close();
        reopen();
        assertEquals(12, item(queue.accept(clip("A001_PROXY.mov", 1, 2))).clip().priority());
        assertEquals(5, item(queue.accept(clip("b.WAV"))).clip().priority());
        assertEquals(-5, item(queue.accept(clip("c.R3D"))).clip().priority());
        assertEquals(0, item(queue.accept(clip("d.mov"))).clip().priority());
        for (String wrong : List.of("*.wav", "*.wav=many")) {
            settings.typePriorities = new String[] {wrong};
            assertThrows(IllegalArgumentException.class, this::reopen);
        }
    }

    @Test
    public void peopleSetPriorities() throws Exception {
        bind("p");
        ItemId a = queue.accept(clip("a"));
        ItemId b = queue.accept(clip("b"));
        ItemId c = queue.accept(clip("c"));
        queue.prioritise(c, 3);
        queue.prioritise(a, 3);
        assertEquals(List.of(c, a, b), order());
        queue.apply(Action.CANCEL, b);
        assertIllegal(() -> queue.prioritise(b, 1));
    }

    @Test
    public void timesOfAClockThatStartedIn1970AreCorrectedWhenItIsSet() throws Exception {
        assertCorrected(Instant.parse("1970-01-01T00:00:10Z"), Duration.between(Instant.EPOCH, T0));
    }

    @Test
    public void timesOfAClockThatWasTwoYearsFastAreCorrectedWhenItIsSet() throws Exception {
        assertCorrected(T0.plus(Duration.ofDays(730)), Duration.ofDays(-730));
    }

    private void assertCorrected(Instant start, Duration by) throws QueueException {
        clock.now = start;
        queue.close();
        reopen();
        ItemId fromCamera = queue.accept(made("camera", T0.minusSeconds(3600)));
        pass(60);
        ItemId ours = queue.accept(made("ours", start.plusSeconds(30)));
        pass(60);
        clock.now = clock.now.plus(by);
        ItemId after = queue.accept(made("after", start.plusSeconds(90)));
        assertEquals(start.plusSeconds(30).plus(by), item(ours).clip().createdAt());
        assertEquals(start.plusSeconds(60).plus(by), item(ours).acceptedAt());
        assertEquals("handed over later, made before", start.plusSeconds(90).plus(by), item(after).clip().createdAt());
        assertEquals(T0.minusSeconds(3600), item(fromCamera).clip().createdAt());
        assertEquals(start.plus(by), item(fromCamera).acceptedAt());
        pass(60);
        queue.chores().checkClock();
        assertEquals("once", start.plusSeconds(30).plus(by), item(ours).clip().createdAt());
    }

    @Test
    public void aClockThatIsSlowlyCorrectedShiftsNothing() throws Exception {
        ItemId id = queue.accept(made("a", T0));
        for (int i = 0; i < 5; i++) {
            pass(5);
            clock.now = clock.now.plusSeconds(9);
            queue.chores().checkClock();
        }
        assertEquals(T0, item(id).clip().createdAt());
    }

    @Test
    public void listenersHearOfSettings() throws Exception {
        BlockingQueue<QueueSettings> heard = new LinkedBlockingQueue<>();
        queue.close();
        reopen(new QueueListener() {
            @Override
            public void itemChanged(Item item) {
                // not of interest
            }

            @Override
            public void settingsChanged(QueueSettings changed) {
                heard.add(changed);
            }
        });
        queue.settings(new QueueSettings(true, true));
        assertEquals(new QueueSettings(true, true), heard.poll(10, TimeUnit.SECONDS));
    }

    private void pass(int seconds) {
        clock.now = clock.now.plusSeconds(seconds);
        elapsedMillis += seconds * 1000L;
    }

    private static Clip made(String name, Instant at) {
        return new Clip(Path.of("/clips/" + name), name, 100, T0, name, "", at, "test", 0, 0);
    }

    private ItemId completed(String name) throws QueueException {
        ItemId id = uploading(name, 1);
        queue.acknowledge(id, "asset-" + name, 1, RECEIPT);
        queue.complete(id, SUMS);
        return id;
    }

    private List<String> abandoned() throws QueueException {
        return queue.abandonedAssets().stream().map(AbandonedAsset::assetId).flatMap(Optional::stream).toList();
    }
}
