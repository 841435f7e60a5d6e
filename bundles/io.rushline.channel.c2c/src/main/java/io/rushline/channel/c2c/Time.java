package io.rushline.channel.c2c;

import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Time and chance, as everything here sees them.
 *
 * @param clock  the wall clock: may jump, good only for what people see
 * @param nanos  runs evenly: for all waiting
 * @param chance for jitter
 */
record Time(Clock clock, LongSupplier nanos, RandomGenerator chance) {

    /** Wait after that many failures in a row (from 1): full jitter, from 1 s up to 4 s, 8 s … 60 s. */
    Duration backoff(int failures) {
        return Duration.ofMillis(chance.nextLong(1_000, 1 + Math.min(60_000, 2_000L << Math.min(failures, 5))));
    }

    /** Somewhere between that and twice as long. */
    Duration about(Duration least) {
        return Duration.ofMillis(chance.nextLong(least.toMillis(), 2 * least.toMillis()));
    }
}
