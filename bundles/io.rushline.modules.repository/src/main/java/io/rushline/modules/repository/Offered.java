package io.rushline.modules.repository;

import java.net.URI;
import org.osgi.framework.Version;

/**
 * A module as an index describes it.
 *
 * @param address     {@code https:}, or {@code file:} on a medium
 * @param sha256      of the file, lower-case hexadecimal
 * @param description may be empty
 */
record Offered(String name, Version version, String description, URI address, long sizeBytes, String sha256) {

    boolean onMedium() {
        return "file".equals(address.getScheme());
    }

    /** For the history. */
    String fileName() {
        return name + "-" + version + (address.getPath().endsWith(".rlm") ? ".rlm" : ".jar");
    }
}
