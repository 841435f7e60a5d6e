package io.rushline.console.view;

import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Reason;
import java.time.Instant;

/** A clip in the queue, as the API shows it ({@code Item} in openapi.json). */
public record ItemView(long id, String name, String path, long sizeBytes, ItemState state, ReasonView reason, Instant retryAt, int tries,
        long position, int priority, String projectId, String source, int channel, Instant createdAt, Instant modifiedAt, String assetId,
        int partCount, int ackedParts, long ackedBytes, String sha256, Instant acceptedAt, Instant startedAt, Instant completedAt) {

    /** Why an item is where it is. */
    public record ReasonView(String code, String what, String todo) {

        static ReasonView of(Reason reason) {
            return new ReasonView(reason.code(), reason.what(), Texts.orNull(reason.todo()));
        }
    }

    public static ItemView of(Item item) {
        Clip clip = item.clip();
        return new ItemView(item.id().value(), clip.name(), clip.path().toString(), clip.sizeBytes(), item.state(),
                item.reason().map(ReasonView::of).orElse(null), item.retryAt().orElse(null), item.tries(), item.position(), clip.priority(),
                item.projectId().orElse(null), clip.source(), clip.channel(), clip.createdAt(), clip.modifiedAt(), item.assetId().orElse(null),
                item.partCount(), item.ackedParts(), item.ackedBytes(), item.sha256().orElse(null), item.acceptedAt(),
                item.startedAt().orElse(null), item.completedAt().orElse(null));
    }
}
