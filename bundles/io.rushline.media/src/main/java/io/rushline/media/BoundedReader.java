package io.rushline.media;

import com.drew.lang.BufferBoundsException;
import com.drew.lang.RandomAccessReader;
import java.io.IOException;

/** Lets the EXIF library read a file, as far as {@link ClipBytes} does. One thread. */
final class BoundedReader extends RandomAccessReader {

    private static final int PAGE_BYTES = 4_096;

    private final ClipBytes file;
    private final int length;
    private long pageAt = -1;
    private byte[] page = {};

    BoundedReader(ClipBytes file) {
        this.file = file;
        this.length = (int) Math.min(file.size(), Integer.MAX_VALUE);
    }

    @Override
    public int toUnshiftedOffset(int offset) {
        return offset;
    }

    @Override
    public byte getByte(int index) throws IOException {
        validateIndex(index, 1);
        if (pageAt < 0 || index < pageAt || index >= pageAt + page.length) {
            page = file.read(index, Math.min(PAGE_BYTES, length - index)).array();
            pageAt = index;
        }
        return page[(int) (index - pageAt)];
    }

    @Override
    public byte[] getBytes(int index, int count) throws IOException {
        validateIndex(index, count);
        return file.read(index, count).array();
    }

    @Override
    protected void validateIndex(int index, int count) throws IOException {
        if (!isValidIndex(index, count)) {
            throw new BufferBoundsException(index, count, length);
        }
    }

    @Override
    protected boolean isValidIndex(int index, int count) {
        return index >= 0 && count >= 0 && index <= length - count;
    }

    @Override
    public long getLength() {
        return length;
    }
}
