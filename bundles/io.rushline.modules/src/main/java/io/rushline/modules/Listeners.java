package io.rushline.modules;

import io.rushline.modules.api.Update;
import io.rushline.modules.api.UpdateListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Tells listeners of updates, in order, one call at a time, in a thread of their own: a slow one holds up no update. */
final class Listeners {

    private static final Logger LOG = System.getLogger(Listeners.class.getName());

    private final Supplier<List<UpdateListener>> listeners;
    private final Executor thread;

    Listeners(Supplier<List<UpdateListener>> listeners, Executor thread) {
        this.listeners = listeners;
        this.thread = thread;
    }

    void tell(Update update) {
        thread.execute(() -> {
            for (UpdateListener listener : listeners.get()) {
                try {
                    listener.changed(update);
                } catch (RuntimeException | LinkageError failed) { // the latter while its bundle is replaced
                    LOG.log(Level.WARNING, "A listener failed at update " + update.id(), failed);
                }
            }
        });
    }
}
