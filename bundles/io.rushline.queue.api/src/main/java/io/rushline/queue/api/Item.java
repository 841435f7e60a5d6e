package io.rushline.queue.api;

import java.time.Instant;
import java.util.Optional;

/**
 * A clip in the queue, as it was when it was read.
 *
 * @param projectId   the project it was queued for; empty until the device is paired for the first time
 * @param reason      why it is {@code RETRYING}, {@code FAILED}, {@code HELD} or {@code REJECTED}
 * @param retryAt     when it is tried next, while {@code RETRYING}
 * @param tries       how often it was postponed since it last moved on
 * @param position    place in line: lower goes first among equal priorities
 * @param assetId     the asset in the cloud, once created
 * @param partCount   0 until the asset is created
 * @param ackedParts  parts the cloud has
 * @param ackedBytes  bytes the cloud has
 * @param sha256      hex digits, once completed
 * @param acceptedAt  when the queue took it over
 * @param startedAt   when its current asset was created
 * @param completedAt when it was completed
 */
public record Item(ItemId id, Clip clip, Optional<String> projectId, ItemState state, Optional<Reason> reason, Optional<Instant> retryAt,
        int tries, long position, Optional<String> assetId, int partCount, int ackedParts, long ackedBytes, Optional<String> sha256,
        Instant acceptedAt, Optional<Instant> startedAt, Optional<Instant> completedAt) {
}
