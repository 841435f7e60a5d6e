package io.rushline.itests.uploader;

import io.rushline.itests.support.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A link that is there and dead by turns, until it is closed. */
final class Beat implements AutoCloseable {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "beat");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger drops = new AtomicInteger();

    Beat(Lab lab, String link, Duration up, Duration down) throws IOException {
        lab.link(link);
        long period = up.plus(down).toMillis();
        timer.scheduleAtFixedRate(() -> {
            set(lab, "dead 1");
            drops.incrementAndGet();
        }, up.toMillis(), period, TimeUnit.MILLISECONDS);
        timer.scheduleAtFixedRate(() -> set(lab, link), period, period, TimeUnit.MILLISECONDS);
    }

    private static void set(Lab lab, String link) {
        try {
            lab.link(link);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How often it has died so far. */
    int drops() {
        return drops.get();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
