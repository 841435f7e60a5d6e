package io.rushline.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.derby.jdbc.EmbeddedDataSource;
import org.apache.derby.jdbc.EmbeddedDriver;

/** The Derby engine: its settings, which are system properties, for as long as it runs, and its end. */
final class DerbyEngine implements AutoCloseable {

    /** What Derby says when the engine or one database was shut down as wished. */
    private static final String ENGINE_DOWN = "XJ015";
    private static final String DATABASE_DOWN = "08006";

    private static final long LOG_BYTES = 1 << 20;

    private final Map<String, String> before = new HashMap<>();

    /**
     * @param home           Derby's own log goes to its folder {@code logs}; nothing else of Derby's is looked for or written outside databases
     * @param pageCachePages pages of all tables and indexes kept in memory; 4 or 32 KiB each
     */
    DerbyEngine(Path home, int pageCachePages) throws IOException {
        Path logs = Files.createDirectories(home.resolve("logs"));
        set("derby.system.home", home.toString());
        Path log = logs.resolve("derby.log");
        if (Files.exists(log) && Files.size(log) > LOG_BYTES) {
            Files.move(log, logs.resolve("derby.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        set("derby.stream.error.file", log.toString());
        set("derby.infolog.append", "true"); // else the next boot wipes out why the last one failed
        set("derby.storage.pageCacheSize", Integer.toString(pageCachePages));
    }

    /** A source of connections to the database in a folder; the first connection boots it. */
    EmbeddedDataSource database(Path folder) {
        EmbeddedDataSource database = new EmbeddedDataSource();
        database.setDatabaseName(folder.toString());
        return database;
    }

    /** Creates an empty database in a folder that does not exist yet. */
    void create(Path folder) throws SQLException {
        EmbeddedDataSource database = database(folder);
        database.setCreateDatabase("create");
        database.getConnection().close();
    }

    /** Writes everything out and closes one database. */
    void shutDown(Path folder) throws SQLException {
        EmbeddedDataSource database = database(folder);
        database.setShutdownDatabase("shutdown");
        expect(DATABASE_DOWN, () -> database.getConnection());
    }

    /** Closes all databases and ends the engine; it starts again with the next connection. */
    void shutDown() throws SQLException {
        expect(ENGINE_DOWN, () -> new EmbeddedDriver().connect("jdbc:derby:;shutdown=true", new Properties()));
    }

    @Override
    public void close() throws SQLException {
        try {
            shutDown();
        } finally {
            before.forEach((name, value) -> {
                if (value == null) {
                    System.clearProperty(name);
                } else {
                    System.setProperty(name, value);
                }
            });
        }
    }

    private void set(String name, String value) {
        before.put(name, System.setProperty(name, value));
    }

    /** Derby reports a shutdown that worked as an exception. */
    private static void expect(String state, Connect connect) throws SQLException {
        try (Connection none = connect.connect()) {
            throw new SQLException("Derby gave a connection instead of shutting down: " + none);
        } catch (SQLException down) {
            if (!state.equals(down.getSQLState())) {
                throw down;
            }
        }
    }

    private interface Connect {
        Connection connect() throws SQLException;
    }
}
