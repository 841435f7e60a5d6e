package io.rushline.cloud.http;

import io.rushline.cloud.api.CloudClient;
import io.rushline.cloud.api.CloudException;
import io.rushline.network.api.NetworkListener;
import io.rushline.status.api.Warning;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Offers the way to the cloud where the settings allow it, else a warning that says what is wrong with them. */
@Component(service = CloudHttp.class, immediate = true, configurationPid = "io.rushline.cloud.http")
@Designate(ocd = CloudHttp.Settings.class)
public final class CloudHttp {

    /** Settings, as people see them. */
    @ObjectClassDefinition(name = "Cloud", description = "How the appliance talks to the cloud")
    public @interface Settings {
        @AttributeDefinition(description = "Address of the API: https, host and port only")
        String baseUrl() default "https://api.frame.io";

        @AttributeDefinition(description = "File with further certificates to trust, in PEM, beside those Java trusts; relative to the home; empty: "
                + "none")
        String trustPemFile() default "";

        @AttributeDefinition(description = "Seconds for a connection to stand, for each address of the host, and again for TLS")
        int connectTimeoutSeconds() default 10;

        @AttributeDefinition(description = "Seconds without a byte moving in either direction after which a request is cut and tried again")
        int silenceTimeoutSeconds() default 15;

        @AttributeDefinition(description = "Seconds for the answer to a part, once its last byte has arrived there")
        int answerTimeoutSeconds() default 60;

        @AttributeDefinition(description = "Congestion control of TCP, set for the whole system while this runs, where the kernel has it and it may be "
                + "set, with probing for the size of packets that get through and little that waits unsent; \"system\" leaves all three as they are")
        String congestionControl() default "bbr";

        @AttributeDefinition(description = "Connections at the same time; further requests wait")
        int maxConnections() default 64;
    }

    private static final String AS_IT_IS = "system";
    private static final System.Logger LOG = System.getLogger(CloudHttp.class.getName());

    private final Optional<Tls> tls;
    private final Optional<HttpCloudClient> client;
    private final Runnable stop;
    private Provider provider;

    @Activate
    public CloudHttp(BundleContext bundle, Settings settings) {
        this(bundle, settings, new KernelTcp());
    }

    CloudHttp(BundleContext bundle, Settings settings, KernelTcp kernel) {
        Optional<Tls> trusting = Optional.empty();
        Optional<HttpCloudClient> usable = Optional.empty();
        Runnable made;
        try {
            trusting = Optional.of(tls(bundle, settings));
            HttpCloudClient client = client(bundle, settings, trusting.get(), kernel);
            usable = Optional.of(client);
            boolean asItIs = settings.congestionControl().equals(AS_IT_IS);
            List<Runnable> restore = asItIs ? List.of()
                    : List.of(kernel.prefer(settings.congestionControl()), kernel.probeForBlackHoles(), kernel.keepLittleUnsent());
            var offered = bundle.registerService(new String[] {CloudClient.class.getName(), NetworkListener.class.getName()}, client, null);
            made = () -> {
                offered.unregister();
                client.close();
                restore.forEach(Runnable::run);
            };
        } catch (BadSetting bad) {
            Warning warning = new Warning(bad.code, Warning.Severity.ERROR, bad.getMessage(), bad.todo, Clock.systemUTC().instant());
            LOG.log(System.Logger.Level.ERROR, warning.what() + " " + warning.todo(), bad.getCause());
            made = bundle.registerService(Warning.class, warning, null)::unregister;
        }
        this.tls = trusting;
        this.client = usable;
        this.stop = made;
    }

    /** New connections are encrypted by it from now on; those that stand go on as they are. */
    @Reference(service = Provider.class, target = "(tls=native)", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void bindTls(Provider coming, Map<String, Object> properties) {
        if (tls.isPresent()) {
            try {
                tls.get().use(coming, String.valueOf(properties.getOrDefault("service.description", coming.getName())));
                provider = coming;
            } catch (GeneralSecurityException unusable) {
                LOG.log(System.Logger.Level.WARNING, "TLS goes on with the JDK's: " + coming.getName() + " cannot be used", unusable);
            }
        }
    }

    synchronized void unbindTls(Provider going) {
        if (going == provider) { // another one may have come before
            provider = null;
            tls.orElseThrow().useJdk();
        }
    }

    @Deactivate
    void stop() {
        stop.run();
    }

    /** Settings that nobody can use are no fault of the code. */
    Result health() {
        if (client.isEmpty()) {
            return new Result(Status.WARN, "Its settings cannot be used; a warning says why.");
        }
        return client.get().usable() ? new Result(Status.OK, "The client can be used, with TLS by " + client.get().transport().tls() + ".")
                : new Result(Status.CRITICAL, "The client is offered though it is closed.");
    }

    private static HttpCloudClient client(BundleContext bundle, Settings settings, Tls tls, KernelTcp kernel) throws BadSetting {
        if (Stream.of(settings.connectTimeoutSeconds(), settings.silenceTimeoutSeconds(), settings.answerTimeoutSeconds(), settings.maxConnections())
                .anyMatch(n -> n < 1)) {
            throw new BadSetting("cloud.bad-settings", "A time limit or the number of connections to the cloud is below 1.",
                    "Correct the settings of io.rushline.cloud.http.", null);
        }
        String version = Optional.ofNullable(bundle.getProperty("rushline.version")).orElse("1.0.0");
        HttpCloudClient.Limits limits = new HttpCloudClient.Limits(Duration.ofSeconds(settings.connectTimeoutSeconds()),
                Duration.ofSeconds(settings.silenceTimeoutSeconds()), Duration.ofSeconds(settings.answerTimeoutSeconds()));
        try {
            return new HttpCloudClient(Address.base(settings.baseUrl()), version, tls, kernel, limits, settings.maxConnections());
        } catch (CloudException address) {
            throw new BadSetting("cloud.bad-address", "The cloud's address \"" + settings.baseUrl()
                    + "\" cannot be used: it must be https:// and a host.",
                    "Correct the cloud URL in the configuration.", address);
        }
    }

    private static Tls tls(BundleContext bundle, Settings settings) throws BadSetting {
        Optional<Path> pem = Optional.of(settings.trustPemFile().strip()).filter(name -> !name.isEmpty())
                .map(name -> Path.of(Optional.ofNullable(bundle.getProperty("rushline.home")).orElse("")).resolve(name));
        try {
            return new Tls(Trust.of(pem));
        } catch (IOException | GeneralSecurityException trust) {
            throw new BadSetting("cloud.bad-trust", "The file with trusted certificates, " + pem.map(Path::toString).orElse("Java's own")
                    + ", cannot be used: it is missing or holds no certificate in PEM.",
                            "Put the PEM file there, or empty the setting trustPemFile.", trust);
        }
    }

    private static final class BadSetting extends Exception {
        private static final long serialVersionUID = 1L;
        private final String code;
        private final String todo;

        BadSetting(String code, String what, String todo, Throwable cause) {
            super(what, cause);
            this.code = code;
            this.todo = todo;
        }
    }
}
