package io.rushline.queue.derby;

import static org.junit.Assert.assertEquals;

import io.rushline.queue.api.Clip;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.Test;

/** Which times a clock that was set has spoilt. */
public class ClockWatchTest {

    private static final Instant START = Instant.parse("2026-11-29T12:00:00Z");
    private static final Instant MADE = START.plusSeconds(60);

    private final QueueTest.MovableClock clock = new QueueTest.MovableClock();

    @Test
    public void ownTimesAreCorrectedAndACamerasOnlyWhereItCannotBeRight() {
        for (Duration by : new Duration[] {Duration.ofHours(2), Duration.ofHours(-2)}) {
            ClockWatch.Step small = step(by);
            assertEquals(MADE.plus(by), small.corrected(clip(true)));
            assertEquals("a camera's", MADE, small.corrected(clip(false)));
        }
        for (Duration by : new Duration[] {Duration.ofDays(730), Duration.ofDays(-730)}) {
            assertEquals(MADE.plus(by), step(by).corrected(clip(false)));
        }
    }

    private ClockWatch.Step step(Duration by) {
        clock.now = START;
        long[] elapsed = {0};
        ClockWatch watch = new ClockWatch(clock, () -> elapsed[0]);
        elapsed[0] = 120_000;
        clock.now = START.plusSeconds(120).plus(by);
        return watch.check().orElseThrow();
    }

    private static Clip clip(boolean ownTime) {
        return new Clip(Path.of("/a"), "a", 1, MADE, "f", "", MADE, "folder", 0, 0, ownTime);
    }
}
