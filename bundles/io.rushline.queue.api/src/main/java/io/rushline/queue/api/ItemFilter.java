package io.rushline.queue.api;

/**
 * Which items to list.
 *
 * @param matching what they have in common
 * @param offset   how many to skip
 * @param limit    how many at most, 1 to 1000
 */
public record ItemFilter(Selection.Matching matching, int offset, int limit) {
    public ItemFilter {
        if (offset < 0 || limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("offset must be 0 or more and limit 1 to 1000");
        }
    }
}
