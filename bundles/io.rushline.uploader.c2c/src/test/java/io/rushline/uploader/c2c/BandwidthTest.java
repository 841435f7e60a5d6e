package io.rushline.uploader.c2c;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.uploader.api.Bandwidth;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;

public class BandwidthTest {

    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong limit = new AtomicLong();
    private long now;
    private Throttle throttle = fresh();

    private Throttle fresh() {
        return new Throttle(limit::get, () -> now, nanos -> now += nanos);
    }

    private static long at(Bandwidth bandwidth, String local) {
        return bandwidth.at(LocalDateTime.parse(local));
    }

    @Test
    public void theFirstLineThatFitsCountsAndElseTheGeneralLimit() {
        Bandwidth bandwidth = BandwidthLines.parse(9_000_000, "Mon-Fri 08:00-18:00 5000000", "", " mon,Sat 00:00-24:00 0 ");
        assertEquals(5_000_000, at(bandwidth, "2026-05-04T08:00"));
        assertEquals(5_000_000, at(bandwidth, "2026-05-08T17:59:59"));
        assertEquals(0, at(bandwidth, "2026-05-04T18:00"));
        assertEquals(9_000_000, at(bandwidth, "2026-05-05T18:00"));
        assertEquals(0, at(bandwidth, "2026-05-09T23:59"));
        assertEquals(9_000_000, at(bandwidth, "2026-05-10T12:00"));
    }

    @Test
    public void aLineOverMidnightEndsOnTheNextDayAndDaysGoRound() {
        Bandwidth bandwidth = BandwidthLines.parse(0, "Fri-Sun 22:00-06:00 64000");
        assertEquals(64_000, at(bandwidth, "2026-05-08T22:00"));
        assertEquals(64_000, at(bandwidth, "2026-05-11T05:59"));
        assertEquals(0, at(bandwidth, "2026-05-08T05:59"));
        assertEquals(0, at(bandwidth, "2026-05-11T22:00"));
        assertEquals(64_000, at(BandwidthLines.parse(0, "Sat-Mon 00:00-24:00 64000"), "2026-05-10T12:00"));
    }

    @Test
    public void whatCannotBeUsedIsSaid() {
        for (String line : new String[] {"always", "Mon 8:00-18:00 64000", "Foo 08:00-18:00 64000", "Mon 08:00-25:00 64000", "Mon 24:00-06:00 64000", "Mon 08:61-18:00 64000",
            "Mon-Foo 08:00-18:00 64000", "Mon 08:00-18:00 -5", "Mon 08:00-18:00 5 Mbit/s"}) {
            var wrong = assertThrows(line, IllegalArgumentException.class, () -> BandwidthLines.parse(0, line));
            assertTrue(wrong.getMessage(), wrong.getMessage().contains(line));
        }
        assertThrows(IllegalArgumentException.class, () -> BandwidthLines.parse(0, "Mon 08:00-18:00 5"));
        assertThrows(IllegalArgumentException.class, () -> BandwidthLines.parse(-1));
        assertThrows(IllegalArgumentException.class, () -> BandwidthLines.parse(15_999));
    }

    @Test
    public void asLinesItIsTheSame() {
        String[] lines = {"Mon,Tue,Sun 22:00-06:00 64000", "Sat 00:00-00:00 0"};
        Bandwidth bandwidth = BandwidthLines.parse(16_000, lines);
        assertArrayEquals(lines, BandwidthLines.of(bandwidth));
        assertEquals(bandwidth, BandwidthLines.parse(16_000, BandwidthLines.of(bandwidth)));
        var seconds = new Bandwidth.Rule(Set.of(DayOfWeek.MONDAY), LocalTime.of(8, 0, 30), LocalTime.of(9, 0, 1), 0);
        assertEquals("whole minutes", "Mon 08:00-09:00 0", BandwidthLines.of(new Bandwidth(0, List.of(seconds)))[0]);
        assertThrows(IllegalArgumentException.class, () -> new Bandwidth.Rule(Set.of(), LocalTime.MIN, LocalTime.MAX, 0));
    }

    private record Stream(long at, int number) implements Comparable<Stream> {
        @Override
        public int compareTo(Stream other) {
            return at == other.at ? Integer.compare(number, other.number) : Long.compare(at, other.at);
        }
    }

    /** @return the longest time any stream rested, in nanoseconds */
    private long send(int streams, long until, long[] sent) throws InterruptedException {
        PriorityQueue<Stream> waiting = new PriorityQueue<>();
        for (int i = 0; i < streams; i++) {
            waiting.add(new Stream(now, i));
        }
        long longest = 0;
        while (waiting.element().at < until) {
            Stream next = waiting.remove();
            now = next.at;
            int piece = throttle.piece(256 * 1024);
            throttle.await(piece);
            sent[next.number] += piece;
            longest = Math.max(longest, now - next.at);
            waiting.add(new Stream(now, next.number));
        }
        now = until;
        return longest;
    }

    @Test
    public void allStreamsTogetherKeepTheLimitAndEachGetsTheSameAndNoneRests() throws InterruptedException {
        for (long bits : new long[] {16_000, 64_000, 1_000_000, 50_000_000}) {
            limit.set(bits);
            throttle = fresh();
            int streams = Math.min(16, throttle.mostStreams());
            long[] sent = new long[streams];
            long begun = now;
            long rest = send(streams, begun + 60 * SECOND, sent);
            long all = java.util.Arrays.stream(sent).sum();
            assertEquals(bits + " bit/s", bits * 60 / 8.0, all, bits * 60 / 8.0 * 0.05 + 16 * 1024);
            assertTrue("a stream rested for " + rest, rest <= 5 * SECOND);
            for (long each : sent) {
                assertEquals(all / streams, each, all / streams * 0.1 + 16 * 1024);
            }
        }
    }

    @Test
    public void aChangeHoldsAtOnceForWhatIsOnItsWay() throws InterruptedException {
        limit.set(8_000_000);
        long[] sent = new long[4];
        send(4, now + 10 * SECOND, sent);
        limit.set(800_000);
        long[] later = new long[4];
        send(4, now + 10 * SECOND, later);
        assertEquals(1_000_000, java.util.Arrays.stream(later).sum(), 100_000);
        limit.set(0);
        long before = now;
        throttle.await(1 << 20);
        assertEquals("no limit, no wait", before, now);
        assertEquals(256 * 1024, throttle.piece(256 * 1024));
        assertEquals(Integer.MAX_VALUE, throttle.mostStreams());
    }

    @Test
    public void aCutEndsAWaitAndIsNoTroubleOfTheFile() throws Exception {
        FakeDisk disk = new FakeDisk();
        Path file = Path.of("/card/A.mov");
        disk.put(file, new byte[100_000], Instant.EPOCH);
        limit.set(16_000);
        Throttle cut = new Throttle(limit::get, () -> now, nanos -> {
            throw new InterruptedException();
        });
        try (SeekableByteChannel in = new ThrottledDisk(disk, cut).open(file)) {
            ByteBuffer piece = ByteBuffer.allocate(50_000);
            assertEquals(1024, in.read(piece));
            assertThrows(ClosedByInterruptException.class, () -> {
                while (in.read(piece) > 0) {
                    assertTrue(piece.remaining() > 0);
                }
            });
            assertTrue("the thread stays interrupted", Thread.interrupted());
        }
    }
}
