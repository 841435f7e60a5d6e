package io.rushline.modules.repository;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.rushline.modules.api.Modules;
import io.rushline.modules.api.When;
import io.rushline.status.api.Warning;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.felix.hc.api.Result;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.Version;

/** What the settings lead to. */
public class RepositoryComponentTest {

    @Rule
    public final TemporaryFolder home = new TemporaryFolder();
    private final List<Warning> warnings = new CopyOnWriteArrayList<>();

    @Test
    public void settingsThatCannotBeUsedAreSaidAndTheFormerStayInForce() {
        RepositoryComponent component = new RepositoryComponent(bundle(), settings("indexUrl", "https://vendor.example/{channel}.xml"));
        try {
            assertEquals(List.of(), warnings);
            component.modified(settings("indexUrl", "http://vendor.example/index.xml"));
            assertEquals(1, warnings.size());
            assertEquals("modules.repository-settings", warnings.get(0).code());
            component.modified(settings("trustPemFile", "missing.pem"));
            assertTrue(warnings.get(0).what(), warnings.size() == 1 && warnings.get(0).what().contains("trustPemFile"));
            assertEquals(Optional.of("https://vendor.example/stable.xml"), component.status().place());
            component.modified(settings("channel", "beta"));
            assertEquals(List.of(), warnings);
            assertEquals("beta", component.status().channel());
        } finally {
            component.close();
        }
    }

    @Test
    public void badSettingsAtTheStartLeaveNoRepositoryAndNoWarningAfterTheStop() {
        RepositoryComponent component = new RepositoryComponent(bundle(), settings("pieceBytes", 1));
        assertEquals(Optional.empty(), component.status().place());
        assertEquals(1, warnings.size());
        component.close();
        assertEquals(List.of(), warnings);
        assertTrue(Thread.getAllStackTraces().keySet().stream().noneMatch(thread -> thread.getName().startsWith("module-repository") && thread.isAlive()));
    }

    @Test
    public void theStopDoesNotInterruptTheModulesDatabase() throws Exception {
        Offered module = new Offered("one", Version.parseVersion("1.0.0"), "", URI.create("https://localhost:1/one.jar"), 1, "ab".repeat(32));
        JobFile file = new JobFile(home.getRoot().toPath().resolve("modules/downloads"));
        file.write(new Job(List.of(module), Set.of(), When.NOW, RepositoryRig.ANNA, Instant.EPOCH, false));
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answers = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        RepositoryComponent component = new RepositoryComponent(bundle(), settings("channel", "beta"));
        set(component, "modules", Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Modules.class}, (proxy, method, arguments) -> {
            asked.countDown();
            try {
                answers.await();
            } catch (InterruptedException hit) {
                interrupted.set(true);
            }
            return List.of();
        }));
        assertTrue(asked.await(10, TimeUnit.SECONDS));
        Thread stop = new Thread(component::close);
        stop.start();
        while (stop.getState() != Thread.State.TIMED_WAITING && stop.isAlive()) {
            Thread.onSpinWait();
        }
        answers.countDown();
        stop.join();
        assertFalse(interrupted.get());
        assertTrue("the successor goes on", file.read().isPresent());
    }

    @Test
    public void theHealthCheckFailsOnlyWhereTheServicesAreMissing() throws Exception {
        RepositoryHealth health = new RepositoryHealth();
        assertEquals(Result.Status.CRITICAL, health.execute().getStatus());
        RepositoryComponent component = new RepositoryComponent(bundle(), settings("pieceBytes", 1));
        component.close();
        for (String field : List.of("repository", "downloads")) {
            set(health, field, component);
        }
        assertEquals(Result.Status.OK, health.execute().getStatus());
    }

    private static void set(Object of, String field, Object service) throws Exception {
        Field reference = of.getClass().getDeclaredField(field);
        reference.setAccessible(true);
        reference.set(of, service);
    }

    private static Settings settings(String name, Object value) {
        Map<String, Object> set = Map.of("mediaFolders", "", name, value);
        InvocationHandler values = (proxy, method, arguments) -> set.getOrDefault(method.getName(), method.getDefaultValue());
        return (Settings) Proxy.newProxyInstance(Settings.class.getClassLoader(), new Class<?>[] {Settings.class}, values);
    }

    private BundleContext bundle() {
        return (BundleContext) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, arguments) ->
                switch (method.getName()) {
                    case "getProperty" -> home.getRoot().toString();
                    case "registerService" -> {
                        warnings.add((Warning) arguments[1]);
                        yield Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {ServiceRegistration.class}, (registration, unregister, none) -> {
                            warnings.remove(arguments[1]);
                            return null;
                        });
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
