package io.rushline.store;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.status.api.Warning;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.felix.framework.FrameworkFactory;
import org.apache.felix.hc.api.Result.Status;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;

public class StoreTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();
    private Path home;
    private Framework framework;

    @Before
    public void start() throws Exception {
        home = folder.getRoot().toPath();
        framework = new FrameworkFactory().newFramework(Map.of("org.osgi.framework.storage", folder.newFolder("cache").getPath(),
                "rushline.home", home.toString()));
        framework.start();
    }

    @After
    public void stop() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }

    @Test
    public void derbyWritesNothingOutsideTheHomeAndItsSettingsEndWithIt() throws Exception {
        Store store = store(400, 1);
        await(context -> Files.exists(home.resolve("db")));
        assertEquals(home.toString(), System.getProperty("derby.system.home"));
        store.stop();
        assertTrue(Files.exists(home.resolve("logs").resolve("derby.log")));
        assertFalse(Files.exists(Path.of("derby.log")));
        assertNull(System.getProperty("derby.system.home"));
        assertNull(System.getProperty("derby.stream.error.file"));
    }

    @Test
    public void aDamagedDatabaseIsSaidToBeSetAside() throws Exception {
        Files.createDirectories(home.resolve("db"));
        Store store = store(400, 1);
        await(context -> warning("store.set-aside").isPresent());
        String what = warning("store.set-aside").get().what();
        assertTrue(what, what.contains(home.resolve("db.set-aside-").toString()));
        store.stop();
    }

    @Test
    public void aDatabaseThatIsHeldIsOpenedWhenItIsFree() throws Exception {
        DerbyEngine engine = new DerbyEngine(home, 40);
        new Database(home, engine, Clock.systemUTC()).open();
        engine.close();
        Store store;
        try (ChildJvm other = ChildJvm.start(Holder.class, home)) {
            assertEquals("held", other.awaitLine());
            store = store(400, 1);
            await(context -> warning("store.unavailable").isPresent());
            assertEquals(Unavailable.Why.HELD.what, warning("store.unavailable").get().what());
            assertEquals("no fault of the code", Status.WARN, store.health().getStatus());
        }
        await(context -> warning("store.unavailable").isEmpty());
        Store opened = store;
        await(context -> opened.health().isOk());
        assertTrue(warning("store.set-aside").isEmpty());
        store.stop();
    }

    @Test
    public void badSettingsAreRefused() {
        assertNotEquals("", assertThrows(IllegalArgumentException.class, () -> store(39, 1)).getMessage());
        assertNotEquals("", assertThrows(IllegalArgumentException.class, () -> store(400, 0)).getMessage());
    }

    private Store store(int cachePages, int retrySeconds) throws Exception {
        return new Store(framework.getBundleContext(), new Store.Settings() {
            @Override
            public int cachePages() {
                return cachePages;
            }

            @Override
            public int retrySeconds() {
                return retrySeconds;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return Store.Settings.class;
            }
        });
    }

    private void await(Predicate<BundleContext> condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.test(framework.getBundleContext())) {
            assertTrue("in time", System.nanoTime() < end);
            LockSupport.parkNanos(10_000_000);
        }
    }

    private Optional<Warning> warning(String code) {
        BundleContext context = framework.getBundleContext();
        try {
            for (ServiceReference<Warning> reference : context.getServiceReferences(Warning.class, null)) {
                Warning warning = context.getService(reference);
                if (warning != null && warning.code().equals(code)) { // null: gone meanwhile
                    return Optional.of(warning);
                }
            }
            return Optional.empty();
        } catch (InvalidSyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
