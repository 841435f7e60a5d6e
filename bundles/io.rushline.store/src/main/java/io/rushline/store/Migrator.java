package io.rushline.store;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.ibatis.migration.Change;
import org.apache.ibatis.migration.MigrationException;
import org.apache.ibatis.migration.MigrationLoader;
import org.apache.ibatis.migration.MigrationReader;
import org.apache.ibatis.migration.hook.HookContext;
import org.apache.ibatis.migration.hook.MigrationHook;
import org.apache.ibatis.migration.operations.UpOperation;
import org.apache.ibatis.migration.options.DatabaseOperationOption;

/** Brings one schema up to date with MyBatis Migrations: each script and the note that it ran are one transaction. */
final class Migrator {

    private final Connections database;

    Migrator(Connections database) {
        this.database = database;
    }

    /**
     * Creates the schema where it is missing and runs the scripts that did not run in it yet.
     *
     * @throws MigrationFailed when one failed, or when the schema does not fit the scripts; what ran before the failed one stays
     */
    void migrate(String schema, List<Script> scripts) throws MigrationFailed {
        TreeMap<Integer, Script> byNumber = new TreeMap<>();
        for (Script script : scripts) {
            Script other = byNumber.put(script.number(), script);
            if (other != null) {
                throw new MigrationFailed(other.file() + " and " + script.file() + " have the same number", false, null);
            }
        }
        try (Connection connection = database.get()) {
            connection.setAutoCommit(false);
            Progress progress = new Progress(connection, Set.copyOf(compatible(byNumber.values())));
            try {
                createSchema(connection, schema);
                connection.setSchema(schema);
                refuseUnfit(applied(connection), byNumber);
                refuseSilent(applied(connection), byNumber);
                new UpOperation().operate(() -> managed(connection), new Scripts(byNumber), options(), null, progress);
                connection.commit();
            } catch (MigrationException failed) {
                throw new MigrationFailed(progress.file + " failed: " + rootOf(failed).getMessage(), false, failed);
            } finally {
                connection.rollback();
            }
        } catch (SQLException failed) {
            throw new MigrationFailed(failed.getMessage(), false, failed);
        }
    }

    private static DatabaseOperationOption options() {
        DatabaseOperationOption options = new DatabaseOperationOption();
        options.setAutoCommit(true); // as managed(…) says; leaves commits to us
        return options;
    }

    /** MyBatis commits a script and the note of it one after the other; with commits left to {@link Progress} they become one. */
    private static Connection managed(Connection real) {
        return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> {
            switch (method.getName()) {
                case "getAutoCommit":
                    return true;
                case "commit", "rollback", "setAutoCommit", "close":
                    return null;
                default:
                    try {
                        return method.invoke(real, args);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
            }
        });
    }

    private static void createSchema(Connection connection, String schema) throws SQLException {
        try (PreparedStatement known = connection.prepareStatement("SELECT 1 FROM sys.sysschemas WHERE schemaname = ?")) {
            known.setString(1, schema);
            try (ResultSet row = known.executeQuery()) {
                if (row.next()) {
                    return;
                }
            }
        }
        try (Statement create = connection.createStatement()) {
            create.execute("CREATE SCHEMA " + DatabaseCheck.quoted(schema));
            create.execute("CREATE TABLE " + DatabaseCheck.quoted(schema) + ".changelog (id DECIMAL(20) NOT NULL PRIMARY KEY, "
                    + "applied_at VARCHAR(25) NOT NULL, description VARCHAR(255) NOT NULL, "
                    + "compatible BOOLEAN NOT NULL DEFAULT FALSE)"); // versions of the bundle that do not know this migration work all the same
        }
        connection.commit();
    }

    /** What ran, by number, and whether versions that do not know it work all the same. */
    private static TreeMap<Integer, Boolean> applied(Connection connection) throws SQLException {
        TreeMap<Integer, Boolean> applied = new TreeMap<>();
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery("SELECT id, compatible FROM changelog")) {
            while (rows.next()) {
                applied.put(rows.getInt(1), rows.getBoolean(2));
            }
        }
        return applied;
    }

    private static List<Integer> compatible(Collection<Script> scripts) throws MigrationFailed {
        List<Integer> numbers = new ArrayList<>();
        for (Script script : scripts) {
            if (script.compatible().orElse(false)) {
                numbers.add(script.number());
            }
        }
        return numbers;
    }

    /** But for the first, before which there was nothing: whoever forgets to think of a roll-back learns of it before it is needed. */
    private static void refuseSilent(TreeMap<Integer, Boolean> applied, TreeMap<Integer, Script> scripts) throws MigrationFailed {
        for (Script script : scripts.tailMap(scripts.firstKey(), false).values()) {
            if (!applied.containsKey(script.number()) && script.compatible().isEmpty()) {
                throw new MigrationFailed(script.file() + " must say in its first line whether older versions of the module can work with the tables "
                        + "afterwards: -- compatible or -- incompatible", false, null);
            }
        }
    }

    /** MyBatis passes over both cases with a remark. */
    private static void refuseUnfit(TreeMap<Integer, Boolean> applied, TreeMap<Integer, Script> scripts) throws MigrationFailed {
        List<Integer> unknown = applied.keySet().stream()
                .filter(number -> !scripts.containsKey(number) && (number < scripts.lastKey() || !applied.get(number))).toList();
        if (!unknown.isEmpty()) {
            throw new MigrationFailed("its tables were changed by migration " + unknown + ", which this version does not know", true, null);
        }
        for (Script script : scripts.values()) {
            if (!applied.containsKey(script.number()) && applied.higherKey(script.number()) != null) {
                throw new MigrationFailed(script.file() + " comes before " + applied.lastKey() + ", which has run already", false, null);
            }
        }
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && !(root instanceof SQLException)) {
            root = root.getCause();
        }
        return root;
    }

    /** Knows which script is running, and commits it. */
    private static final class Progress implements MigrationHook {

        private final Connection connection;
        private final Set<Integer> compatible;
        private String file = "The first migration";

        /** @param compatible numbers of migrations that older versions can work with */
        Progress(Connection connection, Set<Integer> compatible) {
            this.connection = connection;
            this.compatible = compatible;
        }

        @Override
        public void before(Map<String, Object> bindings) {
            // nothing to do: see beforeEach
        }

        @Override
        public void beforeEach(Map<String, Object> bindings) {
            file = ((HookContext) bindings.get(HOOK_CONTEXT)).getChange().getFilename();
        }

        @Override
        public void afterEach(Map<String, Object> bindings) {
            int number = ((HookContext) bindings.get(HOOK_CONTEXT)).getChange().getId().intValueExact();
            try (PreparedStatement note = connection.prepareStatement("UPDATE changelog SET compatible = ? WHERE id = ?")) {
                note.setBoolean(1, compatible.contains(number));
                note.setInt(2, number);
                if (note.executeUpdate() != 1) {
                    throw new MigrationException("It is not noted that migration " + number + " ran");
                }
                connection.commit();
            } catch (SQLException failed) {
                throw new MigrationException(failed);
            }
        }

        @Override
        public void after(Map<String, Object> bindings) {
            // nothing to do: see afterEach
        }
    }

    /** The scripts, as MyBatis wants them. */
    private record Scripts(Map<Integer, Script> byNumber) implements MigrationLoader {

        @Override
        public List<Change> getMigrations() {
            return new ArrayList<>(byNumber.values().stream().map(Script::change).toList()); // it sorts the list in place
        }

        @Override
        public Reader getScriptReader(Change change, boolean undo) {
            try {
                return new MigrationReader(byNumber.get(change.getId().intValueExact()).content().openStream(),
                        StandardCharsets.UTF_8.name(), undo, new Properties());
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        @Override
        public Reader getBootstrapReader() {
            return null;
        }

        @Override
        public Reader getOnAbortReader() {
            return null;
        }
    }
}
