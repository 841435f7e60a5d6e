package io.rushline.console.view;

import io.rushline.auth.api.Channel;
import io.rushline.auth.api.Connection;
import java.time.Instant;
import java.util.List;

/** What the device is connected to ({@code Connection} in openapi.json). */
public record ConnectionView(Connection.State state, String projectId, String project, String user, String deviceName, Instant validUntil,
        boolean paused, List<ChannelView> channels, Instant seenAt, String trouble) {

    /** A recording input. */
    public record ChannelView(int index, String name, boolean paused) {

        static ChannelView of(Channel channel) {
            return new ChannelView(channel.index(), channel.name(), channel.paused());
        }
    }

    public static ConnectionView of(Connection connection) {
        return new ConnectionView(connection.state(), connection.projectId().orElse(null), connection.project().orElse(null),
                connection.user().orElse(null), connection.deviceName().orElse(null), connection.validUntil().orElse(null),
                connection.paused(), connection.channels().stream().map(ChannelView::of).toList(), connection.seenAt().orElse(null),
                connection.trouble().orElse(null));
    }
}
