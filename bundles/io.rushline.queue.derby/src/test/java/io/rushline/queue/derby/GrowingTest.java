package io.rushline.queue.derby;

import static io.rushline.queue.derby.Clips.RECEIPT;
import static io.rushline.queue.derby.Clips.SUMS;
import static io.rushline.queue.derby.Clips.realtime;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.queue.api.Action;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Part;
import io.rushline.queue.api.PauseSighting;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.Receipt;
import io.rushline.queue.api.Selection;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Before;
import org.junit.Test;

/** Clips that are sent while they are recorded. */
public class GrowingTest extends QueueTest {

    private static final Path PATH = Path.of("/clips/take.mov");

    @Before
    public void pair() throws QueueException {
        bind("p");
    }

    @Test
    public void aRecordingIsSentInPartsAsTheyComeAndCompletedWithItsFinalForm() throws Exception {
        ItemId id = queue.acceptGrowing(recording(10));
        assertEquals(id, queue.acceptGrowing(recording(12)));
        assertTrue(item(id).growing());
        queue.grown(id, 60);
        assertEquals(60, queue.summary().remainingBytes());
        claim();
        queue.assetCreated(id, realtime("a"), List.of());
        queue.addParts(id, "a", List.of(Part.toSend(3, 10, 50)));
        queue.addParts(id, "a", List.of(Part.toSend(3, 10, 50)));
        queue.acknowledge(id, "a", 3, new Receipt(-1, Optional.of("eth0")));
        assertIllegal(() -> queue.complete(id, SUMS));
        assertEquals(id, queue.finished(id, take()));
        assertEquals(id, queue.finished(id, take()));
        Item item = item(id);
        assertFalse(item.growing());
        assertEquals(take(), item.clip());
        assertEquals("what has begun goes on", ItemState.UPLOADING, item.state());
        assertIllegal(() -> queue.complete(id, SUMS)); // the first 10 bytes are missing
        queue.addParts(id, "a", List.of(Part.toSend(1, 0, 10), Part.toSend(4, 60, 40)));
        queue.acknowledge(id, "a", 1, RECEIPT);
        queue.acknowledge(id, "a", 4, RECEIPT);
        assertEquals(List.of(new Receipt(-1, Optional.of("eth0"))),
                claim().parts().stream().filter(part -> part.number() == 3).map(part -> part.receipt().get()).toList());
        queue.complete(id, SUMS);
        assertEquals(List.of("wlan0 (Wi-Fi)", "eth0"), item(id).networks());
        assertEquals(3, item(id).partCount());
        assertEquals(0, database.count("SELECT COUNT(*) FROM parts"));
    }

    @Test
    public void aPartKeepsItsRangeAndOnlyARealTimeAssetGetsMore() throws Exception {
        ItemId id = queue.acceptGrowing(recording(10));
        claim();
        assertThrows(IllegalArgumentException.class, () -> queue.assetCreated(id, Clips.asset("a", 1), Clips.parts(10, 1)));
        queue.assetCreated(id, realtime("a"), List.of(Part.toSend(1, 0, 5)));
        assertThrows(IllegalArgumentException.class, () -> queue.addParts(id, "a", List.of(Part.toSend(1, 0, 6))));
        assertThrows(IllegalArgumentException.class, () -> queue.addParts(id, "a", List.of(Part.toSend(0, 5, 5))));
        assertIllegal(() -> queue.addParts(id, "b", List.of(Part.toSend(2, 5, 5))));
        assertEquals(1, item(id).partCount());
        queue.fail(id, WHY);
        ItemId plain = uploading("plain", 1);
        assertThrows(IllegalArgumentException.class, () -> queue.addParts(plain, "asset-plain", List.of(Part.toSend(2, 100, 5))));
    }

    @Test
    public void aFileHandedOverAtThePathOfARecordingIsItsEnd() throws Exception {
        ItemId id = queue.acceptGrowing(recording(10));
        assertEquals(id, queue.accept(take()));
        assertFalse(item(id).growing());
        assertEquals(id, queue.finished(id, take()));
        assertEquals(1, queue.list(filter(Set.of(), "", 0, 10)).total());
    }

    @Test
    public void aSmallerFileAtThePathOfARecordingIsAnotherOne() throws Exception {
        ItemId id = queue.acceptGrowing(recording(500));
        ItemId other = queue.accept(take());
        assertEquals(ItemState.CANCELLED, item(id).state());
        assertEquals(ItemState.WAITING, item(other).state());
    }

    @Test
    public void ofTwoItemsOfOneRecordingTheOneThatHasBegunGoesOn() throws Exception {
        ItemId recorded = queue.acceptGrowing(recording(10));
        claim();
        queue.assetCreated(recorded, realtime("a"), List.of());
        ItemId accepted = queue.accept(elsewhere(take()));
        assertEquals(recorded, queue.finished(recorded, take()));
        assertEquals(ItemState.CANCELLED, item(accepted).state());
        assertEquals("queue.same-recording", item(accepted).reason().get().code());
        assertEquals("the file is known by it", recorded, queue.accept(take()));
        assertEquals(ItemState.UPLOADING, item(recorded).state());
    }

    @Test
    public void otherwiseTheOneThatWasHandedOverWholeGoesOn() throws Exception {
        ItemId recorded = queue.acceptGrowing(recording(10));
        ItemId accepted = queue.accept(elsewhere(take()));
        assertEquals(accepted, queue.finished(recorded, take()));
        assertEquals(accepted, queue.finished(recorded, take()));
        assertEquals(ItemState.CANCELLED, item(recorded).state());
        assertEquals(ItemState.WAITING, item(accepted).state());
        assertEquals(PATH, item(accepted).clip().path());
    }

    @Test
    public void aRecordingThatLosesLeavesItsAssetInTheList() throws Exception {
        ItemId accepted = queue.accept(elsewhere(take()));
        claim();
        queue.assetCreated(accepted, Clips.asset("whole", 1), Clips.parts(100, 1));
        ItemId recorded = queue.acceptGrowing(recording(10));
        claim(accepted);
        queue.assetCreated(recorded, realtime("a"), List.of());
        assertEquals(accepted, queue.finished(recorded, take()));
        assertEquals(Optional.of("a"), queue.abandonedAssets().get(0).assetId());
    }

    @Test
    public void anItemThatIsRecordedNoMoreCannotBecomeAnotherClip() throws Exception {
        ItemId id = queue.acceptGrowing(recording(10));
        queue.finished(id, take());
        assertIllegal(() -> queue.finished(id, Clips.clip("another")));
        queue.grown(id, 7);
        assertEquals(100, item(id).clip().sizeBytes());
    }

    @Test
    public void aFinishedRecordingWithKnownContentIsHeldUnlessItHasBegun() throws Exception {
        queue.accept(Clips.clip("original", "same", Clips.T0));
        for (boolean begun : new boolean[] {false, true}) {
            Clip start = Clips.clip("recording " + begun, 10, 100);
            ItemId id = queue.acceptGrowing(start);
            if (begun) {
                claim();
                queue.assetCreated(id, realtime("a"), List.of());
            }
            queue.finished(id, Clips.clip("recording " + begun, "same", Clips.T0));
            assertEquals(begun ? ItemState.UPLOADING : ItemState.HELD, item(id).state());
            assertEquals(!begun, item(id).duplicateOf().isPresent());
        }
    }

    private static Clip recording(long sizeBytes) {
        return new Clip(PATH, "take.mov", sizeBytes, Clips.T0, "provisional", "", Clips.T0, "recorder", 0, 0);
    }

    private static Clip take() {
        return new Clip(PATH, "take.mov", 100, Clips.T0.plusSeconds(5), "final", "content", Clips.T0.minusSeconds(1), "recorder", 0, 0);
    }

    private static Clip elsewhere(Clip clip) {
        return new Clip(Path.of("/other/take.mov"), clip.name(), clip.sizeBytes(), clip.modifiedAt(), clip.fingerprint(), clip.contentPrint(),
                clip.createdAt(), clip.source(), clip.channel(), clip.priority());
    }


    @Test
    public void theEndOfARecordingIsKeptInWhateverStateItIs() throws Exception {
        for (ItemState state : List.of(ItemState.WAITING, ItemState.UPLOADING, ItemState.RETRYING, ItemState.PAUSED, ItemState.FAILED,
                ItemState.CANCELLED, ItemState.HELD)) {
            ItemId id = queue.acceptGrowing(Clips.clip(state.name(), 10, 0));
            into(state, id);
            queue.relocate(id, Path.of("/clips/moved " + state));
            Clip end = Clips.clip("moved " + state, 77, 0);
            assertEquals(id, queue.finished(id, end));
            assertEquals(state, item(id).state());
            assertEquals(end, item(id).clip());
            assertFalse(item(id).growing());
            queue.apply(Action.CANCEL, new Selection.Items(Set.of(id)));
        }
    }

    private void into(ItemState state, ItemId id) throws QueueException {
        switch (state) {
            case UPLOADING -> claim();
            case RETRYING -> {
                claim();
                queue.postpone(id, WHY, clock.now.plusSeconds(5));
            }
            case FAILED -> {
                claim();
                queue.fail(id, WHY);
            }
            case PAUSED -> queue.apply(Action.PAUSE, id);
            case CANCELLED -> queue.apply(Action.CANCEL, id);
            case HELD -> queue.pauseSeen(new PauseSighting("p", true, Set.of(), Clips.T0.minusSeconds(1000)));
            default -> { }
        }
    }

    @Test
    public void twoIngestsThatSeeOneFileGrowHaveOneItemWhicheverIsFirst() throws Exception {
        for (boolean recorderFirst : new boolean[] {true, false}) {
            String name = "take " + recorderFirst;
            Clip seen = from("folder clips", name, 20, "by inode");
            Clip told = from("recorder A", name, 20, "by start");
            ItemId id = queue.acceptGrowing(recorderFirst ? told : seen);
            assertEquals(id, queue.acceptGrowing(recorderFirst ? seen : told));
            Clip end = from("folder clips", name, 50, "below the folder");
            Clip same = from("recorder A", name, 50, "by its name only");
            assertEquals(id, queue.finished(id, recorderFirst ? end : same));
            assertEquals("told twice", id, queue.finished(id, recorderFirst ? same : end));
            assertEquals(id, queue.accept(end));
            assertEquals(id, queue.accept(same));
            assertEquals(ItemState.WAITING, item(id).state());
        }
        assertEquals(2, queue.list(filter(Set.of(), "", 0, 10)).total());
    }

    @Test
    public void aFileThatWasHandedOverWholeUnderAnotherPrintIsTheEndOfItsRecordingToo() throws Exception {
        ItemId whole = queue.accept(from("folder clips", "take", 50, "below the folder"));
        ItemId told = queue.acceptGrowing(from("recorder A", "take", 50, "by start"));
        assertEquals(whole, queue.finished(told, from("recorder A", "take", 50, "by its name only")));
        assertEquals(ItemState.WAITING, item(whole).state());
        assertEquals(ItemState.CANCELLED, item(told).state());
    }

    @Test
    public void aRecorderThatBeginsAnotherRecordingInTheSameFileHasAnotherItem() throws Exception {
        ItemId first = queue.acceptGrowing(from("recorder A", "take", 20, "by start"));
        ItemId second = queue.acceptGrowing(from("recorder A", "take", 30, "by another start"));
        assertEquals("media.superseded", item(first).reason().get().code());
        assertEquals(ItemState.WAITING, item(second).state());
    }

    @Test
    public void whatWasSupersededDoesNotComeBackAsTheEndOfAnotherFile() throws Exception {
        ItemId old = queue.acceptGrowing(from("recorder A", "take", 500, "by start"));
        ItemId small = queue.accept(from("folder clips", "take", 100, "small"));
        ItemId large = queue.accept(from("folder clips", "take", 600, "large"));
        assertEquals("media.superseded", item(old).reason().get().code());
        assertEquals("media.superseded", item(small).reason().get().code());
        assertEquals(ItemState.WAITING, item(large).state());
    }

    /** Its content is said only once it is whole. */
    private static Clip from(String source, String name, long sizeBytes, String print) {
        String content = print.startsWith("by start") || print.startsWith("by inode") || print.startsWith("by another") ? "" : "content of " + name + sizeBytes;
        return new Clip(Path.of("/clips/sub/" + name), name, sizeBytes, Clips.T0, print + name + sizeBytes, content, Clips.T0, source, 0, 0);
    }
}
