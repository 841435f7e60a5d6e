package io.rushline.queue.derby;

import io.rushline.queue.api.AbandonedAsset;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.Reason;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table {@code abandoned}: the newest assets that are never finished. */
final class AbandonedTable {

    static final int MOST = 1000;

    private final Sql sql;

    AbandonedTable(Sql sql) {
        this.sql = sql;
    }

    void add(Item item, Optional<String> assetId, Reason why, Instant at) throws SQLException {
        if (assetId.isPresent()) {
            remove(assetId.get()); // each is listed once
        }
        sql.update("""
                INSERT INTO abandoned (item_id, name, asset_id, project_id, reason_code, reason_what, reason_todo, abandoned_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""", item.id().value(), item.clip().name(), assetId.orElse(null), item.projectId().orElse(null),
                why.code(), ItemTable.shortened(why.what()), ItemTable.shortened(why.todo()), at);
        sql.update("DELETE FROM abandoned WHERE id <= (SELECT MAX(id) FROM abandoned) - ?", MOST);
    }

    /** It is being finished after all. */
    void remove(String assetId) throws SQLException {
        sql.update("DELETE FROM abandoned WHERE asset_id = ?", assetId);
    }

    List<AbandonedAsset> newestFirst() throws SQLException {
        return sql.all(row -> new AbandonedAsset(new ItemId(row.getLong(1)), row.getString(2), Optional.ofNullable(row.getString(3)),
                Optional.ofNullable(row.getString(4)), new Reason(row.getString(5), row.getString(6), row.getString(7)), Sql.time(row, 8).get()), """
                SELECT item_id, name, asset_id, project_id, reason_code, reason_what, reason_todo, abandoned_at FROM abandoned ORDER BY id DESC""");
    }
}
