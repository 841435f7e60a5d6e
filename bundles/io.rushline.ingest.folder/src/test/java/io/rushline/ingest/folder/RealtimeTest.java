package io.rushline.ingest.folder;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.rushline.queue.api.Clip;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.UploadQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.After;
import org.junit.Test;

/** Files that are handed over while they grow. Time passes only when a test says so. */
public class RealtimeTest {

    private static final byte[] MEBIBYTE = new byte[1024 * 1024];
    private static final ItemId FIRST = new ItemId(1);

    private final TestFolder test;

    public RealtimeTest() throws Exception {
        test = new TestFolder();
        test.realtime = true;
        test.stable = Duration.ofSeconds(2);
        test.stopTime();
    }

    @After
    public void close() throws Exception {
        test.close();
    }

    private void grow(Path file, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            Files.write(file, MEBIBYTE, StandardOpenOption.APPEND);
            test.pass(test.stable.dividedBy(3));
        }
    }

    /** A file that is in the queue's hands. */
    private Path growing(String name) throws Exception {
        Path file = test.write(name, "head");
        test.started();
        grow(file, 3);
        TestFolder.await("it is handed over", () -> test.queue.grown.size() == 1);
        return file;
    }

    private void complete() {
        test.pass(test.stable);
        test.pass(test.stable);
    }

    private List<GrowingFile> remembered() throws Exception {
        return new GrowingFiles(test.database, new SeenFiles(test.database, test.folder).keys()).all();
    }

    @Test
    public void aGrowingFileIsAnItemFromEarlyOnAndTheSameOneWhenItIsComplete() throws Exception {
        Path file = growing("day1/A001.mov");
        grow(file, 2);
        TestFolder.await("its size", () -> test.queue.grown.get(FIRST).equals(sizeOf(file)));
        complete();
        TestFolder.await("it is finished", () -> test.queue.finished.containsKey(FIRST));
        Clip clip = test.queue.finished.get(FIRST);
        Stamp stamp = Stamp.of(file);
        assertEquals(Sample.read(file, stamp).fingerprint("day1/A001.mov", stamp), clip.fingerprint());
        assertEquals(Sample.read(file, stamp).contentPrint(stamp), clip.contentPrint());
        assertEquals(Files.size(file), clip.sizeBytes());
        test.settle();
        assertEquals(List.of(), remembered());
        test.stop();
        test.started().settle();
        complete();
        assertEquals("nothing was handed over as complete", 0, test.queue.calls.get());
    }

    private static long sizeOf(Path file) {
        return file.toFile().length();
    }

    @Test
    public void withoutTheSettingItIsHandedOverWhenItIsComplete() throws Exception {
        test.realtime = false;
        Path file = test.write("A001.mov", "head");
        test.started();
        grow(file, 5);
        assertTrue(test.queue.grown.isEmpty());
        complete();
        test.awaitAccepted("A001.mov");
    }

    @Test
    public void aSmallFileAndOneThatHasGrownOnceAreNotHandedOverBeforeTheyAreComplete() throws Exception {
        Path small = test.write("small.mov", "1");
        Path once = test.write("once.mov", "1");
        test.write("empty.mov", "");
        test.started();
        Files.write(once, new byte[5_000_000], StandardOpenOption.APPEND);
        for (int i = 0; i < 4; i++) {
            Files.writeString(small, "more", StandardOpenOption.APPEND);
            test.pass(test.stable.dividedBy(3));
        }
        assertTrue(test.queue.grown.isEmpty());
        complete();
        complete();
        test.awaitAccepted("empty.mov", "once.mov", "small.mov");
    }

    @Test
    public void aRestartGoesOnWithTheSameItem() throws Exception {
        Path file = growing("A001.mov");
        test.stop();
        test.started();
        grow(file, 2);
        TestFolder.await("its size", () -> test.queue.grown.get(FIRST).equals(sizeOf(file)));
        test.stop();
        test.started();
        complete();
        TestFolder.await("it is finished", () -> test.queue.finished.containsKey(FIRST));
        assertEquals(0, test.queue.calls.get());
    }

    @Test
    public void anItemWhoseNumberWasLostInACrashIsFoundAgain() throws Exception {
        Path file = growing("A001.mov");
        test.stop();
        test.database.forgetEverything();
        test.started();
        grow(file, 4);
        TestFolder.await("it is remembered", () -> !isForgotten());
        assertEquals(1, test.queue.grown.size());
        assertEquals(1, remembered().get(0).item());
    }

    private boolean isForgotten() {
        try {
            return remembered().isEmpty();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    public void aFileThatIsDeletedWhileItGrowsIsForgottenHere() throws Exception {
        Path file = growing("A001.mov");
        Files.delete(file);
        complete();
        assertFalse("it may have another name", isForgotten());
        test.pass(test.stable.multipliedBy(4));
        TestFolder.await("it is forgotten", this::isForgotten);
        assertEquals(0, test.status().growing());
        assertTrue(test.queue.finished.isEmpty());
    }

    @Test
    public void aFileThatBeginsAnewIsAnotherClip() throws Exception {
        Path file = growing("A001.mov");
        grow(file, 2);
        Files.writeString(file, "short");
        complete();
        test.awaitAccepted("A001.mov");
        assertTrue(test.queue.finished.isEmpty());
        assertTrue(isForgotten());
    }

    @Test
    public void aFileThatIsRenamedWhileItGrowsStaysItsItem() throws Exception {
        Path file = growing("A001.mov");
        Path renamed = Files.move(file, test.folder.resolve("hero.mov"));
        grow(renamed, 2);
        TestFolder.await("it is followed", () -> renamed.equals(test.queue.relocated.get(1L)));
        complete();
        TestFolder.await("it is finished", () -> test.queue.finished.containsKey(FIRST));
        assertEquals(renamed, test.queue.finished.get(FIRST).path());
        assertEquals(0, test.queue.calls.get());
    }

    @Test
    public void theQueueMayBeAwayWhileAFileGrowsAndWhenItEnds() throws Exception {
        UploadQueue queue = test.service.getAndSet(null);
        Path file = test.write("A001.mov", "head");
        test.started();
        grow(file, 4);
        test.setQueue(queue);
        grow(file, 2);
        TestFolder.await("it is handed over", () -> test.queue.grown.size() == 1);
        test.service.set(null);
        grow(file, 2);
        complete();
        assertTrue(test.queue.finished.isEmpty());
        test.setQueue(queue);
        TestFolder.await("it is finished", () -> test.queue.finished.containsKey(FIRST));
        assertEquals(sizeOf(file), test.queue.finished.get(FIRST).sizeBytes());
    }

    @Test
    public void aRecordingThatIsGoneOnWithAfterItsEndIsAnotherItem() throws Exception {
        Path file = growing("A001.mov");
        complete();
        TestFolder.await("it is finished", () -> test.queue.finished.containsKey(FIRST));
        grow(file, 4);
        assertTrue(test.queue.grown.isEmpty());
        complete();
        test.awaitAccepted("A001.mov");
    }

    @Test
    public void anItemThatAPersonCancelledStaysSo() throws Exception {
        Path file = growing("A001.mov");
        test.queue.cancelled.add(FIRST);
        grow(file, 2);
        complete();
        TestFolder.await("it is forgotten", this::isForgotten);
        assertEquals(0, test.queue.calls.get());
        assertFalse(test.warnings.containsKey("ingest.folder.refused"));
    }

    @Test
    public void aQueueThatHasForgottenItIsGivenItAnew() throws Exception {
        Path file = growing("A001.mov");
        test.queue.forgetEverything();
        grow(file, 1);
        complete();
        test.awaitAccepted("A001.mov");
    }
}
