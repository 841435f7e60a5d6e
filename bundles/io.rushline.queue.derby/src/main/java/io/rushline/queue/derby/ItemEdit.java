package io.rushline.queue.derby;

import io.rushline.queue.api.Checksums;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.Reason;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the item that follows from another one. */
final class ItemEdit {

    private final Row before;
    private final Set<Hold> holds = EnumSet.noneOf(Hold.class);
    private Clip clip;
    private boolean growing;
    private ItemState state;
    private Optional<String> projectId;
    private Optional<Reason> reason;
    private Optional<Instant> retryAt;
    private int tries;
    private long position;
    private Optional<ItemId> duplicateOf;
    private Optional<String> versionOf;
    private Optional<String> assetId;
    private int partCount;
    private int ackedParts;
    private long ackedBytes;
    private Optional<Checksums> checksums;
    private List<String> networks;
    private Instant acceptedAt;
    private Optional<Instant> startedAt;
    private Optional<Instant> completedAt;

    ItemEdit(Row before) {
        this.before = before;
        holds.addAll(before.holds());
        Item item = before.item();
        clip = item.clip();
        growing = item.growing();
        state = item.state();
        projectId = item.projectId();
        reason = item.reason();
        retryAt = item.retryAt();
        tries = item.tries();
        position = item.position();
        duplicateOf = item.duplicateOf();
        versionOf = item.versionOf();
        assetId = item.assetId();
        partCount = item.partCount();
        ackedParts = item.ackedParts();
        ackedBytes = item.ackedBytes();
        checksums = item.checksums();
        networks = item.networks();
        acceptedAt = item.acceptedAt();
        startedAt = item.startedAt();
        completedAt = item.completedAt();
    }

    /** The only way to another state; reason and time of retry belong to the state that is left. */
    ItemEdit take(Transition transition) throws QueueException {
        state = transition.from(state);
        reason = Optional.empty();
        retryAt = Optional.empty();
        return this;
    }

    /** It stands in line unless something holds it. */
    ItemEdit backInLine(Transition transition) throws QueueException {
        transition.from(state);
        return held() ? take(Transition.HOLD).because(Hold.reason(holds).orElseThrow()) : take(transition).movedOn();
    }

    ItemEdit hold(Hold hold) throws QueueException {
        if (state == ItemState.PAUSED) {
            holds.add(Hold.PAUSED);
        }
        holds.add(hold);
        return take(Transition.HOLD).because(Hold.reason(holds).orElseThrow());
    }

    /** One reason to hold it is gone: it goes back to where it was unless there is another one. */
    ItemEdit lift(Hold hold) throws QueueException {
        holds.remove(hold);
        if (held()) {
            return take(Transition.HOLD).because(Hold.reason(holds).orElseThrow());
        }
        return holds.remove(Hold.PAUSED) ? take(Transition.UNHOLD_PAUSED) : take(Transition.UNHOLD);
    }

    /** What holds it besides, as long as it is not in line. */
    ItemEdit mark(Hold hold, boolean on) {
        if (on) {
            holds.add(hold);
        } else {
            holds.remove(hold);
        }
        return this;
    }

    ItemEdit unmark() {
        holds.clear();
        return this;
    }

    private boolean held() {
        return Hold.reason(holds).isPresent();
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

    ItemEdit duplicateOf(Optional<ItemId> other) {
        duplicateOf = other;
        return this;
    }

    ItemEdit versionOf(Optional<String> asset) {
        versionOf = asset;
        return this;
    }

    ItemEdit asset(String id, Instant createdAt) {
        assetId = Optional.of(id);
        startedAt = Optional.of(createdAt);
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

    ItemEdit parts(int more) {
        partCount += more;
        return this;
    }

    ItemEdit acknowledged(int parts, long bytes) {
        ackedParts += parts;
        ackedBytes += bytes;
        return this;
    }

    ItemEdit completed(Checksums sums, List<String> over, Instant at) {
        checksums = Optional.of(sums);
        networks = over;
        completedAt = Optional.of(at);
        return this;
    }

    /** A name that is the file's goes with it as long as no asset has it. */
    ItemEdit path(Path path) {
        boolean named = assetId.isEmpty() && clip.name().equals(fileName(clip.path()));
        return clip(path, named ? fileName(path) : clip.name(), clip.sizeBytes(), clip.fingerprint(), clip.createdAt(), clip.priority());
    }

    private static String fileName(Path path) {
        return String.valueOf(path.getFileName());
    }

    ItemEdit grown(long sizeBytes) {
        return clip(clip.path(), clip.name(), sizeBytes, clip.fingerprint(), clip.createdAt(), clip.priority());
    }

    /** The recording has ended, with this outcome; the priority it has in line stays. */
    ItemEdit finished(Clip last) {
        growing = false;
        int inLine = clip.priority();
        clip = last;
        return clip(last.path(), last.name(), last.sizeBytes(), last.fingerprint(), last.createdAt(), inLine);
    }

    ItemEdit fingerprint(String fingerprint) {
        return clip(clip.path(), clip.name(), clip.sizeBytes(), fingerprint, clip.createdAt(), clip.priority());
    }

    ItemEdit times(Instant createdAt, Instant accepted) {
        acceptedAt = accepted;
        return clip(clip.path(), clip.name(), clip.sizeBytes(), clip.fingerprint(), createdAt, clip.priority());
    }

    /** All else of it stays. */
    private ItemEdit clip(Path path, String name, long sizeBytes, String fingerprint, Instant createdAt, int priority) {
        clip = new Clip(path, name, sizeBytes, clip.modifiedAt(), fingerprint, clip.contentPrint(), createdAt, clip.source(), clip.channel(), priority,
                clip.ownTime());
        return this;
    }

    ItemEdit place(int priority, long newPosition) {
        position = newPosition;
        return clip(clip.path(), clip.name(), clip.sizeBytes(), clip.fingerprint(), clip.createdAt(), priority);
    }

    Row done() {
        boolean stays = state == before.state() && before.ended();
        return new Row(new Item(before.item().id(), clip, growing, projectId, state, reason, retryAt, tries, position, duplicateOf, versionOf, assetId,
                partCount, ackedParts, ackedBytes, checksums, networks, acceptedAt, startedAt, completedAt), holds, stays ? before.endedNo() : 0,
                stays ? before.endedAt() : Optional.empty());
    }
}
