package io.rushline.store;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class ConnectionsTest {

    /** As Derby does it: whether it can be written is decided when it boots. */
    private static final class FakeDatabase implements Connections.Bootable {
        private boolean diskFull;
        private boolean bootedReadOnly;
        private int boots;
        private int open;

        @Override
        public Connection connect() {
            open++;
            boolean readOnly = bootedReadOnly;
            return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> {
                open -= method.getName().equals("close") ? 1 : 0;
                return method.getName().equals("isReadOnly") ? readOnly : null;
            });
        }

        @Override
        public void shutDown() {
            boots++;
            bootedReadOnly = diskFull;
        }
    }

    private final FakeDatabase database = new FakeDatabase();
    private final List<Boolean> told = new ArrayList<>();
    private long now;
    private final Connections connections = new Connections(database, () -> now, told::add);

    @Test
    public void aDatabaseThatCanBeWrittenIsNotBootedAnew() throws SQLException {
        connections.get().close();
        assertEquals(0, database.boots);
        assertEquals(List.of(), told);
    }

    @Test
    public void aDatabaseOnAFullDiskIsBootedAnewUntilItCanBeWritten() throws SQLException {
        database.diskFull = true;
        database.bootedReadOnly = true;
        assertEquals(Connections.READ_ONLY, assertThrows(SQLException.class, connections::get).getSQLState());
        assertThrows(SQLException.class, connections::get);
        assertEquals("no more than once a second", 1, database.boots);
        database.diskFull = false;
        now += 1_000_000_000;
        connections.get().close();
        assertEquals(2, database.boots);
        assertEquals(List.of(false, true), told);
        assertEquals("all connections are closed", 0, database.open);
    }
}
