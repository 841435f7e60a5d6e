package io.rushline.uploader.c2c;

import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** A piece of blocking work on a worker's thread that can be cut at any time; its outcome goes back to the engine exactly once. */
final class Job<T> implements Runnable {

    /** What it spends its time with. */
    enum Kind {
        CALL, PUT, QUEUE, DISK
    }

    /**
     * How it ended.
     *
     * @param value null where it did not work
     * @param error null where it did
     * @param cut   {@link #cut()} came before its end; the error is a consequence and means nothing
     */
    record Outcome<T>(T value, Throwable error, boolean cut) {
        boolean ok() {
            return error == null;
        }
    }

    private final Kind kind;
    private final Callable<T> work;
    private final Consumer<Outcome<T>> report;
    // The lock guards these three only: an interrupt must never hit the thread after its work for this job has ended.
    private Thread runner;
    private boolean cut;
    private boolean over;

    Job(Kind kind, Callable<T> work, Consumer<Outcome<T>> report) {
        this.kind = kind;
        this.work = work;
        this.report = report;
    }

    Kind kind() {
        return kind;
    }

    /** Any thread. */
    synchronized void cut() {
        cut = true;
        if (runner != null) {
            runner.interrupt();
        }
    }

    @Override
    public void run() {
        if (!begin()) {
            report.accept(new Outcome<>(null, new InterruptedException("cut before it began"), true));
            return;
        }
        T value = null;
        Throwable error = null;
        try {
            value = work.call();
        } catch (Throwable t) {
            // Whatever it is, the engine must learn of it, or the clip would wait for ever.
            error = t;
        }
        report.accept(new Outcome<>(value, error, end() && error != null));
    }

    private synchronized boolean begin() {
        if (cut || over) {
            return false;
        }
        runner = Thread.currentThread();
        return true;
    }

    private synchronized boolean end() {
        runner = null;
        over = true;
        if (cut) {
            Thread.interrupted();
        }
        return cut;
    }
}
