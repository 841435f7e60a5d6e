package io.rushline.queue.api;

import java.time.Instant;
import java.util.Optional;

/**
 * An asset in the cloud, or one that may be there, which is never finished: a person may want to delete it there.
 *
 * @param item      the clip it was made for
 * @param name      of the clip at that time
 * @param assetId   empty where the answer that names it was lost
 * @param projectId where it lies
 * @param why       why it was given up
 * @param at        when
 */
public record AbandonedAsset(ItemId item, String name, Optional<String> assetId, Optional<String> projectId, Reason why, Instant at) {
}
