package io.rushline.fleet.hawkbit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.rushline.modules.api.Fleet;
import io.rushline.status.api.Warning;
import io.rushline.vault.api.Vault;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.apache.felix.hc.api.Result;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** The component with real threads. */
public class ComponentTest {

    @Rule
    public final TemporaryFolder home = new TemporaryFolder();
    private final List<Object> services = new CopyOnWriteArrayList<>();
    private final Map<String, byte[]> kept = new ConcurrentHashMap<>();
    private volatile String classes = "there";
    private HawkbitFleet component;

    @After
    public void theStopLeavesNothing() {
        component.close();
        assertEquals(List.of(), services);
        await(() -> Thread.getAllStackTraces().keySet().stream().noneMatch(thread -> thread.getName().startsWith("rushline-fleet")));
    }

    @Test
    public void withoutAServerItOffersNothingAndIsHealthy() {
        start();
        assertEquals(List.of(), services);
        assertEquals(Result.Status.OK, health());
    }

    @Test
    public void settingsThatCannotBeUsedAreSaid() {
        start("serverUrl", "http://server.example");
        assertEquals("fleet.settings", ((Warning) services.get(0)).code());
        assertEquals(Result.Status.OK, health());
    }

    @Test
    public void aMissingCertificateFileIsSaid() {
        start("serverUrl", "https://server.example", "trustPemFile", "missing.pem");
        assertTrue(((Warning) services.get(0)).what().contains("trustPemFile"));
    }

    @Test
    public void withAServerItOffersTheFleetAndIsHealthyWhateverTheServerIsLike() throws Exception {
        start("serverUrl", "https://localhost:1");
        await(() -> services.stream().anyMatch(Fleet.class::isInstance));
        Fleet fleet = (Fleet) services.get(0);
        await(() -> fleet.status().state().contains("vault"));
        assertEquals("https://localhost:1", fleet.status().server());
        assertEquals(Result.Status.OK, health());
        assertTrue(Files.exists(home.getRoot().toPath().resolve("fleet/controller-id")));
    }

    @Test
    public void aTokenThatTheServerRefusesIsAWarning() throws Exception {
        try (FakeHawkbit server = new FakeHawkbit()) {
            server.script = (exchange, path) -> {
                FakeHawkbit.send(exchange, 401, "");
                return true;
            };
            Files.writeString(home.getRoot().toPath().resolve("token"), "a-token");
            Files.createDirectories(home.getRoot().toPath().resolve("fleet"));
            // a message that waits goes out in the first turn
            String own = server.address() + FakeHawkbit.BASE;
            Notebook.open(home.getRoot().toPath().resolve("fleet"), own).change(notes -> notes.tell(Message.cancelled("5", java.time.Instant.EPOCH)));
            start("serverUrl", server.address().toString(), "controllerId", "device-1", "tokenFile", "token", "trustPemFile", FakeHawkbit.pem().toString());
            set("vault", vault(kept));
            await(() -> services.stream().anyMatch(Warning.class::isInstance));
            Warning warning = (Warning) services.stream().filter(Warning.class::isInstance).findFirst().orElseThrow();
            assertEquals("fleet.refused", warning.code());
            assertFalse(warning.toString(), warning.toString().contains("a-token"));
            assertEquals("TargetToken a-token", server.requests.get(0).authorization());
            assertEquals(Result.Status.OK, health());
        }
    }

    @Test
    public void aClassThatIsGoneWhileABundleIsReplacedDoesNotEndThePolling() throws Exception {
        classes = "gone";
        start("serverUrl", "https://localhost:1");
        await(() -> classes.equals("missed"));
        Field next = HawkbitFleet.class.getDeclaredField("next");
        next.setAccessible(true);
        await(() -> {
            synchronized (component) {
                return value(next) != null;
            }
        });
    }

    private Object value(Field field) {
        try {
            return field.get(component);
        } catch (IllegalAccessException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private void start(Object... settings) {
        component = new HawkbitFleet(bundle(), SettingsOf.of(settings));
    }

    private Result.Status health() {
        HawkbitHealth check = new HawkbitHealth();
        check.own = component;
        return check.execute().getStatus();
    }

    private void set(String field, Object service) throws Exception {
        Field reference = HawkbitFleet.class.getDeclaredField(field);
        reference.setAccessible(true);
        reference.set(component, service);
    }

    private static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + 30_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue("it did not happen", System.nanoTime() - until < 0);
            Thread.onSpinWait();
        }
    }

    /** A vault in memory. */
    static Vault vault(Map<String, byte[]> kept) {
        return (Vault) Proxy.newProxyInstance(ComponentTest.class.getClassLoader(), new Class<?>[] {Vault.class}, (proxy, method, arguments) -> switch (method.getName()) {
            case "get" -> Optional.ofNullable(kept.get(arguments[0]));
            case "put" -> {
                kept.put((String) arguments[0], (byte[]) arguments[1]);
                yield null;
            }
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private BundleContext bundle() {
        Map<String, String> properties = new HashMap<>(Map.of("rushline.home", home.getRoot().toString(), "rushline.version", "1.2.3"));
        return (BundleContext) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, arguments) ->
                switch (method.getName()) {
                    case "getProperty" -> {
                        if (classes.equals("gone") && arguments[0].equals("rushline.version")) {
                            classes = "missed";
                            throw new NoClassDefFoundError("gone");
                        }
                        yield properties.get(arguments[0]);
                    }
                    case "registerService" -> {
                        services.add(arguments[1]);
                        yield Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {ServiceRegistration.class}, (registration, unregister, none) -> {
                            services.remove(arguments[1]);
                            return null;
                        });
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
