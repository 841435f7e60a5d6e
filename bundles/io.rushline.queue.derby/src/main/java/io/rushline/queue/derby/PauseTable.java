package io.rushline.queue.derby;

import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.PauseSighting;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The table {@code pauses}: when a project did not want media, of the device or one channel (protocol section 8). */
final class PauseTable {

    static final int DEVICE = -1;

    private final Sql sql;

    PauseTable(Sql sql) {
        this.sql = sql;
    }

    /** @return the channels, or {@link #DEVICE}, whose pause begins with this sighting */
    Set<Integer> seen(PauseSighting sighting) throws SQLException {
        Set<Integer> now = new HashSet<>(sighting.channels());
        if (sighting.device()) {
            now.add(DEVICE);
        }
        List<Integer> open = sql.all(row -> row.getInt(1), "SELECT channel FROM pauses WHERE project_id = ? AND ended_at IS NULL", sighting.projectId());
        for (int channel : open) {
            if (!now.remove(channel)) {
                sql.update("UPDATE pauses SET ended_at = ? WHERE project_id = ? AND channel = ? AND ended_at IS NULL", sighting.at(),
                        sighting.projectId(), channel);
            }
        }
        for (int channel : now) {
            sql.update("INSERT INTO pauses (project_id, channel, began_at) VALUES (?, ?, ?)", sighting.projectId(), channel, sighting.at());
        }
        return now;
    }

    /** Whether what this channel recorded at that time was not wanted. */
    boolean covers(String projectId, int channel, Instant createdAt) throws SQLException {
        return sql.first(row -> row.getInt(1), """
                SELECT channel FROM pauses WHERE project_id = ? AND channel IN (?, ?) AND began_at <= ? AND (ended_at IS NULL OR ended_at > ?)""",
                projectId, channel, DEVICE, createdAt, createdAt).isPresent();
    }

    /** The clips accepted after this one that were made inside a pause. */
    Set<ItemId> clipsInside(ItemId last) throws SQLException {
        return Set.copyOf(sql.all(ItemTable::id, """
                SELECT items.id FROM items JOIN pauses ON pauses.project_id = items.project_id AND pauses.channel IN (items.channel, -1)
                AND began_at <= created_at AND (pauses.ended_at IS NULL OR pauses.ended_at > created_at) WHERE items.id > ?""", last.value()));
    }

    /** The clock was wrong by this much from one time to the other. */
    void shift(Instant from, Instant to, long millis) throws SQLException {
        sql.update("UPDATE pauses SET began_at = began_at + ? WHERE began_at >= ? AND began_at <= ?", millis, from, to);
        sql.update("UPDATE pauses SET ended_at = ended_at + ? WHERE ended_at >= ? AND ended_at <= ?", millis, from, to);
    }
}
