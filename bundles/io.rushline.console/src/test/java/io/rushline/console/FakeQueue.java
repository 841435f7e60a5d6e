package io.rushline.console;

import io.rushline.queue.api.Asset;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemFilter;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemPage;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Part;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.QueueSummary;
import io.rushline.queue.api.Reason;
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

    private final Map<ItemId, Item> items = new LinkedHashMap<>();
    public boolean broken;
    public int summaries;

    public synchronized Item add(String name, ItemState state) {
        return put(new Clip(Path.of("/media", name), name, 1_000, NOON, name, NOON, "folder clips", 0, 0), state);
    }

    private Item put(Clip clip, ItemState state) {
        ItemId id = new ItemId(items.size() + 1L);
        items.put(id, item(id, clip, state));
        return items.get(id);
    }

    public static Item item(ItemId id, Clip clip, ItemState state) {
        return new Item(id, clip, Optional.of("p1"), state, Optional.empty(), Optional.empty(), 0, id.value(), Optional.empty(), 0, 0, 0,
                Optional.empty(), NOON, Optional.empty(), Optional.empty());
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
        List<Item> found = items.values().stream().filter(item -> filter.states().isEmpty() || filter.states().contains(item.state()))
                .filter(item -> item.clip().name().contains(filter.text())).toList();
        return new ItemPage(found.stream().skip(filter.offset()).limit(filter.limit()).toList(), found.size());
    }

    @Override
    public synchronized QueueSummary summary() throws QueueException {
        summaries++;
        check();
        return new QueueSummary(items.values().stream().collect(Collectors.groupingBy(Item::state, Collectors.counting())), 4_711);
    }

    @Override
    public void pause(ItemId item) throws QueueException {
        go(item, ItemState.PAUSED, ItemState.WAITING, ItemState.UPLOADING, ItemState.RETRYING);
    }

    @Override
    public void resume(ItemId item) throws QueueException {
        go(item, ItemState.WAITING, ItemState.PAUSED, ItemState.HELD);
    }

    @Override
    public void cancel(ItemId item) throws QueueException {
        go(item, ItemState.CANCELLED, ItemState.WAITING, ItemState.PAUSED, ItemState.HELD);
    }

    @Override
    public void retry(ItemId item) throws QueueException {
        go(item, ItemState.WAITING, ItemState.RETRYING, ItemState.FAILED, ItemState.CANCELLED);
    }

    private synchronized void go(ItemId id, ItemState to, ItemState... from) throws QueueException {
        Item item = find(id).orElseThrow(() -> new QueueException(QueueException.Code.UNKNOWN_ITEM));
        if (!Set.of(from).contains(item.state())) {
            throw new QueueException(QueueException.Code.ILLEGAL_TRANSITION);
        }
        items.put(id, item(id, item.clip(), to));
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
    public void bind(String projectId) {
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
    public void acknowledge(ItemId item, String assetId, int part) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void complete(ItemId item, String sha256) {
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
    public void fail(ItemId item, Reason why) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void release(ItemId item) {
        throw new UnsupportedOperationException();
    }
}
