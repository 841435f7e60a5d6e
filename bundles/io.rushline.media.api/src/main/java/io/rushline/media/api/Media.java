package io.rushline.media.api;

import java.io.IOException;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/** Looks into clips. Any thread; blocks. */
@ProviderType
public interface Media {

    /**
     * What can be read of a file; where it is no clip that is known, or is broken, nothing is known of it.
     *
     * @throws IOException it cannot be read
     */
    MediaFacts look(Path file) throws IOException;
}
