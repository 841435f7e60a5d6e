package io.rushline.media;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** When containers say that they were made. */
public class CreationTimeTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Instant MADE = Instant.parse("2026-05-01T10:00:01Z");
    private static final byte[] FTYP = Bytes.box("ftyp", Bytes.text("qt  "), Bytes.u32(0));
    private static final byte[] TIFF = Bytes.tiff("2026:05:01 12:00:01", "+02:00");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Optional<Instant> of(byte[]... pieces) throws Exception {
        return of(Files.write(folder.newFile().toPath(), Bytes.join(pieces)));
    }

    private static Optional<Instant> of(Path file) throws Exception {
        try (FileChannel channel = FileChannel.open(file)) {
            return CreationTime.of(new ClipBytes(channel), NOW);
        }
    }

    private Optional<Instant> movie(Instant made) throws Exception {
        return of(FTYP, Bytes.movie(Bytes.since1904(made)));
    }

    @Test
    public void aMovieSaysItInItsHeaderInUtc() throws Exception {
        assertEquals(Optional.of(MADE), movie(MADE));
        assertEquals(Optional.of(MADE), of(FTYP, Bytes.box("wide"), Bytes.box("mdat", new byte[1000]), Bytes.movie(Bytes.since1904(MADE))));
        assertEquals("without ftyp", Optional.of(MADE), of(Bytes.box("mdat", new byte[10]), Bytes.movie(Bytes.since1904(MADE))));
        byte[] version1 = Bytes.box("mvhd", Bytes.u32(1 << 24), Bytes.u64(Bytes.since1904(MADE)), new byte[100]);
        assertEquals(Optional.of(MADE), of(FTYP, Bytes.box("moov", version1)));
    }

    @Test
    public void aPictureSaysItInItsExifDataWithItsOffset() throws Exception {
        assertEquals(Optional.of(MADE), of(TIFF));
        assertEquals(Optional.of(MADE), of(Bytes.jpeg(TIFF)));
        assertEquals(Optional.of(MADE), of(Bytes.heif(TIFF)));
    }

    @Test
    public void aTimeWithoutItsOffsetIsNoMoment() throws Exception {
        assertEquals(Optional.empty(), of(Bytes.jpeg(Bytes.tiff("2026:05:01 12:00:01", ""))));
        assertEquals(Optional.empty(), of(Bytes.jpeg(Bytes.tiff("2026:05:01 12:00:01", "   :  "))));
        assertEquals(Optional.empty(), of(Bytes.jpeg(Bytes.tiff("0000:00:00 00:00:00", "+00:00"))));
        assertEquals(Optional.empty(), of(Bytes.jpeg(Bytes.tiff("yesterday", "+00:00"))));
    }

    @Test
    public void aTimeThatCannotBeIsNotSaid() throws Exception {
        assertEquals("never set", Optional.empty(), of(FTYP, Bytes.movie(0)));
        assertEquals("1904", Optional.empty(), of(FTYP, Bytes.movie(1)));
        assertEquals("of Unix", Optional.empty(), of(FTYP, Bytes.movie(MADE.getEpochSecond())));
        assertEquals(Optional.empty(), movie(Instant.parse("1999-12-31T23:59:59Z")));
        assertEquals(Optional.of(Instant.parse("2000-01-01T00:00:00Z")), movie(Instant.parse("2000-01-01T00:00:00Z")));
        assertEquals(Optional.of(NOW.plus(Duration.ofDays(1))), movie(NOW.plus(Duration.ofDays(1))));
        assertEquals(Optional.empty(), movie(NOW.plus(Duration.ofDays(1)).plusSeconds(1)));
        byte[] far = Bytes.box("mvhd", Bytes.u32(1 << 24), Bytes.u64(Long.MAX_VALUE), new byte[100]);
        assertEquals(Optional.empty(), of(FTYP, Bytes.box("moov", far)));
    }

    @Test
    public void whatIsNoClipSaysNothing() throws Exception {
        assertEquals(Optional.empty(), of());
        assertEquals(Optional.empty(), of(Bytes.text("ab")));
        assertEquals(Optional.empty(), of(Bytes.text("just a text of some length")));
        assertEquals(Optional.empty(), of(FTYP));
        assertEquals(Optional.empty(), of(Bytes.text("RIFF"), Bytes.u32(4), Bytes.text("WAVE")));
    }

    @Test
    public void aBigMovieWhoseHeaderIsAtItsEndIsReadInItsHeadersOnly() throws Exception {
        Path clip = folder.newFile("50GB.mov").toPath();
        long media = 50L * 1024 * 1024 * 1024;
        try (RandomAccessFile file = new RandomAccessFile(clip.toFile(), "rw")) {
            file.write(Bytes.join(FTYP, Bytes.u32(1), Bytes.text("mdat"), Bytes.u64(media)));
            file.seek(FTYP.length + media);
            file.write(Bytes.movie(Bytes.since1904(MADE)));
        }
        try (FileChannel channel = FileChannel.open(clip)) {
            ClipBytes bytes = new ClipBytes(channel);
            assertEquals(Optional.of(MADE), CreationTime.of(bytes, NOW));
            assertTrue("read " + bytes.read(), bytes.read() < 200);
        }
    }
}
