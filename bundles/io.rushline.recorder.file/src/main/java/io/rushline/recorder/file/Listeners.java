package io.rushline.recorder.file;

import io.rushline.recorder.api.RecorderListener;
import io.rushline.recorder.api.Recording;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Whoever is told of recordings; one that fails keeps none from the others. One thread. */
final class Listeners implements RecorderListener {

    private static final Logger LOG = System.getLogger(Listeners.class.getName());

    private final Set<RecorderListener> all = new LinkedHashSet<>();

    /** @param recording under way: told first to a listener that comes late */
    void add(RecorderListener came, Optional<Recording> recording) {
        if (all.add(came)) {
            recording.ifPresent(now -> tell(came, listener -> listener.started(now)));
        }
    }

    void remove(RecorderListener went) {
        all.remove(went);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    @Override
    public void started(Recording recording) {
        all.forEach(each -> tell(each, listener -> listener.started(recording)));
    }

    @Override
    public void stopped(Recording recording) {
        all.forEach(each -> tell(each, listener -> listener.stopped(recording)));
    }

    @Override
    public void discarded(Recording recording) {
        all.forEach(each -> tell(each, listener -> listener.discarded(recording)));
    }

    private static void tell(RecorderListener listener, Consumer<RecorderListener> news) {
        try {
            news.accept(listener);
        } catch (RuntimeException | LinkageError e) { // one that is just being replaced
            LOG.log(Level.WARNING, "A listener did not take what a recorder told it", e);
        }
    }
}
