package io.rushline.modules;

import static io.rushline.modules.api.Update.State.CANCELLED;
import static io.rushline.modules.api.Update.State.COMMITTED;
import static io.rushline.modules.api.Update.State.REFUSED;
import static io.rushline.modules.api.Update.State.ROLLED_BACK;
import static io.rushline.modules.api.Update.State.SCHEDULED;
import static io.rushline.modules.api.Update.State.SETTLING;
import static io.rushline.modules.api.Update.State.SWITCHING;

import io.rushline.modules.api.Update.State;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The table of all changes of an update's state. */
final class Transitions {

    private static final Map<State, Set<State>> NEXT = Map.of(
            SCHEDULED, EnumSet.of(SWITCHING, COMMITTED, REFUSED, CANCELLED), // COMMITTED: all of it runs already
            SWITCHING, EnumSet.of(SETTLING, COMMITTED, ROLLED_BACK, REFUSED, CANCELLED),
            SETTLING, EnumSet.of(COMMITTED, ROLLED_BACK, CANCELLED));

    private Transitions() {
    }

    static boolean allows(State from, State to) {
        return NEXT.getOrDefault(from, Set.of()).contains(to);
    }

    /** @throws IllegalStateException for what the table does not have: a bug */
    static State take(State from, State to) {
        if (!allows(from, to)) {
            throw new IllegalStateException("an update does not go from " + from + " to " + to);
        }
        return to;
    }
}
