package io.rushline.queue.derby;

import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.QueueListener;
import io.rushline.queue.api.UploadQueue;
import io.rushline.vault.api.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.derby.jdbc.EmbeddedDataSource;

/** The queue's database in memory: opens queues over it, makes it fail, and lets a test look at its rows. One thread at a time. */
public final class SimulatedStore implements AutoCloseable {

    /** Where Derby writes its log to; it finds it by name. */
    public static final OutputStream SILENCE = OutputStream.nullOutputStream();

    private static final List<String> TABLES = List.of("items", "parts", "assets", "binding", "projects", "settings", "pauses", "abandoned", "archive");

    /** How the database fails. */
    public enum Fault {
        NONE,
        /** Nothing is read or written. */
        AWAY,
        /** Nothing can be written. */
        FULL,
        /** It is written, but nobody learns of it; once. */
        ANSWER_LOST
    }

    /** A row of the items; null where there is no value. */
    public record Row(long id, String name, String path, String state, String reason, boolean growing, String project, String asset, String versionOf,
            int acked, int parts, String sha256, long size) {
    }

    /** What is listed as abandoned; asset null where it is not known. */
    public record Abandoned(long item, String asset, String reason) {
    }

    private final EmbeddedDataSource source = new EmbeddedDataSource();
    private final Connection eye;
    private final PreparedStatement rows;
    private final PreparedStatement acknowledged;
    private final PreparedStatement receipts;
    private final PreparedStatement receiptsOfOne;
    private Fault fault = Fault.NONE;
    /** The rows, until the next commit. */
    private Map<Long, Row> known;

    public SimulatedStore(String name) {
        System.setProperty("derby.stream.error.field", SimulatedStore.class.getName() + ".SILENCE");
        // Statistics that a thread of Derby's renews now and then would decide in which order rows come.
        System.setProperty("derby.storage.indexStats.auto", "false");
        source.setDatabaseName("memory:" + name);
        try {
            source.setCreateDatabase("create");
            try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
                for (String sql : migration().split(";\\s*\n")) {
                    statement.execute(sql);
                }
            }
            source.setCreateDatabase(null);
            eye = source.getConnection();
            rows = eye.prepareStatement("SELECT id, name, path, state, reason_code, growing, project_id, asset_id, version_of, acked_parts, part_count, "
                    + "sha256, size_bytes FROM items ORDER BY id");
            acknowledged = eye.prepareStatement("SELECT p.part_no FROM assets a JOIN parts p ON p.item_id = a.item_id "
                    + "WHERE a.asset_id = ? AND p.part_no = ? AND p.acked_at IS NOT NULL");
            String withReceipts = "SELECT a.asset_id, p.part_no FROM assets a LEFT JOIN parts p ON p.item_id = a.item_id AND p.acked_at IS NOT NULL";
            receipts = eye.prepareStatement(withReceipts);
            receiptsOfOne = eye.prepareStatement(withReceipts + " WHERE a.item_id = ?");
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String migration() throws IOException {
        try (InputStream in = DerbyUploadQueue.class.getResourceAsStream("/migrations/001_create_queue.sql")) {
            return Arrays.stream(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n"))
                    .filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n")).trim().replaceFirst(";$", ";\n").concat("\n");
        }
    }

    /** As if nobody had used it. */
    public void clear() {
        fault = Fault.NONE;
        known = null;
        try (Statement statement = eye.createStatement()) {
            for (String table : TABLES) {
                statement.execute("DELETE FROM " + table);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public void fault(Fault now) {
        fault = now;
    }

    public Fault fault() {
        return fault;
    }

    // ---- queues over it

    /** Another queue over the same tables, as after a restart or when its module is replaced. */
    public UploadQueue open(Clock clock, LongSupplier elapsedMillis, ExecutorService teller, QueueListener listener) {
        try {
            return new DerbyUploadQueue(new Defaults(), new FailingSource(this::connect), new OddVault(), clock, elapsedMillis, List.of(listener), teller);
        } catch (QueueException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What it does unasked every few seconds, and every day. */
    public static void chores(UploadQueue queue, boolean daily) throws QueueException {
        Chores chores = ((DerbyUploadQueue) queue).chores();
        chores.checkClock();
        if (daily) {
            chores.archive();
        }
    }

    public static void close(UploadQueue queue) {
        ((DerbyUploadQueue) queue).close();
    }

    private Connection connect() throws SQLException {
        requireThere();
        Connection connection = source.getConnection();
        return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
            try {
                return method.getName().equals("commit") ? commit(connection) : method.invoke(connection, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private void requireThere() throws SQLException {
        if (fault == Fault.AWAY) {
            throw new SQLException("The disk of the database does not answer", "XSDG0");
        }
    }

    /** Fails, before or after it is done. */
    private Object commit(Connection connection) throws SQLException {
        requireThere();
        if (fault == Fault.FULL) {
            throw new SQLException("No space left on device", "XSLA4");
        }
        connection.commit();
        known = null;
        if (fault == Fault.ANSWER_LOST) {
            fault = Fault.NONE;
            throw new SQLException("The answer is lost", "08006");
        }
        return null;
    }

    // ---- what stands in it

    /** The row of each item, by its id; the same map until something is written. */
    public Map<Long, Row> rows() {
        if (known == null) {
            known = read();
        }
        return known;
    }

    private Map<Long, Row> read() {
        return ask(rows, row -> new Row(row.getLong(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5), row.getBoolean(6),
                row.getString(7), row.getString(8), row.getString(9), row.getInt(10), row.getInt(11), row.getString(12), row.getLong(13))).stream()
                .collect(Collectors.toMap(Row::id, row -> row, (one, other) -> one, TreeMap::new));
    }

    /** The receipt of this part is on disk, and the asset is the current one of its item. */
    public boolean acknowledged(String asset, int part) {
        return !ask(acknowledged, row -> row.getInt(1), asset, part).isEmpty();
    }

    /** By the assets in use: the parts that have receipts. */
    public Map<String, Set<Integer>> receipts() {
        return parts(receipts);
    }

    /** The same of one item. */
    public Map<String, Set<Integer>> receipts(long item) {
        return parts(receiptsOfOne, item);
    }

    private static Map<String, Set<Integer>> parts(PreparedStatement receipts, Object... values) {
        Map<String, Set<Integer>> all = new HashMap<>();
        ask(receipts, row -> {
            Set<Integer> parts = all.computeIfAbsent(row.getString(1), asset -> new HashSet<>());
            return row.getObject(2) == null || parts.add(row.getInt(2));
        }, values);
        return all;
    }

    /** The tables in which this stands as it is. */
    public List<String> holding(String secret) {
        return TABLES.stream().filter(table -> now("SELECT * FROM " + table, row -> holds(row, secret)).contains(true)).toList();
    }

    private static boolean holds(ResultSet row, String secret) throws SQLException {
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
            String text = row.getMetaData().getColumnType(column) == Types.BLOB ? new String(row.getBytes(column), StandardCharsets.ISO_8859_1) : row.getString(column);
            if (text != null && text.contains(secret)) {
                return true;
            }
        }
        return false;
    }

    /** Writes into it past the queue. */
    public void meddle(String sql, Object... values) {
        try (PreparedStatement statement = eye.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
            known = null;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public List<Abandoned> abandoned() {
        return now("SELECT item_id, asset_id, reason_code FROM abandoned", row -> new Abandoned(row.getLong(1), row.getString(2), row.getString(3)));
    }

    public Set<Long> archived() {
        return new HashSet<>(now("SELECT id FROM archive", row -> row.getLong(1)));
    }

    public Optional<String> bound() {
        return now("SELECT project_id FROM binding", row -> row.getString(1)).stream().findFirst();
    }

    private <T> List<T> now(String sql, Sql.Reader<T> reader) {
        try (PreparedStatement statement = eye.prepareStatement(sql)) {
            return ask(statement, reader);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> List<T> ask(PreparedStatement statement, Sql.Reader<T> reader, Object... values) {
        try {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                List<T> all = new ArrayList<>();
                while (row.next()) {
                    all.add(reader.read(row));
                }
                return all;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            eye.close();
            source.setConnectionAttributes("drop=true");
            source.getConnection().close();
        } catch (SQLException dropped) {
            if (!"08006".equals(dropped.getSQLState())) {
                throw new IllegalStateException(dropped);
            }
        }
    }

    private static final class Defaults implements DerbyUploadQueue.Settings {
        @Override
        public String[] typePriorities() {
            return new String[] {"*_proxy.*=10"};
        }

        @Override
        public int historyDays() {
            return 90;
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return DerbyUploadQueue.Settings.class;
        }
    }

    /** Just enough that nothing can be read. */
    private static final class OddVault implements Vault {
        @Override
        public Optional<byte[]> get(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void put(String name, byte[] secret) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public byte[] seal(String purpose, byte[] clear) {
            return turned(clear);
        }

        @Override
        public byte[] open(String purpose, byte[] sealed) {
            return turned(sealed);
        }

        private static byte[] turned(byte[] bytes) {
            byte[] turned = bytes.clone();
            for (int i = 0; i < turned.length; i++) {
                turned[i] ^= 0x55;
            }
            return turned;
        }
    }
}
