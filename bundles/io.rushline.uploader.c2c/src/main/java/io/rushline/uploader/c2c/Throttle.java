package io.rushline.uploader.c2c;

import java.util.function.LongSupplier;

/**
 * Keeps all parts together below a limit: each piece takes its turn in a common line. A change of the limit holds from the next piece on, which is
 * never far away. Any thread; blocks.
 */
final class Throttle {

    /** Small enough that a stream never rests for long, whatever the limit. */
    private static final int MOST_PIECE_BYTES = 16 * 1024;
    private static final int LEAST_PIECE_BYTES = 1024;
    private static final long NANOS_PER_PIECE = 250_000_000L;
    /** What a late writer may catch up with. */
    private static final long BURST_NANOS = 200_000_000L;
    /** Each stream should move at least this often. */
    private static final long REST_NANOS = 3_000_000_000L;
    private static final double BIT_NANOS = 8e9;

    /** Waits; a test puts its own time in place of it. */
    interface Sleeper {
        void sleep(long nanos) throws InterruptedException;
    }

    private final LongSupplier limit;
    private final LongSupplier nanos;
    private final Sleeper sleeper;
    private long next = Long.MIN_VALUE;

    /** @param limit in bit/s, now; 0: none */
    Throttle(LongSupplier limit, LongSupplier nanos, Sleeper sleeper) {
        this.limit = limit;
        this.nanos = nanos;
        this.sleeper = sleeper;
    }

    /** In bit/s, now; 0: none. */
    long limit() {
        return limit.getAsLong();
    }

    /** How much to send in one piece at most. */
    int piece(int wanted) {
        long bits = limit.getAsLong();
        if (bits == 0) {
            return wanted;
        }
        long fit = (long) (bits / BIT_NANOS * NANOS_PER_PIECE);
        return (int) Math.min(wanted, Math.max(LEAST_PIECE_BYTES, Math.min(MOST_PIECE_BYTES, fit)));
    }

    /** Waits until a piece of this size may go. */
    void await(int bytes) throws InterruptedException {
        long wait;
        synchronized (this) {
            long now = nanos.getAsLong();
            long bits = limit.getAsLong();
            if (bits == 0) {
                next = now;
                return;
            }
            long turn = Math.max(next, now - BURST_NANOS);
            next = turn + (long) (bytes * BIT_NANOS / bits);
            wait = turn - now;
        }
        if (wait > 0) {
            sleeper.sleep(wait);
        }
    }

    /** How many streams can share the limit so that none stands still for long. */
    int mostStreams() {
        long bits = limit.getAsLong();
        return bits == 0 ? Integer.MAX_VALUE : (int) Math.max(1, Math.min(Integer.MAX_VALUE, bits * (double) REST_NANOS / BIT_NANOS / piece(MOST_PIECE_BYTES)));
    }
}
