package io.rushline.ingest.folder;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/** The durable memory of one folder: which files were handed over as which items. One thread; each call is one transaction. */
final class SeenFiles {

    /** Names per query: one statement text for all, and bounded memory. */
    static final int CHUNK = 128;

    private static final String COLUMNS = "SELECT path, size_bytes, modified_ms, inode, fingerprint, item_id, reason FROM files";
    private static final String MARKS = String.join(", ", Collections.nCopies(CHUNK, "?"));
    // To Derby the comments name the index: it plans a statement while the table is empty, and would read the whole table for ever.
    private static final String NAMED = COLUMNS + " --DERBY-PROPERTIES constraint=files_by_path\nWHERE path_key IN (" + MARKS + ")";
    private static final String WITH_INODES = COLUMNS + " --DERBY-PROPERTIES index=files_by_inode\nWHERE folder_key = ? AND inode IN (" + MARKS
            + ")";

    private final DataSource database;
    private final String location;
    private final Keys keys;
    private final String folderKey;

    /** Keys of one folder's rows: an index cannot hold 4 KiB. */
    record Keys(String location) {

        String folder() {
            return key(location);
        }

        String path(String name) {
            return key(location + "\0" + name);
        }
    }

    /**
     * A file to remember.
     *
     * @param replaced  what is known under its name: the same inode is forgotten; another may live on under a new name and stays known by
     *                  its inode
     * @param movedFrom what it was known as until now
     */
    record Change(SeenFile file, Optional<SeenFile> replaced, Optional<SeenFile> movedFrom) {
    }

    SeenFiles(DataSource database, Path folder) {
        this.database = database;
        this.location = folder.toString();
        this.keys = new Keys(location);
        this.folderKey = keys.folder();
    }

    Keys keys() {
        return keys;
    }

    /** What is known under these names. */
    Map<String, SeenFile> named(Collection<String> names) throws SQLException {
        Map<String, SeenFile> found = new HashMap<>();
        List<String> wanted = names.stream().map(keys::path).toList();
        query(NAMED, 0, wanted, file -> found.put(file.name(), file));
        return found;
    }

    /** What is known of these inodes; several names for one that has several. */
    Map<Long, List<SeenFile>> withInodes(Collection<Long> inodes) throws SQLException {
        Map<Long, List<SeenFile>> found = new HashMap<>();
        query(WITH_INODES, 1, List.copyOf(inodes),
                file -> found.computeIfAbsent(file.inode(), inode -> new ArrayList<>()).add(file));
        return found;
    }

    private interface Found {
        void take(SeenFile file);
    }

    private void query(String sql, int folderParameters, List<?> values, Found found) throws SQLException {
        try (Connection connection = database.getConnection(); PreparedStatement statement = connection.prepareStatement(sql)) {
            if (folderParameters > 0) {
                statement.setString(1, folderKey);
            }
            for (int from = 0; from < values.size(); from += CHUNK) {
                for (int i = 0; i < CHUNK; i++) { // the last chunk repeats its last value
                    statement.setObject(folderParameters + 1 + i, values.get(Math.min(from + i, values.size() - 1)));
                }
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.take(new SeenFile(rows.getString(1), rows.getLong(2), rows.getLong(3), rows.getLong(4), rows.getString(5),
                                rows.getLong(6), Optional.ofNullable(rows.getString(7))));
                    }
                }
            }
        }
    }

    /** Remembers these, in this order, all or none. */
    void record(List<Change> changes) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                record(connection, changes);
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private void record(Connection connection, List<Change> changes) throws SQLException {
        try (PreparedStatement forget = connection.prepareStatement(
                "DELETE FROM files WHERE inode = ? AND folder_key = ? AND item_id = ? AND path = ?");
                PreparedStatement aside = connection.prepareStatement("UPDATE files SET path_key = ? WHERE path_key = ?");
                PreparedStatement delete = connection.prepareStatement("DELETE FROM files WHERE path_key = ?");
                PreparedStatement insert = connection.prepareStatement("INSERT INTO files (path_key, folder_key, path, size_bytes, modified_ms,"
                        + " inode, fingerprint, item_id, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Change change : changes) {
                SeenFile file = change.file();
                String pathKey = keys.path(file.name());
                if (change.movedFrom().isPresent()) {
                    SeenFile old = change.movedFrom().get();
                    run(forget, old.inode(), folderKey, old.item(), old.name());
                }
                if (change.replaced().isPresent() && change.replaced().get().inode() != file.inode()) {
                    String asideKey = key(pathKey + change.replaced().get().inode());
                    run(delete, asideKey);
                    run(aside, asideKey, pathKey);
                } else if (change.replaced().isPresent()) {
                    run(delete, pathKey);
                }
                run(insert, pathKey, folderKey, file.name(), file.size(), file.modifiedMillis(), file.inode(), file.fingerprint(), file.item(),
                        file.reason().orElse(null));
            }
        }
    }

    static void run(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.executeUpdate();
    }

    boolean isEmpty() throws SQLException {
        return single("SELECT inode FROM files WHERE folder_key = ? FETCH FIRST ROW ONLY").isEmpty();
    }

    /** The device the folder was on when it was last seen. */
    OptionalLong device() throws SQLException {
        return single("SELECT device FROM folders WHERE folder_key = ?");
    }

    private OptionalLong single(String sql) throws SQLException {
        try (Connection connection = database.getConnection(); PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, folderKey);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    void recordDevice(long device) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement("UPDATE folders SET device = ? WHERE folder_key = ?");
                PreparedStatement insert = connection.prepareStatement("INSERT INTO folders (folder_key, location, device) VALUES (?, ?, ?)")) {
            update.setLong(1, device);
            update.setString(2, folderKey);
            if (update.executeUpdate() == 0) {
                run(insert, folderKey, location, device);
            }
        }
    }

    private static String key(String text) {
        return HexFormat.of().formatHex(Sample.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
