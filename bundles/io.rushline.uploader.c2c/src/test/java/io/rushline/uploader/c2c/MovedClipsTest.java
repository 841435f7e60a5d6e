package io.rushline.uploader.c2c;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.rushline.queue.api.Action;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.OptionalLong;
import org.junit.Test;

/** Cards that are pulled, and files that get another name or folder while they are sent. */
public class MovedClipsTest {

    private static final Path RENAMED = Path.of("/card/Scene 4.mov");

    private final Rig rig = new Rig().start();

    private ItemId sending() {
        ItemId clip = rig.accept("A001.mov", 200);
        rig.accept("other.mov", 10);
        rig.time.runUntil("parts were sent and move", Duration.ofMinutes(1),
                () -> rig.queue.row(clip).item().ackedParts() >= 4 && !rig.engine.status().transfers().isEmpty());
        return clip;
    }

    private void rename(ItemId clip, Path to) {
        rig.disk.rename(rig.queue.row(clip).clip.path(), to);
    }

    private void assertSentOnceAsOneAsset(ItemId clip) {
        rig.assertWhole(clip);
        String asset = rig.queue.row(clip).asset.id();
        var puts = rig.cloud.puts.stream().filter(p -> p.startsWith(asset + "/")).toList();
        assertEquals(20, puts.size());
        assertEquals(20, new HashSet<>(puts).size());
        assertEquals("no asset is empty", 2, rig.cloud.assets.size());
    }

    private void assertNotPostponed(ItemId clip) {
        assertFalse(rig.queue.row(clip).history.toString(), rig.queue.row(clip).history.toString().contains("RETRYING"));
    }

    @Test
    public void clipsInTheRootOfAPulledCardAreWaitedForHoweverLongItsBareMountPointStays() {
        ItemId clip = sending();
        ItemId next = rig.accept("A002.mov", 100);
        ItemId last = rig.accept("A003.mov", 100);
        rig.disk.cardOut = true;
        rig.time.runFor(Duration.ofHours(1));
        for (ItemId each : new ItemId[] {clip, next, last}) {
            rig.until(each, ItemState.RETRYING);
            assertEquals("media.away", rig.queue.row(each).reason.code());
        }
        rig.disk.cardOut = false;
        for (ItemId each : new ItemId[] {clip, next, last}) {
            rig.within(Duration.ofMinutes(3), each, ItemState.COMPLETED);
        }
        rig.assertWhole(clip, next, last);
    }

    @Test
    public void anotherDiskWithOtherFilesInItsPlaceIsNoReasonToFail() {
        ItemId clip = sending();
        rig.disk.beneath = OptionalLong.of(77);
        rig.disk.cardOut = true;
        rig.until(clip, ItemState.RETRYING);
        rig.time.runFor(Duration.ofHours(1));
        rig.until(clip, ItemState.RETRYING);
        assertTrue("also after it was claimed anew", rig.queue.row(clip).tries > 10);
        assertEquals("media.away", rig.queue.row(clip).reason.code());
        rig.disk.cardOut = false;
        rig.within(Duration.ofMinutes(3), clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
    }

    @Test
    public void aFileMissingAmongOthersIsGoneOnlyAfterAGrace() {
        ItemId clip = sending();
        rig.disk.remove(rig.queue.row(clip).clip.path());
        rig.time.runFor(Duration.ofSeconds(40));
        assertEquals("media.missing", rig.queue.row(clip).reason.code());
        rig.within(Duration.ofMinutes(1), clip, ItemState.FAILED);
        assertEquals("media.gone", rig.queue.row(clip).reason.code());
        long grace = rig.queue.row(clip).history.stream().filter("RETRYING media.missing"::equals).count();
        assertTrue("postponed " + grace + " times", grace >= 2 && grace <= 4);
    }

    @Test
    public void aGraceDoesNotDependOnEarlierTrouble() throws Exception {
        ItemId clip = sending();
        rig.queue.row(clip).tries = 50;
        rig.disk.remove(rig.queue.row(clip).clip.path());
        rig.time.runFor(Duration.ofSeconds(40));
        assertEquals(ItemState.RETRYING, rig.state(clip));
        rig.until(clip, ItemState.FAILED);
        rig.queue.apply(Action.RETRY, clip);
        rig.within(Duration.ofSeconds(5), clip, ItemState.FAILED);
    }

    @Test
    public void aClipRenamedWhileItsPartsMoveGoesOnUnderItsNewPathAtOnce() throws Exception {
        ItemId clip = sending();
        rename(clip, RENAMED);
        rig.queue.relocate(clip, RENAMED);
        rig.until(clip, ItemState.COMPLETED);
        assertSentOnceAsOneAsset(clip);
        assertNotPostponed(clip);
    }

    @Test
    public void theNewPathIsTakenFromTheEventAlsoWhereTheOldOneStillWorks() throws Exception {
        ItemId clip = sending();
        rig.disk.put(RENAMED, rig.disk.bytes(rig.queue.row(clip).clip.path()), Rig.MADE);
        rig.queue.relocate(clip, RENAMED);
        rig.until(clip, ItemState.COMPLETED);
        assertEquals(RENAMED, rig.disk.opened);
        assertSentOnceAsOneAsset(clip);
    }

    @Test
    public void aRenameThatIsNoticedByTheNextScanOnlyIsWaitedFor() throws Exception {
        ItemId clip = sending();
        rename(clip, RENAMED);
        rig.time.runFor(Duration.ofSeconds(32));
        assertEquals("media.missing", rig.queue.row(clip).reason.code());
        rig.queue.relocate(clip, RENAMED);
        rig.within(Duration.ofMinutes(1), clip, ItemState.COMPLETED);
        assertSentOnceAsOneAsset(clip);
    }

    @Test
    public void aRenameOfWhichNoEventCameIsReadFromTheQueue() {
        ItemId clip = sending();
        rename(clip, RENAMED);
        relocateUnheard(clip, RENAMED);
        rig.until(clip, ItemState.COMPLETED);
        assertSentOnceAsOneAsset(clip);
        assertNotPostponed(clip);
    }

    @Test
    public void theLastFileThatMovesOutOfItsFolderIsReadFromTheQueueToo() {
        ItemId clip = sending();
        rig.disk.remove(Path.of("/card/other.mov"));
        rename(clip, Path.of("/archive/A001.mov"));
        relocateUnheard(clip, Path.of("/archive/A001.mov"));
        rig.until(clip, ItemState.COMPLETED);
        assertNotPostponed(clip);
    }

    @Test
    public void aClipRenamedAfterItsLastPartIsCheckedAndHashedUnderItsNewPath() {
        ItemId clip = sending();
        rig.time.runUntil("all parts are sent", Duration.ofMinutes(1), () -> rig.queue.row(clip).item().ackedParts() == 20);
        rename(clip, RENAMED);
        relocateUnheard(clip, RENAMED);
        rig.until(clip, ItemState.COMPLETED);
        assertSentOnceAsOneAsset(clip);
        assertNotPostponed(clip);
    }

    @Test
    public void aClipRenamedBeforeItsAssetExistsGoesUpUnderItsNewName() {
        rig.cloud.down = true;
        ItemId clip = rig.accept("A001.mov", 200);
        rig.time.runUntil("it is claimed", Duration.ofMinutes(1), () -> rig.state(clip) == ItemState.UPLOADING);
        rename(clip, RENAMED);
        relocateUnheard(clip, RENAMED);
        rig.queue.row(clip).clip = named(rig.queue.row(clip).clip, "Scene 4.mov");
        rig.accept("other.mov", 10);
        rig.cloud.down = false;
        rig.until(clip, ItemState.COMPLETED);
        assertSentOnceAsOneAsset(clip);
    }

    /** As if it had happened between the claim and its answer. */
    private void relocateUnheard(ItemId clip, Path to) {
        Clip old = rig.queue.row(clip).clip;
        rig.queue.row(clip).clip = new Clip(to, old.name(), old.sizeBytes(), old.modifiedAt(), old.fingerprint(), old.contentPrint(), old.createdAt(), old.source(),
                old.channel(), old.priority());
    }

    private static Clip named(Clip old, String name) {
        return new Clip(old.path(), name, old.sizeBytes(), old.modifiedAt(), old.fingerprint(), old.contentPrint(), old.createdAt(), old.source(), old.channel(),
                old.priority());
    }

    @Test
    public void aRenameWhileTheQueueIsAwayFailsNoClip() throws Exception {
        ItemId clip = sending();
        Path old = rig.queue.row(clip).clip.path();
        rename(clip, RENAMED);
        rig.disk.put(old, new byte[3], Rig.MADE);
        rig.queueThere(false);
        rig.time.runFor(Duration.ofMinutes(2));
        rig.queue.relocate(clip, RENAMED);
        rig.queueThere(true);
        rig.until(clip, ItemState.COMPLETED);
        assertFalse(rig.queue.row(clip).history.toString(), rig.queue.row(clip).history.toString().contains("FAILED"));
    }
}
