package io.rushline.modules.api;

import io.rushline.host.api.ModuleException.Code;
import io.rushline.host.api.Plan.Change;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A change of modules, going on or in the history.
 *
 * @param id      never used twice
 * @param changes of which module from which to which version; for a refused one, as far as they are known
 * @param by      who asked for it
 * @param askedAt when
 * @param endedAt empty while it goes on
 * @param why     why it was refused or rolled back
 * @param detail  what is known beyond that, for people: the health check, the requirement, the bundle; may be empty
 */
public record Update(long id, State state, List<Change> changes, Actor by, Instant askedAt, When when, Optional<Instant> endedAt, Optional<Code> why, String detail) {
    public Update {
        changes = List.copyOf(changes);
    }

    /** How far it is. */
    public enum State {
        /** Waits for its time. */
        SCHEDULED,
        /** Stops the former versions and starts the new ones. */
        SWITCHING,
        /** Runs, and is looked at until the settling time is over. */
        SETTLING,
        /** Kept. */
        COMMITTED,
        /** The former set runs again. */
        ROLLED_BACK,
        /** Nothing was changed. */
        REFUSED,
        /** Taken back by a person before it was kept. */
        CANCELLED;

        /** Whether nothing more will come. */
        public boolean isFinal() {
            return ordinal() >= COMMITTED.ordinal();
        }
    }
}
