package io.rushline.fleet.hawkbit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Time and chance, as everything here sees them.
 *
 * @param clock  the wall clock: may jump, good only for what people or the server see
 * @param nanos  runs evenly: for all waiting
 * @param chance for jitter
 */
record Time(Clock clock, LongSupplier nanos, RandomGenerator chance) {

    Instant now() {
        return clock.instant();
    }

    /** Whether that moment of the even time has come. */
    boolean reached(long moment) {
        return nanos.getAsLong() - moment >= 0;
    }

    long in(Duration wait) {
        return nanos.getAsLong() + wait.toNanos();
    }

    Duration until(long moment) {
        return Duration.ofNanos(Math.max(0, moment - nanos.getAsLong()));
    }
}
