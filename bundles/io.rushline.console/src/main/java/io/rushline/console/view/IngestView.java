package io.rushline.console.view;

import io.rushline.ingest.api.IngestStatus;
import java.time.Instant;

/** A place where clips come from ({@code Ingest} in openapi.json). */
public record IngestView(String name, String location, IngestStatus.State state, String reason, long growing, long accepted,
        Instant scannedAt) {

    public static IngestView of(IngestStatus status) {
        return new IngestView(status.name(), status.location(), status.state(), status.reason().orElse(null), status.growing(),
                status.accepted(), status.scannedAt().orElse(null));
    }
}
