package io.rushline.itests.modules;

import io.rushline.itests.support.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Looks at the bytes the appliance puts on the link, and knows the longest time in which nothing worth mentioning left. */
final class Wire implements AutoCloseable {

    private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();
    /** Calls, handshakes and acknowledgements are no upload; a clip sends so much in 5 ms at 100 Mbit/s. */
    private static final long WORTH_MENTIONING = 64 * 1024;

    private final Lab lab;
    private final Thread thread;
    private volatile boolean over;
    private volatile long movedAt = System.nanoTime();
    private volatile long longestNanos;

    Wire(Lab lab) {
        this.lab = lab;
        this.thread = new Thread(this::watch, "wire");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            long last = lab.sent();
            while (!over) {
                LockSupport.parkNanos(PAUSE_NANOS);
                long now = lab.sent();
                long at = System.nanoTime();
                longestNanos = Math.max(longestNanos, at - movedAt);
                if (now - last >= WORTH_MENTIONING) {
                    last = now;
                    movedAt = at;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Forgets the longest. */
    void mark() {
        longestNanos = 0;
    }

    /** Since the mark. */
    long longestMillis() {
        return longestNanos / 1_000_000;
    }

    /** Whether bytes leave just now. */
    boolean moves() {
        return System.nanoTime() - movedAt < Duration.ofMillis(100).toNanos();
    }

    @Override
    public void close() {
        over = true;
    }
}
