package io.rushline.launcher.module;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.BundleException;

/** Calls into bundles, each in a thread of its own that is waited for only so long. */
final class Limit {

    private static final System.Logger LOG = System.getLogger(Limit.class.getName());

    private final Duration limit;
    private final Duration grace;

    /**
     * @param limit for a call to end
     * @param grace for it to end after it was interrupted
     */
    Limit(Duration limit, Duration grace) {
        this.limit = limit;
        this.grace = grace;
    }

    /** A call of the framework that leads into a bundle. */
    @FunctionalInterface
    interface Call {
        void run() throws BundleException;
    }

    /** A thread did not come back, nor can what it holds be had: only a new process helps. */
    static final class StuckException extends Exception {
        private static final long serialVersionUID = 1L;

        StuckException(String message) {
            super(message);
        }
    }

    /**
     * @param what for people: {@code stopping io.rushline.console 1.0.0}
     * @param end  {@link System#nanoTime} at which it is to have ended in any case
     * @throws BundleException what the call threw
     * @throws ModuleException {@link Code#HUNG} where it ended, too late, because it was interrupted
     */
    void run(String what, long end, Call call) throws BundleException, ModuleException, StuckException {
        FutureTask<Void> task = new FutureTask<>(() -> {
            call.run();
            return null;
        });
        Thread thread = new Thread(task, "rushline-modules " + what);
        thread.setDaemon(true);
        thread.setContextClassLoader(Limit.class.getClassLoader());
        thread.start();
        try {
            task.get(Math.max(0, Math.min(limit.toNanos(), end - System.nanoTime())), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BundleException known) {
                throw known;
            }
            throw new BundleException(String.valueOf(e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            interrupt(thread, what, e);
        } catch (InterruptedException e) {
            throw interrupted(what, e);
        }
    }

    private void interrupt(Thread thread, String what, TimeoutException late) throws ModuleException, StuckException {
        Exception where = new Exception(what + " stands here");
        where.setStackTrace(thread.getStackTrace());
        LOG.log(Level.ERROR, what + " did not end in time and is interrupted", where);
        thread.interrupt();
        try {
            thread.join(Math.max(1, grace.toMillis()));
        } catch (InterruptedException e) {
            throw interrupted(what, e);
        }
        if (thread.isAlive()) {
            throw new StuckException(what + " did not end in time, nor when it was interrupted.");
        }
        throw new ModuleException(Code.HUNG, what + " did not end in time.", late);
    }

    private static StuckException interrupted(String what, InterruptedException e) {
        Thread.currentThread().interrupt();
        StuckException stuck = new StuckException("interrupted while " + what);
        stuck.initCause(e);
        return stuck;
    }
}
