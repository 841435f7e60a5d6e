package io.rushline.console.rest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A request's body that ends with an exception where it is larger than allowed, whatever its header said. */
final class LimitedStream extends FilterInputStream {

    private final long limitBytes;
    private long readBytes;

    LimitedStream(InputStream in, long limitBytes) {
        super(in);
        this.limitBytes = limitBytes;
    }

    boolean isTooLong() {
        return readBytes > limitBytes;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        if (read >= 0) {
            count(1);
        }
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        if (read > 0) {
            count(read);
        }
        return read;
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = super.skip(n);
        count(skipped);
        return skipped;
    }

    private void count(long bytes) throws IOException {
        readBytes += bytes;
        if (isTooLong()) {
            throw new IOException("the body is larger than " + limitBytes + " bytes");
        }
    }
}
