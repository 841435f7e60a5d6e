package io.rushline.launcher.module;

import java.time.Clock;
import java.time.Duration;
import java.util.function.IntConsumer;

/**
 * What a switch is bound by.
 *
 * @param call     for one bundle to start or stop
 * @param grace    for it to end after it was interrupted
 * @param rollBack for the former set to run again as a whole
 * @param halt     ends the process at once, with this status
 */
record Terms(Duration call, Duration grace, Duration rollBack, Clock clock, IntConsumer halt) {

    /** Tells the script that supervises the process to start it again. */
    static final int RESTART = 75;

    /** System property: seconds for one bundle to start or stop. */
    static final String CALL = "rushline.moduleStartSeconds";

    static final Terms ORDINARY = new Terms(Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofSeconds(60), Clock.systemUTC(),
            status -> Runtime.getRuntime().halt(status));

    /** The ordinary ones, but for what the system properties say. */
    static Terms ofThisProcess() {
        int seconds = Integer.getInteger(CALL, (int) ORDINARY.call.toSeconds());
        if (seconds < 1) {
            throw new IllegalArgumentException(CALL + " is " + seconds + "; it must be 1 or more");
        }
        return new Terms(Duration.ofSeconds(seconds), ORDINARY.grace, ORDINARY.rollBack, ORDINARY.clock, ORDINARY.halt);
    }
}
