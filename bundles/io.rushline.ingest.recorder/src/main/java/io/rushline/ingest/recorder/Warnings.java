package io.rushline.ingest.recorder;

import io.rushline.status.api.Warning;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Shows what keeps recordings from the queue, at most one warning of each kind, as long as each turn tells it again. Any thread. */
final class Warnings implements Recordings.Troubles, AutoCloseable {

    static final String REFUSED = "ingest.recorder.refused";
    static final String UNREADABLE = "ingest.recorder.unreadable";

    private static final Logger LOG = System.getLogger(Warnings.class.getName());

    private final Function<Warning, Runnable> shower;
    private final Clock clock;
    private final Map<String, Runnable> shown = new HashMap<>();
    private final Set<String> told = new HashSet<>();
    private boolean closed;

    /** @param shower shows a warning; what it returns hides it again */
    Warnings(Function<Warning, Runnable> shower, Clock clock) {
        this.shower = shower;
        this.clock = clock;
    }

    @Override
    public void refused(String what, String todo) {
        raise(REFUSED, "Recordings cannot be put into the queue: " + what + " It is tried again.", todo);
    }

    @Override
    public void unreadable(Path file, IOException why) {
        raise(UNREADABLE, "The recording " + file.toString().replaceAll("\\p{Cntrl}", "?") + " cannot be read (" + why.getClass().getSimpleName()
                + "). It is tried again.", "Give the appliance the right to read it, or check its disk.");
    }

    private synchronized void raise(String code, String what, String todo) {
        told.add(code);
        if (!closed && !shown.containsKey(code)) {
            LOG.log(Level.WARNING, what);
            shown.put(code, shower.apply(new Warning(code, Warning.Severity.ERROR, what, todo, clock.instant())));
        }
    }

    @Override
    public synchronized void told() {
        shown.entrySet().removeIf(each -> {
            if (told.contains(each.getKey())) {
                return false;
            }
            each.getValue().run();
            return true;
        });
        told.clear();
    }

    @Override
    public synchronized void close() {
        closed = true;
        shown.values().forEach(Runnable::run);
        shown.clear();
    }
}
