package io.rushline.uploader.c2c;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** Hands blocking work to the workers and brings its outcome back to the engine's thread. */
final class Jobs {

    private final Executor workers;
    private final Executor engine;

    Jobs(Executor workers, Executor engine) {
        this.workers = workers;
        this.engine = engine;
    }

    /** @param then on the engine's thread, never within this call */
    <T> Job<T> start(Job.Kind kind, Callable<T> work, Consumer<Job.Outcome<T>> then) {
        Job<T> job = new Job<>(kind, work, outcome -> engine.execute(() -> then.accept(outcome)));
        try {
            workers.execute(job);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // No thread to be had: for its clip that is a failure like any other.
            engine.execute(() -> then.accept(new Job.Outcome<>(null, e, false)));
        }
        return job;
    }
}
