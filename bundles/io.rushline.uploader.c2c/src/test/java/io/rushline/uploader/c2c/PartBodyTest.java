package io.rushline.uploader.c2c;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.cloud.api.PartUpload.BodyException;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Part;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** With real files. */
public class PartBodyTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();
    private final Disk disk = new LocalDisk();
    private final AtomicLong now = new AtomicLong();

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.newFile().toPath(), bytes);
    }

    @Test
    public void aPartIsStreamedInPiecesAndCounted() throws IOException {
        byte[] bytes = new byte[3_000_000];
        new Random(1).nextBytes(bytes);
        AtomicLong sent = new AtomicLong();
        AtomicInteger largest = new AtomicInteger();
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] piece, int offset, int length) {
                largest.accumulateAndGet(length, Math::max);
                super.write(piece, offset, length);
            }
        };
        PartBody body = new PartBody(disk, file(bytes), Part.toSend(2, 1_000_000, 1_500_000), sent::addAndGet);
        body.writeTo(out);
        assertEquals(Digests.ofPart().putBytes(out.toByteArray()).getAsLong(), body.checksum());
        assertArrayEquals(Arrays.copyOfRange(bytes, 1_000_000, 2_500_000), out.toByteArray());
        assertEquals(1_500_000, sent.get());
        assertTrue(largest.get() <= 1 << 20);
    }

    @Test
    public void aFileThatIsShorterOrGoneIsSaidSo() throws IOException {
        Path file = file(new byte[100]);
        OutputStream out = OutputStream.nullOutputStream();
        assertThrows(BodyException.class, () -> new PartBody(disk, file, Part.toSend(1, 50, 51), n -> { }).writeTo(out));
        Files.delete(file);
        assertThrows(BodyException.class, () -> new PartBody(disk, file, Part.toSend(1, 0, 10), n -> { }).writeTo(out));
    }

    @Test
    public void troubleOfTheNetworkIsPassedOnAsItIs() throws IOException {
        Path file = file(new byte[100]);
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("reset");
            }
        };
        IOException reset = assertThrows(IOException.class, () -> new PartBody(disk, file, Part.toSend(1, 0, 100), n -> { }).writeTo(broken));
        assertEquals("reset", reset.getMessage());
    }

    @Test
    public void aCutWhileReadingIsNoTroubleOfTheFile() throws IOException {
        Path file = file(new byte[100]);
        Thread.currentThread().interrupt();
        IOException cut = assertThrows(IOException.class,
                () -> new PartBody(disk, file, Part.toSend(1, 0, 100), n -> { }).writeTo(OutputStream.nullOutputStream()));
        Thread.interrupted();
        assertFalse(cut instanceof BodyException);
    }

    @Test
    public void aMissingFileAndAMissingOrEmptyFolderAreToldApart() throws Exception {
        Path file = file(new byte[3]);
        Instant time = Files.getLastModifiedTime(file).toInstant();
        MediaCheck media = new MediaCheck(disk, now::get);
        media.check(clip(file, time));
        Files.delete(file);
        assertEquals("as a bare mount point", "media.away", code(media, file, time));
        folder.newFolder("no-clip");
        assertEquals("folders alone are no files", "media.away", code(media, file, time));
        folder.newFile("B.mov");
        assertEquals("media.missing", code(media, file, time));
        now.set(Duration.ofSeconds(46).toNanos());
        assertEquals("media.gone", code(media, file, time));
        assertEquals("media.away", code(media, folder.getRoot().toPath().resolve("no-card/A.mov"), time));
        Path directory = folder.newFolder().toPath();
        assertEquals("media.changed", assertThrows(Failed.class, () -> media.check(clip(directory, time))).failure().reason().code());
    }

    private static String code(MediaCheck media, Path file, Instant time) {
        return assertThrows(Failed.class, () -> media.check(clip(file, time))).failure().reason().code();
    }

    private static Clip clip(Path path, Instant time) {
        return new Clip(path, "A.mov", 3, time, "f", "", time, "folder", 0, 0);
    }
}
