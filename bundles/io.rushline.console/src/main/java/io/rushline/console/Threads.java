package io.rushline.console;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The threads of this bundle: none keeps the process from ending. */
public final class Threads {

    private Threads() {
    }

    public static ScheduledExecutorService one(String name) {
        return Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }
}
