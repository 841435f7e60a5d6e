package io.rushline.auth.c2c;

import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Time and chance, as everything here sees them.
 *
 * @param clock  the wall clock: may jump, good only for what people or the cloud see
 * @param nanos  runs evenly: for all waiting
 * @param chance for jitter
 */
record Time(Clock clock, LongSupplier nanos, RandomGenerator chance) {

    /** Wait before try number {@code tries} (from 1) of something that failed: 5 s, doubling up to 5 min, and up to a fifth less. */
    Duration backoff(int tries) {
        return jitter(Duration.ofSeconds(Math.min(300, 5L << Math.min(tries - 1, 6))));
    }

    /** The duration, shortened by up to a fifth. */
    Duration jitter(Duration full) {
        return Duration.ofNanos((long) (full.toNanos() * (1 - chance.nextDouble() / 5)));
    }
}
