package io.rushline.host.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One or several bundles that are updated together.
 *
 * @param name    its symbolic name
 * @param version as in OSGi: {@code 1.2.0.qualifier}
 * @param role    how it got here
 * @param signer  the subject of the certificate it was signed with, RFC 2253; empty for what ships, which the distribution's own hashes cover
 * @param since   since when it is in the set; empty for what ships
 * @param parts   its bundles
 */
public record Module(String name, String version, Role role, Optional<String> signer, Optional<Instant> since, List<Part> parts) {
    public Module {
        parts = List.copyOf(parts);
    }

    /** How it got here. */
    public enum Role {
        /** Ships with the distribution. */
        BUILT_IN,
        /** Was added, or stands in the place of one that ships. */
        ADDED,
        /** A former or replaced version: installed, not running. */
        STANDBY
    }

    /**
     * A bundle.
     *
     * @param state  {@code ACTIVE}, {@code STARTING}, {@code STOPPING}, {@code RESOLVED} or {@code INSTALLED}
     * @param offers its capabilities and services, readable: {@code service io.rushline.queue.api.UploadQueue}, {@code package io.rushline.queue.api 1.0.0}
     * @param needs  its requirements, readable likewise
     */
    public record Part(String symbolicName, String version, String state, List<String> offers, List<String> needs) {
        public Part {
            offers = List.copyOf(offers);
            needs = List.copyOf(needs);
        }
    }
}
