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
 *
 * <p>Reasons of {@code HELD}: {@code queue.manual}, {@code queue.other-project}, {@code queue.before-pairing}, {@code queue.duplicate},
 * {@code queue.channel-paused}.
 */
@ProviderType
public interface UploadQueue {

    // ---- for ingests

    /**
     * Takes a clip over; from here on it survives anything (I1). The same fingerprint again gives the same item. It is {@code HELD} where it is
     * the same content as another clip, was made inside a pause, or people choose by hand. A file that was written anew at the path of an
     * unfinished item takes that one's place: the old one is {@code CANCELLED(media.superseded)}.
     */
    ItemId accept(Clip clip) throws QueueException;

    /** Takes over a clip that is still being recorded, as far as it has come. The same fingerprint again gives the same item. */
    ItemId acceptGrowing(Clip clip) throws QueueException;

    /** A growing clip has this size now; for people, so that every few seconds are enough. */
    void grown(ItemId item, long sizeBytes) throws QueueException;

    /**
     * The recording has ended: the clip with its final size, times and fingerprint. Repeating it changes nothing.
     *
     * @return the item that stands for it; another one where that very clip is in the queue already
     */
    ItemId finished(ItemId item, Clip clip) throws QueueException;

    /** Notes a file that is no clip or is broken, for people to see. The same fingerprint again gives the same item. */
    ItemId reject(Clip clip, Reason why) throws QueueException;

    /** The item's file has another path now. */
    void relocate(ItemId item, Path path) throws QueueException;

    // ---- for the channel

    /** The cloud said what is paused. Begin and end of pauses are kept; clips made inside one become {@code HELD} (I7). */
    void pauseSeen(PauseSighting sighting) throws QueueException;

    // ---- for the uploader

    /**
     * The device is connected to this project. Unfinished items of another project become {@code HELD(queue.other-project)}, those that were
     * queued before any pairing {@code HELD(queue.before-pairing)}, and those held for another project that belong to this one go back in line
     * (I8).
     */
    void bind(Project project) throws QueueException;

    /**
     * The next item to work on for a project, now {@code UPLOADING}. Items left {@code UPLOADING} by a predecessor come first, then those in
     * line, {@code RETRYING} ones from their time on; highest priority, then lowest position. Nothing while the queue is paused.
     *
     * @param inHand what the caller has claimed already; not given again
     */
    Optional<Work> claim(String projectId, Set<ItemId> inHand) throws QueueException;

    /** When the next {@code RETRYING} item is due; empty when there is none. */
    Optional<Instant> nextRetry() throws QueueException;

    /**
     * The asset was created; on disk before the first byte goes out. The parts of a {@link Asset.Way#PLAIN} one cover the whole clip; those of a
     * {@link Asset.Way#REALTIME} one follow with {@link #addParts}.
     */
    void assetCreated(ItemId item, Asset asset, List<Part> parts) throws QueueException;

    /** Byte ranges of a real-time asset, on disk before their URLs are asked for: a number keeps its range. Repeating it changes nothing. */
    void addParts(ItemId item, String assetId, List<Part> parts) throws QueueException;

    /** The cloud has this part of this asset; repeating it changes nothing (I2), nor does it for an asset that was given up. */
    void acknowledge(ItemId item, String assetId, int part, Receipt receipt) throws QueueException;

    /** All parts are acknowledged, cover the clip, and it grows no more: {@code COMPLETED}. Repeating it changes nothing. */
    void complete(ItemId item, Checksums checksums) throws QueueException;

    /** The asset cannot be finished: the item is as if none had been created, still {@code UPLOADING}. The asset is listed as abandoned. */
    void abandonAsset(ItemId item, Reason why) throws QueueException;

    /** An asset may be in the cloud that was never recorded here: it is listed as abandoned. */
    void orphaned(ItemId item, Optional<String> assetId, Reason why) throws QueueException;

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

    /** From memory: never blocks. */
    QueueSettings settings();

    void settings(QueueSettings settings) throws QueueException;

    /**
     * Does it to every one for which it can be done.
     *
     * @return how many changed
     */
    int apply(Action action, Selection selection) throws QueueException;

    /** Does it to this one. */
    void apply(Action action, ItemId item) throws QueueException;

    /** Sends a clip whose asset is complete once more, as a new version of that asset; the new item. */
    ItemId uploadAgain(ItemId item) throws QueueException;

    /** Higher goes first; the item is the last of its new equals. */
    void prioritise(ItemId item, int priority) throws QueueException;

    /** Puts the item right before another one, taking over its priority; empty: at the end of its own. */
    void move(ItemId item, Optional<ItemId> before) throws QueueException;

    /** Every project that ever had a clip here, by its last known name. */
    List<Project> projects() throws QueueException;

    /** Newest first, 1000 at most. */
    List<AbandonedAsset> abandonedAssets() throws QueueException;
}
