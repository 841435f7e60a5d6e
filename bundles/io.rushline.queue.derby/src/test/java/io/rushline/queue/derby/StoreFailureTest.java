package io.rushline.queue.derby;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.queue.api.Action;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.QueueException.Code;
import io.rushline.queue.api.Reason;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.Test;

/** What the queue does when the database does not do as it should, or many want it at once. */
public class StoreFailureTest extends QueueTest {

    /** Thrown at the next commit; null to let it pass. */
    private SQLException atCommit;
    /** Whether that commit reaches the disk all the same. */
    private boolean committed;

    @Test
    public void aFullDiskIsSaidToBeFull() throws Exception {
        queue = new DerbyUploadQueue(settings, faulty(), vault, clock, () -> elapsedMillis, List.of());
        for (String state : new String[] {"XSLA4", "XSDG1", "25502"}) {
            atCommit = new SQLException("disk", "XJ001", new SQLException("full", state));
            assertIllegalCode(Code.STORE_FULL, () -> queue.accept(Clips.clip("a")));
        }
        atCommit = new SQLException("something else", "58009");
        assertIllegalCode(Code.STORE, () -> queue.accept(Clips.clip("a")));
        assertEquals(0L, (long) queue.summary().counts().get(ItemState.WAITING));
        queue.accept(Clips.clip("a"));
        assertEquals(1L, (long) queue.summary().counts().get(ItemState.WAITING));
    }

    @Test
    public void aCommitThatFailedButReachedTheDiskIsCounted() throws Exception {
        queue = new DerbyUploadQueue(settings, faulty(), vault, clock, () -> elapsedMillis, List.of());
        committed = true;
        atCommit = new SQLException("the connection broke off", "08006");
        assertThrows(QueueException.class, () -> queue.accept(Clips.clip("a")));
        assertEquals(1L, (long) queue.summary().counts().get(ItemState.WAITING));
        assertEquals(new ItemId(2), queue.accept(Clips.clip("b")));
        assertEquals(new ItemId(1), queue.accept(Clips.clip("a")));
    }

    @Test
    public void aReasonOfAnyLengthIsTaken() throws Exception {
        ItemId id = queue.reject(Clips.clip("a"), new Reason("media.broken", "x".repeat(10_000), "y".repeat(10_000)));
        assertTrue(item(id).reason().get().what().startsWith("xxx"));
    }

    @Test
    public void manyThreadsAtOnceGetEachItemOnce() throws Exception {
        bind("p");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<ItemId>> accepts = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String name = "clip " + i % 100;
                accepts.add(() -> queue.accept(Clips.clip(name)));
            }
            for (Future<ItemId> accepted : threads.invokeAll(accepts)) {
                accepted.get();
            }
            assertEquals(100L, (long) queue.summary().counts().get(ItemState.WAITING));
            List<Callable<Integer>> pauses = new ArrayList<>();
            for (ItemId id : order()) {
                pauses.add(() -> pause(id));
                pauses.add(() -> pause(id));
            }
            int paused = 0;
            for (Future<Integer> done : threads.invokeAll(pauses)) {
                paused += done.get();
            }
            assertEquals("each once", 100, paused);
            assertEquals(Optional.empty(), queue.claim("p", Set.of()));
        } finally {
            threads.shutdownNow();
        }
    }

    private int pause(ItemId id) {
        try {
            queue.apply(Action.PAUSE, id);
            return 1;
        } catch (QueueException late) {
            assertEquals(Code.ILLEGAL_TRANSITION, late.code());
            return 0;
        }
    }

    private DataSource faulty() {
        DataSource real = database.source();
        return (DataSource) proxy(DataSource.class, real, name -> { });
    }

    private interface Before {
        void call(String name) throws SQLException;
    }

    private Object proxy(Class<?> type, Object real, Before before) {
        return Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            before.call(method.getName());
            try {
                Object result = method.invoke(real, args);
                return result instanceof Connection connection ? proxy(Connection.class, connection, name -> failAt(name, connection)) : result;
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            }
        });
    }

    private void failAt(String name, Connection connection) throws SQLException {
        if (name.equals("commit") && atCommit != null) {
            SQLException failure = atCommit;
            atCommit = null;
            if (committed) {
                connection.commit();
            }
            throw failure;
        }
    }
}
