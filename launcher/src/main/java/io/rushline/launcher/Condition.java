package io.rushline.launcher;

import java.time.Duration;
import java.util.function.Predicate;

/** Waits for something that another process brings about and does not announce. */
public final class Condition {

    private static final long PAUSE_MILLIS = 100;

    private Condition() {
    }

    /** Looks. */
    @FunctionalInterface
    public interface Look<T, E extends Exception> {
        T look() throws E;
    }

    /** Looks until the condition holds or the time is over; gives what was seen last. */
    public static <T, E extends Exception> T await(Duration limit, Look<T, E> look, Predicate<T> condition) throws E {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            T seen = look.look();
            if (condition.test(seen) || System.nanoTime() >= end) {
                return seen;
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandException("Interrupted.", e);
            }
        }
    }
}
