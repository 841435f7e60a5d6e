package io.rushline.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/** Reads a whole database: each table against its indexes, and each value of each row. */
final class DatabaseCheck {

    private record Table(String schema, String name, boolean system) {
    }

    private DatabaseCheck() {
    }

    /**
     * Returns when everything could be read and fits together; else throws what Derby throws.
     *
     * @param whole false: Derby's own tables only, which takes no longer however much there is
     */
    static void run(Connection connection, boolean whole) throws SQLException {
        for (Table table : tables(connection)) {
            if (whole || table.system()) {
                check(connection, table);
            }
            if (whole && !table.system()) {
                read(connection, table);
            }
        }
    }

    private static List<Table> tables(Connection connection) throws SQLException {
        List<Table> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT s.schemaname, t.tablename, t.tabletype FROM sys.systables t, sys.sysschemas s
                        WHERE t.schemaid = s.schemaid AND t.tabletype IN ('S', 'T')""")) {
            while (rows.next()) {
                tables.add(new Table(rows.getString(1), rows.getString(2), "S".equals(rows.getString(3))));
            }
        }
        return tables;
    }

    private static void check(Connection connection, Table table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("VALUES SYSCS_UTIL.SYSCS_CHECK_TABLE(?, ?)")) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                if (result.getInt(1) != 1) {
                    throw new SQLException("Table " + table + " is not consistent");
                }
            }
        }
    }

    /** The check above looks at indexed columns only. Long values lie on pages of their own, which Derby reads when asked for the value. */
    private static void read(Connection connection, Table table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM " + quoted(table.schema()) + "." + quoted(table.name()))) {
            ResultSetMetaData columns = rows.getMetaData();
            while (rows.next()) {
                for (int column = 1; column <= columns.getColumnCount(); column++) {
                    if (columns.getColumnType(column) == Types.BLOB) {
                        drain(rows.getBinaryStream(column));
                    } else {
                        rows.getObject(column);
                    }
                }
            }
        }
    }

    private static void drain(InputStream stream) throws SQLException {
        if (stream == null) {
            return;
        }
        try (stream) {
            stream.transferTo(OutputStream.nullOutputStream());
        } catch (IOException unreadable) {
            throw new SQLException("A long value cannot be read", unreadable);
        }
    }

    static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
