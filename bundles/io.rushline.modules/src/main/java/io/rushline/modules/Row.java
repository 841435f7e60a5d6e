package io.rushline.modules;

import io.rushline.host.api.ModuleException.Code;
import io.rushline.host.api.Plan;
import io.rushline.host.api.Plan.Change;
import io.rushline.modules.api.Actor;
import io.rushline.modules.api.Update;
import io.rushline.modules.api.Update.State;
import io.rushline.modules.api.When;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * An update with all that is needed to go on with it.
 *
 * @param why     with {@code SWITCHING} and {@code SETTLING}: why it is to be gone back, or is being
 * @param attempt empty until it is begun
 */
record Row(long id, State state, Wish wish, List<Change> changes, Actor by, Instant askedAt, When when, Optional<Instant> endedAt, Optional<Code> why, String detail,
        Optional<Attempt> attempt) {

    static final int MOST_DETAIL = 4096;

    Row {
        changes = List.copyOf(changes);
    }

    static Row asked(long id, Wish wish, List<Change> changes, Actor by, When when, Instant now) {
        return new Row(id, State.SCHEDULED, wish, changes, by, millis(now), when, Optional.empty(), Optional.empty(), "", Optional.empty());
    }

    /** As it is read back: times are kept in milliseconds. */
    static Instant millis(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }

    Row to(State next, Instant now) {
        return new Row(id, Transitions.take(state, next), wish, changes, by, askedAt, when, next.isFinal() ? Optional.of(millis(now)) : Optional.empty(),
                next == State.COMMITTED ? Optional.empty() : why, detail, attempt);
    }

    Row because(Code code, String what) {
        return new Row(id, state, wish, changes, by, askedAt, when, endedAt, Optional.of(code), cut(what), attempt);
    }

    Row detail(String what) {
        return new Row(id, state, wish, changes, by, askedAt, when, endedAt, why, cut(what), attempt);
    }

    Row tried(Attempt begun, List<Change> planned) {
        return new Row(id, state, wish, planned, by, askedAt, when, endedAt, why, detail, Optional.of(begun));
    }

    private static String cut(String text) {
        return text.length() <= MOST_DETAIL ? text : text.substring(0, MOST_DETAIL);
    }

    /** Whether the set of this number, reached by this plan, is the one of this update: by number where it is known, else by the plan. */
    boolean isOf(long set, Plan plan) {
        if (attempt.isEmpty()) {
            return false;
        }
        Attempt begun = attempt.get();
        return begun.set() != null ? begun.set() == set
                : begun.base() == plan.base() && new HashSet<>(begun.modules()).equals(new HashSet<>(plan.modules()))
                        && new HashSet<>(changes).equals(new HashSet<>(plan.changes()));
    }

    Update update() {
        return new Update(id, state, changes, by, askedAt, when, endedAt, state.isFinal() ? why : Optional.empty(), detail);
    }
}
