package io.rushline.network.api;

import org.osgi.annotation.versioning.ConsumerType;

/** Whiteboard service: told when links, addresses or reachability changed, on a thread of the network's. Return soon. */
@ConsumerType
public interface NetworkListener {

    void networkChanged(NetworkStatus status);
}
