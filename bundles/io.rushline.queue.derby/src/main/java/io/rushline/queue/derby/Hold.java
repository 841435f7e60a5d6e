package io.rushline.queue.derby;

import io.rushline.queue.api.Reason;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What keeps a clip from being sent until a person says so. The first one of a clip is its reason; stored by ordinal. */
enum Hold {
    OTHER_PROJECT("queue.other-project", "This clip was queued for another project.",
            "Resume it to send it to the project connected now, or connect to its own project again."),
    BEFORE_PAIRING("queue.before-pairing", "This clip was queued before the device was connected to a project.",
            "Resume it to send it to the project connected now, or cancel it."),
    CHANNEL_PAUSED("queue.channel-paused", "This clip was recorded while the project had paused the device or its channel.",
            "Resume it to send it all the same, or cancel it."),
    DUPLICATE("queue.duplicate", "The queue had a clip with the same content already.", "Resume it to send it all the same, or cancel it."),
    MANUAL("queue.manual", "New clips are sent when somebody chooses them.", "Resume it to send it."),
    /** No reason to hold it: a person had paused it before, and it is paused again when nothing else holds it. */
    PAUSED;

    private static final Hold[] ALL = values();

    private final Optional<Reason> reason;

    Hold() {
        reason = Optional.empty();
    }

    Hold(String code, String what, String todo) {
        reason = Optional.of(new Reason(code, what, todo));
    }

    int bit() {
        return 1 << ordinal();
    }

    /** Why a clip with these is held; empty: it is not. */
    static Optional<Reason> reason(Set<Hold> holds) {
        return holds.stream().sorted().flatMap(hold -> hold.reason.stream()).findFirst();
    }

    static int bits(Set<Hold> holds) {
        return holds.stream().mapToInt(Hold::bit).sum();
    }

    static Set<Hold> of(int bits) {
        Set<Hold> holds = EnumSet.noneOf(Hold.class);
        for (Hold hold : ALL) {
            if ((bits & hold.bit()) != 0) {
                holds.add(hold);
            }
        }
        return holds;
    }
}
