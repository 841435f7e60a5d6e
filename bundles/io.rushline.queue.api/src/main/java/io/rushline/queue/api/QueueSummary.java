package io.rushline.queue.api;

import java.util.Map;

/**
 * The queue in numbers.
 *
 * @param counts         how many items stand in each state; states without items count 0
 * @param remainingBytes what is still to be sent of all items that will be sent without anybody's doing
 */
public record QueueSummary(Map<ItemState, Long> counts, long remainingBytes) {
    public QueueSummary {
        counts = Map.copyOf(counts);
    }
}
