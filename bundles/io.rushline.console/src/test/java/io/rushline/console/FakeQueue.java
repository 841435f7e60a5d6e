package io.rushline.console;

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
import io.rushline.queue.api.QueueSettings;
import io.rushline.queue.api.QueueSummary;
import io.rushline.queue.api.Reason;
import io.rushline.queue.api.Receipt;
import io.rushline.queue.api.Selection;
import io.rushline.queue.api.UploadQueue;
import io.rushline.queue.api.Work;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What people can do with a queue, in memory. */
public final class FakeQueue implements UploadQueue {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private static final Map<Action, Set<ItemState>> FROM = Map.of(
            Action.PAUSE, Set.of(ItemState.WAITING, ItemState.UPLOADING, ItemState.RETRYING),
            Action.RESUME, Set.of(ItemState.PAUSED, ItemState.HELD),
            Action.CANCEL, Set.of(ItemState.WAITING, ItemState.PAUSED, ItemState.HELD, ItemState.FAILED),
            Action.RETRY, Set.of(ItemState.RETRYING, ItemState.FAILED, ItemState.CANCELLED));

    private final Map<ItemId, Item> items = new LinkedHashMap<>();
    public boolean broken;
    public int summaries;
    /** How often many items were changed in one call. */
    public int applied;
    public volatile QueueSettings settings = new QueueSettings(false, false);

    public synchronized Item add(String name, ItemState state) {
        return put(new Clip(Path.of("/media", name), name, 1_000, NOON, name, "", NOON, "folder clips", 0, 0), state);
    }

    /** One that waits for a person's word. */
    public synchronized Item hold(String name, String code, String project) {
        Item item = add(name, ItemState.HELD);
        Item held = because(item, ItemState.HELD, new Reason(code, "It is held.", "Say so."), Optional.of(project));
        items.put(item.id(), held);
        return held;
    }

    private static Item because(Item item, ItemState state, Reason why, Optional<String> project) {
        return new Item(item.id(), item.clip(), false, project, state, Optional.of(why), Optional.empty(), 0, item.position(), Optional.empty(), Optional.empty(),
                Optional.empty(), 0, 0, 0, Optional.empty(), List.of(), NOON, Optional.empty(), Optional.empty());
    }

    private Item put(Clip clip, ItemState state) {
        ItemId id = new ItemId(items.size() + 1L);
        items.put(id, item(id, clip, state));
        return items.get(id);
    }

    public static Item item(ItemId id, Clip clip, ItemState state) {
        boolean done = state == ItemState.COMPLETED;
        return new Item(id, clip, false, Optional.of("p1"), state, state == ItemState.HELD ? Optional.of(new Reason("queue.manual", "Held.", "")) : Optional.empty(),
                Optional.empty(), 0, id.value(), Optional.empty(), Optional.empty(), done ? Optional.of("a" + id) : Optional.empty(), 0, 0, 0,
                done ? Optional.of(new Checksums("5".repeat(64), "6".repeat(32), Optional.empty())) : Optional.empty(),
                done ? List.of("wlan0 (Wi-Fi)") : List.of(), NOON, Optional.empty(), Optional.empty());
    }

    @Override
    public synchronized ItemId accept(Clip clip) throws QueueException {
        check();
        return items.values().stream().filter(item -> item.clip().fingerprint().equals(clip.fingerprint())).map(Item::id).findFirst()
                .orElseGet(() -> put(clip, ItemState.WAITING).id());
    }

    @Override
    public synchronized Optional<Item> find(ItemId item) throws QueueException {
        check();
        return Optional.ofNullable(items.get(item));
    }

    @Override
    public synchronized ItemPage list(ItemFilter filter) throws QueueException {
        check();
        List<Item> found = items.values().stream().filter(item -> matches(filter.matching(), item)).toList();
        return new ItemPage(found.stream().skip(filter.offset()).limit(filter.limit()).toList(), found.size());
    }

    private static boolean matches(Selection.Matching matching, Item item) {
        return (matching.states().isEmpty() || matching.states().contains(item.state())) && item.clip().name().contains(matching.text())
                && matching.reasonCode().map(code -> item.reason().map(Reason::code).equals(Optional.of(code))).orElse(true)
                && matching.projectId().map(project -> item.projectId().equals(Optional.of(project))).orElse(true);
    }

    @Override
    public synchronized QueueSummary summary() throws QueueException {
        summaries++;
        check();
        return new QueueSummary(items.values().stream().collect(Collectors.groupingBy(Item::state, Collectors.counting())), 4_711,
                items.values().stream().filter(item -> item.state() == ItemState.HELD)
                        .collect(Collectors.groupingBy(item -> item.reason().orElseThrow().code(), Collectors.counting())).entrySet().stream()
                        .map(held -> new QueueSummary.Held(held.getKey(), held.getValue(), held.getValue() * 1_000)).toList());
    }

    @Override
    public synchronized int apply(Action action, Selection selection) throws QueueException {
        check();
        applied++;
        int changed = 0;
        for (Item item : List.copyOf(items.values())) {
            boolean meant = selection instanceof Selection.Items some ? some.ids().contains(item.id()) : matches((Selection.Matching) selection, item);
            if (meant && FROM.get(action).contains(item.state())) {
                apply(action, item.id());
                changed++;
            }
        }
        return changed;
    }

    @Override
    public void apply(Action action, ItemId item) throws QueueException {
        go(item, action == Action.PAUSE ? ItemState.PAUSED : action == Action.CANCEL ? ItemState.CANCELLED : ItemState.WAITING, FROM.get(action));
    }

    private synchronized void go(ItemId id, ItemState to, Set<ItemState> from) throws QueueException {
        Item item = find(id).orElseThrow(() -> new QueueException(QueueException.Code.UNKNOWN_ITEM));
        if (!from.contains(item.state())) {
            throw new QueueException(QueueException.Code.ILLEGAL_TRANSITION);
        }
        items.put(id, item(id, item.clip(), to));
    }

    @Override
    public QueueSettings settings() {
        return settings;
    }

    @Override
    public void settings(QueueSettings now) throws QueueException {
        check();
        settings = now;
    }

    @Override
    public synchronized ItemId uploadAgain(ItemId item) throws QueueException {
        Item done = find(item).orElseThrow(() -> new QueueException(QueueException.Code.UNKNOWN_ITEM));
        if (done.state() != ItemState.COMPLETED) {
            throw new QueueException(QueueException.Code.ILLEGAL_TRANSITION);
        }
        return put(done.clip(), ItemState.WAITING).id();
    }

    @Override
    public synchronized void prioritise(ItemId id, int priority) throws QueueException {
        Item item = find(id).orElseThrow(() -> new QueueException(QueueException.Code.UNKNOWN_ITEM));
        Clip c = item.clip();
        items.put(id, item(id, new Clip(c.path(), c.name(), c.sizeBytes(), c.modifiedAt(), c.fingerprint(), c.contentPrint(), c.createdAt(), c.source(),
                c.channel(), priority), item.state()));
    }

    @Override
    public List<Project> projects() {
        return List.of(new Project("p1", "Night Shoot"), new Project("p2", "Day Shoot"));
    }

    @Override
    public List<AbandonedAsset> abandonedAssets() throws QueueException {
        check();
        return List.of(new AbandonedAsset(new ItemId(1), "A001.mov", Optional.of("a9"), Optional.of("p1"),
                new Reason("cloud.urls-expired", "Its links had ended.", ""), NOON));
    }

    @Override
    public synchronized void move(ItemId item, Optional<ItemId> before) throws QueueException {
        if (find(item).isEmpty() || before.isPresent() && find(before.get()).isEmpty()) {
            throw new QueueException(QueueException.Code.UNKNOWN_ITEM);
        }
        moved = item + " before " + before.map(ItemId::toString).orElse("none");
    }

    public String moved;

    private void check() throws QueueException {
        if (broken) {
            throw new QueueException(QueueException.Code.STORE);
        }
    }

    @Override
    public ItemId reject(Clip clip, Reason why) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void relocate(ItemId item, Path path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void bind(Project project) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Work> claim(String projectId, Set<ItemId> inHand) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Instant> nextRetry() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void assetCreated(ItemId item, Asset asset, List<Part> parts) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void acknowledge(ItemId item, String assetId, int part, Receipt receipt) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void complete(ItemId item, Checksums checksums) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void abandonAsset(ItemId item, Reason why) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void postpone(ItemId item, Reason why, Instant until) {
        throw new UnsupportedOperationException();
    }

    @Override
    public synchronized void fail(ItemId item, Reason why) {
        items.compute(item, (id, of) -> because(of, ItemState.FAILED, why, of.projectId()));
    }

    @Override
    public void release(ItemId item) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ItemId acceptGrowing(Clip clip) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void grown(ItemId item, long sizeBytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ItemId finished(ItemId item, Clip clip) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void pauseSeen(PauseSighting sighting) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void addParts(ItemId item, String assetId, List<Part> parts) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void orphaned(ItemId item, Optional<String> assetId, Reason why) {
        throw new UnsupportedOperationException();
    }
}
