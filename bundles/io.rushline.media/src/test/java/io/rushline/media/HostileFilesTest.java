package io.rushline.media;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Files that claim sizes, numbers and places that are not there: nothing is known of them, soon, in little memory. */
public class HostileFilesTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final byte[] TIFF = Bytes.tiff("2026:05:01 12:00:01", "+02:00");
    private static final byte[] FTYP = Bytes.box("ftyp", Bytes.text("qt  "), Bytes.u32(0));
    private static final long MOST_MEMORY = 32L * 1024 * 1024;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Optional<Instant> of(long size, byte[]... pieces) throws Exception {
        Path path = Files.write(folder.newFile().toPath(), Bytes.join(pieces));
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(Math.max(size, file.length()));
        }
        return look(path);
    }

    private static Optional<Instant> look(Path path) throws Exception {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long begin = threads.getCurrentThreadCpuTime();
        try (FileChannel channel = FileChannel.open(path)) {
            return CreationTime.of(new ClipBytes(channel), NOW);
        } finally {
            assertTrue("took long", threads.getCurrentThreadCpuTime() - begin < 2_000_000_000L); // of this thread: the machine may be busy
            allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
            assertTrue("took " + allocated + " bytes", allocated < MOST_MEMORY);
        }
    }

    @Test
    public void boxesThatClaimTooMuchOrTooLittle() throws Exception {
        assertEquals(Optional.empty(), of(0, FTYP, Bytes.u32(0xffffffffL), Bytes.text("moov")));
        assertEquals(Optional.empty(), of(0, FTYP, Bytes.u32(1), Bytes.text("mdat"), Bytes.u64(-1)));
        assertEquals(Optional.empty(), of(0, FTYP, Bytes.u32(1), Bytes.text("mdat"), Bytes.u64(3)));
        assertEquals(Optional.empty(), of(0, FTYP, Bytes.u32(7), Bytes.text("moov")));
        assertEquals(Optional.empty(), of(0, FTYP, Bytes.box("moov", Bytes.box("mvhd", Bytes.u32(0)))));
        assertEquals(Optional.empty(), of(20_000_000_000L, FTYP, Bytes.u32(0), Bytes.text("moov")));
    }

    @Test
    public void aMillionBoxes() throws Exception {
        byte[] boxes = new byte[8 * 1_000_000];
        for (int i = 3; i < boxes.length; i += 8) {
            boxes[i] = 8;
        }
        assertEquals(Optional.empty(), of(0, FTYP, boxes));
    }

    @Test
    public void aDirectoryThatClaimsBillionsOfOthers() throws Exception {
        for (long count : new long[] {64, 1_000_000, 500_000_000, 0x7fffffff, 0xffffffffL}) {
            of(20_000_000_000L, Bytes.text("MM"), Bytes.u16(42), Bytes.u32(8), Bytes.u16(1), Bytes.entry(0x14a, 4, count, 26), Bytes.u32(0));
        }
    }

    @Test
    public void valuesOfGigabytes() throws Exception {
        for (int format = 0; format < 15; format++) {
            for (int tag : new int[] {0x9003, 0x927c, 0x8773, 0x02bc, 0x100}) {
                of(3_000_000_000L, Bytes.text("MM"), Bytes.u16(42), Bytes.u32(8), Bytes.u16(1), Bytes.entry(tag, format, 200_000_000, 26),
                        Bytes.u32(0));
            }
        }
    }

    @Test
    public void directoriesThatLeadToOneAnother() throws Exception {
        byte[][] chain = new byte[5_000][];
        for (int i = 0; i < chain.length; i++) {
            chain[i] = Bytes.join(Bytes.u16(1), Bytes.entry(0x14a, 4, 1, 8 + 18L * (i + 1)), Bytes.u32(0));
        }
        assertEquals(Optional.empty(), of(0, Bytes.text("MM"), Bytes.u16(42), Bytes.u32(8), Bytes.join(chain)));
    }

    @Test
    public void picturesAndMoviesWithWrongOrMissingBytes() throws Exception {
        Random random = new Random(4);
        Path path = folder.newFile().toPath();
        for (byte[] clip : new byte[][] {TIFF, Bytes.jpeg(TIFF), Bytes.heif(TIFF), Bytes.join(FTYP, Bytes.movie(3_800_000_000L))}) {
            for (int i = 0; i < 2_000; i++) {
                byte[] broken = java.util.Arrays.copyOf(clip, i % 2 == 0 ? clip.length : random.nextInt(clip.length));
                for (int k = random.nextInt(4); k >= 0 && broken.length > 0; k--) {
                    broken[random.nextInt(broken.length)] = (byte) (random.nextBoolean() ? 0xff : random.nextInt());
                }
                look(Files.write(path, broken));
            }
        }
    }
}
