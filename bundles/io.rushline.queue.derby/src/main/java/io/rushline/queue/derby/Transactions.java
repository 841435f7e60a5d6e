package io.rushline.queue.derby;

import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.QueueException.Code;
import io.rushline.queue.api.QueueSummary;
import io.rushline.vault.api.VaultException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Runs each call of the queue as one transaction: one writer at a time; counts and events follow the commits in their order. */
final class Transactions {

    /** What a call reads. */
    interface Reading<T> {
        T run(Transaction transaction) throws SQLException, VaultException, QueueException;
    }

    /** What a call changes; the tally gives places. */
    interface Writing<T> {
        T run(Transaction transaction, Tally tally) throws SQLException, VaultException, QueueException;
    }

    /** Derby cannot write: its log, a page, a checkpoint, or anything since one of these. */
    private static final Set<String> FULL = Set.of("XSLA4", "XSLA0", "XSDG1", "XSLAI", "25502");

    private final DataSource database;
    private final Events events;
    private final ReentrantLock writer = new ReentrantLock();
    /** Guarded by writer; null when it must be counted anew. */
    private Tally tally;
    private volatile QueueSummary summary;

    Transactions(DataSource database, Events events) throws QueueException {
        this.database = database;
        this.events = events;
        summary(); // counts now rather than at the first call
    }

    <T> T read(Reading<T> task) throws QueueException {
        try (Transaction transaction = new Transaction(database.getConnection())) {
            return task.run(transaction);
        } catch (SQLException | VaultException failed) {
            throw translated(failed);
        }
    }

    <T> T write(Writing<T> task) throws QueueException {
        writer.lock();
        try (Transaction transaction = new Transaction(database.getConnection())) {
            if (tally == null) {
                tally = transaction.count();
            }
            T result = task.run(transaction, tally);
            commit(transaction);
            return result;
        } catch (SQLException | VaultException failed) {
            throw translated(failed);
        } finally {
            writer.unlock();
        }
    }

    QueueSummary summary() throws QueueException {
        QueueSummary known = summary;
        return known != null ? known : write((transaction, counted) -> counted.summary());
    }

    private void commit(Transaction transaction) throws SQLException {
        Tally counted = tally;
        tally = null; // until it is known whether it was committed
        summary = null;
        transaction.commit();
        if (transaction.many().isEmpty()) {
            transaction.changes().forEach(counted::apply);
        } else {
            counted = transaction.count();
        }
        tally = counted;
        summary = counted.summary();
        transaction.changes().forEach(change -> events.changed(change.after()));
        if (!transaction.many().isEmpty()) {
            events.changed(List.copyOf(transaction.many()), id -> read(reading -> reading.items.find(id)));
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
