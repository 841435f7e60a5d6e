package io.rushline.queue.api;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A recorded file, as an ingest hands it over.
 *
 * @param path        where it is
 * @param name        file name shown in the cloud; any characters a file system allows
 * @param sizeBytes   its size
 * @param modifiedAt  its time of modification
 * @param fingerprint the same for the same clip: 64 hex digits over its name within the source, size, time of modification and content samples
 * @param contentPrint the same for the same content under any name and on any card: 64 hex digits over size and content samples; empty while it grows or
 *                    where nobody took it
 * @param createdAt   when it was recorded, as well as can be known
 * @param source      which ingest, for people: {@code folder clips}
 * @param channel     0-based recording input
 * @param priority    higher goes first; 0 is usual
 * @param ownTime     {@code createdAt} may be by this device's clock, and then is as wrong as that is; false: the camera's, as the container says
 */
public record Clip(Path path, String name, long sizeBytes, Instant modifiedAt, String fingerprint, String contentPrint,
        Instant createdAt, String source, int channel, int priority, boolean ownTime) {

    /** One whose time is the camera's. */
    public Clip(Path path, String name, long sizeBytes, Instant modifiedAt, String fingerprint, String contentPrint, Instant createdAt, String source,
            int channel, int priority) {
        this(path, name, sizeBytes, modifiedAt, fingerprint, contentPrint, createdAt, source, channel, priority, false);
    }
}
