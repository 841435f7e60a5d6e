package io.rushline.network.api;

import org.osgi.annotation.versioning.ConsumerType;

/** Whiteboard service: told by a {@link LinkSource} that its links are no longer what they were, on a thread of the source's. Return soon. */
@ConsumerType
public interface LinkListener {

    void linksChanged();
}
