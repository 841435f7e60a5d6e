package io.rushline.modules;

import java.time.Duration;
import java.util.Optional;

/**
 * Something that is not as good as before the switch.
 *
 * @param name    of the check, bundle, component or service
 * @param message for people
 */
record Finding(Weight weight, String name, String message) {

    /** How long it may last until the update is gone back. */
    enum Weight {
        /** A bad answer. */
        BAD(Optional.empty()),
        /** The health checks cannot be asked. */
        AWAY(Optional.of(Duration.ofSeconds(10))),
        /** Something that was there is not there yet: it may come late, and a successor of this bundle looks while others are still being started. */
        MISSING(Optional.of(Duration.ofSeconds(20))),
        /** As long as there is time to become healthy. */
        NOT_YET(Optional.empty());

        /** Empty: as is set, and for NOT_YET no bound of its own. */
        final Optional<Duration> patience;

        Weight(Optional<Duration> patience) {
            this.patience = patience;
        }
    }

    String text() {
        return name + ": " + message;
    }

    String key() {
        return weight + " " + name;
    }
}
