package io.rushline.queue.derby;

import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Reason;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table {@code items}: rows to items and back. */
final class ItemTable {

    private static final String COLUMNS = "id, path, name, size_bytes, modified_at, fingerprint, created_at, source, channel, priority, position, "
            + "project_id, state, reason_code, reason_what, reason_todo, retry_at, tries, asset_id, part_count, acked_parts, acked_bytes, sha256, "
            + "accepted_at, started_at, completed_at";
    private static final String INSERT = "INSERT INTO items (id, path, name, size_bytes, modified_at, fingerprint, created_at, source, channel, "
            + "accepted_at, priority, position, project_id, state, reason_code, reason_what, reason_todo, retry_at, tries, asset_id, part_count, "
            + "acked_parts, acked_bytes, sha256, started_at, completed_at, line_priority, line_position) "
            + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String UPDATE = "UPDATE items SET path = ?, priority = ?, position = ?, project_id = ?, state = ?, reason_code = ?, "
            + "reason_what = ?, reason_todo = ?, retry_at = ?, tries = ?, asset_id = ?, part_count = ?, acked_parts = ?, acked_bytes = ?, "
            + "sha256 = ?, started_at = ?, completed_at = ?, line_priority = ?, line_position = ? WHERE id = ? AND state = ?";

    private static final int SENTENCE_CHARS = 4096;

    private final Connection connection;

    ItemTable(Connection connection) {
        this.connection = connection;
    }

    Optional<Item> find(ItemId id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT " + COLUMNS + " FROM items WHERE id = ?")) {
            select.setLong(1, id.value());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(item(row)) : Optional.empty();
            }
        }
    }

    Optional<ItemId> find(String fingerprint) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT id FROM items WHERE fingerprint = ?")) {
            select.setString(1, fingerprint);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(new ItemId(row.getLong(1))) : Optional.empty();
            }
        }
    }

    /** The items with these ids, in this order. */
    List<Item> all(List<ItemId> ids) throws SQLException {
        List<Item> items = new ArrayList<>(ids.size());
        for (ItemId id : ids) {
            find(id).ifPresent(items::add);
        }
        return items;
    }

    /** When the first {@code RETRYING} item is due; one that would have to wait too long is due now. */
    Optional<Instant> nextRetry(Instant now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT MIN(CASE WHEN retry_at > ? THEN CAST(? AS BIGINT) ELSE retry_at END) AS due FROM items --DERBY-PROPERTIES index=items_line
                WHERE state = 'RETRYING'""")) {
            new Columns(select).number(now.plus(Line.LONGEST_DELAY).toEpochMilli()).number(now.toEpochMilli());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return time(row, "due");
            }
        }
    }

    /** @param ended its place among what has ended, if it is */
    void insert(Item item, long ended) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            Clip clip = item.clip();
            Columns columns = new Columns(insert);
            columns.number(item.id().value()).text(clip.path().toUri().toString()).text(clip.name()).number(clip.sizeBytes())
                    .number(clip.modifiedAt().toEpochMilli()).text(clip.fingerprint()).number(clip.createdAt().toEpochMilli()).text(clip.source())
                    .number(clip.channel()).number(item.acceptedAt().toEpochMilli());
            changing(columns, item, ended);
            insert.executeUpdate();
        }
    }

    /**
     * Writes what may change of an item; 0 rows changed means that another was faster.
     *
     * @param before the state it must still be in
     * @param ended  its place among what has ended, if it is
     */
    boolean update(Item item, ItemState before, long ended) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            Columns columns = new Columns(update);
            columns.text(item.clip().path().toUri().toString());
            changing(columns, item, ended);
            columns.number(item.id().value()).text(before.name());
            return update.executeUpdate() == 1;
        }
    }

    /** Writes the progress of an item in whatever state. */
    void progress(Item item) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE items SET acked_parts = ?, acked_bytes = ?, tries = ? WHERE id = ?")) {
            new Columns(update).number(item.ackedParts()).number(item.ackedBytes()).number(item.tries()).number(item.id().value());
            update.executeUpdate();
        }
    }

    /** Writes the path and name of an item in whatever state. */
    void path(Item item) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE items SET path = ?, name = ? WHERE id = ?")) {
            new Columns(update).text(item.clip().path().toUri().toString()).text(item.clip().name()).number(item.id().value());
            update.executeUpdate();
        }
    }

    private static void changing(Columns columns, Item item, long ended) throws SQLException {
        boolean over = Transition.ENDED.contains(item.state());
        Optional<Reason> reason = item.reason();
        columns.number(item.clip().priority()).number(item.position()).text(item.projectId().orElse(null)).text(item.state().name())
                .text(reason.map(Reason::code).orElse(null)).text(reason.map(why -> shortened(why.what())).orElse(null))
                .text(reason.map(why -> shortened(why.todo())).orElse(null))
                .time(item.retryAt()).number(item.tries()).text(item.assetId().orElse(null)).number(item.partCount()).number(item.ackedParts())
                .number(item.ackedBytes()).text(item.sha256().orElse(null)).time(item.startedAt()).time(item.completedAt())
                .number(over ? 0 : -item.clip().priority()).number(over ? ended : item.position());
    }

    /** A sentence that is too long must not keep a clip from its next state. */
    private static String shortened(String sentence) {
        return sentence.substring(0, Math.min(sentence.length(), SENTENCE_CHARS));
    }

    private static Item item(ResultSet row) throws SQLException {
        Clip clip = new Clip(Path.of(URI.create(row.getString("path"))), row.getString("name"), row.getLong("size_bytes"),
                time(row, "modified_at").get(), row.getString("fingerprint"), time(row, "created_at").get(), row.getString("source"),
                row.getInt("channel"), row.getInt("priority"));
        Optional<Reason> reason = text(row, "reason_code").isEmpty() ? Optional.empty()
                : Optional.of(new Reason(row.getString("reason_code"), row.getString("reason_what"), row.getString("reason_todo")));
        return new Item(new ItemId(row.getLong("id")), clip, text(row, "project_id"), ItemState.valueOf(row.getString("state")), reason,
                time(row, "retry_at"), row.getInt("tries"), row.getLong("position"), text(row, "asset_id"), row.getInt("part_count"),
                row.getInt("acked_parts"), row.getLong("acked_bytes"), text(row, "sha256"), time(row, "accepted_at").get(), time(row, "started_at"),
                time(row, "completed_at"));
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    /** Sets the parameters of a statement one after the other. */
    private static final class Columns {

        private final PreparedStatement statement;
        private int index;

        Columns(PreparedStatement statement) {
            this.statement = statement;
        }

        Columns text(String value) throws SQLException {
            statement.setString(++index, value);
            return this;
        }

        Columns number(long value) throws SQLException {
            statement.setLong(++index, value);
            return this;
        }

        Columns time(Optional<Instant> value) throws SQLException {
            if (value.isPresent()) {
                return number(value.get().toEpochMilli());
            }
            statement.setNull(++index, Types.BIGINT);
            return this;
        }
    }
}
