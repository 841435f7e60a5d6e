package io.rushline.console.view;

import io.rushline.channel.api.LiveStatus;
import java.time.Instant;

/** The live socket to the cloud ({@code Live} in openapi.json). */
public record LiveView(LiveStatus.State state, String why, Instant since, Instant heardAt) {

    public static LiveView of(LiveStatus status) {
        return new LiveView(status.state(), status.why().orElse(null), status.since(), status.heardAt().orElse(null));
    }

    /** Without what each heartbeat moves. */
    LiveView withoutProgress() {
        return new LiveView(state, why, since, null);
    }
}
