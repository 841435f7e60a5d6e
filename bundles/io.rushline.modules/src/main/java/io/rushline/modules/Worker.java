package io.rushline.modules;

import io.rushline.modules.api.Update.State;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;

/** What is done again and again: the history is kept up, updates go on, files are looked for, people are shown what they should know. */
final class Worker implements Runnable {

    private static final Logger LOG = System.getLogger(Worker.class.getName());
    private static final Duration TIDY = Duration.ofMinutes(1);
    /** Longer without a turn, and outside of the host, is a fault. */
    private static final Duration STUCK = Duration.ofSeconds(60);

    private final Ledger ledger;
    private final Recovery recovery;
    private final Progress progress;
    private final Staging staging;
    private final Optional<DropFolder> dropFolder;
    private final Notices notices;
    private final Time time;
    private Optional<Duration> tidied = Optional.empty();
    private long installed;
    private volatile Duration turnedAt;
    private volatile Optional<String> failed = Optional.empty();
    private volatile boolean closed;

    Worker(Ledger ledger, Recovery recovery, Progress progress, Staging staging, Optional<DropFolder> dropFolder, Notices notices, Time time) {
        this.ledger = ledger;
        this.recovery = recovery;
        this.progress = progress;
        this.staging = staging;
        this.dropFolder = dropFolder;
        this.notices = notices;
        this.time = time;
        this.turnedAt = time.passed();
    }

    /** One turn. */
    @Override
    public void run() {
        if (closed) {
            return;
        }
        try {
            turn();
            failed = Optional.empty();
        } catch (RuntimeException | LinkageError unexpected) { // an executor would keep it to itself, and not do it again; the latter while this bundle is replaced
            if (failed.isEmpty() && !closed) {
                LOG.log(Level.ERROR, "Updates do not go on; it is tried again each second", unexpected);
            }
            failed = Optional.of(unexpected.toString());
        } finally {
            turnedAt = time.passed();
        }
    }

    private void turn() {
        if (ledger.keepUp()) {
            recovery.look();
        }
        progress.step();
        if (closed) { // by what was just done
            return;
        }
        ledger.lastTried().filter(row -> row.state() == State.COMMITTED && row.id() != installed).ifPresent(row -> {
            installed = row.id();
            staging.installed(row.wish().files());
        });
        dropFolder.ifPresent(DropFolder::look);
        if (tidied.isEmpty() || time.passed().minus(tidied.get()).compareTo(TIDY) >= 0) {
            tidied = Optional.of(time.passed());
            staging.tidy();
        }
        notices.look();
    }

    void close() {
        closed = true;
        progress.close();
    }

    /** What is wrong with this code itself, for people. */
    Optional<String> fault() {
        boolean stuck = !progress.inHost() && time.passed().minus(turnedAt).compareTo(STUCK) >= 0;
        return stuck ? Optional.of("Updates have not gone on for a minute.") : failed;
    }
}
