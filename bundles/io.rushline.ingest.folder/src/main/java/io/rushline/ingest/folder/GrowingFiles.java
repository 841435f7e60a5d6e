package io.rushline.ingest.folder;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The durable memory of one folder's growing files. One thread; each call is one transaction. */
final class GrowingFiles {

    private final DataSource database;
    private final SeenFiles.Keys keys;

    GrowingFiles(DataSource database, SeenFiles.Keys keys) {
        this.database = database;
        this.keys = keys;
    }

    List<GrowingFile> all() throws SQLException {
        List<GrowingFile> found = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("SELECT path, inode, item_id FROM growing_files WHERE folder_key = ?")) {
            select.setString(1, keys.folder());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new GrowingFile(rows.getString(1), rows.getLong(2), rows.getLong(3)));
                }
            }
        }
        return found;
    }

    /** Remembers it in place of whatever had its name. */
    void remember(GrowingFile file) throws SQLException {
        forget(file.name());
        try (Connection connection = database.getConnection(); PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO growing_files (path_key, folder_key, path, inode, item_id) VALUES (?, ?, ?, ?, ?)")) {
            SeenFiles.run(insert, keys.path(file.name()), keys.folder(), file.name(), file.inode(), file.item());
        }
    }

    void forget(String name) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement delete = connection.prepareStatement("DELETE FROM growing_files WHERE path_key = ?")) {
            SeenFiles.run(delete, keys.path(name));
        }
    }
}
