package io.rushline.queue.derby;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.UploadQueue;
import io.rushline.vault.api.Vault;
import io.rushline.vault.api.VaultException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.apache.felix.hc.api.Result.Status;
import org.junit.After;
import org.junit.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** The queue waits for a database that can be read, and says how it is. */
public class QueueProviderTest {

    private final List<Object> offered = new CopyOnWriteArrayList<>();
    private final BundleContext context = fake(BundleContext.class, (method, arguments) -> {
        offered.add(arguments[1]);
        return fake(ServiceRegistration.class, (unregister, none) -> offered.remove(arguments[1]));
    });
    private volatile boolean full;
    private TestDatabase database;
    private QueueProvider provider;

    @After
    public void stop() throws Exception {
        provider.stop();
        assertEquals("taken back", List.of(), offered);
        database.close();
    }

    @Test
    public void aDatabaseThatIsFullAtTheStartIsWaitedFor() throws Exception {
        full = true;
        start();
        await(() -> provider.health().getStatus() == Status.WARN);
        assertEquals(List.of(), offered);
        full = false;
        await(() -> offered.size() == 1);
        assertEquals(new ItemId(1), ((UploadQueue) offered.get(0)).accept(Clips.clip("a")));
        await(() -> provider.health().getStatus() == Status.OK);
        full = true;
        assertEquals("no fault of the code", Status.WARN, provider.health().getStatus());
        full = false;
        await(() -> provider.health().getStatus() == Status.OK);
    }

    @Test
    public void aTableThatIsMissingIsCritical() throws Exception {
        start();
        await(() -> provider.health().getStatus() == Status.OK);
        try (var connection = database.source().getConnection(); var statement = connection.createStatement()) {
            statement.execute("ALTER TABLE items DROP CONSTRAINT items_can_be"); // with one it cannot be renamed
            statement.execute("RENAME TABLE items TO gone");
        }
        assertEquals(Status.CRITICAL, QueueProvider.judged(failureOfAccept()).getStatus());
    }

    @Test
    public void aQueueThatDoesNotAnswerIsCriticalInTheEnd() throws Exception {
        start();
        assertEquals(Status.WARN, QueueProvider.late(Duration.ofSeconds(1)).getStatus());
        assertEquals(Status.CRITICAL, QueueProvider.late(Duration.ofSeconds(31)).getStatus());
        assertEquals(Status.CRITICAL, QueueProvider.judged(new IllegalStateException()).getStatus());
        assertEquals("before it starts, without a database", Status.WARN, new QueueProviderHealth().execute().getStatus());
    }

    @Test
    public void aVaultThatIsReplacedIsAwayForAMomentOnly() throws Exception {
        start();
        Vault[] there = {null};
        Vault vault = new CurrentVault(() -> there[0]);
        assertEquals(VaultException.Code.UNAVAILABLE, assertThrows(VaultException.class, () -> vault.seal("p", new byte[1])).code());
        there[0] = new XorVault();
        assertEquals(1, vault.open("p", vault.seal("p", new byte[1])).length);
    }

    private Exception failureOfAccept() {
        return assertThrows(QueueException.class, () -> ((UploadQueue) offered.get(0)).accept(Clips.clip("b")));
    }

    private void start() throws Exception {
        database = TestDatabase.inMemory();
        DataSource real = database.source();
        DataSource source = fake(DataSource.class, (method, arguments) -> {
            if (full) {
                throw new SQLException("full", "25502");
            }
            return real.getConnection();
        });
        provider = new QueueProvider(context, new TestSettings(), source);
        provider.start();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertTrue("in time", System.nanoTime() < end);
            LockSupport.parkNanos(10_000_000);
        }
    }

    private interface Answer {
        Object to(String method, Object[] arguments) throws Throwable;
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(QueueProviderTest.class.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method.getName(), arguments)));
    }
}
