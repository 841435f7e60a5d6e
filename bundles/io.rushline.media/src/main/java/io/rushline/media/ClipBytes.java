package io.rushline.media;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A file of which pieces are read, a bounded number of bytes in all: whatever lengths a broken or hostile file claims, no more is read, and no more
 * memory is taken. One thread.
 */
final class ClipBytes {

    /** More than any header needs that is looked at here. */
    static final int MOST_BYTES = 4 * 1024 * 1024;

    private final Source source;
    private final long size;
    private int read;

    /** As {@link FileChannel#read(ByteBuffer, long)}. */
    interface Source {
        int read(ByteBuffer into, long from) throws IOException;
    }

    ClipBytes(FileChannel file) throws IOException {
        this(file::read, file.size());
    }

    ClipBytes(Source source, long size) {
        this.source = source;
        this.size = size;
    }

    long size() {
        return size;
    }

    /** How many bytes were read in all. */
    int read() {
        return read;
    }

    /**
     * Big-endian, from its begin to its limit.
     *
     * @throws EOFException it is not in the file, or more than is ever looked at
     */
    ByteBuffer read(long from, int count) throws IOException {
        if (from < 0 || count < 0 || from > size - count || count > MOST_BYTES - read) {
            throw new EOFException("Not in the file, or too much.");
        }
        read += count;
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (source.read(bytes, from + bytes.position()) < 0) {
                throw new EOFException("The file has become shorter.");
            }
        }
        return bytes.flip();
    }
}
