package io.rushline.uploader.c2c;

import io.rushline.queue.api.Part;
import java.time.Duration;
import java.util.OptionalDouble;

/** A part on its way. Engine's thread, but for {@link #sentBytes()}, which any thread may ask, and {@link #sent}, which its sender calls. */
final class Transfer {

    private static final long LEAST_MEASURE = Duration.ofSeconds(3).toNanos();

    private final Part part;
    private final Lane lane;
    private final long startedAt;
    private volatile long sentBytes;
    private Job<?> job;
    private boolean arrived;
    private boolean cut;

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

    /** How long the rest will take at the pace it had so far: infinite where nothing moves; empty while it has not been long enough on its way. */
    OptionalDouble leftSeconds(long now) {
        long sent = sentBytes;
        return now - startedAt >= LEAST_MEASURE ? OptionalDouble.of((part.sizeBytes() - sent) * ((now - startedAt) / 1e9) / sent) : OptionalDouble.empty();
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
            cut = true;
            job.cut();
        }
    }

    boolean isCut() {
        return cut;
    }

    /** The cloud has it; the queue has yet to know. */
    void arrive() {
        arrived = true;
    }

    boolean arrived() {
        return arrived;
    }
}
