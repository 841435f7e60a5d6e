package io.rushline.uploader.c2c;

import io.rushline.cloud.api.CloudException;
import io.rushline.queue.api.Clip;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.util.Optional;

/** Watches the file of a clip that is being recorded: how far it has come, and what kind it is. Engine's thread only; workers look. */
final class Growth {

    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** Where the next part is about to be there: a recording that ends meanwhile waits for what is still to be sent. */
    private static final Duration SHORT_PAUSE = Duration.ofMillis(100);
    /** So often in a row a file may be missing: its recorder renames it, and the queue will soon know. */
    private static final int PATIENCE = 5;
    /** When there was no growth for so long, the queue is asked too: news may have been lost. */
    private static final Duration ASK_QUEUE = Duration.ofSeconds(10);

    private final Tools tools;
    private final Upload upload;
    private boolean looking;
    private long lookAt;
    private int misses;
    private long grewAt;
    private long askAt;
    private long sizeBytes = -1;
    private double bytesPerNano;
    private long mostBytes;
    private Optional<Boolean> headLast = Optional.empty();

    /** @param headLast empty while there is too little to tell */
    private record Seen(long sizeBytes, Optional<Boolean> headLast) {
    }

    Growth(Tools tools, Upload upload) {
        this.tools = tools;
        this.upload = upload;
    }

    /** As of the last look; -1 before the first one. */
    long sizeBytes() {
        return sizeBytes;
    }

    /** It was there when somebody looked last. */
    boolean there() {
        return misses == 0;
    }

    /**
     * A part found no file.
     *
     * @return that may pass: it is being renamed, perhaps, and looked for before anything else is tried
     */
    boolean missing() {
        if (misses == 0) {
            misses = 1;
            lookAt = tools.now() + PAUSE.toNanos();
        }
        return misses < PATIENCE;
    }

    /** The largest that was ever seen. */
    long mostBytes() {
        return mostBytes;
    }

    /** Whether the first part is to be kept for the end; empty while the file is too short to tell. */
    Optional<Boolean> headLast() {
        return headLast;
    }

    /**
     * Looks, if it is time.
     *
     * @param wantedBytes the size that is waited for
     */
    void turn(long wantedBytes) {
        if (looking || lookAt > tools.now()) {
            return;
        }
        looking = true;
        long startedAt = tools.now();
        Clip clip = upload.place().clip();
        boolean known = headLast.isPresent();
        tools.jobs().start(Job.Kind.DISK, () -> look(clip, known), upload.safe(outcome -> {
            looking = false;
            lookAt = tools.now() + PAUSE.toNanos();
            if (outcome.ok()) {
                seen(outcome.value(), wantedBytes);
            } else {
                missed(outcome.error(), startedAt);
            }
        }));
    }

    long wakeAt() {
        return looking ? Long.MAX_VALUE : lookAt;
    }

    private void seen(Seen seen, long wantedBytes) {
        long now = tools.now();
        misses = 0;
        if (seen.sizeBytes != sizeBytes) {
            bytesPerNano = sizeBytes < 0 ? 0 : Math.max(0, seen.sizeBytes - sizeBytes) / (double) Math.max(1, now - grewAt);
            grewAt = now;
            askAt = now + ASK_QUEUE.toNanos();
        } else if (now - grewAt >= PAUSE.toNanos()) {
            bytesPerNano = 0;
        }
        sizeBytes = seen.sizeBytes;
        mostBytes = Math.max(mostBytes, sizeBytes);
        headLast = headLast.or(seen::headLast);
        if (now >= askAt) {
            askAt = now + ASK_QUEUE.toNanos();
            upload.place().look();
        }
        if (bytesPerNano > 0 && sizeBytes < wantedBytes) {
            double due = (wantedBytes - sizeBytes) / bytesPerNano;
            lookAt = now + (long) Math.max(SHORT_PAUSE.toNanos(), Math.min(PAUSE.toNanos(), due));
        }
    }

    private void missed(Throwable error, long startedAt) {
        misses++;
        if (misses < PATIENCE) {
            upload.place().look();
        } else if (!upload.ended() && upload.place().growing()) {
            upload.failed(tools.understood(upload.item().id(), error, false), startedAt);
        }
    }

    private Seen look(Clip clip, boolean known) throws Failed, CloudException {
        long size = tools.media().grown(clip);
        if (known || size < PartPlan.MIN_PART_BYTES) {
            return new Seen(size, Optional.empty());
        }
        ByteBuffer head = ByteBuffer.allocate(Container.HEAD_BYTES);
        try (SeekableByteChannel in = tools.outside().disk().open(clip.path())) {
            while (head.hasRemaining() && in.read(head) >= 0) {
                // until it is full or the file ends
            }
        } catch (IOException e) {
            throw new CloudException(CloudException.Code.BODY, "", e);
        }
        return new Seen(size, Optional.of(Container.rewritesItsHead(head.flip())));
    }
}
