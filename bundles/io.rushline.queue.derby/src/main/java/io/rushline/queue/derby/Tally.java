package io.rushline.queue.derby;

import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.QueueSummary;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The queue in numbers and in order, kept up with each committed change so that nobody has to read all rows. One writer. */
final class Tally {

    private final Map<ItemState, Long> counts = new EnumMap<>(ItemState.class);
    /** By the code of their reason: how many items are held, and their bytes. */
    private final Map<String, long[]> held = new TreeMap<>();
    private final Order order = new Order();
    private long remainingBytes;
    private long lastId;
    private long lastPosition;
    private long lastEnded;

    private Tally() {
        for (ItemState state : ItemState.values()) {
            counts.put(state, 0L);
        }
    }

    /** Reads all rows. */
    static Tally count(Sql sql) throws SQLException {
        Tally tally = new Tally();
        sql.all(tally::read, """
                SELECT id, state, priority, position, ended_no, project_id, reason_code, name, holds, retry_at, size_bytes, acked_bytes
                FROM items""");
        tally.lastId = Math.max(tally.lastId, sql.first(row -> row.getLong(1), "SELECT MAX(id) FROM archive").orElse(0L));
        return tally;
    }

    private Void read(ResultSet row) throws SQLException {
        ItemState state = ItemState.valueOf(row.getString(2));
        boolean ended = Transition.ENDED.contains(state);
        long position = row.getLong(4);
        long endedNo = row.getLong(5);
        replace(null, new Entry(row.getLong(1), state, ended ? 0 : -row.getInt(3), ended ? endedNo : position, row.getString(6), row.getString(7),
                row.getString(8).toLowerCase(Locale.ROOT), row.getInt(9), row.getLong(10), Math.max(0, row.getLong(11) - row.getLong(12))));
        lastId = Math.max(lastId, row.getLong(1));
        lastPosition = Math.max(lastPosition, position);
        lastEnded = Math.min(lastEnded, endedNo);
        return null;
    }

    void apply(Transaction.Change change) {
        replace(change.before() == null ? null : Entry.of(change.before()), change.after() == null ? null : Entry.of(change.after()));
    }

    private void replace(Entry before, Entry after) {
        order.replace(before, after);
        if (before != null) {
            count(before, -1);
        }
        if (after != null) {
            count(after, 1);
        }
    }

    private void count(Entry entry, int by) {
        counts.merge(entry.state(), (long) by, Long::sum);
        if (Transition.MOVING.contains(entry.state())) {
            remainingBytes += by * entry.remainingBytes();
        }
        if (entry.state() == ItemState.HELD) {
            long[] sums = held.computeIfAbsent(entry.reasonCode(), code -> new long[2]);
            sums[0] += by;
            sums[1] += by * entry.remainingBytes();
        }
    }

    Order order() {
        return order;
    }

    /** One that was never used. */
    ItemId nextId() {
        return new ItemId(++lastId);
    }

    ItemId lastId() {
        return new ItemId(lastId);
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
        List<QueueSummary.Held> reasons = held.entrySet().stream().filter(each -> each.getValue()[0] > 0)
                .map(each -> new QueueSummary.Held(each.getKey(), each.getValue()[0], each.getValue()[1])).toList();
        return new QueueSummary(counts, remainingBytes, reasons);
    }
}
