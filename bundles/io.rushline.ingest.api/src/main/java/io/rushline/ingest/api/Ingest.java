package io.rushline.ingest.api;

import org.osgi.annotation.versioning.ProviderType;

/** A place where clips come from. Each place is a service of its own. Any thread. */
@ProviderType
public interface Ingest {

    /** Never blocks. */
    IngestStatus status();

    /** Looks at everything again, soon, in the background. */
    void rescan();
}
