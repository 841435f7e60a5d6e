package io.rushline.media;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.media.api.MediaFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ContainerMediaTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();
    private final ContainerMedia media = within(Duration.ofSeconds(30));
    private final ContainerMedia hasty = within(Duration.ofMillis(300));

    private static ContainerMedia within(Duration longest) {
        return new ContainerMedia(Clock.fixed(NOW, ZoneOffset.UTC), longest);
    }

    @After
    public void stop() {
        media.stop();
        hasty.stop();
    }

    @Test
    public void aClipSaysWhenItWasMade() throws Exception {
        Path clip = Files.write(folder.newFile().toPath(), Bytes.join(Bytes.box("ftyp"), Bytes.movie(Bytes.since1904(NOW))));
        assertEquals(new MediaFacts(Optional.of(NOW)), media.look(clip));
    }

    @Test
    public void aFileThatCannotBeReadIsSaid() {
        assertThrows(IOException.class, () -> media.look(folder.getRoot().toPath().resolve("none.mov")));
        assertThrows(IOException.class, () -> media.look(folder.getRoot().toPath()));
    }

    @Test
    public void aFileThatDoesNotAnswerIsGivenUp() throws Exception {
        Path pipe = folder.getRoot().toPath().resolve("pipe.mov"); // opening it waits for its writer, as a disk that is gone does
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        for (int i = 0; i < 20; i++) { // more than there are threads
            long begin = System.nanoTime();
            assertEquals(new MediaFacts(Optional.empty()), hasty.look(pipe));
            assertTrue(System.nanoTime() - begin < 20_000_000_000L);
        }
        new ProcessBuilder("sh", "-c", "for i in 1 2 3 4 5 6 7 8; do : > pipe.mov & done").directory(folder.getRoot()).start().waitFor();
    }
}
