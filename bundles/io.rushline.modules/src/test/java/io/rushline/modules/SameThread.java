package io.rushline.modules;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/** Does at once what it is told, or nothing at all. */
final class SameThread extends AbstractExecutorService {

    private final boolean runs;
    private boolean down;

    SameThread(boolean runs) {
        this.runs = runs;
    }

    @Override
    public void execute(Runnable task) {
        if (runs && !down) {
            task.run();
        }
    }

    @Override
    public void shutdown() {
        down = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        down = true;
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return down;
    }

    @Override
    public boolean isTerminated() {
        return down;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }
}
