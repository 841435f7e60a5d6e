package io.rushline.modules;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The time of day, which may be set, and the time that has passed, which cannot.
 *
 * @param nanos as of {@link System#nanoTime}
 */
record Time(Clock clock, LongSupplier nanos) {

    Instant now() {
        return clock.instant();
    }

    Duration passed() {
        return Duration.ofNanos(nanos.getAsLong());
    }
}
