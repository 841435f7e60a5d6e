package io.rushline.ingest.folder;

import static org.junit.Assert.assertEquals;

import io.rushline.queue.api.Clip;
import io.rushline.queue.api.ItemId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.After;
import org.junit.Test;

/** A recorder of this device records into the watched folder, and somebody else hands its clips over. */
public class RecordedTest {

    private final TestFolder test;

    public RecordedTest() throws Exception {
        test = new TestFolder();
    }

    @After
    public void close() throws Exception {
        test.close();
    }

    private static Clip clip(Path path, long size, String fingerprint) {
        return new Clip(path, path.getFileName().toString(), size, Instant.EPOCH, fingerprint, "", Instant.EPOCH, "recorder SDI 1", 0, 0);
    }

    /** A recording under way, left alone though it does not change. */
    private Path recording(String name) throws Exception {
        Path file = test.write(name, "frames");
        test.recording = List.of(file);
        test.write("other.mov", "2");
        test.started();
        TestFolder.await("the other one alone", () -> test.queue.names().equals(List.of("other.mov")) && test.status().growing() == 1);
        return file;
    }

    @Test
    public void aRecordingIsLeftToWhoHandsItOver() throws Exception {
        Path file = recording("A001.mov");
        ItemId item = test.queue.service().acceptGrowing(clip(file, 3, "growing"));
        test.recording = List.of();
        TestFolder.await("it is waited for", () -> test.queueAsked.get() > 10);
        test.queue.service().finished(item, clip(file, 6, "whole"));
        test.awaitAccepted("other.mov");
        test.settle();
        test.stop();
        test.started().settle();
        assertEquals(List.of("other.mov"), test.queue.names());
    }

    @Test
    public void aRecordingThatGetsItsNameWhenItStopsIsKnownToo() throws Exception {
        Path file = recording("A001.rec");
        ItemId item = test.queue.service().acceptGrowing(clip(file, 3, "growing"));
        Path named = Files.move(file, test.folder.resolve("A001.mov"));
        test.recording = List.of();
        TestFolder.await("it is waited for", () -> test.queueAsked.get() > 10);
        test.queue.service().finished(item, clip(named, 6, "whole"));
        test.awaitAccepted("other.mov");
    }

    @Test
    public void aRecordingThatNobodyHandedOverIsAccepted() throws Exception {
        recording("A001.mov");
        test.recording = List.of();
        test.awaitAccepted("A001.mov", "other.mov");
    }
}
