package io.rushline.recorder.file;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.rushline.recorder.api.RecorderListener;
import io.rushline.recorder.api.Recording;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TakesTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private final List<String> told = new ArrayList<>();
    private final List<Recording> recordings = new ArrayList<>();
    private long nanos;
    private long writes;
    private Path folder;
    private Takes takes;

    @Before
    public void start() throws IOException {
        folder = temporary.newFolder("capture").toPath();
        takes = open(Optional.empty());
    }

    private Takes open(Optional<String> trigger) throws IOException {
        RecorderSettings settings = new RecorderSettings("SDI 1", 0, folder, FileSystems.getDefault().getPathMatcher("glob:*.mov"),
                trigger.map(folder::resolve), Duration.ofSeconds(5));
        RecorderListener listener = new RecorderListener() {
            @Override
            public void started(Recording recording) {
                tell("started", recording);
            }

            @Override
            public void stopped(Recording recording) {
                tell("stopped", recording);
            }

            @Override
            public void discarded(Recording recording) {
                tell("discarded", recording);
            }
        };
        Ledger ledger = new Ledger(temporary.getRoot().toPath().resolve("state/ledger.properties"), settings);
        return new Takes(settings, ledger, listener, Clock.fixed(NOW, ZoneOffset.UTC), () -> nanos);
    }

    private void tell(String what, Recording recording) {
        told.add(what + " " + recording.file().getFileName());
        recordings.add(recording);
    }

    private Path write(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, "frame", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Files.setLastModifiedTime(file, FileTime.from(NOW.plusSeconds(++writes)));
        return file;
    }

    private void looks(int seconds) throws IOException {
        for (int half = 0; half <= 2 * seconds; half++) {
            takes.look();
            nanos += 500_000_000L;
        }
    }

    @Test
    public void aFileThatComesIsRecordedUntilItIsQuiet() throws IOException {
        looks(1);
        write("A001.mov");
        looks(3);
        write("A001.mov");
        looks(3);
        assertEquals(List.of("started A001.mov"), told);
        looks(3);
        assertEquals(List.of("started A001.mov", "stopped A001.mov"), told);
        looks(20);
        assertEquals("it is told once", 2, told.size());
        assertEquals(new Recording("SDI 1", 0, folder.resolve("A001.mov"), NOW, Optional.empty()), recordings.get(0));
    }

    @Test
    public void whatWasThereBeforeTheFirstLookIsNoRecordingUntilItGrows() throws IOException {
        write("A001.mov");
        looks(10);
        assertEquals(List.of(), told);
        write("A001.mov");
        looks(1);
        assertEquals(List.of("started A001.mov"), told);
    }

    @Test
    public void otherNamesAndEmptyFilesAreNoRecordings() throws IOException {
        looks(1);
        write("A001.xml");
        Files.createFile(folder.resolve("A001.mov"));
        Files.createDirectory(folder.resolve("B.mov"));
        looks(10);
        assertEquals(List.of(), told);
    }

    @Test
    public void aRecordingEndsAtOnceWhenItsTriggerGoes() throws IOException {
        takes = open(Optional.of("recording"));
        looks(1);
        Files.createFile(folder.resolve("recording"));
        write("A001.mov");
        looks(60);
        assertEquals("quiet as it is, it goes on", List.of("started A001.mov"), told);
        Files.delete(folder.resolve("recording"));
        takes.look();
        assertEquals(List.of("started A001.mov", "stopped A001.mov"), told);
    }

    @Test
    public void aTriggerThatComesAgainBetweenTwoLooksIsAnotherRecordings() throws IOException {
        takes = open(Optional.of("recording"));
        looks(1);
        Path trigger = Files.createFile(folder.resolve("recording"));
        write("A001.mov");
        looks(1);
        Files.setLastModifiedTime(trigger, FileTime.from(NOW.plusSeconds(100)));
        write("A002.mov");
        looks(1);
        assertEquals(List.of("started A001.mov", "stopped A001.mov", "started A002.mov"), told);
    }

    @Test
    public void aFileWhoseTriggerWasMissedIsToldWhenItIsQuiet() throws IOException {
        takes = open(Optional.of("recording"));
        looks(1);
        write("A001.mov");
        looks(3);
        assertEquals(List.of(), told);
        looks(3);
        assertEquals(List.of("started A001.mov", "stopped A001.mov"), told);
    }

    @Test
    public void aSuccessorTellsTheSameRecordingInTheSameWords() throws IOException {
        looks(1);
        write("A001.mov");
        looks(1);
        takes = open(Optional.empty());
        write("A001.mov");
        looks(4);
        assertEquals(List.of("started A001.mov"), told);
        looks(2);
        assertEquals(List.of("started A001.mov", "stopped A001.mov"), told);
        assertEquals(recordings.get(0), recordings.get(1));
    }

    @Test
    public void whatWasRecordedWhileNobodyLookedIsToldAfterwards() throws IOException {
        looks(1);
        write("A001.mov");
        write("A002.mov");
        takes = open(Optional.empty());
        looks(20);
        assertEquals(List.of("started A001.mov", "stopped A001.mov", "started A002.mov", "stopped A002.mov"), told);
    }

    @Test
    public void aDeletedRecordingIsDiscarded() throws IOException {
        looks(1);
        Path file = write("A001.mov");
        looks(1);
        Files.delete(file);
        looks(1);
        assertEquals(List.of("started A001.mov", "discarded A001.mov"), told);
    }

    @Test
    public void aRecordingThatWentWhileNobodyLookedIsLeftToTheUploader() throws IOException {
        looks(1);
        Path file = write("A001.mov");
        looks(1);
        takes = open(Optional.empty());
        Files.delete(file);
        looks(1);
        assertEquals(List.of("started A001.mov", "stopped A001.mov"), told);
    }

    @Test
    public void aRecordingThatIsRenamedIsTheSame() throws IOException {
        looks(1);
        Path file = write("A001.mov");
        looks(1);
        Files.move(file, folder.resolve("scene 1.mov"));
        looks(8);
        assertEquals(List.of("started A001.mov", "stopped scene 1.mov"), told);
        assertEquals(recordings.get(0).startedAt(), recordings.get(1).startedAt());
    }

    @Test
    public void aFolderThatIsAwayEndsNothing() throws IOException {
        looks(1);
        write("A001.mov");
        looks(1);
        Path away = Files.move(folder, folder.resolveSibling("away"));
        assertThrows(IOException.class, () -> takes.look());
        Files.move(away, folder);
        write("A001.mov");
        looks(1);
        assertEquals(List.of("started A001.mov"), told);
    }

    @Test
    public void aRecordingThatGoesWithItsDiskIsNotDiscarded() throws IOException {
        looks(1);
        write("A001.mov");
        looks(1);
        Files.move(folder, folder.resolveSibling("away"));
        Files.createDirectory(folder);
        looks(1);
        assertEquals(List.of("started A001.mov", "stopped A001.mov"), told);
    }

    @Test
    public void aDamagedLedgerIsAsNone() throws IOException {
        Files.createDirectories(temporary.getRoot().toPath().resolve("state"));
        Files.writeString(temporary.getRoot().toPath().resolve("state/ledger.properties"), "ended.A001.mov=x\n");
        takes = open(Optional.empty());
        write("A001.mov");
        looks(10);
        assertEquals(List.of(), told);
    }
}
