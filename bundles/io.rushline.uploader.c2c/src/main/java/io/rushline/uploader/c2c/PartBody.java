package io.rushline.uploader.c2c;

import com.dynatrace.hash4j.hashing.HashStream64;
import io.rushline.cloud.api.PartUpload.BodyException;
import io.rushline.cloud.api.PartUpload.BodyWriter;
import io.rushline.queue.api.Part;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** Streams a part from its file in small pieces, however large it is, counts and hashes what was handed on. */
final class PartBody implements BodyWriter {

    private static final int READ_BYTES = 256 * 1024;
    /** Handed on at once and then counted: on a slow link larger ones make its rate seem to swing. */
    private static final int PIECE_BYTES = 32 * 1024;

    private final Disk disk;
    private final Path file;
    private final Part part;
    private final LongConsumer sent;
    private final HashStream64 checksum = Digests.ofPart();

    /** @param sent told of each piece that was written, on the writing thread */
    PartBody(Disk disk, Path file, Part part, LongConsumer sent) {
        this.disk = disk;
        this.file = file;
        this.part = part;
        this.sent = sent;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        checksum.reset();
        if (part.sizeBytes() == 0) {
            return;
        }
        try (SeekableByteChannel in = open()) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(READ_BYTES, part.sizeBytes()));
            for (long left = part.sizeBytes(); left > 0;) {
                bytes.clear().limit((int) Math.min(bytes.capacity(), left));
                int read = read(in, bytes);
                checksum.putBytes(bytes.array(), 0, read);
                for (int done = 0; done < read; done += PIECE_BYTES) {
                    int piece = Math.min(PIECE_BYTES, read - done);
                    out.write(bytes.array(), done, piece);
                    sent.accept(piece);
                }
                left -= read;
            }
        }
    }

    /** XXH3 with 64 bits of the bytes that were handed on; on the writing thread. */
    long checksum() {
        return checksum.getAsLong();
    }

    private SeekableByteChannel open() throws IOException {
        try {
            return disk.open(file).position(part.offsetBytes());
        } catch (IOException e) {
            throw trouble("the file cannot be opened", e);
        }
    }

    private int read(SeekableByteChannel in, ByteBuffer bytes) throws IOException {
        int read;
        try {
            read = in.read(bytes);
        } catch (IOException e) {
            throw trouble("the file cannot be read", e);
        }
        if (read < 0) {
            throw new BodyException("the file is shorter than it was", null);
        }
        return read;
    }

    /** A cut is the engine's wish and no trouble of the file. */
    private static IOException trouble(String what, IOException e) {
        if (e instanceof ClosedByInterruptException) {
            InterruptedIOException cut = new InterruptedIOException("cut while reading");
            cut.initCause(e);
            return cut;
        }
        return new BodyException(what, e);
    }
}
