package io.rushline.ingest.recorder;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.UploadQueue;
import io.rushline.recorder.api.Recording;
import io.rushline.status.api.Warning;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class RecordingsTest {

    private static final Instant STARTED = Instant.parse("2026-05-01T10:00:00.123456Z");
    private static final int SILENT_TURNS = 31;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final FakeQueue queue = new FakeQueue();
    private final List<Recording> claimed = new ArrayList<>();
    private final Map<String, Warning> warnings = new ConcurrentHashMap<>();
    private UploadQueue service = queue.service();
    private long now;
    private Recordings recordings;
    private Path file;
    private Recording recording;

    @Before
    public void aRecordingBegins() throws Exception {
        restart();
        file = folder.getRoot().toPath().resolve("A001.mov");
        Files.writeString(file, "head");
        recording = new Recording("SDI 2", 1, file, STARTED, Optional.of("10:00:00:00"));
    }

    private void restart() {
        recordings = new Recordings(() -> service, () -> claimed, () -> now, new Warnings(warning -> {
            warnings.put(warning.code(), warning);
            return () -> warnings.remove(warning.code());
        }, Clock.systemUTC()));
    }

    private void turns(int count) {
        for (int i = 0; i < count; i++) {
            now += 2_000_000_000L;
            recordings.turn();
        }
    }

    private void start() {
        claimed.add(recording);
        recordings.started(recording);
        turns(1);
    }

    private void grow() throws Exception {
        Files.writeString(file, "more", StandardOpenOption.APPEND);
        turns(1);
    }

    private void stop(Recording stopped) {
        claimed.clear();
        recordings.stopped(stopped);
        recordings.turn();
    }

    @Test
    public void aRecordingIsAnItemFromItsStartAndFinishedAtOnceWhenItStops() throws Exception {
        start();
        Clip early = queue.only().clip();
        assertTrue(queue.only().growing());
        assertEquals("recorder SDI 2", early.source());
        assertEquals(1, early.channel());
        assertEquals(STARTED, early.createdAt());
        assertEquals("", early.contentPrint());
        grow();
        assertEquals(8, queue.only().clip().sizeBytes());
        Files.writeString(file, "tail", StandardOpenOption.APPEND);
        stop(recording);
        Clip clip = queue.only().clip();
        Prints prints = Prints.of(file, Files.readAttributes(file, BasicFileAttributes.class));
        assertFalse(queue.only().growing());
        assertEquals(12, clip.sizeBytes());
        assertEquals(prints.fingerprint(), clip.fingerprint());
        assertEquals(prints.content(), clip.contentPrint());
        assertEquals(STARTED, clip.createdAt());
        assertEquals(0, recordings.open());
        assertEquals(1, recordings.accepted());
    }

    @Test
    public void aSizeThatDoesNotChangeIsNotTold() {
        start();
        turns(20);
        assertFalse(queue.calls.contains("grown"));
    }

    @Test
    public void aRecordingWithoutBytesIsHandedOverToo() throws Exception {
        Files.write(file, new byte[0]);
        start();
        stop(recording);
        assertEquals(0, queue.only().clip().sizeBytes());
        assertFalse(queue.only().growing());
    }

    @Test
    public void aRecorderMayRenameItsFileWhenItStops() throws Exception {
        start();
        Path named = Files.move(file, folder.getRoot().toPath().resolve("hero.mov"));
        turns(1);
        stop(new Recording("SDI 2", 1, named, STARTED, Optional.empty()));
        assertEquals(named, queue.only().clip().path());
        assertEquals("hero.mov", queue.only().clip().name());
        assertFalse(queue.only().growing());
    }

    @Test
    public void aDiscardedRecordingIsCancelled() throws Exception {
        start();
        recordings.discarded(recording);
        recordings.turn();
        assertEquals(ItemState.CANCELLED, queue.only().state());
        assertEquals(0, recordings.open());
    }

    @Test
    public void aDiscardedRecordingThatTheQueueNeverSawLeavesNoTrace() {
        service = null;
        start();
        recordings.discarded(recording);
        recordings.turn();
        service = queue.service();
        turns(1);
        assertTrue(queue.items.isEmpty());
        assertEquals(0, recordings.open());
    }

    @Test
    public void whatWasToldWhileTheQueueWasAwayIsDoneWhenItIsBack() throws Exception {
        service = null;
        start();
        grow();
        stop(recording);
        Path second = Files.writeString(folder.getRoot().toPath().resolve("A002.mov"), "second");
        recording = new Recording("SDI 2", 1, second, STARTED.plusSeconds(60), Optional.empty());
        start();
        turns(100);
        service = queue.service();
        turns(1);
        List<Item> items = List.copyOf(queue.items.values());
        assertEquals(List.of("A001.mov", "A002.mov"), items.stream().map(item -> item.clip().name()).toList());
        assertFalse(items.get(0).growing());
        assertTrue(items.get(1).growing());
    }

    @Test
    public void aQueueThatRefusesIsSaidAndAskedAgain() throws Exception {
        queue.failure = new QueueException(QueueException.Code.STORE_FULL);
        start();
        assertTrue(warnings.get(Warnings.REFUSED).what().contains("full"));
        queue.failure = new IllegalStateException("replaced");
        stop(recording);
        queue.failure = null;
        turns(1);
        assertTrue(warnings.isEmpty());
        assertFalse(queue.only().growing());
    }

    @Test
    public void aRestartWhileItRecordsGoesOnWithTheSameItem() throws Exception {
        start();
        restart();
        start();
        grow();
        stop(recording);
        assertFalse(queue.only().growing());
        assertEquals(8, queue.only().clip().sizeBytes());
    }

    @Test
    public void aStopThatWasMissedIsNoticedWhenTheFileIsSilent() throws Exception {
        start();
        claimed.clear();
        restart();
        turns(SILENT_TURNS - 2);
        grow();
        turns(SILENT_TURNS - 2);
        assertTrue("it may still be recorded", queue.only().growing());
        turns(2);
        assertFalse(queue.only().growing());
        assertEquals(8, queue.only().clip().sizeBytes());
        assertEquals(0, recordings.open());
    }

    @Test
    public void aPausedRecordingThatItsRecorderSpeaksOfHasNotEnded() {
        start();
        restart();
        turns(10 * SILENT_TURNS);
        assertTrue(queue.only().growing());
    }

    @Test
    public void aRecorderThatGoesAwayLeavesAWholeRecording() {
        start();
        claimed.clear();
        turns(SILENT_TURNS);
        assertFalse(queue.only().growing());
    }

    @Test
    public void itemsOfOthersAreLeftAlone() {
        Clip other = new Clip(file, "A001.mov", 4, STARTED, "f", "", STARTED, "folder clips", 0, 0);
        queue.acceptGrowing(other);
        turns(2 * SILENT_TURNS);
        assertTrue(queue.only().growing());
    }

    @Test
    public void anItemThatAPersonCancelledStaysSo() throws Exception {
        start();
        queue.end(new ItemId(1), ItemState.CANCELLED);
        grow();
        grow();
        stop(recording);
        assertEquals(ItemState.CANCELLED, queue.only().state());
        assertEquals(0, recordings.open());
        assertTrue(warnings.isEmpty());
    }

    @Test
    public void aQueueThatHasForgottenARecordingIsGivenItAnew() throws Exception {
        start();
        queue.forgetEverything();
        grow();
        turns(1);
        stop(recording);
        assertFalse(queue.only().growing());
    }

    @Test
    public void aFileThatIsDeletedIsLeftToTheUploader() throws Exception {
        start();
        Files.delete(file);
        stop(recording);
        turns(3);
        assertEquals("its disk may come back", 1, recordings.open());
        queue.end(new ItemId(1), ItemState.FAILED);
        turns(1);
        assertEquals(0, recordings.open());
    }

    @Test
    public void aFileThatComesAfterItsStartIsWaitedFor() throws Exception {
        Files.delete(file);
        start();
        assertTrue(queue.items.isEmpty());
        Files.writeString(file, "late");
        turns(1);
        assertEquals(4, queue.only().clip().sizeBytes());
    }

    @Test
    public void whatIsNoFileIsNotOpened() throws Exception {
        Files.delete(file);
        assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
        start();
        stop(recording);
        assertTrue(queue.items.isEmpty());
    }
}
