package io.rushline.channel.api;

import org.osgi.annotation.versioning.ConsumerType;

/** Whiteboard service: told when the socket's state changed, on a thread of the channel's. Return soon. */
@ConsumerType
public interface LiveListener {

    void liveChanged(LiveStatus status);
}
