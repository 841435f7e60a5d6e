package io.rushline.cloud.http;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.cloud.api.CloudClient;
import io.rushline.status.api.Warning;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.Result.Status;
import org.conscrypt.Conscrypt;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** What the settings lead to: a way to the cloud, or a warning and none. */
public class CloudHttpTest extends CloudTestBase {

    @Rule
    public final TemporaryFolder home = new TemporaryFolder();
    private final List<Object> services = new ArrayList<>();

    @Test
    public void goodSettingsOfferTheCloudUntilTheStop() throws Exception {
        TlsServer server = server(e -> e.answer("200 OK", "", "{}"));
        Files.copy(pem, home.getRoot().toPath().resolve("trust.pem"));
        CloudHttp component = start(Map.of("baseUrl", server.base() + "/", "trustPemFile", "trust.pem"));
        CloudClient client = (CloudClient) services.get(0);
        assertEquals(server.base(), client.base());
        assertEquals(200, client.call(health()).status());
        assertEquals("9.8.7", server.requests.take().headers().get("x-client-version"));
        assertEquals(Status.OK, component.health().getStatus());
        component.stop();
        assertTrue(services.isEmpty());
        assertEquals("closed", Status.CRITICAL, component.health().getStatus());
        assertEquals("before it starts", Status.TEMPORARILY_UNAVAILABLE, new CloudHttpHealth().execute().getStatus());
    }

    @Test
    public void theRealCloudIsTheDefault() throws Exception {
        CloudHttp component = start(Map.of());
        assertEquals(URI.create("https://api.frame.io"), ((CloudClient) services.get(0)).base());
        component.stop();
    }

    @Test
    public void anAddressThatIsNotHttpsIsRefused() throws Exception {
        for (String address : List.of("http://api.frame.io", "api.frame.io", "", "https://", "https://api.frame.io/v2", "https://a b", "ftp://x")) {
            assertWarns("cloud.bad-address", Map.of("baseUrl", address));
        }
    }

    @Test
    public void aFileThatIsMissingOrNoCertificateIsRefused() throws Exception {
        assertWarns("cloud.bad-trust", Map.of("trustPemFile", "missing.pem"));
        Files.writeString(home.getRoot().toPath().resolve("empty.pem"), "");
        assertWarns("cloud.bad-trust", Map.of("trustPemFile", "empty.pem"));
        Files.writeString(home.getRoot().toPath().resolve("text.pem"), "no certificate");
        assertWarns("cloud.bad-trust", Map.of("trustPemFile", "text.pem"));
    }

    @Test
    public void limitsBelowOneAreRefused() throws Exception {
        assertWarns("cloud.bad-settings", Map.of("connectTimeoutSeconds", 0));
        assertWarns("cloud.bad-settings", Map.of("maxConnections", -1));
        assertWarns("cloud.bad-settings", Map.of("answerTimeoutSeconds", 0));
    }

    @Test
    public void nativeTlsIsUsedWhileItIsThere() throws Exception {
        TlsServer server = server(e -> e.answer("200 OK", "Connection: close\r\n", "{}"));
        Files.copy(pem, home.getRoot().toPath().resolve("trust.pem"));
        CloudHttp component = start(Map.of("baseUrl", server.base().toString(), "trustPemFile", "trust.pem"));
        CloudClient client = (CloudClient) services.get(0);
        assertEquals("JDK", client.transport().tls());
        Provider first = Conscrypt.newProviderBuilder().build();
        Provider second = Conscrypt.newProviderBuilder().build();
        component.bindTls(first, Map.of("service.description", "Conscrypt 1"));
        assertEquals("Conscrypt 1", client.transport().tls());
        assertEquals(200, client.call(health()).status());
        component.bindTls(second, Map.of("service.description", "Conscrypt 2"));
        component.unbindTls(first);
        assertEquals("Conscrypt 2", client.transport().tls());
        component.unbindTls(second);
        assertEquals("JDK", client.transport().tls());
        assertEquals(200, client.call(health()).status());
        component.bindTls(new WithoutTls(), Map.of());
        assertEquals("JDK", client.transport().tls());
        component.stop();
    }

    @Test
    public void theCongestionControlIsSetAndPutBack() throws Exception {
        Path setting = home.getRoot().toPath().resolve("tcp_congestion_control");
        Files.writeString(setting, "cubic\n");
        CloudHttp component = start(Map.of());
        assertEquals("bbr", ((CloudClient) services.get(0)).transport().congestionControl());
        component.stop();
        assertEquals("cubic", Files.readString(setting));
        start(Map.of("congestionControl", "system")).stop();
        assertEquals("cubic", Files.readString(setting));
    }

    private void assertWarns(String code, Map<String, Object> settings) {
        CloudHttp component = start(settings);
        assertEquals(settings.toString(), 1, services.size());
        Warning warning = (Warning) services.get(0);
        assertEquals(code, warning.code());
        assertEquals(Warning.Severity.ERROR, warning.severity());
        assertEquals("no fault of the code", Status.WARN, component.health().getStatus());
        component.stop();
        assertTrue(services.isEmpty());
    }

    private CloudHttp start(Map<String, Object> settings) {
        CloudHttp.Settings typed = fake(CloudHttp.Settings.class, (name, arguments) -> settings.getOrDefault(name, defaultOf(name)));
        BundleContext bundle = fake(BundleContext.class, (name, arguments) -> switch (name) {
            case "getProperty" -> arguments[0].equals("rushline.version") ? "9.8.7" : home.getRoot().toString();
            case "registerService" -> {
                services.add(arguments[1]);
                yield fake(ServiceRegistration.class, (method, none) -> services.remove(arguments[1]));
            }
            default -> throw new UnsupportedOperationException(name);
        });
        return new CloudHttp(bundle, typed, new KernelTcp(home.getRoot().toPath()));
    }

    private static Object defaultOf(String setting) {
        try {
            return CloudHttp.Settings.class.getMethod(setting).getDefaultValue();
        } catch (NoSuchMethodException unknown) {
            throw new AssertionError(unknown);
        }
    }

    private static final class WithoutTls extends Provider {
        private static final long serialVersionUID = 1L;

        WithoutTls() {
            super("none", "1", "offers nothing");
        }
    }

    private interface Behaviour {
        Object call(String method, Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Behaviour behaviour) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) ->
                behaviour.call(method.getName(), arguments)));
    }
}
