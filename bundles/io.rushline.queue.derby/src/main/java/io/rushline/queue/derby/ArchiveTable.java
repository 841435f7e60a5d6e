package io.rushline.queue.derby;

import io.rushline.queue.api.ItemId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table {@code archive}: what ended long ago, kept only to be known when it is seen again. */
final class ArchiveTable {

    private static final String COLUMNS = "id, path, name, size_bytes, modified_at, fingerprint, content_print, created_at, source, channel, priority, "
            + "project_id, state, reason_code, reason_what, reason_todo, version_of, asset_id, part_count, acked_parts, acked_bytes, sha256, xxh128, c4, "
            + "networks, accepted_at, started_at, completed_at, own_time";
    /** As rows of the table {@code items}: the missing columns are put in. */
    private static final String AS_ITEM = COLUMNS.replace("channel, priority", "channel, FALSE, priority, 0").replace("state, reason", "state, 0, reason")
            .replace("version_of", "CAST(NULL AS BIGINT), 0, CAST(NULL AS BIGINT), version_of")
            .replace("own_time", "0, CAST(NULL AS BIGINT), own_time");

    private final Sql sql;

    ArchiveTable(Sql sql) {
        this.sql = sql;
    }

    Optional<ItemId> find(String fingerprint) throws SQLException {
        return sql.first(ItemTable::id, "SELECT id FROM archive WHERE fingerprint = ?", fingerprint);
    }

    /** The first clip with this content that the cloud has. */
    Optional<ItemId> findContent(String contentPrint) throws SQLException {
        return sql.first(ItemTable::id, "SELECT id FROM archive WHERE content_print = ? AND state = 'COMPLETED' ORDER BY id", contentPrint);
    }

    /** Takes the row of an item over. */
    void put(ItemId id) throws SQLException {
        sql.update("INSERT INTO archive (" + COLUMNS + ") SELECT " + COLUMNS + " FROM items WHERE id = ?", id.value());
    }

    /** Gives a row back. */
    Row take(ItemId id) throws SQLException {
        Row row = sql.first(ItemTable::row, "SELECT " + AS_ITEM + " FROM archive WHERE id = ?", id.value()).orElseThrow();
        sql.update("DELETE FROM archive WHERE id = ?", id.value());
        return row;
    }

    /** Items that ended before that time and that nobody will ask to go on. */
    List<ItemId> due(Instant before) throws SQLException {
        return sql.all(ItemTable::id, "SELECT id FROM items WHERE ended_at < ? AND state IN ('COMPLETED', 'CANCELLED', 'REJECTED')", before);
    }
}
