package io.rushline.auth.c2c;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.auth.api.Connection;
import io.rushline.auth.api.Connector;
import io.rushline.cloud.api.CloudClient;
import io.rushline.vault.api.Vault;
import io.rushline.vault.api.VaultException;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.felix.hc.api.Result.Status;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** The component between vaults that come and go. */
public class C2cConnectorTest {

    @Rule
    public final TemporaryFolder home = new TemporaryFolder();
    private final List<Object> offered = new CopyOnWriteArrayList<>();
    private final BundleContext context = fake(BundleContext.class, (method, arguments) -> {
        if (method.equals("getProperty")) {
            return home.getRoot().getPath();
        }
        offered.add(arguments[1]);
        return fake(ServiceRegistration.class, (unregister, none) -> offered.remove(arguments[1]));
    });
    private final FakeVault vault = new FakeVault();
    private C2cConnector connector;

    private void start() {
        connector = new C2cConnector(context, fake(C2cConnector.Settings.class, (method, none) -> ""));
    }

    @After
    public void stop() {
        connector.stop();
        assertEquals("taken back", List.of(), offered);
    }

    @Test
    public void theConnectionThatTheVaultKeepsIsKnownAtOnceWithoutACloud() throws Exception {
        long now = System.currentTimeMillis();
        Facts facts = new Facts("p1", "Project", null, "d1", null, null, false, List.of(), null);
        new Store(vault).save(Saved.EMPTY.with(new Tokens("access", "refresh", now + 28_800_000, 28_800)).with(facts));
        start();
        assertEquals("it waits for its vault", Status.WARN, connector.health().getStatus());
        connector.bindVault(vault);
        await(() -> offered.size() == 1);
        Connection connection = ((Connector) offered.get(0)).connection();
        assertEquals(Connection.State.CONNECTED, connection.state());
        assertEquals(Optional.of("p1"), connection.projectId());
        assertEquals("access", connector.token().value());
        assertEquals(Status.OK, connector.health().getStatus());
        connector.unbindVault(vault);
        assertEquals("the vault is replaced", "access", connector.token().value());
        connector.bindVault(new FakeVault());
        assertEquals("nothing is read again", Connection.State.CONNECTED, connector.connection().state());
    }

    @Test
    public void aVaultThatCannotBeReadIsTriedAgain() {
        start();
        boolean[] closed = {true};
        connector.bindVault(fake(Vault.class, (method, arguments) -> {
            if (closed[0]) {
                throw new VaultException(VaultException.Code.UNAVAILABLE);
            }
            return switch (method) {
                case "get" -> vault.get((String) arguments[0]);
                case "seal" -> vault.seal((String) arguments[0], (byte[]) arguments[1]);
                default -> throw new AssertionError(method);
            };
        }));
        await(() -> connector.health().toString().contains("can be read"));
        assertEquals("no fault of the code", Status.WARN, connector.health().getStatus());
        closed[0] = false;
        await(() -> offered.size() == 1);
    }

    @Test
    public void theStopDoesNotInterruptTheVaultHoweverLongItTakes() throws Exception {
        new Store(vault).save(Saved.EMPTY.with(new Tokens("access", "refresh", System.currentTimeMillis() + 28_800_000, 28_800)));
        CountDownLatch storing = new CountDownLatch(1);
        CountDownLatch mayStore = new CountDownLatch(1);
        CountDownLatch stored = new CountDownLatch(1);
        start();
        Field cloud = C2cConnector.class.getDeclaredField("cloud");
        cloud.setAccessible(true);
        cloud.set(connector, fake(CloudClient.class, (method, arguments) -> FakeCloud.answer(200, FakeCloud.PROFILE).to(null)));
        connector.bindVault(fake(Vault.class, (method, arguments) -> {
            if (method.equals("put")) {
                storing.countDown();
                mayStore.await();
                vault.put((String) arguments[0], (byte[]) arguments[1]);
                stored.countDown();
                return null;
            }
            return method.equals("get") ? vault.get((String) arguments[0]) : vault.seal((String) arguments[0], (byte[]) arguments[1]);
        }));
        assertTrue(storing.await(10, TimeUnit.SECONDS));
        connector.stop();
        mayStore.countDown();
        assertTrue("it is stored all the same", stored.await(10, TimeUnit.SECONDS));
    }

    @Test
    public void whatIsNotUnderstoodIsCritical() {
        start();
        connector.bindVault(fake(Vault.class, (method, arguments) -> {
            throw new IllegalStateException("broken");
        }));
        await(() -> connector.health().getStatus() == Status.CRITICAL);
        assertEquals("before it starts", Status.TEMPORARILY_UNAVAILABLE, new C2cConnectorHealth().execute().getStatus());
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
        return type.cast(Proxy.newProxyInstance(C2cConnectorTest.class.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method.getName(), arguments)));
    }
}
