package io.rushline.queue.derby;

import io.rushline.queue.api.Asset;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemFilter;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemPage;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Part;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.QueueException.Code;
import io.rushline.queue.api.QueueListener;
import io.rushline.queue.api.QueueSummary;
import io.rushline.queue.api.Reason;
import io.rushline.queue.api.UploadQueue;
import io.rushline.queue.api.Work;
import io.rushline.vault.api.Vault;
import io.rushline.vault.api.VaultException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import javax.sql.DataSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The upload queue in Derby: each call is one transaction. */
@Component
public final class DerbyUploadQueue implements UploadQueue {

    private static final Logger LOG = System.getLogger(DerbyUploadQueue.class.getName());
    /** How the codes of reasons begin that lie in the file: it is not there, or not as it was. */
    private static final String MEDIA = "media.";
    private static final String MEDIA_GONE = "media.gone";

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<QueueListener> listeners = List.of();

    private final Vault vault;
    private final Clock clock;
    private final Events events;
    private final Transactions transactions;

    /** What a call makes of an item. */
    private interface Edit {
        ItemEdit apply(ItemEdit item) throws QueueException;
    }

    @Activate
    public DerbyUploadQueue(@Reference(target = "(owner=io.rushline.queue.derby)") DataSource database, @Reference Vault vault)
            throws QueueException {
        this(database, vault, Clock.systemUTC(), List.of());
    }

    DerbyUploadQueue(DataSource database, Vault vault, Clock clock, List<QueueListener> listeners) throws QueueException {
        this.vault = vault;
        this.clock = clock;
        this.listeners = listeners;
        this.events = new Events(() -> this.listeners);
        this.transactions = new Transactions(database, events);
    }

    @Deactivate
    void close() {
        events.close();
    }

    // ---- for ingests

    @Override
    public ItemId accept(Clip clip) throws QueueException {
        return add(clip, ItemState.WAITING, Optional.empty());
    }

    @Override
    public ItemId reject(Clip clip, Reason why) throws QueueException {
        return add(clip, ItemState.REJECTED, Optional.of(why));
    }

    private ItemId add(Clip clip, ItemState state, Optional<Reason> why) throws QueueException {
        return transactions.write((transaction, tally) -> {
            Optional<ItemId> known = transaction.items.find(clip.fingerprint());
            if (known.isPresent()) {
                if (state == ItemState.WAITING) {
                    seenAgain(transaction, tally, transaction.get(known.get()), stored(clip).path());
                }
                return known.get();
            }
            Item item = new Item(tally.nextId(), stored(clip), transaction.binding.project(), state, why, Optional.empty(), 0, tally.nextPosition(),
                    Optional.empty(), 0, 0, 0, Optional.empty(), now(), Optional.empty(), Optional.empty());
            transaction.items.insert(item, tally.nextEnded());
            transaction.changed(null, item);
            return item.id();
        });
    }

    /** The disk was mounted elsewhere, the file was moved, or is back: the last path is the one that holds. */
    private void seenAgain(Transaction transaction, Tally tally, Item before, Path path) throws SQLException, QueueException {
        Item moved = new ItemEdit(before).path(path).done();
        if (failedFor(before, MEDIA)) {
            backInLine(transaction, tally, moved, Transition.RETRY);
        } else if (before.state() != ItemState.COMPLETED && !moved.equals(before)) {
            transaction.items.path(moved);
            transaction.changed(before, moved);
        }
    }

    private static boolean failedFor(Item item, String code) {
        return item.state() == ItemState.FAILED && item.reason().filter(why -> why.code().startsWith(code)).isPresent();
    }

    /** As it will be read back: times are kept in milliseconds. */
    private static Clip stored(Clip clip) {
        return new Clip(clip.path().toAbsolutePath(), clip.name(), clip.sizeBytes(), clip.modifiedAt().truncatedTo(ChronoUnit.MILLIS),
                clip.fingerprint(), clip.createdAt().truncatedTo(ChronoUnit.MILLIS), clip.source(), clip.channel(), clip.priority());
    }

    @Override
    public void relocate(ItemId item, Path path) throws QueueException {
        transactions.write((transaction, tally) -> {
            Item before = transaction.get(item);
            Item after = new ItemEdit(before).path(path.toAbsolutePath()).done();
            if (failedFor(before, MEDIA_GONE)) {
                return backInLine(transaction, tally, after, Transition.RETRY);
            }
            transaction.items.path(after);
            transaction.changed(before, after);
            return after;
        });
    }

    // ---- for the uploader

    @Override
    public void bind(String projectId) throws QueueException {
        transactions.write((transaction, tally) -> {
            List<ItemId> changed = transaction.binding.bind(projectId);
            transaction.changed(changed);
            return changed;
        });
    }

    @Override
    public Optional<Work> claim(String projectId, Set<ItemId> inHand) throws QueueException {
        return transactions.write((transaction, tally) -> {
            Optional<ItemId> next = transaction.line.next(projectId, inHand, clock.instant());
            return next.isPresent() ? Optional.of(claim(transaction, tally, next.get())) : Optional.empty();
        });
    }

    private Work claim(Transaction transaction, Tally tally, ItemId id) throws SQLException, VaultException, QueueException {
        Item item = transaction.get(id);
        if (item.state() != ItemState.UPLOADING) { // else a predecessor has claimed it
            item = change(transaction, tally, item, edit -> edit.take(Transition.CLAIM));
        }
        try {
            return new Work(item, transaction.assets.find(vault, id), transaction.assets.parts(id));
        } catch (VaultException failed) {
            if (failed.code() != VaultException.Code.TAMPERED) {
                throw failed;
            }
            LOG.log(Level.WARNING, "The upload URLs of item " + id + " cannot be read any more; it gets a new asset", failed);
            transaction.assets.delete(id);
            item = change(transaction, tally, item, edit -> edit.take(Transition.ABANDON_ASSET).withoutAsset());
            return new Work(item, Optional.empty(), List.of());
        }
    }

    @Override
    public Optional<Instant> nextRetry() throws QueueException {
        return transactions.read(transaction -> transaction.items.nextRetry(clock.instant()));
    }

    @Override
    public void assetCreated(ItemId id, Asset asset, List<Part> parts) throws QueueException {
        byte[] sealed;
        try {
            sealed = AssetTable.seal(vault, asset);
        } catch (VaultException failed) {
            throw new QueueException(Code.STORE, "", failed);
        }
        transactions.write((transaction, tally) -> {
            Item before = transaction.get(id);
            if (before.assetId().equals(Optional.of(asset.id()))) {
                return before;
            }
            if (before.assetId().isPresent()) {
                throw new QueueException(Code.ILLEGAL_TRANSITION, "item " + id + " has an asset", null);
            }
            PartList.requireCover(parts, before.clip().sizeBytes(), asset.uploadUrls().size());
            Item after = change(transaction, tally, before, edit -> edit.take(Transition.CREATE_ASSET).movedOn()
                    .asset(asset.id(), asset.createdAt().truncatedTo(ChronoUnit.MILLIS), parts.size())
                    .acknowledged(PartList.acknowledged(parts), PartList.acknowledgedBytes(parts)));
            transaction.assets.insert(id, asset, sealed, parts, clock.instant());
            return after;
        });
    }

    @Override
    public void acknowledge(ItemId id, String assetId, int part) throws QueueException {
        transactions.write((transaction, tally) -> {
            Item before = transaction.get(id);
            OptionalLong bytes = before.assetId().equals(Optional.of(assetId))
                    ? transaction.assets.acknowledge(id, part, clock.instant()) : OptionalLong.empty();
            if (bytes.isPresent()) {
                Item after = new ItemEdit(before).acknowledged(1, bytes.getAsLong()).movedOn().done();
                transaction.items.progress(after);
                transaction.changed(before, after);
            }
            return bytes;
        });
    }

    @Override
    public void complete(ItemId id, String sha256) throws QueueException {
        transactions.write((transaction, tally) -> {
            Item before = transaction.get(id);
            if (before.state() == ItemState.COMPLETED) {
                return before;
            }
            if (before.assetId().isEmpty() || before.ackedParts() < before.partCount()) {
                throw new QueueException(Code.ILLEGAL_TRANSITION, "item " + id + ": " + before.ackedParts() + " of " + before.partCount()
                        + " parts are acknowledged", null);
            }
            transaction.assets.delete(id); // the URLs are of no use any more
            return change(transaction, tally, before, edit -> edit.take(Transition.COMPLETE).movedOn().completed(sha256, now()));
        });
    }

    @Override
    public void abandonAsset(ItemId id, Reason why) throws QueueException {
        Item item = transactions.write((transaction, tally) -> {
            transaction.assets.delete(id);
            return change(transaction, tally, transaction.get(id), edit -> edit.take(Transition.ABANDON_ASSET).withoutAsset());
        });
        LOG.log(Level.INFO, "The asset of item {0} was given up: {1}", item.id(), why.code());
    }

    @Override
    public void postpone(ItemId id, Reason why, Instant until) throws QueueException {
        change(id, edit -> edit.take(Transition.POSTPONE).because(why).postponed(until.truncatedTo(ChronoUnit.MILLIS)));
    }

    @Override
    public void fail(ItemId id, Reason why) throws QueueException {
        change(id, edit -> edit.take(Transition.FAIL).because(why));
    }

    @Override
    public void release(ItemId id) throws QueueException {
        change(id, edit -> edit.take(Transition.RELEASE));
    }

    // ---- for people

    @Override
    public Optional<Item> find(ItemId item) throws QueueException {
        return transactions.read(transaction -> transaction.items.find(item));
    }

    @Override
    public ItemPage list(ItemFilter filter) throws QueueException {
        Set<ItemState> states = filter.states().isEmpty() ? EnumSet.allOf(ItemState.class) : filter.states();
        if (!filter.text().isEmpty()) {
            return transactions.read(transaction -> transaction.line.search(states, filter, transaction.items));
        }
        long total = summary().counts().entrySet().stream().filter(count -> states.contains(count.getKey())).mapToLong(Map.Entry::getValue).sum();
        return transactions.read(transaction ->
                new ItemPage(transaction.items.all(transaction.line.page(states, filter.offset(), filter.limit())), total));
    }

    @Override
    public QueueSummary summary() throws QueueException {
        return transactions.summary();
    }

    @Override
    public void pause(ItemId id) throws QueueException {
        change(id, edit -> edit.take(Transition.PAUSE));
    }

    @Override
    public void resume(ItemId id) throws QueueException {
        transactions.write((transaction, tally) -> {
            Item before = transaction.get(id);
            if (before.reason().filter(Binding::holds).isEmpty()) {
                return backInLine(transaction, tally, before, Transition.RESUME);
            }
            String project = transaction.binding.project().orElseThrow();
            transaction.assets.delete(id); // it belongs to the other project
            return change(transaction, tally, before, edit -> edit.take(Transition.RESUME).project(project).withoutAsset());
        });
    }

    @Override
    public void retry(ItemId id) throws QueueException {
        transactions.write((transaction, tally) -> backInLine(transaction, tally, transaction.get(id), Transition.RETRY));
    }

    /** An item of another project does not get into line by this, but is held (I8). */
    private Item backInLine(Transaction transaction, Tally tally, Item before, Transition transition) throws SQLException, QueueException {
        boolean other = before.projectId().isPresent() && !before.projectId().equals(transaction.binding.project());
        transition.from(before.state());
        return change(transaction, tally, before, edit -> other
                ? edit.take(Transition.HOLD).because(Binding.OTHER_PROJECT)
                : edit.take(transition).movedOn());
    }

    @Override
    public void cancel(ItemId id) throws QueueException {
        change(id, edit -> edit.take(Transition.CANCEL));
    }

    @Override
    public void move(ItemId id, Optional<ItemId> before) throws QueueException {
        transactions.write((transaction, tally) -> {
            Item item = inLine(transaction.get(id));
            if (before.isEmpty()) {
                return change(transaction, tally, item, edit -> edit.place(item.clip().priority(), tally.nextPosition()));
            }
            Item other = inLine(transaction.get(before.get()));
            if (item.id().equals(other.id())) {
                return item;
            }
            long position = transaction.line.before(other);
            return change(transaction, tally, transaction.get(id), edit -> edit.place(other.clip().priority(), position));
        });
    }

    private static Item inLine(Item item) throws QueueException {
        if (Transition.ENDED.contains(item.state())) {
            throw new QueueException(Code.ILLEGAL_TRANSITION, "item " + item.id() + " is " + item.state(), null);
        }
        return item;
    }

    private void change(ItemId id, Edit edit) throws QueueException {
        transactions.write((transaction, tally) -> change(transaction, tally, transaction.get(id), edit));
    }

    private static Item change(Transaction transaction, Tally tally, Item before, Edit edit) throws SQLException, QueueException {
        Item after = edit.apply(new ItemEdit(before)).done();
        if (!transaction.items.update(after, before.state(), tally.nextEnded())) {
            throw new QueueException(Code.ILLEGAL_TRANSITION, "item " + before.id() + " has changed meanwhile", null);
        }
        transaction.changed(before, after);
        return after;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
