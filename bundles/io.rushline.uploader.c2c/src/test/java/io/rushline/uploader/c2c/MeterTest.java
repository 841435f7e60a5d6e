package io.rushline.uploader.c2c;

import static org.junit.Assert.assertEquals;

import java.time.Duration;
import org.junit.Test;

public class MeterTest {

    private static final long MEGABYTE = 1_000_000;

    private final Meter meter = new Meter();

    /** @return when it has sent for so long, in pieces of a tenth of a second */
    private long send(long bytesPerSecond, Duration time) {
        long nanos = 0;
        while (nanos < time.toNanos()) {
            meter.add(nanos, bytesPerSecond / 10);
            nanos += Duration.ofMillis(100).toNanos();
        }
        return nanos - 1;
    }

    @Test
    public void theRateIsThatOfTheLastSecondsAndOfTheMinute() {
        long quiet = send(21 * MEGABYTE, Duration.ofSeconds(30)) + Duration.ofSeconds(10).toNanos();
        assertEquals(0, meter.bitsPerSecond(quiet));
        assertEquals(126_000_000, meter.bitsPerSecondOfMinute(quiet), 6_000_000);
    }

    @Test
    public void itKeepsUpWithTheFastestLinks() {
        long now = send(12_500 * MEGABYTE, Duration.ofMinutes(2));
        assertEquals(100e9, meter.bitsPerSecond(now), 4e9);
        assertEquals(100e9, meter.bitsPerSecondOfMinute(now), 4e9);
    }

    @Test
    public void sendingThatHasJustBegunCountsFromItsBeginning() {
        long now = send(MEGABYTE, Duration.ofSeconds(10));
        assertEquals(8_000_000, meter.bitsPerSecondOfMinute(now), 400_000);
    }
}
