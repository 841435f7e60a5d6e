package io.rushline.uploader.c2c;

import java.util.Arrays;

/** Counts the bytes that left: how fast over the last three seconds and the last minute, and how many in vain. Any thread. */
final class Meter {

    private static final int STEPS_PER_SECOND = 4;
    private static final long STEP_NANOS = 1_000_000_000L / STEPS_PER_SECOND;
    private static final int STEPS = 60 * STEPS_PER_SECOND;
    private static final int LATELY = 3 * STEPS_PER_SECOND;

    // A lock, since many threads add; each holds it for a few instructions.
    private final long[] bytes = new long[STEPS];
    private long newest = Long.MIN_VALUE;
    private long first;
    private long sent;
    private long wasted;

    synchronized void add(long nowNanos, long sentBytes) {
        turn(nowNanos);
        bytes[index(newest)] += sentBytes;
        sent += sentBytes;
    }

    synchronized long bitsPerSecond(long nowNanos) {
        turn(nowNanos);
        return sum(LATELY) * 8 * STEPS_PER_SECOND / LATELY;
    }

    /** Over the last minute, or since sending began where that is less. */
    synchronized long bitsPerSecondOfMinute(long nowNanos) {
        turn(nowNanos);
        long steps = Math.max(LATELY, Math.min(STEPS, newest - first + 1));
        return sum(STEPS) * 8 * STEPS_PER_SECOND / steps;
    }

    synchronized void wasted(long sentBytes) {
        wasted += sentBytes;
    }

    synchronized long wastedBytes() {
        return wasted;
    }

    /** Sent since the start and, as far as is known, not in vain. */
    synchronized long goodBytes() {
        return sent - wasted;
    }

    private long sum(int steps) {
        long sum = 0;
        for (long step = newest; step > newest - steps; step--) {
            sum += bytes[index(step)];
        }
        return sum;
    }

    private void turn(long nowNanos) {
        long step = Math.floorDiv(nowNanos, STEP_NANOS);
        if (newest == Long.MIN_VALUE || step - newest >= STEPS) {
            Arrays.fill(bytes, 0);
            newest = step;
            first = step;
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
