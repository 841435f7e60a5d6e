package io.rushline.cloud.api;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One PUT to an upload URL.
 *
 * @param url         signed by the cloud; itself a secret
 * @param contentType the file type given when the asset was created: it is part of the signature
 * @param sizeBytes   exactly what {@code body} will write
 * @param body        writes the bytes
 * @param from        the address of this device that its connection is bound to, which chooses the link; empty: as the machine does. Where the
 *                    device has lost that address, the exchange ends in {@link CloudException.Code#UNREACHABLE} or {@code CUT}
 */
public record PartUpload(URI url, String contentType, long sizeBytes, BodyWriter body, Optional<InetAddress> from) {

    /** One that leaves by whichever link the machine takes. */
    public PartUpload(URI url, String contentType, long sizeBytes, BodyWriter body) {
        this(url, contentType, sizeBytes, body, Optional.empty());
    }

    /** Writes a body, once, on the thread that called {@link CloudClient#put}. */
    @ConsumerType
    @FunctionalInterface
    public interface BodyWriter {
        /**
         * Writes all bytes, in pieces, and does not close the stream.
         *
         * @throws BodyException where the bytes cannot be had (file gone, shorter, unreadable): the exchange is cut
         * @throws IOException   passed through from {@code out}: the network's trouble
         */
        void writeTo(OutputStream out) throws BodyException, IOException;
    }

    /** The bytes to send cannot be had; comes back as {@link CloudException.Code#BODY} with this as its cause. */
    public static final class BodyException extends IOException {
        private static final long serialVersionUID = 1L;

        public BodyException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Host only: the rest of the URL is a signature. */
    @Override
    public String toString() {
        return "PUT " + sizeBytes + " bytes to " + url.getHost();
    }
}
