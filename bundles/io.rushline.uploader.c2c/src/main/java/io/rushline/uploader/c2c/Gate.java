package io.rushline.uploader.c2c;

import io.rushline.auth.api.AuthException;
import io.rushline.auth.api.Connection;
import io.rushline.auth.api.Connector;
import io.rushline.cloud.api.CloudClient;
import io.rushline.queue.api.Project;
import io.rushline.queue.api.UploadQueue;
import java.util.Optional;

/**
 * Whether anything may be begun now, and with whom.
 *
 * @param closed  why not, for people; empty: all is there, and the other components have values
 * @param putBack it takes a person to go on: what is in hand goes back in line
 */
record Gate(Optional<String> closed, boolean putBack, UploadQueue queue, Connector connector, CloudClient cloud, Project project) {

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
        if (queue.get().settings().paused()) {
            return putBack("All uploads are paused.");
        }
        Connection connection = connector.get().connection();
        return switch (connection.state()) {
            case UNPAIRED -> putBack(words(AuthException.Code.NOT_PAIRED));
            case EXPIRED -> putBack(words(AuthException.Code.EXPIRED));
            case CONNECTED -> connection.projectId()
                    .map(id -> new Gate(Optional.empty(), false, queue.get(), connector.get(), cloud.get(),
                            new Project(id, connection.project().orElse(id))))
                    .orElseGet(() -> shut(connection.trouble().orElse("The cloud has not said yet which project this is.")));
        };
    }

    boolean open() {
        return closed.isEmpty();
    }

    private static Gate shut(String why) {
        return new Gate(Optional.of(why), false, null, null, null, null);
    }

    private static Gate putBack(String why) {
        return new Gate(Optional.of(why), true, null, null, null, null);
    }

    private static String words(AuthException.Code code) {
        return code.what + " " + code.todo;
    }
}
