package io.rushline.uploader.api;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/** Lets people say how much clips may use of the links. Any thread. */
@ProviderType
public interface BandwidthLimits {

    /** What is in force. Never blocks. */
    Bandwidth bandwidth();

    /**
     * From now on this holds in place of what an integrator has set, for what is on its way, too, and after restarts.
     *
     * @throws IOException it could not be kept, and the former stays in force
     */
    void limit(Bandwidth wanted) throws IOException;
}
