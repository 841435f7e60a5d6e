package io.rushline.queue.api;

import java.util.Set;

/**
 * Which items to list.
 *
 * @param states empty for all
 * @param text   part of the name, any case; empty for all
 * @param offset how many to skip
 * @param limit  how many at most, 1 to 1000
 */
public record ItemFilter(Set<ItemState> states, String text, int offset, int limit) {
    public ItemFilter {
        states = Set.copyOf(states);
        if (offset < 0 || limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("offset must be 0 or more and limit 1 to 1000");
        }
    }
}
