package io.rushline.queue.api;

import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * A clip's counterpart in the cloud.
 *
 * @param id         as the cloud calls it
 * @param fileType   MIME type given at its creation: part of each signature
 * @param createdAt  by this device's clock
 * @param uploadUrls one for each part, in order; secrets, kept encrypted
 */
public record Asset(String id, String fileType, Instant createdAt, List<URI> uploadUrls) {
    public Asset {
        uploadUrls = List.copyOf(uploadUrls);
    }

    /** Without the URLs. */
    @Override
    public String toString() {
        return "Asset[" + id + ", " + uploadUrls.size() + " parts]";
    }
}
