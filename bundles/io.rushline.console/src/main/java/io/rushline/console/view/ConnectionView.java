package io.rushline.console.view;

import io.rushline.auth.api.Connection;
import java.time.Instant;

/** What the device is connected to ({@code Connection} in openapi.json). */
public record ConnectionView(Connection.State state, String projectId, String project, String user, String deviceName, Instant validUntil,
        String trouble) {

    public static ConnectionView of(Connection connection) {
        return new ConnectionView(connection.state(), connection.projectId().orElse(null), connection.project().orElse(null),
                connection.user().orElse(null), connection.deviceName().orElse(null), connection.validUntil().orElse(null),
                connection.trouble().orElse(null));
    }
}
