package io.rushline.itests.support;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits for a condition, with a limit, and says what it saw last when the limit is over. */
public final class Await {

    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    private Await() {
    }

    /** Looks again and again until the condition holds; a look that fails counts as not yet. */
    public static <T> T until(String what, Duration limit, Callable<T> look, Predicate<T> condition) {
        long end = System.nanoTime() + limit.toNanos();
        Object last = null;
        Throwable failure = null;
        do {
            try {
                T seen = look.call();
                if (condition.test(seen)) {
                    return seen;
                }
                last = seen;
                failure = null;
            } catch (Exception | AssertionError e) {
                last = e;
                failure = e;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        } while (System.nanoTime() < end);
        AssertionError error = new AssertionError("not within " + limit.toSeconds() + " s: " + what + "; seen last: " + last);
        if (failure != null) {
            error.initCause(failure);
        }
        throw error;
    }

    /** Lets time pass, where a test draws the moment of a fault. */
    public static void pass(Duration time) {
        for (long end = System.nanoTime() + time.toNanos(), left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    public static void until(String what, Duration limit, Callable<Boolean> condition) {
        until(what, limit, condition, Boolean::booleanValue);
    }
}
