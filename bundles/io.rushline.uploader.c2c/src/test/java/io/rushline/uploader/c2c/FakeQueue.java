package io.rushline.uploader.c2c;

import io.rushline.queue.api.AbandonedAsset;
import io.rushline.queue.api.Action;
import io.rushline.queue.api.Asset;
import io.rushline.queue.api.Checksums;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemFilter;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemPage;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Part;
import io.rushline.queue.api.PauseSighting;
import io.rushline.queue.api.Project;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.QueueException.Code;
import io.rushline.queue.api.QueueSettings;
import io.rushline.queue.api.QueueSummary;
import io.rushline.queue.api.Reason;
import io.rushline.queue.api.Receipt;
import io.rushline.queue.api.Selection;
import io.rushline.queue.api.UploadQueue;
import io.rushline.queue.api.Work;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** A queue in memory that is as strict as the real one. Its rows outlive it: {@link #successor} is another queue over the same rows. */
final class FakeQueue implements UploadQueue {

    private static final Set<ItemState> LIVE = EnumSet.of(ItemState.WAITING, ItemState.UPLOADING, ItemState.RETRYING, ItemState.PAUSED, ItemState.HELD);

    static final class Row {
        final ItemId id;
        Clip clip;
        Optional<String> project = Optional.empty();
        ItemState state = ItemState.WAITING;
        Reason reason;
        Instant retryAt;
        int tries;
        Asset asset;
        final TreeMap<Integer, Part> parts = new TreeMap<>();
        Checksums checksums;
        boolean growing;
        final List<Optional<String>> orphans = new ArrayList<>();
        final List<String> abandoned = new ArrayList<>();
        Optional<String> versionOf = Optional.empty();
        final List<String> history = new ArrayList<>();

        Row(ItemId id, Clip clip) {
            this.id = id;
            this.clip = clip;
        }

        synchronized Item item() {
            List<Part> acked = parts.values().stream().filter(Part::acknowledged).toList();
            return new Item(id, clip, growing, project, state, Optional.ofNullable(reason), Optional.ofNullable(retryAt), tries, id.value(),
                    Optional.empty(), versionOf, Optional.ofNullable(asset).map(Asset::id), parts.size(), acked.size(),
                    acked.stream().mapToLong(Part::sizeBytes).sum(), Optional.ofNullable(checksums), List.of(), Instant.EPOCH, Optional.empty(),
                    Optional.empty());
        }
    }

    private final Map<ItemId, Row> rows;
    private final Clock clock;
    private final Consumer<Item> changed;
    volatile QueueSettings settings = new QueueSettings(false, false);
    final List<Project> bound = new ArrayList<>();
    int summaries;
    int lists;
    /** The next asset has parts that cannot be. */
    boolean impossible;
    /** The next clip is postponed only when it is said again. */
    boolean postponesLater;
    volatile boolean dead;
    volatile QueueException.Code broken;

    FakeQueue(Clock clock, Consumer<Item> changed) {
        this(new ConcurrentHashMap<>(), clock, changed);
    }

    private FakeQueue(Map<ItemId, Row> rows, Clock clock, Consumer<Item> changed) {
        this.rows = rows;
        this.clock = clock;
        this.changed = changed;
    }

    FakeQueue successor() {
        dead = true;
        return new FakeQueue(rows, clock, changed);
    }

    Row row(ItemId id) {
        return rows.get(id);
    }

    List<Row> all() {
        return rows.values().stream().sorted(Comparator.comparing(r -> r.id.value())).toList();
    }

    private synchronized Row get(ItemId id) throws QueueException {
        alive();
        Row row = rows.get(id);
        if (row == null) {
            throw new QueueException(Code.UNKNOWN_ITEM);
        }
        return row;
    }

    private void alive() throws QueueException {
        if (dead) {
            throw new IllegalStateException("this queue was stopped");
        }
        if (broken != null) {
            throw new QueueException(broken);
        }
    }

    private void to(Row row, ItemState next, Reason why, ItemState... from) throws QueueException {
        if (!Set.of(from).contains(row.state)) {
            throw new QueueException(Code.ILLEGAL_TRANSITION, row.state + " to " + next, null);
        }
        row.state = next;
        row.reason = why;
        row.retryAt = null;
        row.history.add(next + (why == null ? "" : " " + why.code()));
        changed.accept(row.item());
    }

    @Override
    public synchronized ItemId accept(Clip clip) throws QueueException {
        alive();
        ItemId id = new ItemId(rows.size() + 1);
        rows.put(id, new Row(id, clip));
        changed.accept(row(id).item());
        return id;
    }

    @Override
    public synchronized void bind(Project project) throws QueueException {
        alive();
        bound.add(project);
        String projectId = project.id();
        for (Row row : rows.values()) {
            if (row.project.isEmpty()) {
                row.project = Optional.of(projectId);
            }
            boolean here = row.project.get().equals(projectId);
            if (!here && LIVE.contains(row.state) && row.state != ItemState.HELD) {
                to(row, ItemState.HELD, new Reason("project.other", "", ""), row.state);
            } else if (here && row.state == ItemState.HELD) {
                to(row, ItemState.WAITING, null, ItemState.HELD);
            }
        }
    }

    @Override
    public synchronized Optional<Work> claim(String projectId, Set<ItemId> inHand) throws QueueException {
        alive();
        if (settings.paused()) {
            return Optional.empty();
        }
        Optional<Row> next = rows.values().stream()
                .filter(r -> !inHand.contains(r.id))
                .filter(r -> r.project.isEmpty() || r.project.get().equals(projectId))
                .filter(r -> r.state == ItemState.UPLOADING || r.state == ItemState.WAITING
                        || r.state == ItemState.RETRYING && !r.retryAt.isAfter(clock.instant()))
                .min(Comparator.<Row>comparingInt(r -> r.state == ItemState.UPLOADING ? 0 : 1)
                        .thenComparingInt(r -> -r.clip.priority()).thenComparingLong(r -> r.id.value()));
        if (next.isEmpty()) {
            return Optional.empty();
        }
        Row row = next.get();
        row.project = Optional.of(projectId);
        to(row, ItemState.UPLOADING, null, ItemState.UPLOADING, ItemState.WAITING, ItemState.RETRYING);
        return Optional.of(new Work(row.item(), Optional.ofNullable(row.asset), List.copyOf(row.parts.values())));
    }

    @Override
    public synchronized Optional<Instant> nextRetry() throws QueueException {
        alive();
        return rows.values().stream().filter(r -> r.state == ItemState.RETRYING).map(r -> r.retryAt).min(Comparator.naturalOrder());
    }

    @Override
    public synchronized void assetCreated(ItemId item, Asset asset, List<Part> parts) throws QueueException {
        Row row = get(item);
        if (impossible) {
            impossible = false;
            throw new IllegalArgumentException("the parts do not cover the clip");
        }
        to(row, ItemState.UPLOADING, null, ItemState.UPLOADING);
        if (row.asset != null) {
            throw new QueueException(Code.ILLEGAL_TRANSITION, "there is an asset", null);
        }
        row.asset = asset;
        parts.forEach(p -> row.parts.put(p.number(), p));
        row.tries = 0;
    }

    @Override
    public synchronized void acknowledge(ItemId item, String assetId, int part, Receipt receipt) throws QueueException {
        Row row = get(item);
        if (row.asset != null && row.asset.id().equals(assetId)) {
            row.parts.computeIfPresent(part, (n, p) -> new Part(n, p.offsetBytes(), p.sizeBytes(), Optional.of(receipt)));
            row.tries = 0;
            changed.accept(row.item());
        }
    }

    @Override
    public synchronized void complete(ItemId item, Checksums checksums) throws QueueException {
        Row row = get(item);
        if (row.state != ItemState.COMPLETED) {
            if (row.parts.isEmpty() || row.parts.values().stream().anyMatch(p -> !p.acknowledged())) {
                throw new QueueException(Code.ILLEGAL_TRANSITION, "parts are missing", null);
            }
            if (row.growing || row.parts.values().stream().mapToLong(Part::sizeBytes).sum() != row.clip.sizeBytes()) {
                throw new QueueException(Code.ILLEGAL_TRANSITION, "the parts do not cover the clip", null);
            }
            to(row, ItemState.COMPLETED, null, ItemState.UPLOADING);
            row.checksums = checksums;
        }
    }

    @Override
    public synchronized void abandonAsset(ItemId item, Reason why) throws QueueException {
        Row row = get(item);
        to(row, ItemState.UPLOADING, null, ItemState.UPLOADING);
        if (row.asset != null) {
            row.abandoned.add(row.asset.id() + " " + why.code());
        }
        row.asset = null;
        row.parts.clear();
    }

    @Override
    public synchronized void postpone(ItemId item, Reason why, Instant until) throws QueueException {
        Row row = get(item);
        if (postponesLater) {
            postponesLater = false;
            throw new QueueException(Code.STORE);
        }
        to(row, ItemState.RETRYING, why, ItemState.UPLOADING);
        row.retryAt = until;
        row.tries++;
    }

    @Override
    public synchronized void fail(ItemId item, Reason why) throws QueueException {
        to(get(item), ItemState.FAILED, why, ItemState.UPLOADING);
    }

    @Override
    public synchronized void release(ItemId item) throws QueueException {
        to(get(item), ItemState.WAITING, null, ItemState.UPLOADING);
    }

    @Override
    public synchronized Optional<Item> find(ItemId item) throws QueueException {
        alive();
        return Optional.ofNullable(rows.get(item)).map(Row::item);
    }

    @Override
    public synchronized void apply(Action action, ItemId item) throws QueueException {
        switch (action) {
            case PAUSE -> to(get(item), ItemState.PAUSED, null, ItemState.WAITING, ItemState.UPLOADING, ItemState.RETRYING);
            case RESUME -> to(get(item), ItemState.WAITING, null, ItemState.PAUSED, ItemState.HELD);
            case CANCEL -> to(get(item), ItemState.CANCELLED, null, LIVE.toArray(ItemState[]::new));
            case RETRY -> to(get(item), ItemState.WAITING, null, ItemState.RETRYING, ItemState.FAILED, ItemState.CANCELLED);
        }
    }

    @Override
    public QueueSettings settings() {
        return settings;
    }

    @Override
    public void settings(QueueSettings next) {
        settings = next;
    }

    @Override
    public synchronized ItemId acceptGrowing(Clip clip) throws QueueException {
        ItemId id = accept(clip);
        rows.get(id).growing = true;
        changed.accept(row(id).item());
        return id;
    }

    @Override
    public synchronized void grown(ItemId item, long sizeBytes) throws QueueException {
        Clip old = get(item).clip;
        get(item).clip = new Clip(old.path(), old.name(), sizeBytes, old.modifiedAt(), old.fingerprint(), old.contentPrint(), old.createdAt(),
                old.source(), old.channel(), old.priority());
        changed.accept(get(item).item());
    }

    /** As after a step of the clock. */
    synchronized void redate(ItemId item, Instant createdAt) throws QueueException {
        Clip old = get(item).clip;
        get(item).clip = new Clip(old.path(), old.name(), old.sizeBytes(), old.modifiedAt(), old.fingerprint(), old.contentPrint(), createdAt, old.source(),
                old.channel(), old.priority(), old.ownTime());
        changed.accept(get(item).item());
    }

    @Override
    public synchronized ItemId finished(ItemId item, Clip clip) throws QueueException {
        get(item).clip = clip;
        get(item).growing = false;
        changed.accept(get(item).item());
        return item;
    }

    @Override
    public synchronized void addParts(ItemId item, String assetId, List<Part> parts) throws QueueException {
        Row row = get(item);
        if (row.state != ItemState.UPLOADING || row.asset == null || !row.asset.id().equals(assetId)) {
            throw new QueueException(Code.ILLEGAL_TRANSITION, "it has another asset", null);
        }
        parts.forEach(p -> row.parts.putIfAbsent(p.number(), p));
        changed.accept(row.item());
    }

    @Override
    public synchronized void orphaned(ItemId item, Optional<String> assetId, Reason why) throws QueueException {
        get(item).orphans.add(assetId);
    }

    @Override
    public void pauseSeen(PauseSighting sighting) {
        throw new UnsupportedOperationException();
    }

    @Override
    public synchronized int apply(Action action, Selection selection) throws QueueException {
        alive();
        int done = 0;
        for (Row row : matching((Selection.Matching) selection)) {
            apply(action, row.id);
            done++;
        }
        return done;
    }

    private List<Row> matching(Selection.Matching what) {
        return all().stream().filter(r -> what.states().isEmpty() || what.states().contains(r.state))
                .filter(r -> what.reasonCode().isEmpty() || r.reason != null && r.reason.code().equals(what.reasonCode().get())).toList();
    }

    @Override
    public ItemId uploadAgain(ItemId item) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void prioritise(ItemId item, int priority) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Project> projects() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<AbandonedAsset> abandonedAssets() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ItemId reject(Clip clip, Reason why) {
        throw new UnsupportedOperationException();
    }

    @Override
    public synchronized void relocate(ItemId item, Path path) throws QueueException {
        Row row = get(item);
        Clip old = row.clip;
        String name = row.asset == null ? path.getFileName().toString() : old.name();
        row.clip = new Clip(path, name, old.sizeBytes(), old.modifiedAt(), old.fingerprint(), old.contentPrint(), old.createdAt(), old.source(), old.channel(),
                old.priority());
        changed.accept(row.item());
    }

    @Override
    public synchronized ItemPage list(ItemFilter filter) throws QueueException {
        alive();
        lists++;
        List<Row> all = matching(filter.matching());
        return new ItemPage(all.stream().sorted(Comparator.<Row>comparingInt(r -> -r.clip.priority()).thenComparingLong(r -> r.id.value()))
                .skip(filter.offset()).limit(filter.limit()).map(Row::item).toList(), all.size());
    }

    synchronized long remaining() {
        return rows.values().stream().filter(r -> LIVE.contains(r.state)).mapToLong(r -> r.clip.sizeBytes() - r.item().ackedBytes()).sum();
    }

    @Override
    public synchronized QueueSummary summary() throws QueueException {
        alive();
        summaries++;
        long remaining = remaining();
        return new QueueSummary(Map.of(), remaining, List.of());
    }

    @Override
    public void move(ItemId item, Optional<ItemId> before) {
        throw new UnsupportedOperationException();
    }
}
