package io.rushline.ingest.folder;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.rushline.ingest.api.IngestStatus.State;
import io.rushline.media.api.MediaFacts;
import io.rushline.queue.api.Clip;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.After;
import org.junit.Test;

/** Files come into the folder. */
public class ArrivalTest {

    private final TestFolder test;

    public ArrivalTest() throws Exception {
        test = new TestFolder();
    }

    @After
    public void close() throws Exception {
        test.close();
    }

    @Test
    public void aFileIsAcceptedWithWhatIsKnownOfIt() throws Exception {
        Instant made = Instant.parse("2024-05-01T10:00:00.123Z");
        Path path = test.write("day1/A001.mov", "frames");
        Files.setLastModifiedTime(path, FileTime.from(made));
        test.started().awaitAccepted("A001.mov");
        Clip clip = test.queue.accepted().get(0);
        assertEquals(path, clip.path());
        assertEquals(6, clip.sizeBytes());
        assertEquals(made, clip.modifiedAt());
        assertEquals(made, clip.createdAt());
        assertEquals("folder clips", clip.source());
        assertEquals(32, HexFormat.of().parseHex(clip.fingerprint()).length);
        assertEquals(State.WATCHING, test.status().state());
        assertEquals(1, test.status().accepted());
    }

    @Test
    public void aClipWasMadeWhenItsContainerSaysSo() throws Exception {
        Instant made = Instant.parse("2024-05-01T10:00:00Z");
        test.media = file -> {
            if (file.endsWith("broken.mov")) {
                throw new IOException("replaced");
            }
            return new MediaFacts(file.endsWith("A001.mov") ? Optional.of(made) : Optional.empty());
        };
        test.write("A001.mov", "1");
        Path silent = test.write("silent.mov", "2");
        Path broken = test.write("broken.mov", "3");
        test.started().awaitAccepted("A001.mov", "broken.mov", "silent.mov");
        for (Clip clip : test.queue.accepted()) {
            Instant byFile = Instant.ofEpochMilli(Stamp.of(clip.path()).madeMillis());
            assertEquals(clip.path().equals(silent) || clip.path().equals(broken) ? byFile : made, clip.createdAt());
        }
    }

    @Test
    public void filesInNewDirectoriesAreFoundWithoutARescan() throws Exception {
        test.started();
        Path built = Files.createDirectories(test.base.resolve("card/DCIM/100"));
        Files.writeString(built.resolve("moved.mov"), "1");
        test.write("a/b/c/d/made.mov", "2");
        Files.move(test.base.resolve("card"), test.folder.resolve("card"));
        test.awaitAccepted("made.mov", "moved.mov");
        test.write("a/b/c/later.mov", "3");
        test.write("card/DCIM/100/later2.mov", "4");
        test.awaitAccepted("later.mov", "later2.mov", "made.mov", "moved.mov");
    }

    @Test
    public void aFileThatStopsGrowingIsAcceptedOnceAndWhole() throws Exception {
        test.stopTime();
        test.started();
        for (int i = 0; i < 10; i++) {
            TestFolder.run(test.folder, "sh", "-c", "printf 0123456789 >> A001.mov");
            test.pass(test.stable.dividedBy(2));
        }
        assertEquals(List.of(), test.queue.names());
        test.pass(test.stable.multipliedBy(2));
        test.awaitAccepted("A001.mov");
        assertEquals(100, test.queue.accepted().get(0).sizeBytes());
    }

    @Test
    public void aFileThatAnotherProcessHasOpenForWritingIsNotComplete() throws Exception {
        test.started();
        Process recorder = new ProcessBuilder("sh", "-c", "exec 3>>A001.mov; printf begin >&3; read line; printf end >&3")
                .directory(test.folder.toFile()).start();
        try (OutputStream stop = recorder.getOutputStream()) {
            TestFolder.await("it is followed", () -> test.status().growing() == 1);
            test.write("other.mov", "a clip that came later");
            TestFolder.await("the other one alone", () -> test.queue.names().equals(List.of("other.mov")) && test.status().growing() == 1);
            stop.write('\n');
        }
        test.awaitAccepted("A001.mov", "other.mov");
        assertEquals(8, test.queue.accepted().get(1).sizeBytes());
    }

    @Test
    public void aFileThatIsOpenForReadingIsComplete() throws Exception {
        Path path = test.write("A001.mov", "frames");
        try (FileChannel player = FileChannel.open(path, StandardOpenOption.READ)) {
            test.started().awaitAccepted("A001.mov");
            assertTrue(player.isOpen());
        }
    }

    @Test
    public void aFileWithAPartialFileBesideItIsNotComplete() throws Exception {
        test.write("A001.mov", "preallocated");
        Path partner = test.write("A001.mov.aria2", "state");
        test.write("other.mov", "2");
        test.started();
        TestFolder.await("the other one alone", () -> test.queue.names().equals(List.of("other.mov")) && test.status().growing() == 1);
        Files.delete(partner);
        test.awaitAccepted("A001.mov", "other.mov");
    }

    @Test
    public void aTemporaryFileIsAcceptedUnderItsFinalName() throws Exception {
        Path temporary = test.write("A001.mov.part", "frames");
        test.started().settle();
        assertEquals(List.of(), test.queue.names());
        Files.move(temporary, test.folder.resolve("A001.mov"));
        test.awaitAccepted("A001.mov");
    }

    @Test
    public void anEmptyFileIsAcceptedAfterItsLongerTime() throws Exception {
        test.write("empty.mov", "");
        test.started().awaitAccepted("empty.mov");
        assertEquals(0, test.queue.accepted().get(0).sizeBytes());
    }

    @Test
    public void aChangedFileIsANewItemAndATouchedPermissionIsNot() throws Exception {
        Path path = test.write("A001.mov", "take 1");
        test.started().awaitAccepted("A001.mov");
        TestFolder.run(test.folder, "chmod", "600", "A001.mov");
        test.settle();
        assertEquals(1, test.queue.calls.get());
        Files.writeString(path, "take 2, longer");
        test.awaitAccepted("A001.mov", "A001.mov");
    }

    @Test
    public void nothingIsAcceptedTwiceAfterARestartAndWhatCameMeanwhileIsFound() throws Exception {
        test.write("A001.mov", "1");
        test.write("day1/A002.mov", "2");
        test.started().awaitAccepted("A001.mov", "A002.mov");
        test.stop();
        test.write("day1/A003.mov", "3");
        test.started().awaitAccepted("A001.mov", "A002.mov", "A003.mov");
        test.settle();
        assertEquals(3, test.queue.calls.get());
        assertEquals(1, test.status().accepted());
    }

    @Test
    public void aLostMemoryOffersEverythingAgainAndTheQueueKnowsIt() throws Exception {
        test.write("A001.mov", "1");
        test.started().awaitAccepted("A001.mov");
        test.database.forgetEverything();
        test.watcher.rescan();
        TestFolder.await("it is offered again", () -> test.queue.calls.get() == 2);
        test.awaitAccepted("A001.mov");
    }

    @Test
    public void aDiskThatNumbersItsInodesAnewBringsNothingNew() throws Exception {
        Path path = test.write("A001.mov", "1");
        test.started().awaitAccepted("A001.mov");
        Path copy = test.base.resolve("copy");
        Files.copy(path, copy, StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(copy, path, StandardCopyOption.REPLACE_EXISTING);
        test.settle();
        assertEquals(1, test.queue.calls.get());
    }

    @Test
    public void withoutInotifyRescansFindEverything() throws Exception {
        test.rescan = Duration.ofMillis(100);
        test.opener = () -> {
            throw new IOException("User limit of inotify instances reached or too many open files");
        };
        test.started();
        TestFolder.await("a warning", () -> test.warnings.containsKey("ingest.folder.watch-limit"));
        test.write("day1/A001.mov", "1");
        test.awaitAccepted("A001.mov");
    }

    @Test
    public void moreFilesThanAreFollowedAtOnceAreAllAccepted() throws Exception {
        test.capacity = 4;
        String[] names = new String[23];
        for (int i = 0; i < names.length; i++) {
            names[i] = "A%03d.mov".formatted(i);
            test.write(names[i], "take " + i);
        }
        test.started().awaitAccepted(names);
        assertFalse(test.status().growing() > 4);
    }
}
