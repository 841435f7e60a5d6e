package io.rushline.queue.derby;

import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.QueueListener;
import io.rushline.queue.api.QueueSettings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Tells listeners of changes, in order, on one thread. */
final class Events {

    private static final Logger LOG = System.getLogger(Events.class.getName());

    private final Supplier<List<QueueListener>> listeners;
    private final ExecutorService dispatcher;
    private final AtomicInteger backlog = new AtomicInteger();

    /** @param dispatcher tells one after the other, in order; shut down at the end */
    Events(Supplier<List<QueueListener>> listeners, ExecutorService dispatcher) {
        this.listeners = listeners;
        this.dispatcher = dispatcher;
    }

    /** A thread that drops what a call that outlives the queue still has to tell: that call has committed and must not fail. */
    static ExecutorService ownThread() {
        return new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "queue-events");
            thread.setDaemon(true);
            return thread;
        }, new ThreadPoolExecutor.DiscardPolicy());
    }

    void changed(Item item) {
        later(() -> tell(item));
    }

    /** For very many items at once: each is read when its turn comes, and not all of them are held in memory. */
    void changed(List<ItemId> items, Reader reader) {
        later(() -> {
            try {
                for (ItemId id : items) {
                    reader.find(id).ifPresent(this::tell);
                }
            } catch (QueueException failed) {
                LOG.log(Level.WARNING, "Listeners are not told of " + items.size() + " changed items", failed);
            }
        });
    }

    void changed(QueueSettings settings) {
        later(() -> tell("the settings", listener -> listener.settingsChanged(settings)));
    }

    private void later(Runnable news) {
        backlog.incrementAndGet();
        dispatcher.execute(() -> {
            backlog.decrementAndGet();
            news.run();
        });
    }

    private void tell(Item item) {
        tell("item " + item.id(), listener -> listener.itemChanged(item));
    }

    private void tell(String what, Consumer<QueueListener> event) {
        for (QueueListener listener : listeners.get()) {
            try {
                event.accept(listener);
            } catch (RuntimeException | LinkageError failed) { // the latter while its bundle is replaced
                LOG.log(Level.WARNING, "A listener failed at " + what, failed);
            }
        }
    }

    /** How many are still to be told. */
    int backlog() {
        return backlog.get();
    }

    /** What was committed before is still told, by the dispatcher. */
    void close() {
        dispatcher.shutdown();
    }

    /** Reads one item as it is now. */
    interface Reader {
        Optional<Item> find(ItemId id) throws QueueException;
    }
}
