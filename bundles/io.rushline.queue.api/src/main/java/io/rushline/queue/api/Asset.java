package io.rushline.queue.api;

import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * A clip's counterpart in the cloud.
 *
 * @param id         as the cloud calls it
 * @param way        how its parts are sent
 * @param fileType   MIME type given at its creation: part of each signature
 * @param createdAt  by this device's clock
 * @param uploadUrls {@link Way#PLAIN}: one for each part, in order; otherwise empty. Secrets, kept encrypted
 */
public record Asset(String id, Way way, String fileType, Instant createdAt, List<URI> uploadUrls) {
    public Asset {
        uploadUrls = List.copyOf(uploadUrls);
    }

    /** How the parts of an asset are sent. */
    public enum Way {
        /** All at once planned and signed, when the asset is created (protocol section 5). */
        PLAIN,
        /** Planned as the bytes come, each signed when it is about to leave (protocol section 6). */
        REALTIME
    }

    /** Without the URLs. */
    @Override
    public String toString() {
        return "Asset[" + id + ", " + way + ", " + uploadUrls.size() + " URLs]";
    }
}
