package io.rushline.modules.repository;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The clock, and waiting by it; a test puts its own in place of it. */
interface Time {

    Time SYSTEM = new Time() {
        private final Clock clock = Clock.systemUTC();

        @Override
        public Instant now() {
            return clock.instant();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
            Thread.sleep(time.toMillis(), time.toNanosPart() % 1_000_000);
        }
    };

    /** May jump. */
    Instant now();

    /** Does not jump. */
    long nanos();

    void sleep(Duration time) throws InterruptedException;
}
