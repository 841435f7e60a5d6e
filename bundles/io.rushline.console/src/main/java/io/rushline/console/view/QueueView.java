package io.rushline.console.view;

import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.QueueSummary;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The queue in numbers ({@code Queue} in openapi.json). */
public record QueueView(Map<ItemState, Long> counts, long remainingBytes, long remainingFiles, List<HeldView> held) {

    /** The clips that wait for a person's word for one reason. */
    public record HeldView(String code, long count, long bytes) {
    }

    public static QueueView of(QueueSummary summary) {
        Map<ItemState, Long> counts = new EnumMap<>(ItemState.class);
        for (ItemState state : ItemState.values()) {
            counts.put(state, summary.counts().getOrDefault(state, 0L));
        }
        long files = List.of(ItemState.WAITING, ItemState.UPLOADING, ItemState.RETRYING).stream().mapToLong(counts::get).sum();
        return new QueueView(counts, summary.remainingBytes(), files,
                summary.held().stream().map(h -> new HeldView(h.code(), h.count(), h.bytes())).toList());
    }
}
