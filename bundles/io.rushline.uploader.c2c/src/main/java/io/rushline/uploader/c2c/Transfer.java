package io.rushline.uploader.c2c;

import io.rushline.queue.api.Part;

/** A part on its way. Engine's thread, but for {@link #sentBytes()}, which any thread may ask, and {@link #sent}, which its sender calls. */
final class Transfer {

    private final Part part;
    private final Lane lane;
    private final long startedAt;
    private volatile long sentBytes;
    private Job<?> job;
    private boolean arrived;

    Transfer(Part part, Lane lane, long startedAt) {
        this.part = part;
        this.lane = lane;
        this.startedAt = startedAt;
    }

    Part part() {
        return part;
    }

    /** That it left by. */
    Lane lane() {
        return lane;
    }

    long startedAt() {
        return startedAt;
    }

    long sentBytes() {
        return sentBytes;
    }

    long leftBytes() {
        return part.sizeBytes() - sentBytes;
    }

    /** One thread only. */
    void sent(long bytes) {
        sentBytes = sentBytes + bytes;
    }

    void runAs(Job<?> sending) {
        job = sending;
    }

    /** Stops it, unless the cloud has it already. */
    void cut() {
        if (!arrived) {
            job.cut();
        }
    }

    /** The cloud has it; the queue has yet to know. */
    void arrive() {
        arrived = true;
    }

    boolean arrived() {
        return arrived;
    }
}
