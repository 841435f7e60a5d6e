package io.rushline.console.view;

import io.rushline.modules.api.Fleet;
import java.time.Instant;

/** The client of a fleet's server ({@code Fleet} in openapi.json). */
public record FleetView(String server, Instant polledAt, String action, boolean asks, String state) {

    public static FleetView of(Fleet.Status status) {
        return new FleetView(status.server(), status.polledAt().orElse(null), status.action().orElse(null), status.asks(), status.state());
    }
}
