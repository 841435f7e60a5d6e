package io.rushline.queue.api;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The durable upload queue. Any thread; each call is one transaction, on disk when it returns. A call that would be an illegal transition
 * changes nothing and throws {@link QueueException.Code#ILLEGAL_TRANSITION}; one for an item that is not there
 * {@link QueueException.Code#UNKNOWN_ITEM}.
 */
@ProviderType
public interface UploadQueue {

    // ---- for ingests

    /** Takes a clip over; from here on it survives anything (I1). The same fingerprint again gives the same item. */
    ItemId accept(Clip clip) throws QueueException;

    /** Notes a file that is no clip or is broken, for people to see. The same fingerprint again gives the same item. */
    ItemId reject(Clip clip, Reason why) throws QueueException;

    /** The item's file has another path now. */
    void relocate(ItemId item, Path path) throws QueueException;

    // ---- for the uploader

    /**
     * The device is connected to this project: items that were queued before any pairing now belong to it, unfinished items of another project
     * become {@code HELD}, and those so held that belong to this one go back in line (I8).
     */
    void bind(String projectId) throws QueueException;

    /**
     * The next item to work on for a project, now {@code UPLOADING}. Items left {@code UPLOADING} by a predecessor come first, then those in
     * line, {@code RETRYING} ones from their time on; highest priority, then lowest position.
     *
     * @param inHand what the caller has claimed already; not given again
     */
    Optional<Work> claim(String projectId, Set<ItemId> inHand) throws QueueException;

    /** When the next {@code RETRYING} item is due; empty when there is none. */
    Optional<Instant> nextRetry() throws QueueException;

    /** The asset was created; on disk before the first byte goes out. The parts cover the whole clip. */
    void assetCreated(ItemId item, Asset asset, List<Part> parts) throws QueueException;

    /** The cloud has this part of this asset; repeating it changes nothing (I2), nor does it for an asset that was given up. */
    void acknowledge(ItemId item, String assetId, int part) throws QueueException;

    /** All parts are acknowledged: {@code COMPLETED}. Repeating it changes nothing. */
    void complete(ItemId item, String sha256) throws QueueException;

    /** The asset cannot be finished: the item is as if none had been created, still {@code UPLOADING}. */
    void abandonAsset(ItemId item, Reason why) throws QueueException;

    /** It did not work and will be tried again: {@code RETRYING}. What was acknowledged stays so. */
    void postpone(ItemId item, Reason why, Instant until) throws QueueException;

    /** It will not work without help: {@code FAILED}. */
    void fail(ItemId item, Reason why) throws QueueException;

    /** The uploader gives a claimed item back untouched: {@code WAITING}. What was acknowledged stays so. */
    void release(ItemId item) throws QueueException;

    // ---- for people

    Optional<Item> find(ItemId item) throws QueueException;

    ItemPage list(ItemFilter filter) throws QueueException;

    QueueSummary summary() throws QueueException;

    /** {@code PAUSED}; parts on their way may still arrive and are then kept. */
    void pause(ItemId item) throws QueueException;

    /** Back in line, from {@code PAUSED} or {@code HELD}. An item held because of its project is from now on for the project bound last. */
    void resume(ItemId item) throws QueueException;

    void cancel(ItemId item) throws QueueException;

    /** Back in line at once, from {@code RETRYING}, {@code FAILED} or {@code CANCELLED}. */
    void retry(ItemId item) throws QueueException;

    /** Puts the item right before another one, taking over its priority; empty: at the end of its own. */
    void move(ItemId item, Optional<ItemId> before) throws QueueException;
}
