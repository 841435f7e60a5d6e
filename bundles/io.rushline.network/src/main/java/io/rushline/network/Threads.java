package io.rushline.network;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;

/** The threads of this bundle: none keeps the process from ending. */
final class Threads {

    private static final System.Logger LOG = System.getLogger(Threads.class.getName());

    private Threads() {
    }

    static ThreadFactory named(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    static ScheduledThreadPoolExecutor one(String name) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, named(name), new ThreadPoolExecutor.DiscardPolicy()); // what comes after the stop is of no use
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    /** Work that is done again and again goes on, whatever happens to it once. */
    static void guarded(Runnable work) {
        try {
            work.run();
        } catch (Throwable unforeseen) { // also an Error, which nobody else would tell of
            LOG.log(System.Logger.Level.ERROR, "something went wrong that was not foreseen", unforeseen);
        }
    }
}
