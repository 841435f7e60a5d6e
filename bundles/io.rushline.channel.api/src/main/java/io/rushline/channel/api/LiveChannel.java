package io.rushline.channel.api;

import org.osgi.annotation.versioning.ProviderType;

/** The live socket to the cloud, which tells of pauses and renamed projects at once. An upload never depends on it. Any thread. */
@ProviderType
public interface LiveChannel {

    /** Never blocks. */
    LiveStatus status();
}
