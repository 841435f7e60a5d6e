package io.rushline.uploader.c2c;

import io.rushline.auth.api.Connector;
import io.rushline.cloud.api.CloudClient;
import io.rushline.network.api.Network;
import io.rushline.network.api.Reach;
import io.rushline.queue.api.UploadQueue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The services the uploader works with. Each may be away, or another one, at any moment: ask, keep for one use, forget. Any thread. */
interface Services {

    Optional<UploadQueue> queue();

    Optional<Connector> connector();

    Optional<CloudClient> cloud();

    Optional<Network> network();

    /** One of these is not there any more, or another one has taken its place. */
    default boolean replaced(Object... used) {
        return !Stream.of(connector(), cloud()).flatMap(Optional::stream).toList().containsAll(List.of(used));
    }

    /** The network is known to be down for everybody, so that waiting for it is nobody's own trouble. */
    default boolean networkDown() {
        return network().map(n -> n.status().reach()).filter(r -> r == Reach.OFFLINE || r == Reach.PORTAL).isPresent();
    }
}
