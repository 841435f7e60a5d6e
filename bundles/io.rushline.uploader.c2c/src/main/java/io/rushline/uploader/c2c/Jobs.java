package io.rushline.uploader.c2c;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** Hands blocking work to the workers and brings its outcome back to the engine's thread, which alone uses it. */
final class Jobs {

    private final Executor workers;
    private final Executor engine;
    private int askingQueue;

    Jobs(Executor workers, Executor engine) {
        this.workers = workers;
        this.engine = engine;
    }

    /** @param then on the engine's thread, never within this call */
    <T> Job<T> start(Job.Kind kind, Callable<T> work, Consumer<Job.Outcome<T>> then) {
        int asks = kind == Job.Kind.QUEUE ? 1 : 0;
        askingQueue += asks;
        Consumer<Job.Outcome<T>> report = outcome -> engine.execute(() -> {
            askingQueue -= asks;
            then.accept(outcome);
        });
        Job<T> job = new Job<>(kind, work, report);
        try {
            workers.execute(job);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // No thread to be had: for its clip that is a failure like any other.
            report.accept(new Job.Outcome<>(null, e, false));
        }
        return job;
    }

    /** A worker reads or writes the queue. */
    boolean askingQueue() {
        return askingQueue > 0;
    }
}
