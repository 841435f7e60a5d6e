package io.rushline.fleet.hawkbit;

import java.net.URI;
import java.util.List;

/**
 * What the server wants to have on this appliance.
 *
 * @param download   how it is to be downloaded
 * @param update     how it is to be installed
 * @param windowOpen false: it is to be downloaded, and installed in a maintenance window to come
 */
record Deployment(Handling download, Handling update, boolean windowOpen, List<Artifact> artifacts) {
    Deployment {
        artifacts = List.copyOf(artifacts);
    }

    /** How something is to be done. */
    enum Handling {
        /** Not (yet). */
        SKIP,
        /** When it suits. */
        ATTEMPT,
        /** At once. */
        FORCED
    }

    /** A file. @param link never written down: it may be good for whoever knows it */
    record Artifact(Item item, URI link) {
        @Override
        public String toString() {
            return item.toString();
        }
    }

    /** A file as it is written down. @param sha256 lower-case hexadecimal */
    record Item(String filename, long sizeBytes, String sha256) {
    }

    List<Item> items() {
        return artifacts.stream().map(Artifact::item).toList();
    }
}
