package io.rushline.auth.c2c;

import io.rushline.auth.api.Connection;
import io.rushline.auth.api.ConnectionListener;
import io.rushline.auth.api.Pairing;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Tells listeners of changes, one after the other in the order they happened, whichever thread made them. */
final class Announcer {

    private record Change(Connection connection, Pairing pairing) {
    }

    private static final System.Logger LOG = System.getLogger(Announcer.class.getName());

    private final Executor executor;
    private final Supplier<? extends Iterable<? extends ConnectionListener>> listeners;
    private final Queue<Change> waiting = new ArrayDeque<>();
    private boolean telling;

    Announcer(Executor executor, Supplier<? extends Iterable<? extends ConnectionListener>> listeners) {
        this.executor = executor;
        this.listeners = listeners;
    }

    void announce(Connection connection, Pairing pairing) {
        synchronized (this) {
            waiting.add(new Change(connection, pairing));
            if (telling) {
                return;
            }
            telling = true;
        }
        try {
            executor.execute(this::tell);
        } catch (RuntimeException | Error noThread) {
            giveUp();
            throw noThread;
        }
    }

    private void tell() {
        boolean drained = false;
        try {
            for (Change change = next(); change != null; change = next()) {
                tell(change);
            }
            drained = true;
        } finally {
            if (!drained) {
                giveUp();
            }
        }
    }

    private void tell(Change change) {
        try {
            for (ConnectionListener listener : listeners.get()) {
                tell(listener, change);
            }
        } catch (Throwable bad) { // also a class that a swap of bundles took away: the next change is told all the same
            LOG.log(System.Logger.Level.ERROR, "A change could not be told", bad);
        }
    }

    private static void tell(ConnectionListener listener, Change change) {
        try {
            listener.connectionChanged(change.connection(), change.pairing());
        } catch (Throwable bad) {
            LOG.log(System.Logger.Level.ERROR, "A listener failed: " + listener.getClass().getName(), bad);
        }
    }

    /** What waits is told with the next change. */
    private synchronized void giveUp() {
        telling = false;
    }

    private synchronized Change next() {
        Change change = waiting.poll();
        telling = change != null;
        return change;
    }
}
