package io.rushline.itests.container;

import io.rushline.itests.support.Api;
import java.util.concurrent.locks.LockSupport;

/** Watches the bytes that arrive at the simulator, and knows the longest time without one. */
final class Sent implements AutoCloseable {

    private static final long PAUSE_NANOS = 5_000_000;

    private final Api cloud;
    private final Thread thread;
    private volatile boolean over;
    private volatile long longestNanos;

    Sent(Api cloud) {
        this.cloud = cloud;
        this.thread = new Thread(this::watch, "sent");
        thread.start();
    }

    private void watch() {
        long last = -1;
        long movedAt = System.nanoTime();
        while (!over) {
            long now = cloud.get("/_sim/state").at("/counters/bytesReceived").asLong();
            long at = System.nanoTime();
            if (now != last) {
                last = now;
                movedAt = at;
            }
            longestNanos = Math.max(longestNanos, at - movedAt);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    long longestMillis() {
        return longestNanos / 1_000_000;
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
