package io.rushline.queue.derby;

import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemFilter;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemPage;
import io.rushline.queue.api.ItemState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;

/** The order of items: what is next, pages of the list, and places between neighbours; all read from indexes alone. */
final class Line {

    /**
     * Nobody postpones an item for longer: an hour, which is the most the cloud may ask for, and a minute to spare. A time of retry further away
     * was noted before the clock was set back, and counts as due.
     */
    static final Duration LONGEST_DELAY = Duration.ofMinutes(61);
    /** Between two items that came one after the other; halved by each move between the same two. */
    static final long GAP = 1L << 32;
    /** With less than this between neighbours, some of them are moved apart. */
    private static final long LEAST = 1L << 8;

    private final Connection connection;

    Line(Connection connection) {
        this.connection = connection;
    }

    /** The next item of that project to work on, not counting those in hand nor those that are not due. */
    Optional<ItemId> next(String projectId, Set<ItemId> inHand, Instant now) throws SQLException {
        Place best = null;
        for (ItemState state : Transition.MOVING) {
            try (Cursor cursor = new Cursor(state)) {
                boolean found = cursor.next();
                while (found && !cursor.fits(projectId, inHand, now)) {
                    found = cursor.next();
                }
                if (found && (best == null || cursor.place.compareTo(best) < 0)) {
                    best = cursor.place;
                }
            }
        }
        return Optional.ofNullable(best).map(place -> new ItemId(place.id()));
    }

    /** Ids of the items in these states, in the order of the list. */
    List<ItemId> page(Collection<ItemState> states, int offset, int limit) throws SQLException {
        List<ItemId> page = new ArrayList<>();
        int[] index = {0};
        walk(states, id -> {
            if (index[0]++ >= offset) {
                page.add(id);
            }
            return page.size() < limit;
        });
        return page;
    }

    /** The items that match a filter with text; reads the name of each. */
    ItemPage search(Collection<ItemState> states, ItemFilter filter, ItemTable items) throws SQLException {
        Set<Long> matches = named(filter.text());
        List<ItemId> page = new ArrayList<>();
        int[] total = {0};
        walk(states, id -> {
            if (matches.contains(id.value()) && ++total[0] > filter.offset() && page.size() < filter.limit()) {
                page.add(id);
            }
            return true;
        });
        return new ItemPage(items.all(page), total[0]);
    }

    private Set<Long> named(String text) throws SQLException {
        String part = text.toLowerCase(Locale.ROOT);
        Set<Long> ids = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT id, name FROM items"); ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                if (rows.getString(2).toLowerCase(Locale.ROOT).contains(part)) {
                    ids.add(rows.getLong(1));
                }
            }
        }
        return ids;
    }

    /** Goes along the items in these states, in the order of the list, for as long as the visitor wants more. */
    private void walk(Collection<ItemState> states, Predicate<ItemId> visitor) throws SQLException {
        PriorityQueue<Cursor> cursors = new PriorityQueue<>(Comparator.comparing((Cursor cursor) -> cursor.place));
        try {
            for (ItemState state : states) {
                advance(new Cursor(state), cursors);
            }
            while (!cursors.isEmpty() && visitor.test(new ItemId(cursors.element().place.id()))) {
                advance(cursors.remove(), cursors);
            }
        } finally {
            for (Cursor cursor : cursors) {
                cursor.close();
            }
        }
    }

    private static void advance(Cursor cursor, PriorityQueue<Cursor> cursors) throws SQLException {
        if (cursor.next()) {
            cursors.add(cursor);
        } else {
            cursor.close();
        }
    }

    /** A free position right before an item. Where its neighbours have come too close, the nearest are moved apart, in the same order. */
    long before(Item item) throws SQLException {
        long upper = item.position();
        List<Long> close = new ArrayList<>(); // ids, from the item downwards
        Long lower = null;
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT position, id FROM items --DERBY-PROPERTIES index=items_place
                WHERE priority = ? AND position < ? ORDER BY position DESC""")) {
            select.setInt(1, item.clip().priority());
            select.setLong(2, upper);
            try (ResultSet rows = select.executeQuery()) {
                while (lower == null && rows.next()) {
                    if (upper - rows.getLong(1) >= (close.size() + 2) * LEAST) {
                        lower = rows.getLong(1);
                    } else {
                        close.add(rows.getLong(2));
                    }
                }
            }
        }
        int steps = close.size() + 2; // so many distances lie between the lower neighbour and the item
        long step = lower == null ? GAP : (upper - lower) / steps;
        for (int i = 0; i < close.size(); i++) {
            shift(close.get(i), upper - step * (i + 2));
        }
        return upper - step;
    }

    private void shift(long id, long to) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE items SET position = ?, line_position = CASE WHEN line_position = position THEN CAST(? AS BIGINT) ELSE line_position END
                WHERE id = ?""")) {
            update.setLong(1, to);
            update.setLong(2, to);
            update.setLong(3, id);
            update.executeUpdate();
        }
    }

    /** Where an item stands in the list; rank 0 is under way, 1 in line, 2 ended. */
    private record Place(int rank, int priority, long position, long id) implements Comparable<Place> {

        private static final Comparator<Place> ORDER = Comparator.comparingInt(Place::rank).thenComparingInt(Place::priority)
                .thenComparingLong(Place::position).thenComparingLong(Place::id);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /** All items in one state, in their order; stands on one of them. */
    private final class Cursor implements AutoCloseable {

        private final int rank;
        private final PreparedStatement select;
        private final ResultSet rows;
        private Place place;

        Cursor(ItemState state) throws SQLException {
            rank = state == ItemState.UPLOADING ? 0 : Transition.ENDED.contains(state) ? 2 : 1;
            select = connection.prepareStatement("""
                    SELECT line_priority, line_position, id, project_id, retry_at FROM items --DERBY-PROPERTIES index=items_line
                    WHERE state = ? ORDER BY line_priority, line_position, id""");
            select.setString(1, state.name());
            rows = select.executeQuery();
        }

        boolean next() throws SQLException {
            boolean found = rows.next();
            place = found ? new Place(rank, rows.getInt(1), rows.getLong(2), rows.getLong(3)) : null;
            return found;
        }

        /** An item that is not {@code RETRYING} has no time to wait for, which reads as 0. */
        boolean fits(String projectId, Set<ItemId> inHand, Instant now) throws SQLException {
            long retryAt = rows.getLong(5);
            boolean due = retryAt <= now.toEpochMilli() || retryAt > now.plus(LONGEST_DELAY).toEpochMilli();
            return due && projectId.equals(rows.getString(4)) && !inHand.contains(new ItemId(place.id()));
        }

        @Override
        public void close() throws SQLException {
            select.close();
        }
    }
}
