package io.rushline.ingest.folder;

import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemFilter;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemPage;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.Reason;
import io.rushline.queue.api.UploadQueue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** What an ingest uses of a queue: the same fingerprint gives the same item. */
public final class FakeQueue {

    /** Every item, in the order of acceptance. */
    private final List<Clip> accepted = new ArrayList<>();
    final Map<String, Reason> rejected = new ConcurrentHashMap<>();
    final Map<Long, Path> relocated = new ConcurrentHashMap<>();
    /** Growing items and how far they have come. */
    final Map<ItemId, Long> grown = new ConcurrentHashMap<>();
    final Map<ItemId, Clip> finished = new ConcurrentHashMap<>();
    final Set<ItemId> cancelled = ConcurrentHashMap.newKeySet();
    final AtomicInteger calls = new AtomicInteger();
    /** Fails a clip when it answers something. */
    volatile Function<Clip, Optional<Exception>> failure = clip -> Optional.empty();

    private final Map<String, ItemId> items = new ConcurrentHashMap<>();
    private final Map<ItemId, Clip> clips = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();

    UploadQueue service() {
        return (UploadQueue) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {UploadQueue.class}, (proxy, method, arguments) -> {
            try {
                return FakeQueue.class.getMethod(method.getName(), method.getParameterTypes()).invoke(this, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    public synchronized ItemId accept(Clip clip) throws Exception {
        calls.incrementAndGet();
        fail(clip);
        ItemId known = items.get(clip.fingerprint());
        if (known != null) {
            return known;
        }
        accepted.add(clip);
        return item(clip);
    }

    public synchronized ItemId reject(Clip clip, Reason why) throws Exception {
        calls.incrementAndGet();
        fail(clip);
        rejected.put(clip.name(), why);
        return items.containsKey(clip.fingerprint()) ? items.get(clip.fingerprint()) : item(clip);
    }

    public synchronized void relocate(ItemId item, Path path) throws QueueException {
        if (!clips.containsKey(item)) {
            throw new QueueException(QueueException.Code.UNKNOWN_ITEM);
        }
        relocated.put(item.value(), path);
    }

    public synchronized ItemId acceptGrowing(Clip clip) throws Exception {
        fail(clip);
        ItemId known = items.get(clip.fingerprint());
        if (known == null) {
            known = item(clip);
            grown.put(known, clip.sizeBytes());
        }
        return known;
    }

    public synchronized void grown(ItemId item, long sizeBytes) throws Exception {
        if (!clips.containsKey(item)) {
            throw new QueueException(QueueException.Code.UNKNOWN_ITEM);
        }
        if (cancelled.contains(item)) {
            throw new QueueException(QueueException.Code.ILLEGAL_TRANSITION);
        }
        grown.put(item, sizeBytes);
    }

    public synchronized ItemId finished(ItemId item, Clip clip) throws Exception {
        fail(clip);
        if (!clips.containsKey(item)) {
            throw new QueueException(QueueException.Code.UNKNOWN_ITEM);
        }
        if (cancelled.contains(item)) {
            throw new QueueException(QueueException.Code.ILLEGAL_TRANSITION);
        }
        grown.remove(item);
        finished.put(item, clip);
        items.put(clip.fingerprint(), item);
        clips.put(item, clip);
        return item;
    }

    public synchronized ItemPage list(ItemFilter filter) {
        List<Item> found = clips.entrySet().stream().filter(entry -> entry.getValue().name().contains(filter.matching().text()))
                .map(entry -> new Item(entry.getKey(), entry.getValue(), grown.containsKey(entry.getKey()), Optional.empty(), ItemState.WAITING,
                        Optional.empty(), Optional.empty(), 0, 0, Optional.empty(), Optional.empty(), Optional.empty(), 0, 0, 0, Optional.empty(),
                        List.of(), Instant.EPOCH, Optional.empty(), Optional.empty())).toList();
        return new ItemPage(found, found.size());
    }

    private void fail(Clip clip) throws Exception {
        Optional<Exception> wanted = failure.apply(clip);
        if (wanted.isPresent()) {
            throw wanted.get();
        }
    }

    private ItemId item(Clip clip) {
        ItemId item = new ItemId(ids.incrementAndGet());
        items.put(clip.fingerprint(), item);
        clips.put(item, clip);
        return item;
    }

    synchronized List<Clip> accepted() {
        return List.copyOf(accepted);
    }

    List<String> names() {
        return accepted().stream().map(Clip::name).sorted().toList();
    }

    /** Where the clip that was accepted with this name is now. */
    synchronized Optional<Path> whereIs(String name) {
        return clips.entrySet().stream().filter(entry -> entry.getValue().name().equals(name)).map(entry -> relocated.get(entry.getKey().value()))
                .filter(path -> path != null).findFirst();
    }

    /** As after the queue's database was set aside. */
    synchronized void forgetEverything() {
        items.clear();
        clips.clear();
        relocated.clear();
    }
}
