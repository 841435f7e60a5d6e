package io.rushline.launcher;

import io.rushline.launcher.module.StartCount;
import io.rushline.launcher.module.Supervision;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Watches a kept set of modules until it has come up: all of it started, and ran for a while. Until then the start counts as failed, the process is started again should it end, and
 * one that does not get so far in time ends itself.
 */
final class ComingUp implements AutoCloseable {

    private static final Logger LOG = System.getLogger(ComingUp.class.getName());

    private final StartCount count;
    private final int proved;
    private final Supervision supervision;
    private final ScheduledExecutorService timer;
    private final ScheduledFuture<?> limit;
    private boolean started;
    private boolean over;

    /**
     * @param proved      what the count is once this start has proved itself
     * @param limit       for the start
     * @param halt        ends the process at once
     */
    ComingUp(StartCount count, int proved, Supervision supervision, Duration limit, Runnable halt) {
        this.count = count;
        this.proved = proved;
        this.supervision = supervision;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "rushline-coming-up");
            thread.setDaemon(true);
            return thread;
        });
        count.begin();
        supervision.ask(Supervision.Reason.COMING_UP);
        this.limit = timer.schedule(() -> {
            LOG.log(Level.ERROR, "the modules did not come up within {0} s; the process ends", limit.toSeconds());
            halt.run();
        }, limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** All of it has started. @param proof how long it must run then */
    synchronized void started(Duration proof) {
        started = true;
        limit.cancel(false);
        timer.schedule(() -> end(() -> count.set(proved)), proof.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** It did not start, and something else is started instead. */
    void failed() {
        end(() -> { });
    }

    /** The process ends in order, after it started. */
    @Override
    public synchronized void close() {
        if (started) {
            end(count::undo);
        }
    }

    private synchronized void end(Runnable counting) {
        timer.shutdown();
        limit.cancel(false);
        if (!over) {
            over = true;
            counting.run();
            supervision.withdraw(Supervision.Reason.COMING_UP);
        }
    }
}
