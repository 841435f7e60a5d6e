package io.rushline.auth.api;

import org.osgi.annotation.versioning.ConsumerType;

/** Whiteboard service: told of each change of the connection and of pairing, in order, on a thread of the connector's. Return soon. */
@ConsumerType
public interface ConnectionListener {

    void connectionChanged(Connection connection, Pairing pairing);
}
