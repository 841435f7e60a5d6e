package io.rushline.modules;

import io.rushline.modules.api.Update;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/**
 * All updates, and the one that goes on: each step is written before it is done, to the database or, while that is away, to a file. Any thread; only {@link #current} and
 * {@link #recent} never wait.
 */
final class Ledger {

    private static final Logger LOG = System.getLogger(Ledger.class.getName());
    private static final int REMEMBERED = 50;
    /** So many updates are kept in the database. */
    static final int KEPT = 1000;

    private final Supplier<DataSource> database;
    private final PendingFiles files;
    private final Clock clock;
    private final Consumer<Update> told;

    private volatile Optional<Row> current = Optional.empty();
    private volatile Optional<Row> lastTried = Optional.empty();
    private volatile boolean loaded;
    /** The last ones, also where the database is away. Guarded by itself. */
    private final Map<Long, Row> recent = new LinkedHashMap<>();
    // Guarded by this:
    private final TreeMap<Long, Row> pending = new TreeMap<>();
    private final List<Row> leftovers = new ArrayList<>();
    private OptionalLong lastId = OptionalLong.empty();
    private boolean failing;

    /**
     * @param database null while it is away
     * @param told     of each change, in order; quickly
     */
    Ledger(Supplier<DataSource> database, PendingFiles files, Clock clock, Consumer<Update> told) {
        this.database = database;
        this.files = files;
        this.clock = clock;
        this.told = told;
    }

    /** The one that goes on or is scheduled. */
    Optional<Row> current() {
        return current;
    }

    /** Of the last updates, the one of this id. */
    Optional<Row> recent(long id) {
        synchronized (recent) {
            return Optional.ofNullable(recent.get(id));
        }
    }

    /** The last that was kept or gone back. */
    Optional<Row> lastTried() {
        return lastTried;
    }

    /** Whether what was before this start is known. */
    boolean isLoaded() {
        return loaded;
    }

    /** Reads what was before, once the database is there, and writes what could not be written. @return {@link #isLoaded} */
    synchronized boolean keepUp() {
        DataSource source = database.get();
        if (source == null || loaded && pending.isEmpty()) {
            return loaded;
        }
        try {
            UpdateTable table = new UpdateTable(source);
            flush(table);
            if (!loaded) {
                load(table);
            }
            failing = false;
        } catch (SQLException | IOException failed) {
            failed(failed);
        }
        return loaded;
    }

    private void flush(UpdateTable table) throws SQLException, IOException {
        for (Row row : files.read()) {
            if (!pending.containsKey(row.id())) { // a predecessor's
                table.save(row);
                files.delete(row.id());
            }
        }
        for (Row row : List.copyOf(pending.values())) {
            table.save(row);
            files.delete(row.id());
            pending.remove(row.id());
        }
    }

    private void load(UpdateTable table) throws SQLException {
        table.prune(KEPT);
        lastId = OptionalLong.of(Math.max(lastId.orElse(0), table.lastId()));
        for (Row row : table.open()) {
            if (current.isEmpty()) {
                current = Optional.of(row);
                remember(row);
            } else if (row.id() != current.get().id()) {
                leftovers.add(row);
            }
        }
        if (lastTried.isEmpty()) {
            lastTried = table.lastTried();
        }
        loaded = true;
    }

    private void failed(Exception why) {
        if (!failing) { // once, not with each try
            failing = true;
            LOG.log(Level.WARNING, "The history of updates cannot be written now; it is kept in files until it can", why);
        }
    }

    /** Updates that were not ended by a former run, beside the current one; each is given once. */
    synchronized List<Row> leftovers() {
        List<Row> all = List.copyOf(leftovers);
        leftovers.clear();
        return all;
    }

    /** What a predecessor has noted of the current one meanwhile. */
    synchronized void reread() {
        DataSource source = database.get();
        if (source == null || current.isEmpty()) {
            return;
        }
        try {
            UpdateTable table = new UpdateTable(source);
            flush(table);
            Optional<Row> noted = table.find(current.get().id());
            if (noted.isPresent() && noted.get().state().isFinal()) {
                became(noted.get());
            }
        } catch (SQLException | IOException failed) {
            failed(failed);
        }
    }

    /** An id for a new update. While the ids given before are not known it is the time, which is far above them. */
    synchronized long nextId() {
        keepUp();
        lastId = OptionalLong.of(lastId.isPresent() ? lastId.getAsLong() + 1 : clock.millis());
        return lastId.getAsLong();
    }

    /** Notes a new update, which goes on unless it has ended already. @return false where another one goes on */
    synchronized boolean add(Row row) {
        if (!row.state().isFinal() && current.isPresent()) {
            return false;
        }
        save(row);
        became(row);
        return true;
    }

    /** Changes the current update. @return it as it is now; empty when this is not the current one (any more) */
    synchronized Optional<Row> change(long id, UnaryOperator<Row> edit) {
        if (current.isEmpty() || current.get().id() != id) {
            return Optional.empty();
        }
        Row before = current.get();
        Row after = edit.apply(before);
        if (!after.equals(before)) {
            save(after);
            became(after);
        }
        return Optional.of(after);
    }

    /** Ends one of {@link #leftovers}. */
    synchronized void end(Row ended) {
        save(ended);
        became(ended);
    }

    private void became(Row row) {
        remember(row);
        if (!row.state().isFinal()) {
            current = Optional.of(row);
        } else if (current.isPresent() && current.get().id() == row.id()) {
            current = Optional.empty();
        }
        if (row.state() == Update.State.COMMITTED || row.state() == Update.State.ROLLED_BACK) {
            lastTried = Optional.of(row);
        }
        told.accept(row.update());
    }

    private void remember(Row row) {
        synchronized (recent) {
            recent.remove(row.id());
            recent.put(row.id(), row);
            if (recent.size() > REMEMBERED) {
                recent.remove(recent.keySet().iterator().next());
            }
        }
    }

    private void save(Row row) {
        DataSource source = database.get();
        if (source != null && pending.isEmpty()) {
            try {
                new UpdateTable(source).save(row);
                return;
            } catch (SQLException failed) {
                failed(failed);
            }
        }
        pending.put(row.id(), row);
        try {
            files.write(row);
        } catch (IOException failed) {
            LOG.log(Level.ERROR, "Update " + row.id() + " could be written neither to the database nor to a file; it is tried again", failed);
        }
    }

    /** Whether this one is in the database, in its last state. */
    synchronized boolean written(long id) {
        keepUp();
        return !pending.containsKey(id);
    }

    /** Whether the end of the trial of this set is in the database. Throws while that cannot be known. */
    synchronized boolean knows(long set) throws SQLException {
        return new UpdateTable(source()).knows(set);
    }

    Optional<Row> find(long id) throws SQLException {
        Optional<Row> known = recent(id);
        return known.isPresent() ? known : new UpdateTable(source()).find(id);
    }

    /** Newest first. */
    List<Row> list(int offset, int limit) throws SQLException {
        keepUp();
        return new UpdateTable(source()).list(offset, limit);
    }

    private DataSource source() throws SQLException {
        DataSource source = database.get();
        if (source == null) {
            throw new SQLException("The database is away");
        }
        return source;
    }
}
