package io.rushline.queue.derby;

import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.Reason;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Makes the item that follows from another one. */
final class ItemEdit {

    private final Item before;
    private Clip clip;
    private ItemState state;
    private Optional<String> projectId;
    private Optional<Reason> reason;
    private Optional<Instant> retryAt;
    private int tries;
    private long position;
    private Optional<String> assetId;
    private int partCount;
    private int ackedParts;
    private long ackedBytes;
    private Optional<String> sha256;
    private Optional<Instant> startedAt;
    private Optional<Instant> completedAt;

    ItemEdit(Item before) {
        this.before = before;
        clip = before.clip();
        state = before.state();
        projectId = before.projectId();
        reason = before.reason();
        retryAt = before.retryAt();
        tries = before.tries();
        position = before.position();
        assetId = before.assetId();
        partCount = before.partCount();
        ackedParts = before.ackedParts();
        ackedBytes = before.ackedBytes();
        sha256 = before.sha256();
        startedAt = before.startedAt();
        completedAt = before.completedAt();
    }

    /** The only way to another state; reason and time of retry belong to the state that is left. */
    ItemEdit take(Transition transition) throws QueueException {
        state = transition.from(state);
        reason = Optional.empty();
        retryAt = Optional.empty();
        return this;
    }

    ItemEdit because(Reason why) {
        reason = Optional.of(why);
        return this;
    }

    ItemEdit project(String id) {
        projectId = Optional.of(id);
        return this;
    }

    ItemEdit postponed(Instant until) {
        retryAt = Optional.of(until);
        tries++;
        return this;
    }

    ItemEdit movedOn() {
        tries = 0;
        return this;
    }

    ItemEdit asset(String id, Instant createdAt, int parts) {
        assetId = Optional.of(id);
        startedAt = Optional.of(createdAt);
        partCount = parts;
        return this;
    }

    ItemEdit withoutAsset() {
        assetId = Optional.empty();
        startedAt = Optional.empty();
        partCount = 0;
        ackedParts = 0;
        ackedBytes = 0;
        return this;
    }

    ItemEdit acknowledged(int parts, long bytes) {
        ackedParts += parts;
        ackedBytes += bytes;
        return this;
    }

    ItemEdit completed(String hash, Instant at) {
        sha256 = Optional.of(hash);
        completedAt = Optional.of(at);
        return this;
    }

    /** A name that is the file's goes with it as long as no asset has it. */
    ItemEdit path(Path path) {
        boolean named = assetId.isEmpty() && clip.name().equals(fileName(clip.path()));
        clip = new Clip(path, named ? fileName(path) : clip.name(), clip.sizeBytes(), clip.modifiedAt(), clip.fingerprint(), clip.createdAt(), clip.source(),
                clip.channel(), clip.priority());
        return this;
    }

    private static String fileName(Path path) {
        return String.valueOf(path.getFileName());
    }

    ItemEdit place(int priority, long newPosition) {
        clip = new Clip(clip.path(), clip.name(), clip.sizeBytes(), clip.modifiedAt(), clip.fingerprint(), clip.createdAt(), clip.source(),
                clip.channel(), priority);
        position = newPosition;
        return this;
    }

    Item done() {
        return new Item(before.id(), clip, projectId, state, reason, retryAt, tries, position, assetId, partCount, ackedParts, ackedBytes,
                sha256, before.acceptedAt(), startedAt, completedAt);
    }
}
