package io.rushline.queue.derby;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The statements of one connection: each is prepared once. A query ends when it is made again. */
final class Sql implements AutoCloseable {

    /** Makes something of the row that a result stands on. */
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Sql(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
    }

    /**
     * @param values strings, numbers, truth values, bytes, times ({@code Instant}), or null
     * @return how many rows changed
     */
    int update(String sql, Object... values) throws SQLException {
        return prepare(sql, values).executeUpdate();
    }

    <T> List<T> all(Reader<T> reader, String sql, Object... values) throws SQLException {
        try (ResultSet rows = prepare(sql, values).executeQuery()) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(reader.read(rows));
            }
            return all;
        }
    }

    <T> Optional<T> first(Reader<T> reader, String sql, Object... values) throws SQLException {
        try (ResultSet rows = prepare(sql, values).executeQuery()) {
            return rows.next() ? Optional.ofNullable(reader.read(rows)) : Optional.empty();
        }
    }

    private PreparedStatement prepare(String sql, Object... values) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            set(statement, i + 1, values[i]);
        }
        return statement;
    }

    private static void set(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value == null) {
            statement.setNull(index, statement.getParameterMetaData().getParameterType(index));
        } else if (value instanceof Instant time) {
            statement.setLong(index, time.toEpochMilli());
        } else {
            statement.setObject(index, value);
        }
    }

    static Optional<Instant> time(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    void commit() throws SQLException {
        connection.commit();
    }

    /** The database may have been closed meanwhile, as it is after a write that failed. */
    boolean isClosed() throws SQLException {
        return connection.isClosed();
    }

    /** Rolls back what was not committed. */
    @Override
    public void close() throws SQLException {
        try (connection) {
            connection.rollback();
        }
    }
}
