package io.rushline.modules;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.modules.Saved.SavedChange;
import io.rushline.modules.api.Actor;
import io.rushline.modules.api.Update.State;
import io.rushline.modules.api.When;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The tables {@code updates} and {@code changes}. Each call is one transaction. */
final class UpdateTable {

    private static final String COLUMNS = "SELECT id, state, via, actor, asked_at, when_kind, when_at, ended_at, why, detail, wish, attempt FROM updates ";
    private static final String OPEN = "(state IN ('SCHEDULED', 'SWITCHING', 'SETTLING'))";

    private final DataSource database;

    UpdateTable(DataSource database) {
        this.database = database;
    }

    /** Writes the update; what has ended stays as it ended, whoever else writes. */
    void save(Row row) throws SQLException {
        Saved saved = Saved.of(row);
        Sql.transaction(database, connection -> {
            int changed = Sql.update(connection, "UPDATE updates SET state = ?, ended_at = ?, why = ?, detail = ?, attempt = ? WHERE id = ? AND " + OPEN, name(saved.state()),
                    saved.endedAt(), name(saved.why()), saved.detail(), saved.attempt() == null ? null : Saved.json(saved.attempt()), saved.id());
            if (changed == 0) {
                if (Sql.exists(connection, "SELECT id FROM updates WHERE id = ?", saved.id())) {
                    return;
                }
                Sql.update(connection, "INSERT INTO updates (id, state, via, actor, asked_at, when_kind, when_at, ended_at, why, detail, wish, attempt)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", saved.id(), name(saved.state()), name(saved.by().via()), Text.cut(saved.by().name(), 1024), saved.askedAt(),
                        name(saved.whenKind()), saved.whenAt(), saved.endedAt(), name(saved.why()), saved.detail(), Saved.json(saved.wish()),
                        saved.attempt() == null ? null : Saved.json(saved.attempt()));
            }
            Sql.update(connection, "DELETE FROM changes WHERE update_id = ?", saved.id());
            int line = 0;
            for (SavedChange change : saved.changes()) {
                Sql.update(connection, "INSERT INTO changes (update_id, line, module, from_version, to_version) VALUES (?, ?, ?, ?, ?)", saved.id(), line++,
                        Text.cut(change.module(), 1024), change.from(), change.to());
            }
        });
    }

    private static String name(Enum<?> constant) {
        return constant == null ? null : constant.name();
    }

    /** 0 when there is none. */
    long lastId() throws SQLException {
        try (Connection connection = database.getConnection(); PreparedStatement statement = connection.prepareStatement("SELECT MAX(id) FROM updates");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Newest first. */
    List<Row> open() throws SQLException {
        return read("WHERE " + OPEN + " ORDER BY id DESC");
    }

    Optional<Row> find(long id) throws SQLException {
        return read("WHERE id = ?", id).stream().findFirst();
    }

    /** The newest that was tried and has ended. */
    Optional<Row> lastTried() throws SQLException {
        return read("WHERE state IN ('COMMITTED', 'ROLLED_BACK') ORDER BY id DESC FETCH FIRST ROW ONLY").stream().findFirst();
    }

    /** Whether an update by a set of this number has ended, and is known to have. */
    boolean knows(long set) throws SQLException {
        return read("WHERE state IN ('ROLLED_BACK', 'CANCELLED') AND attempt IS NOT NULL ORDER BY id DESC FETCH FIRST 20 ROWS ONLY").stream()
                .anyMatch(row -> row.attempt().map(Attempt::set).filter(number -> number == set).isPresent());
    }

    /** Forgets what has ended, but for the newest. @param keep how many there are to be at most, those that go on not counted */
    void prune(int keep) throws SQLException {
        Sql.transaction(database, connection -> Sql.update(connection,
                "DELETE FROM updates WHERE NOT " + OPEN + " AND id < (SELECT MIN(id) FROM (SELECT id FROM updates ORDER BY id DESC FETCH FIRST " + keep + " ROWS ONLY) AS newest)"));
    }

    /** Newest first. */
    List<Row> list(int offset, int limit) throws SQLException {
        return read("ORDER BY id DESC OFFSET ? ROWS FETCH NEXT ? ROWS ONLY", offset, limit);
    }

    private List<Row> read(String where, Object... values) throws SQLException {
        List<Row> rows = new ArrayList<>();
        Sql.transaction(database, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(COLUMNS + where)) {
                Sql.set(statement, values);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        rows.add(row(connection, row));
                    }
                }
            }
        });
        return rows;
    }

    private static Row row(Connection connection, ResultSet row) throws SQLException {
        String why = row.getString(9);
        String attempt = row.getString(12);
        try {
            return new Saved(row.getLong(1), State.valueOf(row.getString(2)), new Actor(Actor.Via.valueOf(row.getString(3)), row.getString(4)), row.getLong(5),
                    When.Kind.valueOf(row.getString(6)), row.getObject(7, Long.class), row.getObject(8, Long.class), why == null ? null : Code.valueOf(why), row.getString(10),
                    changes(connection, row.getLong(1)), Saved.read(row.getString(11), Wish.class), attempt == null ? null : Saved.read(attempt, Attempt.class)).row();
        } catch (JsonProcessingException | IllegalArgumentException unknown) {
            throw new SQLException("update " + row.getLong(1) + " was written by another version", unknown);
        }
    }

    private static List<SavedChange> changes(Connection connection, long id) throws SQLException {
        List<SavedChange> changes = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT module, from_version, to_version FROM changes WHERE update_id = ? ORDER BY line")) {
            statement.setLong(1, id);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    changes.add(new SavedChange(row.getString(1), row.getString(2), row.getString(3)));
                }
            }
        }
        return changes;
    }
}
