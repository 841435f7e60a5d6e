package io.rushline.ingest.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Watches directories for new and changed entries, as long as the system lets it (inotify has limits), and is where the folder's thread
 * waits. One thread, but for {@link #wake}.
 */
final class Watches implements AutoCloseable {

    /** Opens the system's watch service. */
    @FunctionalInterface
    interface Opener {
        WatchService open() throws IOException;
    }

    /**
     * What has happened.
     *
     * @param changed  entries that are new or changed
     * @param overflow more has happened than could be noted, or a watched directory has gone
     */
    record Events(Set<Path> changed, boolean overflow) {
    }

    private final Opener opener;
    private final Map<WatchKey, Path> directories = new HashMap<>();
    private final Map<Path, WatchKey> keys = new HashMap<>();
    private final Set<Path> unwatched = new HashSet<>();
    private WatchService service;

    private final Object gate = new Object();
    private boolean woken;
    private Thread waiting;

    Watches(Opener opener) {
        this.opener = opener;
    }

    /** Watches a directory, not what is below. Repeating it is right after a rename: the system knows a directory by its inode. */
    void watch(Path directory) {
        try {
            if (service == null) {
                service = opener.open();
            }
            WatchKey key = directory.register(service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            directories.put(key, directory);
            WatchKey before = keys.put(directory, key);
            if (before != null && before != key) {
                drop(before, directory);
            }
            unwatched.remove(directory);
        } catch (IOException e) {
            if (Files.isDirectory(directory) && Files.isReadable(directory)) { // or else it is no limit that was reached
                unwatched.add(directory);
            }
        }
    }

    /** The key may serve the same directory under its new name. */
    private void drop(WatchKey key, Path directory) {
        if (directory.equals(directories.get(key))) {
            directories.remove(key);
            key.cancel();
        }
    }

    /** Forgets all other directories. */
    void retain(Set<Path> present) {
        for (Path gone : keys.keySet().stream().filter(directory -> !present.contains(directory)).toList()) {
            drop(keys.remove(gone), gone);
        }
        unwatched.retainAll(present);
    }

    /** How many directories only rescans look into. */
    int unwatched() {
        return unwatched.size();
    }

    /** Waits until something happens, somebody calls {@link #wake}, or the time is over. */
    Events next(Duration atMost) {
        Set<Path> changed = new LinkedHashSet<>();
        boolean overflow = false;
        for (WatchKey key = await(atMost, true); key != null; key = service.poll()) {
            Path directory = directories.get(key);
            for (WatchEvent<?> event : key.pollEvents()) {
                if (event.kind() == StandardWatchEventKinds.OVERFLOW) {
                    overflow = true;
                } else if (directory != null) {
                    changed.add(directory.resolve((Path) event.context()));
                }
            }
            if (!key.reset() && directory != null) {
                directories.remove(key);
                keys.remove(directory, key);
                overflow = true;
            }
        }
        return new Events(changed, overflow);
    }

    /** Lets events gather. */
    void pause(Duration time) {
        await(time, false);
    }

    private WatchKey await(Duration atMost, boolean forEvents) {
        synchronized (gate) {
            if (woken) {
                woken = false;
                return null;
            }
            waiting = Thread.currentThread();
        }
        try {
            if (forEvents && service != null) {
                return service.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
            }
            TimeUnit.NANOSECONDS.sleep(atMost.toNanos());
            return null;
        } catch (InterruptedException e) { // by wake
            return null;
        } finally {
            synchronized (gate) {
                waiting = null;
                woken = false;
                Thread.interrupted(); // a wake that came when the wait had just ended
            }
        }
    }

    /** Ends the wait of the folder's thread, or the next one. Interrupts it only there: never while it reads a file or the database. */
    void wake() {
        synchronized (gate) {
            woken = true;
            if (waiting != null) {
                waiting.interrupt();
            }
        }
    }

    /** Stops watching; the next {@link #watch} begins anew. */
    void clear() {
        close();
        service = null;
        directories.clear();
        keys.clear();
        unwatched.clear();
    }

    @Override
    public void close() {
        if (service == null) {
            return;
        }
        try {
            service.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
