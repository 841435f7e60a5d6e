package io.rushline.queue.api;

/** What people do to one clip or to many. */
public enum Action {
    /** {@code PAUSED}; parts on their way may still arrive and are then kept. */
    PAUSE,
    /** Back in line, from {@code PAUSED} or {@code HELD}. An item held because of its project is from now on for the project bound last. */
    RESUME,
    CANCEL,
    /** Back in line at once, from {@code RETRYING}, {@code FAILED} or {@code CANCELLED}. */
    RETRY
}
