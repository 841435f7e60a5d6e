package io.rushline.queue.api;

import java.util.Optional;
import java.util.Set;

/** Which clips people mean. */
public sealed interface Selection {

    /** These. */
    record Items(Set<ItemId> ids) implements Selection {
        public Items {
            ids = Set.copyOf(ids);
        }
    }

    /**
     * All that match.
     *
     * @param states     empty for all
     * @param text       part of the name, any case; empty for all
     * @param reasonCode of their reason, {@code queue.duplicate}; empty for all
     * @param projectId  empty for all
     */
    record Matching(Set<ItemState> states, String text, Optional<String> reasonCode, Optional<String> projectId) implements Selection {
        public Matching {
            states = Set.copyOf(states);
        }
    }
}
