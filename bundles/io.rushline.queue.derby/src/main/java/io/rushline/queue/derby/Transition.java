package io.rushline.queue.derby;

import static io.rushline.queue.api.ItemState.CANCELLED;
import static io.rushline.queue.api.ItemState.COMPLETED;
import static io.rushline.queue.api.ItemState.FAILED;
import static io.rushline.queue.api.ItemState.HELD;
import static io.rushline.queue.api.ItemState.PAUSED;
import static io.rushline.queue.api.ItemState.REJECTED;
import static io.rushline.queue.api.ItemState.RETRYING;
import static io.rushline.queue.api.ItemState.UPLOADING;
import static io.rushline.queue.api.ItemState.WAITING;

import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.QueueException;
import java.util.EnumSet;
import java.util.Set;

/** Every change of state there is: where it leads, and from where it may be taken. */
enum Transition {
    CLAIM(UPLOADING, WAITING, RETRYING, UPLOADING),
    CREATE_ASSET(UPLOADING, UPLOADING),
    ABANDON_ASSET(UPLOADING, UPLOADING),
    COMPLETE(COMPLETED, UPLOADING),
    POSTPONE(RETRYING, UPLOADING),
    FAIL(FAILED, UPLOADING),
    RELEASE(WAITING, UPLOADING),
    PAUSE(PAUSED, WAITING, UPLOADING, RETRYING),
    RESUME(WAITING, PAUSED, HELD),
    CANCEL(CANCELLED, WAITING, UPLOADING, RETRYING, PAUSED, HELD, FAILED),
    RETRY(WAITING, RETRYING, FAILED, CANCELLED),
    /** Something keeps it from being sent until a person says so. */
    HOLD(HELD, WAITING, UPLOADING, RETRYING, PAUSED, HELD, FAILED, CANCELLED),
    /** Nothing holds it any more, without anybody's word. */
    UNHOLD(WAITING, HELD),
    UNHOLD_PAUSED(PAUSED, HELD);

    /** States of clips that are done with, for better or worse; these have no place in line. */
    static final Set<ItemState> ENDED = Set.copyOf(EnumSet.of(COMPLETED, FAILED, CANCELLED, REJECTED));
    /** States from which a clip is sent without anybody's doing. */
    static final Set<ItemState> MOVING = Set.copyOf(EnumSet.of(WAITING, UPLOADING, RETRYING));

    private final ItemState to;
    private final Set<ItemState> from;

    Transition(ItemState to, ItemState... from) {
        this.to = to;
        this.from = Set.of(from);
    }

    ItemState to() {
        return to;
    }

    boolean leavesFrom(ItemState state) {
        return from.contains(state);
    }

    /** The state this leads to, if it may be taken from that one. */
    ItemState from(ItemState state) throws QueueException {
        if (!from.contains(state)) {
            throw new QueueException(QueueException.Code.ILLEGAL_TRANSITION, name() + " from " + state, null);
        }
        return to;
    }
}
