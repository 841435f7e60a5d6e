package io.rushline.console.event;

import io.rushline.console.Appliance;
import io.rushline.console.Services;
import io.rushline.console.view.ItemView;
import io.rushline.console.view.QueueView;
import io.rushline.console.view.StatusView;
import io.rushline.console.view.UpdateView;
import io.rushline.modules.api.Update;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.UploadQueue;
import io.rushline.uploader.api.UploaderStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Decides what there is to tell at each tick (every 250 ms): of each item only how it stands by then, of the rest only what differs from the
 * last time, of an update of modules each state. Asks the queue for its numbers only after an item changed: all else answers from memory.
 */
final class Changes {

    static final int TICK_MILLIS = 250;

    private static final int MAX_ITEMS_PER_TICK = 500;
    private static final int MAX_PENDING = 10_000;
    private static final int UPLOADER_TICKS = 2;
    private static final int MAX_UPDATES = 1_000;

    private static final Map<String, Function<StatusView, Object>> PARTS = new TreeMap<>(Map.of("connection", StatusView::connection,
            "live", StatusView::live, "settings", StatusView::settings, "summary", StatusView::queue));

    private final Appliance appliance;
    private final Services services;

    private final Map<ItemId, Item> pending = new LinkedHashMap<>();
    private final Queue<Update> updates = new ArrayDeque<>();
    private boolean overflown;
    private boolean queueChanged = true;
    private UploadQueue lastQueue;
    private QueueView queue;
    /** What readers know: one status, but for those who have come since the last tick. */
    private final Set<StatusView> told = new HashSet<>();
    private boolean wasSending;
    private long ticks;

    Changes(Appliance appliance, Services services) {
        this.appliance = appliance;
        this.services = services;
    }

    /** Any thread; returns at once. */
    synchronized void itemChanged(Item item) {
        queueChanged = true;
        if (pending.size() < MAX_PENDING || pending.containsKey(item.id())) {
            pending.put(item.id(), item);
        } else {
            overflown = true;
        }
    }

    /** Any thread; returns at once. */
    synchronized void updateChanged(Update update) {
        if (updates.size() < MAX_UPDATES) {
            updates.add(update);
        }
    }

    /** Whether more has changed than could be told: readers must read the list anew. Asking forgets it. */
    synchronized boolean overflown() {
        boolean was = overflown;
        overflown = false;
        if (was) {
            pending.clear();
        }
        return was;
    }

    /** The first reader comes: what had gathered before is of no use to it. */
    synchronized void forget() {
        pending.clear();
        updates.clear();
        told.clear();
        overflown = false;
        queueChanged = true;
    }

    /** A reader comes and has been told this much: only what differs is told from now on. */
    synchronized void told(StatusView status) {
        told.add(status.withoutProgress());
    }

    /** What has changed since the last tick. One thread. */
    List<Event> tick() {
        List<Event> events = new ArrayList<>();
        for (Item item : takeItems()) {
            events.add(new Event("item", ItemView.of(item)));
        }
        for (Update update : takeUpdates()) {
            events.add(new Event("modules", UpdateView.of(update, services.moduleHost())));
        }
        StatusView status = StatusView.of(appliance, services, queueNumbers());
        events.addAll(differences(status));
        boolean sending = status.uploader() != null && status.uploader().activity() == UploaderStatus.Activity.SENDING;
        if (sending && ticks % UPLOADER_TICKS == 0 || wasSending && !sending && status.uploader() != null) {
            events.add(new Event("uploader", status.uploader()));
        }
        wasSending = sending;
        ticks++;
        return events;
    }

    /** The whole status where anything in it differs for any reader, and once more by itself each part that programs follow. */
    private synchronized List<Event> differences(StatusView status) {
        StatusView now = status.withoutProgress();
        List<Event> events = new ArrayList<>();
        if (!told.equals(Set.of(now))) {
            events.add(new Event("status", status));
        }
        PARTS.forEach((name, part) -> {
            if (part.apply(now) != null && told.stream().anyMatch(before -> !part.apply(now).equals(part.apply(before)))) {
                events.add(new Event(name, part.apply(status)));
            }
        });
        told.clear();
        told.add(now);
        return events;
    }

    private synchronized List<Item> takeItems() {
        List<Item> items = new ArrayList<>();
        Iterator<Item> all = pending.values().iterator();
        while (all.hasNext() && items.size() < MAX_ITEMS_PER_TICK) {
            items.add(all.next());
            all.remove();
        }
        return items;
    }

    private synchronized List<Update> takeUpdates() {
        List<Update> taken = List.copyOf(updates);
        updates.clear();
        return taken;
    }

    private QueueView queueNumbers() {
        UploadQueue now = services.queue().orElse(null);
        boolean ask;
        synchronized (this) {
            ask = queueChanged || now != lastQueue;
            queueChanged = false;
            lastQueue = now;
        }
        if (ask) {
            Optional<QueueView> numbers = Optional.ofNullable(now).flatMap(StatusView::summary);
            queue = numbers.orElse(null);
            if (numbers.isEmpty() && now != null) {
                synchronized (this) {
                    queueChanged = true; // its database is away: ask again
                }
            }
        }
        return queue;
    }
}
