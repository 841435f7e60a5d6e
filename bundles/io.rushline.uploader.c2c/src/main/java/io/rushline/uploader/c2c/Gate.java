package io.rushline.uploader.c2c;

import io.rushline.auth.api.AuthException;
import io.rushline.auth.api.Connection;
import io.rushline.auth.api.Connector;
import io.rushline.cloud.api.CloudClient;
import io.rushline.queue.api.UploadQueue;
import java.util.Optional;

/**
 * Whether anything may be begun now, and with whom.
 *
 * @param closed       why not, for people; empty: all is there, and the other components have values
 * @param disconnected a person has to pair before it goes on
 */
record Gate(Optional<String> closed, boolean disconnected, UploadQueue queue, Connector connector, CloudClient cloud, String project) {

    static Gate look(Services services) {
        Optional<UploadQueue> queue = services.queue();
        Optional<Connector> connector = services.connector();
        Optional<CloudClient> cloud = services.cloud();
        if (queue.isEmpty()) {
            return shut("The queue is not there, or is being replaced: sending goes on when it is back.");
        }
        if (connector.isEmpty()) {
            return shut("The module that keeps the connection is not there, or is being replaced: sending goes on when it is back.");
        }
        if (cloud.isEmpty()) {
            return shut("The module that speaks with the cloud is not there, or is being replaced: sending goes on when it is back.");
        }
        Connection connection = connector.get().connection();
        return switch (connection.state()) {
            case UNPAIRED -> disconnected(AuthException.Code.NOT_PAIRED);
            case EXPIRED -> disconnected(AuthException.Code.EXPIRED);
            case CONNECTED -> connection.projectId()
                    .map(id -> new Gate(Optional.empty(), false, queue.get(), connector.get(), cloud.get(), id))
                    .orElseGet(() -> shut(connection.trouble().orElse("The cloud has not said yet which project this is.")));
        };
    }

    boolean open() {
        return closed.isEmpty();
    }

    private static Gate shut(String why) {
        return new Gate(Optional.of(why), false, null, null, null, null);
    }

    private static Gate disconnected(AuthException.Code code) {
        return new Gate(Optional.of(code.what + " " + code.todo), true, null, null, null, null);
    }
}
