package io.rushline.queue.derby;

import io.rushline.queue.api.Checksums;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Reason;
import java.net.URI;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The table {@code items}: rows to items and back. */
final class ItemTable {

    private static final String COLUMNS = "id, path, name, size_bytes, modified_at, fingerprint, content_print, created_at, source, channel, growing, "
            + "priority, position, project_id, state, holds, reason_code, reason_what, reason_todo, retry_at, tries, duplicate_of, version_of, asset_id, "
            + "part_count, acked_parts, acked_bytes, sha256, xxh128, c4, networks, accepted_at, started_at, completed_at, ended_no, ended_at, own_time";
    private static final String INSERT = "INSERT INTO items (" + COLUMNS + ", path_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
            + "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String FIND = "SELECT " + COLUMNS + " FROM items WHERE id = ?";
    /** Ids per query: as many as a page of the console has. */
    private static final int CHUNK = 50;
    // To Derby the comment names the index: it plans a statement while the table is empty, and would read the whole table for ever.
    private static final String FIND_ALL = "SELECT " + COLUMNS + " FROM items --DERBY-PROPERTIES constraint=items_key\nWHERE id IN ("
            + String.join(", ", Collections.nCopies(CHUNK, "?")) + ")";
    private static final String UPDATE = "UPDATE items SET state = ?, holds = ?, reason_code = ?, reason_what = ?, reason_todo = ?, retry_at = ?, "
            + "tries = ?, ended_no = ?, ended_at = ? WHERE id = ? AND state = ?";
    private static final String UPDATE_UPLOAD = "UPDATE items SET project_id = ?, duplicate_of = ?, version_of = ?, asset_id = ?, part_count = ?, "
            + "acked_parts = ?, acked_bytes = ?, sha256 = ?, xxh128 = ?, c4 = ?, networks = ?, started_at = ?, completed_at = ? WHERE id = ?";
    private static final String UPDATE_CLIP = "UPDATE items SET path = ?, path_hash = ?, name = ?, size_bytes = ?, modified_at = ?, fingerprint = ?, "
            + "content_print = ?, created_at = ?, source = ?, channel = ?, growing = ?, accepted_at = ?, own_time = ? WHERE id = ?";
    private static final String UPDATE_PLACE = "UPDATE items SET priority = ?, position = ? WHERE id = ?";

    private static final int SENTENCE_CHARS = 4096;

    private final Sql sql;

    ItemTable(Sql sql) {
        this.sql = sql;
    }

    Optional<Row> find(ItemId id) throws SQLException {
        return sql.first(ItemTable::row, FIND, id.value());
    }

    Optional<ItemId> find(String fingerprint) throws SQLException {
        return sql.first(ItemTable::id, "SELECT id FROM items WHERE fingerprint = ?", fingerprint);
    }

    /** All clips with this content that are not given up. */
    List<ItemId> withContent(String contentPrint, ItemId besides) throws SQLException {
        return sql.all(ItemTable::id, """
                SELECT id FROM items WHERE content_print = ? AND id <> ? AND state NOT IN ('CANCELLED', 'REJECTED', 'FAILED') ORDER BY id""",
                contentPrint, besides.value());
    }

    /** All clips that have this path. */
    List<Row> at(Path path) throws SQLException {
        List<Row> rows = new ArrayList<>();
        for (ItemId id : sql.all(ItemTable::id, "SELECT id FROM items WHERE path_hash = ?", text(path).hashCode())) {
            find(id).filter(row -> row.item().clip().path().equals(path)).ifPresent(rows::add);
        }
        return rows;
    }

    /** The rows with these ids, as far as there are any, in this order. */
    List<Row> all(List<ItemId> ids) throws SQLException {
        Map<ItemId, Row> rows = new HashMap<>();
        for (int from = 0; from < ids.size(); from += CHUNK) {
            Object[] some = new Object[CHUNK]; // the last chunk repeats its last id
            for (int i = 0; i < CHUNK; i++) {
                some[i] = ids.get(Math.min(from + i, ids.size() - 1)).value();
            }
            sql.all(ItemTable::row, FIND_ALL, some).forEach(row -> rows.put(row.item().id(), row));
        }
        return ids.stream().map(rows::get).filter(Objects::nonNull).toList();
    }

    /** Items in line or under way of which nothing was sent yet, made in this time. */
    List<ItemId> untouched(String projectId, Optional<Integer> channel, Instant from) throws SQLException {
        return sql.all(ItemTable::id, """
                SELECT id FROM items WHERE project_id = ? AND asset_id IS NULL AND created_at >= ? AND (channel = ? OR channel >= ?)
                AND state IN ('WAITING', 'UPLOADING', 'RETRYING', 'HELD')""",
                projectId, from, channel.orElse(-1), channel.isPresent() ? Integer.MAX_VALUE : Integer.MIN_VALUE);
    }

    /** Those accepted after this one. */
    List<ItemId> after(ItemId last) throws SQLException {
        return sql.all(ItemTable::id, "SELECT id FROM items WHERE id > ?", last.value());
    }

    void insert(Row row) throws SQLException {
        Item item = row.item();
        Clip clip = item.clip();
        String path = text(clip.path());
        sql.update(INSERT, item.id().value(), path, clip.name(), clip.sizeBytes(), clip.modifiedAt(), clip.fingerprint(), print(clip), clip.createdAt(),
                clip.source(), clip.channel(), item.growing(), clip.priority(), item.position(), item.projectId().orElse(null), item.state().name(),
                Hold.bits(row.holds()), item.reason().map(Reason::code).orElse(null), item.reason().map(why -> shortened(why.what())).orElse(null),
                item.reason().map(why -> shortened(why.todo())).orElse(null), item.retryAt().orElse(null), item.tries(),
                item.duplicateOf().map(ItemId::value).orElse(null), item.versionOf().orElse(null), item.assetId().orElse(null), item.partCount(),
                item.ackedParts(), item.ackedBytes(), item.checksums().map(Checksums::sha256).orElse(null),
                item.checksums().map(Checksums::xxh128).orElse(null), item.checksums().flatMap(Checksums::c4).orElse(null), lines(item.networks()),
                item.acceptedAt(), item.startedAt().orElse(null), item.completedAt().orElse(null), row.endedNo(), row.endedAt().orElse(null),
                clip.ownTime(), path.hashCode());
    }

    /** @return false where another was faster: its state is not the one before */
    boolean update(Row before, Row after) throws SQLException {
        Item item = after.item();
        if (sql.update(UPDATE, item.state().name(), Hold.bits(after.holds()), item.reason().map(Reason::code).orElse(null),
                item.reason().map(why -> shortened(why.what())).orElse(null), item.reason().map(why -> shortened(why.todo())).orElse(null),
                item.retryAt().orElse(null), item.tries(), after.endedNo(), after.endedAt().orElse(null), item.id().value(),
                before.state().name()) != 1) {
            return false;
        }
        if (!upload(before.item()).equals(upload(item))) {
            sql.update(UPDATE_UPLOAD, item.projectId().orElse(null), item.duplicateOf().map(ItemId::value).orElse(null),
                    item.versionOf().orElse(null), item.assetId().orElse(null), item.partCount(), item.ackedParts(), item.ackedBytes(),
                    item.checksums().map(Checksums::sha256).orElse(null), item.checksums().map(Checksums::xxh128).orElse(null),
                    item.checksums().flatMap(Checksums::c4).orElse(null), lines(item.networks()), item.startedAt().orElse(null),
                    item.completedAt().orElse(null), item.id().value());
        }
        if (!clip(before.item()).equals(clip(item))) {
            Clip clip = item.clip();
            String path = text(clip.path());
            sql.update(UPDATE_CLIP, path, path.hashCode(), clip.name(), clip.sizeBytes(), clip.modifiedAt(), clip.fingerprint(), print(clip),
                    clip.createdAt(), clip.source(), clip.channel(), item.growing(), item.acceptedAt(), clip.ownTime(), item.id().value());
        }
        if (before.item().position() != item.position() || before.item().clip().priority() != item.clip().priority()) {
            sql.update(UPDATE_PLACE, item.clip().priority(), item.position(), item.id().value());
        }
        return true;
    }

    private static List<Object> upload(Item item) {
        return List.of(item.projectId(), item.duplicateOf(), item.versionOf(), item.assetId(), item.partCount(), item.ackedParts(), item.ackedBytes(),
                item.checksums(), item.networks(), item.startedAt(), item.completedAt());
    }

    private static List<Object> clip(Item item) {
        Clip clip = item.clip();
        return List.of(clip.path(), clip.name(), clip.sizeBytes(), clip.modifiedAt(), clip.fingerprint(), clip.contentPrint(), clip.createdAt(),
                clip.source(), clip.channel(), item.growing(), item.acceptedAt(), clip.ownTime());
    }

    /** Writes the progress of an item in whatever state. */
    void progress(Item item) throws SQLException {
        sql.update("UPDATE items SET acked_parts = ?, acked_bytes = ?, tries = ? WHERE id = ?", item.ackedParts(), item.ackedBytes(), item.tries(),
                item.id().value());
    }

    void delete(ItemId id) throws SQLException {
        sql.update("DELETE FROM items WHERE id = ?", id.value());
    }

    static ItemId id(ResultSet row) throws SQLException {
        return new ItemId(row.getLong(1));
    }

    static String text(Path path) {
        return path.toUri().toString();
    }

    private static String print(Clip clip) {
        return clip.contentPrint().isEmpty() ? null : clip.contentPrint();
    }

    private static String lines(List<String> networks) {
        return networks.isEmpty() ? null : shortened(String.join("\n", networks));
    }

    /** A sentence that is too long must not keep a clip from its next state. */
    static String shortened(String sentence) {
        return sentence.substring(0, Math.min(sentence.length(), SENTENCE_CHARS));
    }

    /** From the columns as they stand above. */
    static Row row(ResultSet row) throws SQLException {
        Clip clip = new Clip(Path.of(URI.create(row.getString(2))), row.getString(3), row.getLong(4), Sql.time(row, 5).get(), row.getString(6),
                Optional.ofNullable(row.getString(7)).orElse(""), Sql.time(row, 8).get(), row.getString(9), row.getInt(10), row.getInt(12), row.getBoolean(37));
        Optional<Reason> reason = row.getString(17) == null ? Optional.empty()
                : Optional.of(new Reason(row.getString(17), row.getString(18), row.getString(19)));
        Optional<ItemId> duplicateOf = row.getObject(22) == null ? Optional.empty() : Optional.of(new ItemId(row.getLong(22)));
        Optional<Checksums> checksums = row.getString(28) == null ? Optional.empty()
                : Optional.of(new Checksums(row.getString(28), row.getString(29), text(row, 30)));
        return new Row(new Item(new ItemId(row.getLong(1)), clip, row.getBoolean(11), text(row, 14), ItemState.valueOf(row.getString(15)), reason,
                Sql.time(row, 20), row.getInt(21), row.getLong(13), duplicateOf, text(row, 23), text(row, 24), row.getInt(25), row.getInt(26),
                row.getLong(27), checksums, text(row, 31).map(lines -> List.of(lines.split("\n"))).orElse(List.of()), Sql.time(row, 32).get(),
                Sql.time(row, 33), Sql.time(row, 34)), Hold.of(row.getInt(16)), row.getLong(35), Sql.time(row, 36));
    }

    private static Optional<String> text(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }
}
