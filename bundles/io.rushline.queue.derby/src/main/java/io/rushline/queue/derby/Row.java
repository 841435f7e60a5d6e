package io.rushline.queue.derby;

import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * An item with what only the queue needs to know of it.
 *
 * @param holds   all that keeps it from being sent, also while it has ended or is paused
 * @param endedNo its place among what has ended, newest lowest; 0 for all others
 * @param endedAt when it ended
 */
record Row(Item item, Set<Hold> holds, long endedNo, Optional<Instant> endedAt) {

    static Row of(Item item) {
        return new Row(item, EnumSet.noneOf(Hold.class), 0, Optional.empty());
    }

    ItemState state() {
        return item.state();
    }

    boolean ended() {
        return Transition.ENDED.contains(item.state());
    }

    long remainingBytes() {
        return Math.max(0, item.clip().sizeBytes() - item.ackedBytes());
    }

    Row ended(long no, Instant at) {
        return new Row(item, holds, no, Optional.of(at));
    }

    /** As it will be read back. */
    static Instant millis(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }

    boolean hasReason(String beginning) {
        return item.reason().filter(why -> why.code().startsWith(beginning)).isPresent();
    }
}
