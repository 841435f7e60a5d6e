package io.rushline.queue.derby;

import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.QueueException.Code;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One transaction: the tables, and what it changed so far. */
final class Transaction {

    /**
     * @param before null for an item that is new to the table
     * @param after  null for one that left it
     */
    record Change(Row before, Row after) {
    }

    /** What a call makes of an item. */
    interface Edit {
        ItemEdit apply(ItemEdit item) throws QueueException;
    }

    final Sql sql;
    final ItemTable items;
    final AssetTable assets;
    final AbandonedTable abandoned;
    final Projects projects;
    final PauseTable pauses;
    final SettingsTable settings;
    final ArchiveTable archive;
    /** Null in a transaction that only reads. */
    final Tally tally;
    final Instant now;

    private final List<Change> changes = new ArrayList<>();

    Transaction(Sql sql, Tally tally, Instant now) {
        this.sql = sql;
        this.tally = tally;
        this.now = now;
        items = new ItemTable(sql);
        assets = new AssetTable(sql);
        abandoned = new AbandonedTable(sql);
        projects = new Projects(sql);
        pauses = new PauseTable(sql);
        settings = new SettingsTable(sql);
        archive = new ArchiveTable(sql);
    }

    Row get(ItemId id) throws SQLException, QueueException {
        return items.find(id).orElseThrow(() -> new QueueException(Code.UNKNOWN_ITEM, "item " + id, null));
    }

    /** The one way to write a changed item. */
    Row change(Row before, Edit edit) throws SQLException, QueueException {
        Row after = edit.apply(new ItemEdit(before)).done();
        if (after.ended() && after.endedAt().isEmpty()) {
            after = after.ended(tally.nextEnded(), now);
        }
        if (after.equals(before)) {
            return before;
        }
        if (!items.update(before, after)) {
            throw new QueueException(Code.ILLEGAL_TRANSITION, "item " + before.item().id() + " has changed meanwhile", null);
        }
        changed(before, after);
        return after;
    }

    Row insert(Row row) throws SQLException {
        Row inserted = row.ended() ? row.ended(tally.nextEnded(), now) : row;
        items.insert(inserted);
        changed(null, inserted);
        return inserted;
    }

    /** Notes a change that was written. */
    void changed(Row before, Row after) {
        changes.add(new Change(before, after));
    }

    List<Change> changes() {
        return changes;
    }

    void commit() throws SQLException {
        sql.commit();
    }
}
