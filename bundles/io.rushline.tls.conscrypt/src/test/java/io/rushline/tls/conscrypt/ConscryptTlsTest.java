package io.rushline.tls.conscrypt;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.lang.reflect.Proxy;
import java.security.Provider;
import java.security.Security;
import java.util.Dictionary;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.apache.felix.hc.api.Result.Status;
import org.junit.Test;
import org.osgi.framework.BundleContext;

public class ConscryptTlsTest {

    @Test
    public void itIsOfferedWithItsNameAndVersionAndTrustsNobodyByItself() throws Exception {
        AtomicReference<Object[]> registered = new AtomicReference<>();
        ConscryptTls component = new ConscryptTls((BundleContext) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> {
                    assertEquals("registerService", method.getName());
                    registered.set(arguments);
                    return null;
                }));
        assertEquals(Provider.class, registered.get()[0]);
        Provider provider = (Provider) registered.get()[1];
        assertNotNull(SSLContext.getInstance("TLS", provider));
        assertNull(provider.getService("TrustManagerFactory", "PKIX"));
        Dictionary<?, ?> properties = (Dictionary<?, ?>) registered.get()[2];
        assertEquals("native", properties.get("tls"));
        assertTrue(properties.toString(), properties.get("service.description").toString().matches("Conscrypt \\d+\\.\\d+\\.\\d+"));
        assertEquals(component.health().toString(), Status.OK, component.health().getStatus());
        assertNull("the rest of the process is left alone", Security.getProvider(provider.getName()));
    }

    @Test
    public void aLibraryThatGivesNoTlsIsCritical() {
        assertEquals(Status.CRITICAL, ConscryptTls.health(new Provider("Empty", "1", "gives nothing") {
            private static final long serialVersionUID = 1L;
        }).getStatus());
        assertEquals("before it starts", Status.TEMPORARILY_UNAVAILABLE, new ConscryptTlsHealth().execute().getStatus());
    }
}
