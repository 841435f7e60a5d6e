package io.rushline.queue.derby;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.derby.jdbc.EmbeddedDataSource;

/** A Derby database with the tables of the queue. */
public final class TestDatabase implements AutoCloseable {

    /** Where Derby writes its log to; it finds it by name. */
    public static final OutputStream SILENCE = OutputStream.nullOutputStream();

    private final String name;

    private TestDatabase(String name) {
        System.setProperty("derby.stream.error.field", TestDatabase.class.getName() + ".SILENCE");
        this.name = name;
    }

    static TestDatabase inMemory() throws SQLException, IOException {
        return create("memory:queue-" + UUID.randomUUID());
    }

    static TestDatabase in(Path folder) throws SQLException, IOException {
        return create(folder.toString());
    }

    private static TestDatabase create(String name) throws SQLException, IOException {
        TestDatabase database = new TestDatabase(name);
        EmbeddedDataSource source = (EmbeddedDataSource) database.source();
        source.setCreateDatabase("create");
        try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
            for (String sql : migration().split(";\\s*\n")) {
                statement.execute(sql);
            }
        }
        return database;
    }

    private static String migration() throws IOException {
        try (InputStream in = TestDatabase.class.getResourceAsStream("/migrations/001_create_queue.sql")) {
            return Arrays.stream(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n"))
                    .filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n")).trim().replaceFirst(";$", ";\n").concat("\n");
        }
    }

    DataSource source() {
        EmbeddedDataSource source = new EmbeddedDataSource();
        source.setDatabaseName(name);
        return source;
    }

    void clear() throws SQLException {
        try (Connection connection = source().getConnection(); Statement statement = connection.createStatement()) {
            for (String table : new String[] {"items", "parts", "assets", "binding", "projects", "settings", "pauses", "abandoned", "archive"}) {
                statement.execute("DELETE FROM " + table);
            }
        }
    }

    int count(String sql) throws SQLException {
        try (Connection connection = source().getConnection(); Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Shuts the database down; one that is not in memory can be opened again by the next connection. */
    @Override
    public void close() throws SQLException {
        EmbeddedDataSource source = (EmbeddedDataSource) source();
        source.setConnectionAttributes(name.startsWith("memory:") ? "drop=true" : "shutdown=true");
        try (Connection none = source.getConnection()) {
            throw new SQLException("Still open: " + none);
        } catch (SQLException down) {
            if (!"08006".equals(down.getSQLState())) {
                throw down;
            }
        }
    }
}
