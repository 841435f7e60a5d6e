package io.rushline.vault;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;

/** The table {@code secrets}. */
final class SecretTable {

    private final DataSource database;

    SecretTable(DataSource database) {
        this.database = database;
    }

    boolean isEmpty() throws SQLException {
        try (Connection connection = database.getConnection(); Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("SELECT name FROM secrets FETCH FIRST ROW ONLY")) {
            return !row.next();
        }
    }

    Optional<byte[]> get(String name) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("SELECT sealed FROM secrets WHERE name = ?")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
            }
        }
    }

    void put(String name, byte[] sealed) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement merge = connection.prepareStatement("""
                        MERGE INTO secrets s USING sysibm.sysdummy1 ON s.name = ?
                        WHEN MATCHED THEN UPDATE SET sealed = ?
                        WHEN NOT MATCHED THEN INSERT (name, sealed) VALUES (?, ?)""")) {
            merge.setString(1, name);
            merge.setBytes(2, sealed);
            merge.setString(3, name);
            merge.setBytes(4, sealed);
            merge.executeUpdate();
        }
    }

    void remove(String name) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement delete = connection.prepareStatement("DELETE FROM secrets WHERE name = ?")) {
            delete.setString(1, name);
            delete.executeUpdate();
        }
    }
}
