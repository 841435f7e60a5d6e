package io.rushline.modules;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.derby.jdbc.EmbeddedDataSource;

/** A Derby database in memory with this bundle's tables. */
public final class TestDatabase implements AutoCloseable {

    /** Where Derby writes its log to; it finds it by name. */
    public static final OutputStream SILENCE = OutputStream.nullOutputStream();

    private final String name = "memory:modules-" + UUID.randomUUID();

    TestDatabase() throws SQLException, IOException {
        System.setProperty("derby.stream.error.field", TestDatabase.class.getName() + ".SILENCE");
        EmbeddedDataSource source = (EmbeddedDataSource) source();
        source.setCreateDatabase("create");
        try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
            for (String sql : migration().split(";\\s*\n")) {
                statement.execute(sql);
            }
        }
    }

    private static String migration() throws IOException {
        try (InputStream in = TestDatabase.class.getResourceAsStream("/migrations/001_create_updates.sql")) {
            return Arrays.stream(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")).filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n")).trim()
                    .replaceFirst(";$", ";\n").concat("\n");
        }
    }

    DataSource source() {
        EmbeddedDataSource source = new EmbeddedDataSource();
        source.setDatabaseName(name);
        return source;
    }

    void clear() throws SQLException {
        try (Connection connection = source().getConnection(); Statement statement = connection.createStatement()) {
            for (String table : new String[] {"changes", "updates", "staged"}) {
                statement.execute("DELETE FROM " + table);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        EmbeddedDataSource source = (EmbeddedDataSource) source();
        source.setConnectionAttributes("drop=true");
        try (Connection none = source.getConnection()) {
            throw new SQLException("Still open: " + none);
        } catch (SQLException down) {
            if (!"08006".equals(down.getSQLState())) {
                throw down;
            }
        }
    }
}
