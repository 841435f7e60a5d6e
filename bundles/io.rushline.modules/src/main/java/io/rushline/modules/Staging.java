package io.rushline.modules;

import io.rushline.host.api.CheckedModule;
import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.host.api.ModuleHost;
import io.rushline.modules.StagedTable.Staged;
import io.rushline.modules.api.Actor;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** Modules that were checked and wait to be installed: remembered over restarts, and discarded after two weeks. Any thread. */
final class Staging {

    private static final Logger LOG = System.getLogger(Staging.class.getName());
    private static final Duration KEPT = Duration.ofDays(14);
    /** Earlier times are of a clock that was not set. */
    private static final Instant CLOCK_SET = Instant.parse("2025-01-01T00:00:00Z");

    private final ModuleHost host;
    private final Receiver receiver;
    private final Supplier<DataSource> database;
    private final Ledger ledger;
    private final Time time;
    /** Held for reading while a module is checked and noted: what is checked but not noted yet must not be discarded. */
    private final ReadWriteLock checking = new ReentrantReadWriteLock();
    // Guarded by this:
    private final Map<String, Staged> staged = new LinkedHashMap<>();
    private final Map<String, CheckedModule> known = new LinkedHashMap<>();
    private final Set<String> unsaved = new LinkedHashSet<>();
    private final Set<String> undeleted = new LinkedHashSet<>();
    private boolean loaded;
    /** Some files may be deleted: from a former run too. */
    private boolean untidy = true;

    /** @param database null while it is away */
    Staging(ModuleHost host, Receiver receiver, Supplier<DataSource> database, Ledger ledger, Time time) {
        this.host = host;
        this.receiver = receiver;
        this.database = database;
        this.ledger = ledger;
        this.time = time;
    }

    CheckedModule stage(InputStream content, String fileName, Actor by) throws ModuleException {
        CheckedModule module = receiver.receive(content, file -> checkAndNote(file, Text.name(fileName), by));
        LOG.log(Level.INFO, "Staged {0} {1} from {2}, by {3} {4}", module.name(), module.version(), Text.name(fileName), by.via(), Text.name(by.name()));
        return module;
    }

    private CheckedModule checkAndNote(Path file, String fileName, Actor by) throws ModuleException {
        checking.readLock().lock();
        try {
            CheckedModule module = host.check(file);
            note(module, new Staged(module.sha256(), fileName, by, Row.millis(time.now())));
            return module;
        } catch (ModuleException refused) { // by the name that people know the file by
            throw new ModuleException(refused.code(), refused.detail().replace(file.getFileName().toString(), fileName), refused);
        } finally {
            checking.readLock().unlock();
        }
    }

    private synchronized void note(CheckedModule module, Staged entry) {
        staged.remove(entry.sha256());
        staged.put(entry.sha256(), entry);
        known.put(entry.sha256(), module);
        undeleted.remove(entry.sha256());
        unsaved.add(entry.sha256());
        save();
    }

    /** Oldest first. */
    synchronized List<CheckedModule> staged() {
        save();
        return staged.keySet().stream().map(this::checked).flatMap(Optional::stream).toList();
    }

    private Optional<CheckedModule> checked(String sha256) {
        CheckedModule module = known.get(sha256);
        if (module == null) {
            try {
                module = host.checked(sha256);
                known.put(sha256, module);
            } catch (ModuleException notAnyMore) { // such as: its certificate has run out
                LOG.log(Level.DEBUG, "A staged module cannot be listed", notAnyMore);
            }
        }
        return Optional.ofNullable(module);
    }

    void discard(String sha256, Actor by) throws ModuleException {
        synchronized (this) {
            save();
            if (!staged.containsKey(sha256)) {
                throw new ModuleException(Code.UNKNOWN, "");
            }
            if (wanted(sha256)) {
                throw new ModuleException(Code.BUSY, "Update " + ledger.current().map(Row::id).orElse(0L) + " is to install it.");
            }
        }
        LOG.log(Level.INFO, "Discarded {0}, by {1} {2}", sha256, by.via(), Text.name(by.name()));
        forget(List.of(sha256));
    }

    private boolean wanted(String sha256) {
        return ledger.current().filter(row -> row.wish().files().contains(sha256)).isPresent();
    }

    /** These are installed: they wait no more. */
    void installed(Collection<String> files) {
        forget(files);
    }

    private void forget(Collection<String> files) {
        synchronized (this) {
            files.forEach(this::remove);
            save();
        }
        delete();
    }

    private void remove(String sha256) {
        if (staged.remove(sha256) != null || !loaded) {
            known.remove(sha256);
            unsaved.remove(sha256);
            undeleted.add(sha256);
            untidy = true;
        }
    }

    /** Discards what has waited too long, and deletes their files; again and again. */
    void tidy() {
        synchronized (this) {
            save();
            Instant now = time.now();
            List<Staged> unset = staged.values().stream().filter(each -> each.at().isBefore(CLOCK_SET) && now.isAfter(CLOCK_SET)).toList();
            unset.forEach(each -> {
                staged.put(each.sha256(), new Staged(each.sha256(), each.fileName(), each.by(), Row.millis(now)));
                unsaved.add(each.sha256());
            });
            List<Staged> old = staged.values().stream().filter(each -> each.at().plus(KEPT).isBefore(now) && !wanted(each.sha256())).toList();
            old.forEach(each -> {
                LOG.log(Level.INFO, "{0} has waited for two weeks and is discarded", each.fileName());
                remove(each.sha256());
            });
            save();
        }
        delete();
    }

    /** Where a module is just being checked, at another time: nobody waits for that. */
    private void delete() {
        if (!checking.writeLock().tryLock()) {
            return;
        }
        try {
            Set<String> kept;
            synchronized (this) {
                if (!loaded || !ledger.isLoaded() || !untidy) { // without the first two, what waits is not known yet
                    return;
                }
                untidy = false;
                kept = new LinkedHashSet<>(staged.keySet());
            }
            ledger.current().ifPresent(row -> kept.addAll(row.wish().files()));
            host.discardExcept(kept);
        } finally {
            checking.writeLock().unlock();
        }
    }

    /** Reads what was before, once the database is there, and writes what could not be written. */
    private void save() {
        DataSource source = database.get();
        if (source == null || loaded && unsaved.isEmpty() && undeleted.isEmpty()) {
            return;
        }
        StagedTable table = new StagedTable(source);
        try {
            if (!loaded) {
                load(table);
            }
            for (String sha256 : List.copyOf(unsaved)) {
                table.save(staged.get(sha256));
                unsaved.remove(sha256);
            }
            for (String sha256 : List.copyOf(undeleted)) {
                table.delete(sha256);
                undeleted.remove(sha256);
            }
        } catch (SQLException later) {
            LOG.log(Level.DEBUG, "What is staged cannot be written now", later);
        }
    }

    private void load(StagedTable table) throws SQLException {
        Map<String, Staged> before = new LinkedHashMap<>();
        table.all().stream().filter(each -> !undeleted.contains(each.sha256()) && !staged.containsKey(each.sha256())).forEach(each -> before.put(each.sha256(), each));
        before.putAll(staged);
        staged.clear();
        staged.putAll(before);
        loaded = true;
    }
}
