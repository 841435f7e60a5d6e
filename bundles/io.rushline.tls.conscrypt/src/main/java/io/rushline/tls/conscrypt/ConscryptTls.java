package io.rushline.tls.conscrypt;

import java.security.Provider;
import java.util.Dictionary;
import java.util.Hashtable;
import org.conscrypt.Conscrypt;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Offers Conscrypt, which encrypts in native code, as a {@link Provider} service where its library loads on this machine. */
@Component(service = {})
public final class ConscryptTls {

    private static final System.Logger LOG = System.getLogger(ConscryptTls.class.getName());

    /** The framework withdraws the service when the bundle stops. */
    @Activate
    public ConscryptTls(BundleContext bundle) {
        try {
            Conscrypt.checkAvailability();
        } catch (UnsatisfiedLinkError none) {
            LOG.log(System.Logger.Level.INFO, "There is no native TLS for this machine; the JDK''s is used ({0})", none.getMessage());
            return;
        }
        Conscrypt.Version version = Conscrypt.version();
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("tls", "native");
        properties.put("service.description", "Conscrypt " + version.major() + "." + version.minor() + "." + version.patch());
        // without a trust manager of its own: whom to trust is for those to say who use it
        bundle.registerService(Provider.class, Conscrypt.newProviderBuilder().provideTrustManager(false).build(), properties);
    }
}
