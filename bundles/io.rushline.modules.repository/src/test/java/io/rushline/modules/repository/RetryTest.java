package io.rushline.modules.repository;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.Test;

public class RetryTest {

    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    @Test
    public void waitsGrowWithJitterAndEndAtAMinute() {
        SplittableRandom chance = new SplittableRandom(1);
        for (int tries = 1; tries < 200; tries++) {
            Duration wait = Retry.delay(Optional.empty(), tries, chance);
            assertTrue(wait.toMillis() >= 500 && wait.toMillis() <= Math.min(60_000, 2_000L << Math.min(tries - 1, 6)));
        }
    }

    @Test
    public void theServersWaitIsReadInSecondsAndAsADate() {
        assertEquals(Optional.of(Duration.ofSeconds(120)), Retry.after(Optional.of(" 120 "), NOW));
        assertEquals(Optional.of(Duration.ofMinutes(5)), Retry.after(Optional.of("Fri, 1 May 2026 12:05:00 GMT"), NOW));
        assertEquals(Optional.of(Duration.ZERO), Retry.after(Optional.of("Fri, 1 May 2026 11:00:00 GMT"), NOW));
        assertEquals(Optional.of(Duration.ofHours(24)), Retry.after(Optional.of("999999999"), NOW));
        assertEquals(Optional.empty(), Retry.after(Optional.of("soon"), NOW));
        assertEquals(Optional.empty(), Retry.after(Optional.empty(), NOW));
        assertTrue(Retry.delay(Optional.of(Duration.ofSeconds(120)), 1, new SplittableRandom(1)).toSeconds() >= 120);
    }
}
