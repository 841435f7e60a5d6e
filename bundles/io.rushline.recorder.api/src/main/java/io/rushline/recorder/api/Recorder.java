package io.rushline.recorder.api;

import org.osgi.annotation.versioning.ProviderType;

/** A recorder of this device, as a service. Tells every {@link RecorderListener} when it starts and stops. Any thread. */
@ProviderType
public interface Recorder {

    /** Never blocks. */
    RecorderStatus status();
}
