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
    private volatile long movedAt = System.currentTimeMillis();
    private volatile Gap longest = Gap.NONE;

    /** A time without bytes, in milliseconds since 1970. */
    record Gap(long from, long to) {
        static final Gap NONE = new Gap(0, 0);

        long millis() {
            return to - from;
        }
    }

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
                long at = System.currentTimeMillis();
                if (at - movedAt > longest.millis()) {
                    longest = new Gap(movedAt, at);
                }
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
        longest = Gap.NONE;
    }

    /** Since the mark. */
    Gap longest() {
        return longest;
    }

    /** Whether bytes leave just now. */
    boolean moves() {
        return System.currentTimeMillis() - movedAt < 100;
    }

    @Override
    public void close() {
        over = true;
    }
}
