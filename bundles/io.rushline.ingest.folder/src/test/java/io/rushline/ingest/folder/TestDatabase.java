package io.rushline.ingest.folder;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import org.apache.derby.jdbc.EmbeddedDataSource;

/**
 * A Derby database in memory with the tables of this bundle: one for all tests, since creating one takes long and each test watches a folder
 * of its own.
 */
final class TestDatabase extends EmbeddedDataSource {

    static final TestDatabase SHARED = create();

    private static final long serialVersionUID = 1L;

    private static TestDatabase create() {
        try {
            return new TestDatabase();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private TestDatabase() throws SQLException {
        setDatabaseName("memory:ingest");
        setCreateDatabase("create");
        try (Connection connection = getConnection(); Statement statement = connection.createStatement()) {
            for (String sql : migration().split(";")) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
    }

    private static String migration() {
        try (InputStream script = TestDatabase.class.getResourceAsStream("/migrations/001_create_seen_files.sql")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8).lines().map(line -> line.replaceAll("--.*", ""))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As when a damaged database was set aside. */
    void forgetEverything() throws SQLException {
        try (Connection connection = getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM files");
            statement.execute("DELETE FROM growing_files");
        }
    }
}
