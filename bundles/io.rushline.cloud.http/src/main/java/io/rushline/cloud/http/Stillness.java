package io.rushline.cloud.http;

import java.time.Duration;

/**
 * Decides whether an exchange stands still, from looks at it every few seconds. What counts is what has left this device for good: bytes
 * put into the send queue have not moved anywhere yet, and a queue that drains moves although nobody writes. No clock, no system call.
 */
final class Stillness {

    /**
     * One look.
     *
     * @param moved   bytes handed to the network or received, since the beginning
     * @param queued  bytes of the send queue that the other end has not acknowledged; -1 where the system does not tell
     * @param idle    whether we wait for something else than the network: a disk, or the connection to stand
     * @param sent    whether all of the request was handed to the network
     */
    record Look(long moved, long queued, boolean idle, boolean sent) { }

    private static final long NEVER = Long.MIN_VALUE;

    private final Duration silence;
    private final Duration answer;
    private long left = NEVER;
    private long lastMove;

    /**
     * @param silence how long nothing may move
     * @param answer  how long the other end may take once it has everything
     */
    Stillness(Duration silence, Duration answer, long nowNanos) {
        this.silence = silence;
        this.answer = answer;
        this.lastMove = nowNanos;
    }

    /** The limit that is now reached; null where none is. */
    Duration reached(long nowNanos, Look look) {
        long before = left;
        left = look.moved - Math.max(0, look.queued);
        if (left > before || look.idle && look.queued <= 0) {
            lastMove = nowNanos;
        }
        Duration limit = look.sent && look.queued <= 0 ? answer : silence;
        return nowNanos - lastMove > limit.toNanos() ? limit : null;
    }
}
