package io.rushline.cloud.api;

import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/** An open web socket to the cloud; text only. Any thread. */
@ProviderType
public interface CloudSocket extends AutoCloseable {

    /** Blocks until it is handed to the network. */
    void send(String text) throws CloudException;

    /** Ends it; nothing happens where it has ended. Nothing is heard of it afterwards. */
    @Override
    void close();

    /** Hears what comes in, one call after the other, on a thread of the client's. Return soon. */
    @ConsumerType
    interface Listener {

        /** A whole message, at most 1 MiB. */
        void received(String text);

        /** It has ended, and not by {@link #close}: the last call. */
        void ended(CloudException why);
    }
}
