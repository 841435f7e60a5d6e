package io.rushline.cloud.http;

import io.rushline.cloud.api.PartUpload;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/** The body of a part: exactly its bytes, in pieces, so that the watch sees them go. */
final class PartEntity extends AbstractHttpEntity {

    private static final int PIECE_BYTES = 64 * 1024;

    private final PartUpload part;
    private final Exchange exchange;

    PartEntity(PartUpload part, Exchange exchange) {
        super((ContentType) null, null);
        this.part = part;
        this.exchange = exchange;
    }

    @Override
    public void writeTo(OutputStream network) throws IOException {
        Pieces pieces = new Pieces(network);
        exchange.onNetwork(false);
        part.body().writeTo(pieces);
        exchange.onNetwork(true);
        if (pieces.written != part.sizeBytes()) {
            throw new PartUpload.BodyException("wrote " + pieces.written + " of " + part.sizeBytes() + " bytes", null);
        }
        exchange.sent();
    }

    @Override
    public long getContentLength() {
        return part.sizeBytes();
    }

    @Override
    public boolean isStreaming() {
        return true;
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public InputStream getContent() {
        throw new UnsupportedOperationException("a part writes itself");
    }

    @Override
    public void close() {
        // nothing is held: the body belongs to the caller
    }

    private final class Pieces extends OutputStream {
        private final OutputStream network;
        private long written;

        Pieces(OutputStream network) {
            this.network = network;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > part.sizeBytes() - written) {
                throw new PartUpload.BodyException("more than the " + part.sizeBytes() + " bytes of the part", null);
            }
            exchange.onNetwork(true);
            for (int done = 0; done < length; ) {
                int piece = Math.min(PIECE_BYTES, length - done);
                network.write(bytes, offset + done, piece);
                done += piece;
                written += piece;
                exchange.moved(piece);
            }
            exchange.onNetwork(false);
        }

        @Override
        public void close() {
            // the connection lives on
        }
    }
}
