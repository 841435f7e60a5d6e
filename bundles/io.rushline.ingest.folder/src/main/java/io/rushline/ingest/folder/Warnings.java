package io.rushline.ingest.folder;

import io.rushline.status.api.Warning;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The warnings of one folder: at most one of each code, shown as long as it holds. Any thread. */
final class Warnings implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Warnings.class.getName());

    private final Function<Warning, Runnable> shower;
    private final Clock clock;
    private final Map<String, Shown> shown = new HashMap<>();
    private boolean closed;

    private record Shown(Warning warning, Runnable hide) {
    }

    /** @param shower shows a warning; what it returns hides it again */
    Warnings(Function<Warning, Runnable> shower, Clock clock) {
        this.shower = shower;
        this.clock = clock;
    }

    synchronized void raise(String code, Warning.Severity severity, String what, String todo) {
        Shown before = shown.get(code);
        if (closed || before != null && before.warning().what().equals(what)) {
            return;
        }
        Instant since = before == null ? clock.instant() : before.warning().since();
        if (before == null) {
            LOG.log(Level.WARNING, what);
        } else {
            before.hide().run();
        }
        Warning warning = new Warning(code, severity, what, todo, since);
        shown.put(code, new Shown(warning, shower.apply(warning)));
    }

    synchronized void clear(String code) {
        Shown before = shown.remove(code);
        if (before != null) {
            before.hide().run();
            LOG.log(Level.INFO, "No longer: " + before.warning().what());
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        shown.values().forEach(each -> each.hide().run());
        shown.clear();
    }
}
