package io.rushline.queue.derby;

import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.QueueException.Code;
import io.rushline.queue.api.QueueSummary;
import io.rushline.vault.api.VaultException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Runs each call of the queue as one transaction: one writer at a time; counts, order and events follow the commits in their order. */
final class Transactions {

    /** What a call does. */
    interface Task<T> {
        T run(Transaction transaction) throws SQLException, VaultException, QueueException;
    }

    private static final Logger LOG = System.getLogger(Transactions.class.getName());

    /** The same for a call without an answer. */
    interface Change {
        void run(Transaction transaction) throws SQLException, VaultException, QueueException;
    }

    /** Derby cannot write: its log, a page, a checkpoint, or anything since one of these. */
    private static final Set<String> FULL = Set.of("XSLA4", "XSLA0", "XSDG1", "XSLAI", "25502");
    /** Where listeners are so far behind, the memory does not fill up with items: each is read when its turn comes. */
    private static final int MANY = 5000;

    private final DataSource database;
    private final Clock clock;
    private final Events events;
    private final ReentrantLock writer = new ReentrantLock();
    /** Guarded by writer; kept, since preparing its statements costs more than most calls. Null when there is none. */
    private Sql writing;
    private boolean closed;
    /** Guarded by writer; null when it must be counted anew. */
    private Tally tally;
    private volatile QueueSummary summary;
    private volatile Order order;

    Transactions(DataSource database, Clock clock, Events events) throws QueueException {
        this.database = database;
        this.clock = clock;
        this.events = events;
        summary(); // counts now rather than at the first call
    }

    <T> T read(Task<T> task) throws QueueException {
        try (Sql sql = connect()) {
            return task.run(new Transaction(sql, null, now()));
        } catch (SQLException | VaultException failed) {
            throw translated(failed);
        }
    }

    <T> T write(Task<T> task) throws QueueException {
        writer.lock();
        boolean done = false;
        try {
            if (writing == null || writing.isClosed()) {
                writing = connect();
            }
            if (tally == null) {
                publish(Tally.count(writing));
            }
            Transaction transaction = new Transaction(writing, tally, now());
            T result = task.run(transaction);
            commit(transaction);
            done = true;
            return result;
        } catch (SQLException | VaultException failed) {
            throw translated(failed);
        } finally {
            if (!done || closed) {
                forget();
            }
            writer.unlock();
        }
    }

    /** What was not committed is rolled back. A call that was refused costs a new connection, which is of no weight. */
    private void forget() {
        if (writing != null) {
            try {
                writing.close();
            } catch (SQLException broken) {
                LOG.log(Level.DEBUG, "A connection that failed could not be closed either", broken);
            }
            writing = null;
        }
    }

    /** Calls that outlive the queue still work; nothing is kept open after them. */
    void close() {
        writer.lock();
        try {
            closed = true;
            forget();
        } finally {
            writer.unlock();
        }
    }

    /** The same where there is nothing to give back. */
    void change(Change change) throws QueueException {
        write(transaction -> {
            change.run(transaction);
            return null;
        });
    }

    private Sql connect() throws SQLException {
        Connection connection = database.getConnection();
        try {
            return new Sql(connection);
        } catch (SQLException failed) {
            connection.close();
            throw failed;
        }
    }

    QueueSummary summary() throws QueueException {
        QueueSummary known = summary;
        return known != null ? known : write(transaction -> transaction.tally.summary());
    }

    Order order() throws QueueException {
        Order known = order;
        return known != null ? known : write(transaction -> transaction.tally.order());
    }

    /** As it will be read back: times are kept in milliseconds. */
    Instant now() {
        return Row.millis(clock.instant());
    }

    private void commit(Transaction transaction) throws SQLException {
        Tally counted = tally;
        boolean committed = false;
        try {
            transaction.commit();
            committed = true;
        } finally {
            if (!committed) { // or perhaps it was: count anew
                tally = null;
                summary = null;
                order = null;
            }
        }
        List<Transaction.Change> changes = transaction.changes();
        if (changes.isEmpty()) {
            return;
        }
        changes.forEach(counted::apply);
        publish(counted);
        Map<ItemId, Item> told = new LinkedHashMap<>(); // each once, as the commit left it
        changes.stream().map(Transaction.Change::after).filter(Objects::nonNull).map(Row::item).forEach(item -> told.put(item.id(), item));
        tell(List.copyOf(told.values()));
    }

    private void publish(Tally counted) {
        tally = counted;
        order = counted.order();
        summary = counted.summary();
    }

    private void tell(List<Item> items) {
        if (events.backlog() < MANY) {
            items.forEach(events::changed);
        } else {
            events.changed(items.stream().map(Item::id).toList(), id -> read(transaction -> transaction.items.find(id).map(Row::item)));
        }
    }

    private static QueueException translated(Exception failed) {
        boolean full = Stream.iterate((Throwable) failed, each -> each != null, Throwable::getCause)
                .filter(SQLException.class::isInstance).map(SQLException.class::cast)
                .flatMap(first -> Stream.iterate(first, each -> each != null, SQLException::getNextException))
                .anyMatch(each -> each.getSQLState() != null && FULL.contains(each.getSQLState()));
        return new QueueException(full ? Code.STORE_FULL : Code.STORE, "", failed);
    }
}
