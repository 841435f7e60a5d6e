package io.rushline.queue.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A clip in the queue, as it was when it was read.
 *
 * @param growing     it is still being recorded: size and times of its clip are as of the last look
 * @param projectId   the project it was queued for; empty until the device is paired for the first time
 * @param reason      why it is {@code RETRYING}, {@code FAILED}, {@code HELD}, {@code CANCELLED} or {@code REJECTED}
 * @param retryAt     when it is tried next, while {@code RETRYING}
 * @param tries       how often it was postponed since it last moved on
 * @param position    place in line: lower goes first among equal priorities
 * @param duplicateOf an item with the same content
 * @param versionOf   the asset in the cloud that it is to become a new version of
 * @param assetId     the asset in the cloud, once created
 * @param partCount   0 until the asset is created; grows with a real-time upload
 * @param ackedParts  parts the cloud has
 * @param ackedBytes  bytes the cloud has
 * @param checksums   once completed
 * @param networks    over which it went, for people, once completed
 * @param acceptedAt  when the queue took it over
 * @param startedAt   when its current asset was created
 * @param completedAt when it was completed
 */
public record Item(ItemId id, Clip clip, boolean growing, Optional<String> projectId, ItemState state, Optional<Reason> reason,
        Optional<Instant> retryAt, int tries, long position, Optional<ItemId> duplicateOf, Optional<String> versionOf, Optional<String> assetId,
        int partCount, int ackedParts, long ackedBytes, Optional<Checksums> checksums, List<String> networks, Instant acceptedAt,
        Optional<Instant> startedAt, Optional<Instant> completedAt) {
    public Item {
        networks = List.copyOf(networks);
    }
}
