package io.rushline.queue.api;

import java.util.List;
import java.util.Map;

/**
 * The queue in numbers.
 *
 * @param counts         how many items stand in each state; states without items count 0
 * @param remainingBytes what is still to be sent of all items that will be sent without anybody's doing
 * @param held           what waits for a person's word, by reason
 */
public record QueueSummary(Map<ItemState, Long> counts, long remainingBytes, List<Held> held) {
    public QueueSummary {
        counts = Map.copyOf(counts);
        held = List.copyOf(held);
    }

    /**
     * The {@code HELD} items of one reason.
     *
     * @param code  of that reason: {@code queue.before-pairing}
     * @param count how many
     * @param bytes what they have to send
     */
    public record Held(String code, long count, long bytes) {
    }
}
