package io.rushline.queue.derby;

import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.QueueException.Code;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** One transaction: the tables, and what it changed so far. Rolled back when closed without a commit. */
final class Transaction implements AutoCloseable {

    /** @param before null for a new item */
    record Change(Item before, Item after) {
    }

    final ItemTable items;
    final AssetTable assets;
    final Binding binding;
    final Line line;

    private final Connection connection;
    private final List<Change> changes = new ArrayList<>();
    private final List<ItemId> many = new ArrayList<>();

    Transaction(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        items = new ItemTable(connection);
        assets = new AssetTable(connection);
        binding = new Binding(connection);
        line = new Line(connection);
    }

    Item get(ItemId id) throws SQLException, QueueException {
        return items.find(id).orElseThrow(() -> new QueueException(Code.UNKNOWN_ITEM, "item " + id, null));
    }

    /** Notes a change that was written. */
    void changed(Item before, Item after) {
        changes.add(new Change(before, after));
    }

    /** Notes that many items were written at once. */
    void changed(List<ItemId> items) {
        many.addAll(items);
    }

    List<Change> changes() {
        return changes;
    }

    List<ItemId> many() {
        return many;
    }

    Tally count() throws SQLException {
        return Tally.count(connection);
    }

    void commit() throws SQLException {
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            connection.rollback();
        }
    }
}
