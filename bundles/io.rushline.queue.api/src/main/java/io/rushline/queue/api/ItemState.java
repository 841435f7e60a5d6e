package io.rushline.queue.api;

/** Where a clip stands. The provider of the queue owns the transitions. */
public enum ItemState {
    /** In line. */
    WAITING,
    /** Claimed by the uploader. */
    UPLOADING,
    /** Failed in a way that passes; tried again at a stated time. */
    RETRYING,
    /** A person paused it. */
    PAUSED,
    /** Not sent unless a person says so; the reason says why. */
    HELD,
    /** The cloud has it, whole. */
    COMPLETED,
    /** Will not go up without help; the reason says why. */
    FAILED,
    /** A person cancelled it. */
    CANCELLED,
    /** The file is no clip or is broken; the reason says why. */
    REJECTED
}
