package io.rushline.ingest.folder;

import io.rushline.ingest.api.IngestStatus;
import io.rushline.ingest.api.IngestStatus.State;
import io.rushline.media.api.Media;
import io.rushline.queue.api.UploadQueue;
import io.rushline.status.api.Warning;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** The one thread of a watched folder: waits for events, scans, hands over, and says how the folder is. */
final class FolderWatcher implements Runnable {

    private static final Logger LOG = System.getLogger(FolderWatcher.class.getName());
    private static final String AWAY = "ingest.folder.away";
    private static final String LIMIT = "ingest.folder.watch-limit";
    private static final String UNREADABLE = "ingest.folder.unreadable";
    private static final String FAILED = "ingest.folder.failed";

    /** So long events gather before they are looked at: bounds the work when files come by the thousand. */
    private static final Duration GATHER = Duration.ofMillis(100);
    /** So soon everything is looked at when more happened than could be noted. */
    private static final Duration AFTER_OVERFLOW = Duration.ofSeconds(1);
    /** The folder itself may be unmounted or moved away without an event. */
    private static final Duration CHECK = Duration.ofSeconds(5);

    /** While a bundle is replaced, a class or two may be missing. */
    private static final int FAILURES = 3;

    private final FolderSettings settings;
    private final Warnings warnings;
    private final Clock clock;
    private final LongSupplier nanos;
    private final StabilityTracker tracker;
    private final Watches watches;
    private final FolderRoot root;
    private final FolderScanner scanner;
    private final Obstacles obstacles;
    private final Intake intake;

    private volatile boolean stopped;
    private volatile boolean rescanAsked;
    private volatile boolean queueCame;
    private volatile IngestStatus status;
    /** Turns in a row that failed through neither disk nor database. */
    private volatile int faults;

    private boolean present;
    private int failures;
    private long rescanAt;
    private Duration scanTook = Duration.ZERO;
    private Optional<Instant> scannedAt = Optional.empty();

    /** What it works with; tests put their own in place. */
    record Tools(DataSource database, Supplier<UploadQueue> queue, Supplier<Media> media, Supplier<Collection<Path>> recording,
            Watches.Opener watches, OpenForWriting writers, Sample.Reader reader, Clock clock, LongSupplier nanos) {
    }

    FolderWatcher(FolderSettings settings, Tools tools, Warnings warnings) {
        this.settings = settings;
        this.warnings = warnings;
        this.clock = tools.clock();
        this.nanos = tools.nanos();
        SeenFiles seen = new SeenFiles(tools.database(), settings.folder());
        tracker = new StabilityTracker(settings.stable(), settings.emptyStable(), settings.capacity());
        watches = new Watches(tools.watches());
        root = new FolderRoot(settings.folder(), settings.createFolder(), seen);
        scanner = new FolderScanner(settings, seen, tracker, watches, nanos, () -> stopped);
        obstacles = new Obstacles(warnings);
        intake = new Intake(settings, tools, seen, tracker, obstacles, () -> stopped, () -> publish(State.WATCHING, Optional.empty()));
        publish(State.AWAY, Optional.of("It is about to be looked at."));
    }

    // ---- any thread

    IngestStatus status() {
        return status;
    }

    /** What is wrong with this code. */
    Optional<String> broken() {
        return faults < FAILURES ? Optional.empty() : Optional.of("Watching " + RelativeName.shown(settings.folder()) + " fails again and again; the log says why.");
    }

    void rescan() {
        rescanAsked = true;
        watches.wake();
    }

    void queueCame() {
        queueCame = true;
        watches.wake();
    }

    /** Lets {@link #run} end soon: after the file in hand. */
    void stop() {
        stopped = true;
        watches.wake();
    }

    // ---- its own thread

    @Override
    public void run() {
        try (watches) {
            while (!stopped) {
                turn();
            }
        }
    }

    private void turn() {
        try {
            Optional<FolderRoot.Away> away = root.away();
            if (away.isPresent()) {
                leave(away.get());
                watches.pause(backoff());
                return;
            }
            if (!present) {
                arrive();
            }
            work();
            failures = 0;
            faults = 0;
            warnings.clear(FAILED);
            waitForEvents();
        } catch (Throwable e) { // also an Error: a class of a bundle that is just being replaced must not end the thread
            faults = outside(e) ? 0 : faults + 1;
            if (failures == 0) {
                LOG.log(Level.ERROR, "Watching " + RelativeName.shown(settings.folder()) + " failed; it is tried again", e);
            }
            publish(State.AWAY, Optional.of("Watching failed (" + e + "); it is tried again."));
            warnings.raise(FAILED, Warning.Severity.ERROR, "Watching " + RelativeName.shown(settings.folder()) + " failed (" + e
                    + "); it is tried again.", "Check the disk of the appliance; restart it if it stays so.");
            rescanAt = nanos.getAsLong(); // what was in hand is found again
            watches.pause(backoff());
        }
    }

    /** A statement that the database does not understand is our own fault. */
    private static boolean outside(Throwable failure) {
        return failure instanceof SQLException sql && (sql.getSQLState() == null || !sql.getSQLState().startsWith("42"))
                || failure instanceof IOException || failure instanceof UncheckedIOException;
    }

    private void leave(FolderRoot.Away away) {
        if (present) {
            watches.clear();
            tracker.clear();
            obstacles.clear();
        }
        present = false;
        warnings.clear(FAILED);
        publish(State.AWAY, Optional.of(away.what() + " " + away.todo()));
        warnings.raise(AWAY, Warning.Severity.ERROR, away.what(), away.todo());
    }

    private void arrive() {
        watches.clear();
        present = true;
        rescanAt = nanos.getAsLong();
        warnings.clear(AWAY);
    }

    private Duration backoff() {
        Duration wait = settings.retry().multipliedBy(1L << Math.min(failures, 10));
        failures++;
        return wait.compareTo(settings.retryMost()) < 0 ? wait : settings.retryMost();
    }

    private void work() throws SQLException {
        if (queueCame) {
            queueCame = false;
            tracker.lookAtAll(nanos.getAsLong());
        }
        if (rescanAsked || rescanAt - nanos.getAsLong() <= 0) {
            rescanAsked = false;
            scan();
        }
        intake.round();
        if (scanner.full() && tracker.size() <= settings.capacity() / 2) {
            rescanBefore(Duration.ZERO);
        }
        publish(State.WATCHING, Optional.empty());
    }

    private void scan() throws SQLException {
        long begin = nanos.getAsLong();
        scanner.scan();
        intake.scanned();
        scanTook = Duration.ofNanos(nanos.getAsLong() - begin);
        scannedAt = Optional.of(clock.instant());
        rescanAt = nanos.getAsLong() + settings.rescan().toNanos();
        warnOfLimits();
    }

    private void warnOfLimits() {
        if (watches.unwatched() > 0) {
            warnings.raise(LIMIT, Warning.Severity.WARNING, "The system limits how many directories can be watched (in "
                    + RelativeName.shown(settings.folder()) + " not: " + watches.unwatched() + "). New files there are found by looking every "
                    + settings.rescan().toSeconds() + " s.", "Raise fs.inotify.max_user_watches and fs.inotify.max_user_instances.");
        } else {
            warnings.clear(LIMIT);
        }
        scanner.unreadable().ifPresentOrElse(first -> warnings.raise(UNREADABLE, Warning.Severity.WARNING, RelativeName.shown(first)
                + " cannot be read (such places in all: " + scanner.unreadableCount() + ").",
                "Give the appliance the right to read them, or check the disk."),
                () -> warnings.clear(UNREADABLE));
    }

    private void rescanBefore(Duration delay) {
        long at = nanos.getAsLong() + delay.toNanos();
        rescanAt = rescanAt - at < 0 ? rescanAt : at;
    }

    private void waitForEvents() throws SQLException {
        long now = nanos.getAsLong();
        long untilDue = Math.min(rescanAt - now, tracker.nextDue().orElse(rescanAt) - now);
        Watches.Events events = watches.next(Duration.ofNanos(Math.max(0, Math.min(untilDue, CHECK.toNanos()))));
        if (events.overflow()) { // no more than a fifth of the time goes into scans
            Duration rest = scanTook.multipliedBy(4);
            rescanBefore(rest.compareTo(AFTER_OVERFLOW) > 0 ? rest : AFTER_OVERFLOW);
        }
        if (!events.changed().isEmpty()) {
            scanner.look(events.changed());
            watches.pause(GATHER);
        }
    }

    private void publish(State state, Optional<String> reason) {
        status = new IngestStatus(settings.source(), settings.folder().toString(), state, reason, tracker.size(), intake.accepted(), scannedAt);
    }
}
