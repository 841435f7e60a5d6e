package io.rushline.launcher;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Stops in order when the process is told to end (SIGTERM, Ctrl-C), and in time when a module ends it. */
final class Shutdown {

    /** A module that ended the process may keep it from ending: what is kept should run again soon. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private Shutdown() {
    }

    /** @param parts stopped one after the other, in this order */
    static void onSignal(Host... parts) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (!isInOrder() && Arrays.stream(parts).anyMatch(Host::isUnproved)) {
                haltAfter(LIMIT);
            }
            List.of(parts).forEach(Host::close);
        }, "rushline-shutdown"));
    }

    /** Whether the process runs on, or ends because it was told to from outside, rather than because code in it called {@link System#exit}. */
    static boolean isInOrder() {
        return !isUnderWay() || Thread.getAllStackTraces().values().stream().flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getClassName().startsWith("java.lang.Terminator"));
    }

    private static boolean isUnderWay() {
        Thread probe = new Thread();
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private static void haltAfter(Duration limit) {
        Thread watchdog = new Thread(() -> {
            try {
                Thread.sleep(limit.toMillis());
                Runtime.getRuntime().halt(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "rushline-shutdown-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
    }
}
