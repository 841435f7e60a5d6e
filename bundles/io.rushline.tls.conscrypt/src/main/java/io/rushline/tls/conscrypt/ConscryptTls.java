package io.rushline.tls.conscrypt;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.conscrypt.Conscrypt;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Offers Conscrypt, which encrypts in native code, as a {@link Provider} service where its library loads on this machine. */
@Component(service = ConscryptTls.class, immediate = true)
public final class ConscryptTls {

    private static final System.Logger LOG = System.getLogger(ConscryptTls.class.getName());

    private final Optional<Provider> provider;

    /** The framework withdraws the service when the bundle stops. */
    @Activate
    public ConscryptTls(BundleContext bundle) {
        provider = load(bundle);
    }

    private static Optional<Provider> load(BundleContext bundle) {
        try {
            Conscrypt.checkAvailability();
        } catch (UnsatisfiedLinkError none) {
            LOG.log(System.Logger.Level.INFO, "There is no native TLS for this machine; the JDK''s is used ({0})", none.getMessage());
            return Optional.empty();
        }
        Conscrypt.Version version = Conscrypt.version();
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("tls", "native");
        properties.put("service.description", "Conscrypt " + version.major() + "." + version.minor() + "." + version.patch());
        // without a trust manager of its own: whom to trust is for those to say who use it
        Provider made = Conscrypt.newProviderBuilder().provideTrustManager(false).build();
        bundle.registerService(Provider.class, made, properties);
        return Optional.of(made);
    }

    Result health() {
        return provider.map(ConscryptTls::health).orElseGet(() -> new Result(Status.OK, "There is no native TLS for this machine; the JDK's is used."));
    }

    static Result health(Provider provider) {
        try {
            SSLContext context = SSLContext.getInstance("TLS", provider);
            context.init(null, null, null);
            boolean can = Arrays.asList(context.createSSLEngine().getSupportedProtocols()).contains("TLSv1.3");
            return can ? new Result(Status.OK, "Native TLS 1.3 can be had.") : new Result(Status.CRITICAL, "The native library gives no TLS 1.3.");
        } catch (GeneralSecurityException | RuntimeException broken) {
            return new Result(Status.CRITICAL, "The native library gives no TLS.", broken);
        }
    }
}
