package io.rushline.uploader.c2c;

import io.rushline.cloud.api.CloudException;
import io.rushline.queue.api.Checksums;
import io.rushline.queue.api.Clip;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;

/**
 * SHA-256 of a whole clip, taken in slices close behind its upload, while what was sent is still in the page cache. Slices of several clips take
 * turns, so that a small clip does not wait for a large one. Engine's thread only; the slices are read by workers.
 */
final class Hash {

    private static final long SLICE_BYTES = 32L << 20;
    private static final int PIECE_BYTES = 256 * 1024;

    private final Tools tools;
    private final Supplier<Clip> clip;
    private final ObjLongConsumer<Throwable> failed;
    private MessageDigest digest = sha256();
    private long position;
    private boolean running;
    private volatile boolean stopped;
    private Checksums checksums;

    /** The digest up to a position of the file. */
    private record Read(MessageDigest digest, long position) {
    }

    /**
     * @param clip   as it is known now: its path may change from one slice to the next
     * @param failed told why the file could not be read, and when that slice had begun; may be asked to read again
     */
    Hash(Tools tools, Supplier<Clip> clip, ObjLongConsumer<Throwable> failed) {
        this.tools = tools;
        this.clip = clip;
        this.failed = failed;
    }

    /** Goes on, but not past this offset. */
    void readTo(long offset) {
        boolean something = position < offset || offset == clip.get().sizeBytes();
        if (running || stopped || checksums != null || !something) {
            return;
        }
        running = true;
        tools.hashing().enter(() -> {
            Clip now = clip.get();
            long startedAt = tools.now();
            tools.jobs().start(Job.Kind.DISK, () -> slice(now, offset), outcome -> read(outcome, startedAt));
        });
    }

    /** Once the whole file was read. */
    Optional<Checksums> checksums() {
        return Optional.ofNullable(checksums);
    }

    void stop() {
        stopped = true;
    }

    private Read slice(Clip now, long offset) throws CloneNotSupportedException, Failed, CloudException {
        long end = Math.min(offset, position + SLICE_BYTES);
        // On a copy: a slice that fails in the middle is read again from its beginning.
        MessageDigest copy = (MessageDigest) digest.clone();
        if (stopped || position == end) {
            return new Read(copy, position);
        }
        try (SeekableByteChannel in = tools.outside().disk().open(now.path()).position(position)) {
            ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
            for (long left = end - position; left > 0;) {
                piece.clear().limit((int) Math.min(PIECE_BYTES, left));
                int read = in.read(piece);
                if (read < 0) {
                    throw new IOException("the file is shorter than it was");
                }
                copy.update(piece.array(), 0, read);
                left -= read;
            }
        } catch (IOException e) {
            tools.media().check(now);
            throw new CloudException(CloudException.Code.BODY, "", e);
        }
        return new Read(copy, end);
    }

    private void read(Job.Outcome<Read> outcome, long startedAt) {
        running = false;
        tools.hashing().leave();
        if (stopped) {
            return;
        }
        if (!outcome.ok()) {
            failed.accept(outcome.error(), startedAt);
            return;
        }
        digest = outcome.value().digest();
        position = outcome.value().position();
        if (position == clip.get().sizeBytes()) {
            checksums = new Checksums(HexFormat.of().formatHex(digest.digest()), "", Optional.empty());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
