package io.rushline.uploader.c2c;

import java.util.Arrays;

/** Counts the bytes that left: how fast over the last three seconds, and how many in vain. Any thread. */
final class Meter {

    private static final long STEP_NANOS = 250_000_000L;
    private static final int STEPS = 12;

    // A lock, since many threads add; each holds it for a few instructions.
    private final long[] bytes = new long[STEPS];
    private long newest = Long.MIN_VALUE;
    private long wasted;

    synchronized void add(long nowNanos, long sentBytes) {
        turn(nowNanos);
        bytes[index(newest)] += sentBytes;
    }

    synchronized long bitsPerSecond(long nowNanos) {
        turn(nowNanos);
        return Arrays.stream(bytes).sum() * 8 * 1_000_000_000L / (STEP_NANOS * STEPS);
    }

    synchronized void wasted(long sentBytes) {
        wasted += sentBytes;
    }

    synchronized long wastedBytes() {
        return wasted;
    }

    private void turn(long nowNanos) {
        long step = Math.floorDiv(nowNanos, STEP_NANOS);
        if (newest == Long.MIN_VALUE || step - newest >= STEPS) {
            Arrays.fill(bytes, 0);
            newest = step;
        }
        while (newest < step) {
            newest++;
            bytes[index(newest)] = 0;
        }
    }

    private static int index(long step) {
        return Math.floorMod(step, STEPS);
    }
}
