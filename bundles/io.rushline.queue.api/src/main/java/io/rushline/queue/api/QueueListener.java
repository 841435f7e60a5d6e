package io.rushline.queue.api;

import org.osgi.annotation.versioning.ConsumerType;

/** Whiteboard service: told of each committed change, in order, on a thread of the queue's. Return soon. */
@ConsumerType
public interface QueueListener {

    void itemChanged(Item item);

    default void settingsChanged(QueueSettings settings) {
    }
}
