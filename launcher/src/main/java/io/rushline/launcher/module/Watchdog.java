package io.rushline.launcher.module;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Does something when something else has not happened in time, in a thread that nothing else can hold up. */
final class Watchdog implements AutoCloseable {

    private final ScheduledThreadPoolExecutor executor;

    Watchdog() {
        executor = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "rushline-modules-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** What is looked at; closed when it has come to an end. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    Watch after(Duration time, Runnable work) {
        ScheduledFuture<?> watch = executor.schedule(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                System.getLogger(Watchdog.class.getName()).log(Level.ERROR, "the watchdog failed", e);
            }
        }, time.toNanos(), TimeUnit.NANOSECONDS);
        return () -> watch.cancel(false);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
