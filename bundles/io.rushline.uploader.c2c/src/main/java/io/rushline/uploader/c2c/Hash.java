package io.rushline.uploader.c2c;

import io.rushline.cloud.api.CloudException;
import io.rushline.queue.api.Checksums;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Part;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;

/**
 * The checksums of a whole clip and of each of its parts, taken in one read, in slices close behind its upload, while what was sent is still in the
 * page cache. Slices of several clips take turns, so that a small clip does not wait for a large one. Engine's thread only; the slices are read by
 * workers.
 */
final class Hash {

    private static final long SLICE_BYTES = 32L << 20;
    private static final int PIECE_BYTES = 256 * 1024;

    private final Tools tools;
    private final Supplier<Clip> clip;
    private final Integrity integrity;
    private final ObjLongConsumer<Throwable> failed;
    private Digests digests;
    private long position;
    private boolean running;
    private volatile boolean stopped;
    private Checksums checksums;

    /** The digests up to a position of the file, and the checksums of the parts that ended on the way there. */
    private record Read(Digests digests, long position, Map<Integer, Long> parts) {
    }

    /**
     * @param clip      as it is known now: its path may change from one slice to the next
     * @param integrity knows the parts, and is told what was found in each
     * @param failed    told why the file could not be read, and when that slice had begun; may be asked to read again
     */
    Hash(Tools tools, Supplier<Clip> clip, Integrity integrity, ObjLongConsumer<Throwable> failed) {
        this.tools = tools;
        this.clip = clip;
        this.integrity = integrity;
        this.failed = failed;
        this.digests = Digests.begin(tools.c4().getAsBoolean());
    }

    /**
     * Goes on, but neither past this offset nor past the parts that are planned. Not while the clip still grows: a recorder may write anew what was
     * read already.
     */
    void readTo(long offset) {
        if (running || stopped || checksums != null) {
            return;
        }
        List<Part> parts = integrity.from(position, Math.min(offset, position + SLICE_BYTES));
        long planned = parts.isEmpty() ? position : Integrity.endOf(parts.get(parts.size() - 1));
        long end = Math.min(Math.min(offset, planned), position + SLICE_BYTES);
        // A part that is sent again takes the offset back. An empty clip has one part, which is read as well.
        if (end < position || end == position && clip.get().sizeBytes() != position) {
            return;
        }
        running = true;
        tools.hashing().enter(() -> {
            Clip now = clip.get();
            long startedAt = tools.now();
            tools.jobs().start(Job.Kind.DISK, () -> slice(now, parts, end), outcome -> read(outcome, startedAt));
        });
    }

    /** Once the whole file was read. */
    Optional<Checksums> checksums() {
        return Optional.ofNullable(checksums);
    }

    void stop() {
        stopped = true;
    }

    private Read slice(Clip now, List<Part> parts, long end) throws Failed, CloudException {
        // On a copy: a slice that fails in the middle is read again from its beginning.
        Digests copy = digests.copy();
        Map<Integer, Long> ended = new HashMap<>();
        if (stopped) {
            return new Read(copy, position, ended);
        }
        try (SeekableByteChannel in = tools.outside().disk().open(now.path()).position(position)) {
            ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
            long at = position;
            for (Part part : parts) {
                long until = Math.min(Integrity.endOf(part), end);
                while (at < until) {
                    piece.clear().limit((int) Math.min(PIECE_BYTES, until - at));
                    int read = in.read(piece);
                    if (read < 0) {
                        throw new IOException("the file is shorter than it was");
                    }
                    copy.add(piece.array(), read);
                    at += read;
                }
                if (at == Integrity.endOf(part)) {
                    ended.put(part.number(), copy.endPart());
                }
            }
        } catch (IOException e) {
            tools.media().check(now);
            throw new CloudException(CloudException.Code.BODY, "", e);
        }
        return new Read(copy, end, ended);
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
        digests = outcome.value().digests();
        position = outcome.value().position();
        integrity.found(outcome.value().parts());
        if (position == clip.get().sizeBytes()) {
            checksums = digests.end();
        }
    }
}
