package io.rushline.queue.derby;

import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.QueueException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Places in line between neighbours. */
final class Line {

    /** Between two items that came one after the other; halved by each move between the same two. */
    static final long GAP = 1L << 32;
    /** With less than this between neighbours, some of them are moved apart. */
    private static final long LEAST = 1L << 8;

    private record Neighbour(ItemId id, long position) {
    }

    private final Transaction transaction;

    Line(Transaction transaction) {
        this.transaction = transaction;
    }

    /** A free position right before an item. Where its neighbours have come too close, the nearest are moved apart, in the same order. */
    long before(Item item) throws SQLException, QueueException {
        long upper = item.position();
        List<ItemId> close = new ArrayList<>(); // from the item downwards
        Long lower = null;
        long from = upper;
        while (lower == null) {
            List<Neighbour> below = below(item.clip().priority(), from);
            if (below.isEmpty()) {
                break;
            }
            for (Neighbour neighbour : below) {
                from = neighbour.position();
                if (upper - from >= (close.size() + 2) * LEAST) {
                    lower = from;
                    break;
                }
                close.add(neighbour.id());
            }
        }
        int steps = close.size() + 2; // so many distances lie between the lower neighbour and the item
        long step = lower == null ? GAP : (upper - lower) / steps;
        for (int i = 0; i < close.size(); i++) {
            long position = upper - step * (i + 2);
            transaction.change(transaction.get(close.get(i)), edit -> edit.place(item.clip().priority(), position));
        }
        return upper - step;
    }

    /** Some of the nearest. */
    private List<Neighbour> below(int priority, long position) throws SQLException {
        return transaction.sql.all(row -> new Neighbour(new ItemId(row.getLong(2)), row.getLong(1)), """
                SELECT position, id FROM items --DERBY-PROPERTIES index=items_place
                WHERE priority = ? AND position < ? ORDER BY position DESC FETCH FIRST 32 ROWS ONLY""", priority, position);
    }
}
