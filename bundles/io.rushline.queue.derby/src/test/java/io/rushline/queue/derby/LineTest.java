package io.rushline.queue.derby;

import static io.rushline.queue.derby.Clips.RECEIPT;
import static io.rushline.queue.derby.Clips.clip;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.queue.api.Action;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemPage;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.QueueException.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

/** Order and what is shown of it. */
public class LineTest extends QueueTest {
    @Test
    public void itemsAreClaimedByPriorityThenPositionAndThoseLeftUploadingComeFirst() throws Exception {
        bind("p");
        ItemId low = queue.accept(clip("low", 1, -1));
        ItemId first = queue.accept(clip("first"));
        ItemId second = queue.accept(clip("second"));
        ItemId high = queue.accept(clip("high", 1, 5));
        assertEquals(high, claim().item().id());
        assertEquals("left by a predecessor", high, claim().item().id());
        assertEquals(first, claim(high).item().id());
        assertEquals(second, claim(high, first).item().id());
        assertEquals(low, claim(high, first, second).item().id());
        assertEquals(Optional.empty(), queue.claim("p", Set.of(low, high, first, second)));
    }

    @Test
    public void itemsMoveBeforeOthersAndToTheEnd() throws Exception {
        bind("p");
        ItemId a = queue.accept(clip("a"));
        ItemId b = queue.accept(clip("b"));
        ItemId c = queue.accept(clip("c"));
        ItemId high = queue.accept(clip("high", 1, 1));
        queue.move(c, Optional.of(b));
        assertEquals(List.of(high, a, c, b), order());
        queue.move(a, Optional.empty());
        assertEquals(List.of(high, c, b, a), order());
        queue.move(a, Optional.of(high));
        assertEquals(List.of(a, high, c, b), order());
        assertEquals(1, item(a).clip().priority());
        queue.move(a, Optional.of(a));
        assertIllegalCode(Code.UNKNOWN_ITEM, () -> queue.move(a, Optional.of(new ItemId(99_999))));
    }

    @Test
    public void itemsCanBeMovedBetweenTheSameTwoForEver() throws Exception {
        bind("p");
        List<ItemId> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            expected.add(queue.accept(clip("c" + i)));
        }
        for (int round = 0; round < 100; round++) {
            ItemId last = expected.remove(99);
            queue.move(last, Optional.of(expected.get(50)));
            expected.add(50, last);
        }
        assertEquals(expected, order());
        for (int round = 0; round < 100; round++) { // and to the front
            ItemId last = expected.remove(99);
            queue.move(last, Optional.of(expected.get(0)));
            expected.add(0, last);
        }
        assertEquals(expected, order());
        reopen();
        assertEquals(expected, order());
    }

    @Test
    public void theListShowsWhatIsUnderWayThenTheLineThenWhatHasEndedNewestFirst() throws Exception {
        bind("p");
        ItemId failed = queue.accept(clip("failed.mov"));
        claim();
        queue.fail(failed, WHY);
        ItemId rejected = queue.reject(clip("rejected.txt"), WHY);
        ItemId uploading = queue.accept(clip("uploading.MOV"));
        claim();
        ItemId paused = queue.accept(clip("paused.mov"));
        queue.apply(Action.PAUSE, paused);
        ItemId waiting = queue.accept(clip("waiting.mov"));
        assertEquals(List.of(uploading, paused, waiting, rejected, failed), order());
        assertEquals(List.of(paused, waiting), ids(queue.list(filter(Set.of(), "", 1, 2))));
        ItemPage page = queue.list(filter(Set.of(), "mOv", 1, 2));
        assertEquals(List.of(paused, waiting), ids(page));
        assertEquals(4, page.total());
        page = queue.list(filter(Set.of(ItemState.FAILED, ItemState.PAUSED), "", 0, 1));
        assertEquals(List.of(paused), ids(page));
        assertEquals(2, page.total());
        reopen();
        queue.apply(Action.CANCEL, waiting);
        assertEquals("the order of endings survives", List.of(uploading, paused, waiting, rejected, failed), order());
    }

    @Test
    public void listenersHearOfEachChangeInOrderAndNoneStopsAnother() throws Exception {
        List<String> heard = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        queue.close();
        reopen(item -> {
            throw new IllegalStateException("a listener at fault");
        }, item -> {
            heard.add(item.clip().name() + " " + item.state() + " " + item.projectId().orElse("-"));
            if (item.state() == ItemState.CANCELLED) {
                done.countDown();
            }
        });
        ItemId id = queue.accept(clip("a"));
        queue.accept(clip("a"));
        assertIllegal(() -> queue.apply(Action.RESUME, id));
        bind("p");
        queue.apply(Action.RESUME, id);
        claim();
        queue.acknowledge(id, "none", 1, RECEIPT);
        queue.apply(Action.PAUSE, id);
        queue.apply(Action.CANCEL, id);
        assertTrue(done.await(10, TimeUnit.SECONDS));
        assertEquals("a WAITING -", heard.get(0));
        assertEquals(List.of("a UPLOADING p", "a PAUSED p", "a CANCELLED p"), heard.subList(heard.size() - 3, heard.size()));
    }
}
