package io.rushline.modules;

import io.rushline.modules.api.Actor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The table {@code staged}. Each call is one transaction. */
final class StagedTable {

    /** A module that was checked and waits. */
    record Staged(String sha256, String fileName, Actor by, Instant at) {
    }

    private final DataSource database;

    StagedTable(DataSource database) {
        this.database = database;
    }

    /** The same content again gets a new time. */
    void save(Staged staged) throws SQLException {
        Sql.transaction(database, connection -> {
            Sql.update(connection, "DELETE FROM staged WHERE sha256 = ?", staged.sha256());
            Sql.update(connection, "INSERT INTO staged (sha256, file_name, via, actor, staged_at) VALUES (?, ?, ?, ?, ?)", staged.sha256(), staged.fileName(),
                    staged.by().via().name(), Text.cut(staged.by().name(), 1024), staged.at().toEpochMilli());
        });
    }

    void delete(String sha256) throws SQLException {
        Sql.transaction(database, connection -> Sql.update(connection, "DELETE FROM staged WHERE sha256 = ?", sha256));
    }

    /** Oldest first. */
    List<Staged> all() throws SQLException {
        List<Staged> all = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT sha256, file_name, via, actor, staged_at FROM staged ORDER BY staged_at, sha256");
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                all.add(new Staged(row.getString(1), row.getString(2), new Actor(Actor.Via.valueOf(row.getString(3)), row.getString(4)), Instant.ofEpochMilli(row.getLong(5))));
            }
        }
        return all;
    }
}
