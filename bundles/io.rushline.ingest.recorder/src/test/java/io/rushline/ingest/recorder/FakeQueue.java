package io.rushline.ingest.recorder;

import io.rushline.queue.api.Action;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemFilter;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemPage;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.QueueException.Code;
import io.rushline.queue.api.Selection;
import io.rushline.queue.api.UploadQueue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an ingest of recordings uses of a queue. */
public final class FakeQueue {

    final Map<ItemId, Item> items = new LinkedHashMap<>();
    final List<String> calls = new ArrayList<>();
    private final Map<String, ItemId> prints = new HashMap<>();
    /** Thrown by every call. */
    Exception failure;

    UploadQueue service() {
        return (UploadQueue) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {UploadQueue.class}, (proxy, method, arguments) -> {
            if (failure != null) {
                throw failure;
            }
            calls.add(method.getName());
            try {
                return FakeQueue.class.getMethod(method.getName(), method.getParameterTypes()).invoke(this, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    Item only() {
        if (items.size() != 1) {
            throw new AssertionError(items.values());
        }
        return items.values().iterator().next();
    }

    private void put(ItemId id, Clip clip, boolean growing, ItemState state) {
        items.put(id, new Item(id, clip, growing, Optional.empty(), state, Optional.empty(), Optional.empty(), 0, 0, Optional.empty(),
                Optional.empty(), Optional.empty(), 0, 0, 0, Optional.empty(), List.of(), Instant.EPOCH, Optional.empty(), Optional.empty()));
        prints.put(clip.fingerprint(), id);
    }

    void end(ItemId id, ItemState state) {
        put(id, items.get(id).clip(), items.get(id).growing(), state);
    }

    /** As after its database was set aside. */
    void forgetEverything() {
        items.clear();
        prints.clear();
    }

    public ItemId acceptGrowing(Clip clip) {
        ItemId id = prints.get(clip.fingerprint());
        if (id == null) {
            id = new ItemId(items.size() + 1);
            put(id, clip, true, ItemState.UPLOADING);
        }
        return id;
    }

    private Item growing(ItemId id) throws QueueException {
        Item item = items.get(id);
        if (item == null) {
            throw new QueueException(Code.UNKNOWN_ITEM);
        }
        if (item.state() != ItemState.UPLOADING) {
            throw new QueueException(Code.ILLEGAL_TRANSITION);
        }
        return item;
    }

    public void grown(ItemId id, long size) throws QueueException {
        Clip clip = growing(id).clip();
        put(id, new Clip(clip.path(), clip.name(), size, clip.modifiedAt(), clip.fingerprint(), "", clip.createdAt(), clip.source(), clip.channel(),
                0), true, ItemState.UPLOADING);
    }

    public ItemId finished(ItemId id, Clip clip) throws QueueException {
        Clip before = growing(id).clip();
        prints.remove(before.fingerprint());
        put(id, new Clip(before.path(), clip.name(), clip.sizeBytes(), clip.modifiedAt(), clip.fingerprint(), clip.contentPrint(), clip.createdAt(),
                clip.source(), clip.channel(), 0), false, ItemState.UPLOADING);
        return id;
    }

    public void relocate(ItemId id, Path path) throws QueueException {
        Clip clip = growing(id).clip();
        put(id, new Clip(path, clip.name(), clip.sizeBytes(), clip.modifiedAt(), clip.fingerprint(), "", clip.createdAt(), clip.source(),
                clip.channel(), 0), true, ItemState.UPLOADING);
    }

    public void apply(Action action, ItemId id) throws QueueException {
        growing(id);
        if (action != Action.CANCEL) {
            throw new AssertionError(action);
        }
        end(id, ItemState.CANCELLED);
    }

    public Optional<Item> find(ItemId id) {
        return Optional.ofNullable(items.get(id));
    }

    public ItemPage list(ItemFilter filter) {
        Selection.Matching matching = filter.matching();
        List<Item> all = items.values().stream().filter(item -> matching.states().contains(item.state())).toList();
        return new ItemPage(all.stream().skip(filter.offset()).limit(filter.limit()).toList(), all.size());
    }
}
