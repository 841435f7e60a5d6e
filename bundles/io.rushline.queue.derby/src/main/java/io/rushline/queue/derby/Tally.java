package io.rushline.queue.derby;

import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.QueueSummary;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Map;

/** The queue in numbers, kept up with each committed change so that nobody has to count rows. Not for several threads. */
final class Tally {

    private final Map<ItemState, Long> counts = new EnumMap<>(ItemState.class);
    private long remainingBytes;
    private long lastId;
    private long lastPosition;
    private long lastEnded;

    private Tally() {
        for (ItemState state : ItemState.values()) {
            counts.put(state, 0L);
        }
    }

    /** Counts all rows. */
    static Tally count(Connection connection) throws SQLException {
        Tally tally = new Tally();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT state, COUNT(*), SUM(size_bytes - acked_bytes), MAX(position), MIN(line_position), MAX(id)
                        FROM items GROUP BY state""")) {
            while (rows.next()) {
                ItemState state = ItemState.valueOf(rows.getString(1));
                tally.counts.put(state, rows.getLong(2));
                tally.remainingBytes += Transition.MOVING.contains(state) ? rows.getLong(3) : 0;
                tally.lastPosition = Math.max(tally.lastPosition, rows.getLong(4));
                tally.lastEnded = Math.min(tally.lastEnded, Transition.ENDED.contains(state) ? rows.getLong(5) : 0);
                tally.lastId = Math.max(tally.lastId, rows.getLong(6));
            }
        }
        return tally;
    }

    void apply(Transaction.Change change) {
        if (change.before() != null) {
            count(change.before(), -1);
        }
        count(change.after(), 1);
    }

    private void count(Item item, int by) {
        counts.merge(item.state(), (long) by, Long::sum);
        if (Transition.MOVING.contains(item.state())) {
            remainingBytes += by * (item.clip().sizeBytes() - item.ackedBytes());
        }
    }

    /** No row is ever deleted, so this was never used. */
    ItemId nextId() {
        return new ItemId(++lastId);
    }

    /** A position behind all others. */
    long nextPosition() {
        lastPosition += Line.GAP;
        return lastPosition;
    }

    /** A place before all others that have ended. */
    long nextEnded() {
        return --lastEnded;
    }

    QueueSummary summary() {
        return new QueueSummary(counts, remainingBytes);
    }
}
