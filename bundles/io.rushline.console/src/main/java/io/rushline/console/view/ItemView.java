package io.rushline.console.view;

import io.rushline.queue.api.Checksums;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A clip in the queue, as the API shows it ({@code Item} in openapi.json). */
public record ItemView(long id, String name, String path, long sizeBytes, boolean growing, ItemState state, ReasonView reason, Instant retryAt,
        int tries, long position, int priority, String projectId, String source, int channel, Instant createdAt, Instant modifiedAt,
        Long duplicateOf, String versionOf, String assetId, int partCount, int ackedParts, long ackedBytes, String sha256, String xxh128,
        String c4, List<String> networks, Instant acceptedAt, Instant startedAt, Instant completedAt) {

    public static ItemView of(Item item) {
        Clip clip = item.clip();
        Optional<Checksums> checksums = item.checksums();
        return new ItemView(item.id().value(), clip.name(), clip.path().toString(), clip.sizeBytes(), item.growing(), item.state(),
                item.reason().map(ReasonView::of).orElse(null), item.retryAt().orElse(null), item.tries(), item.position(), clip.priority(),
                item.projectId().orElse(null), clip.source(), clip.channel(), clip.createdAt(), clip.modifiedAt(),
                item.duplicateOf().map(ItemId::value).orElse(null), item.versionOf().orElse(null), item.assetId().orElse(null),
                item.partCount(), item.ackedParts(), item.ackedBytes(), checksums.map(Checksums::sha256).orElse(null),
                checksums.map(Checksums::xxh128).orElse(null), checksums.flatMap(Checksums::c4).orElse(null), item.networks(),
                item.acceptedAt(), item.startedAt().orElse(null), item.completedAt().orElse(null));
    }
}
