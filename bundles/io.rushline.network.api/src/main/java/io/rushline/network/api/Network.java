package io.rushline.network.api;

import org.osgi.annotation.versioning.ProviderType;

/** The device's links and whether the cloud can be reached over them. Any thread; never blocks. */
@ProviderType
public interface Network {

    NetworkStatus status();
}
