package io.rushline.queue.derby;

import static io.rushline.queue.derby.Clips.RECEIPT;
import static io.rushline.queue.derby.Clips.SUMS;
import static io.rushline.queue.derby.Clips.realtime;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Part;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.Receipt;
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
}
