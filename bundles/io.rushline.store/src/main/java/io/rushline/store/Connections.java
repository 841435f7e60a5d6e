package io.rushline.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Gives connections to a database that can be written. When a write fails, Derby closes the database and boots it again at the next
 * connection; while the disk is full that makes it one that can only be read, for good. So it is booted anew until it can be written again.
 */
final class Connections {

    /** What Derby answers to a write to such a database. */
    static final String READ_ONLY = "25502";

    private static final Logger LOG = System.getLogger(Connections.class.getName());
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A database that boots when it is connected to. */
    interface Bootable {
        Connection connect() throws SQLException;

        void shutDown() throws SQLException;
    }

    private final Bootable database;
    private final LongSupplier nanoTime;
    private final Consumer<Boolean> writable;
    /** Guarded by this. */
    private boolean readOnly;
    private long lastTry;

    /** @param writable told when it becomes false, and when it becomes true again */
    Connections(Bootable database, LongSupplier nanoTime, Consumer<Boolean> writable) {
        this.database = database;
        this.nanoTime = nanoTime;
        this.writable = writable;
    }

    /** @throws SQLException with state 25502 while the database cannot be written */
    Connection get() throws SQLException {
        Connection connection = database.connect();
        return connection.isReadOnly() ? again(connection) : connection;
    }

    private synchronized Connection again(Connection unusable) throws SQLException {
        unusable.close();
        boolean first = !readOnly;
        if (first) {
            LOG.log(Level.ERROR, "The database cannot be written any more");
            readOnly = true;
            writable.accept(false);
        }
        if (first || nanoTime.getAsLong() - lastTry >= PAUSE_NANOS) {
            lastTry = nanoTime.getAsLong();
            Connection connection = rebooted();
            if (connection != null) {
                LOG.log(Level.INFO, "The database can be written again");
                readOnly = false;
                writable.accept(true);
                return connection;
            }
        }
        throw new SQLException("The database cannot be written: its disk is full or not writable", READ_ONLY);
    }

    /** Null if it still cannot be written. */
    private Connection rebooted() throws SQLException {
        Connection connection = database.connect();
        if (connection.isReadOnly()) { // else another thread was faster
            connection.close();
            database.shutDown();
            connection = database.connect();
        }
        if (connection.isReadOnly()) {
            connection.close();
            return null;
        }
        return connection;
    }
}
