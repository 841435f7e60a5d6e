package io.rushline.cloud.http;

import io.rushline.cloud.api.CloudClient;
import io.rushline.cloud.api.CloudException;
import io.rushline.status.api.Warning;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Offers the way to the cloud where the settings allow it, else a warning that says what is wrong with them. */
@Component(service = {}, configurationPid = "io.rushline.cloud.http")
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

        @AttributeDefinition(description = "Connections at the same time; further requests wait")
        int maxConnections() default 64;
    }

    private static final System.Logger LOG = System.getLogger(CloudHttp.class.getName());

    private final Runnable stop;

    @Activate
    public CloudHttp(BundleContext bundle, Settings settings) {
        Runnable made;
        try {
            HttpCloudClient client = client(bundle, settings);
            var offered = bundle.registerService(CloudClient.class, client, null);
            made = () -> {
                offered.unregister();
                client.close();
            };
        } catch (BadSetting bad) {
            Warning warning = new Warning(bad.code, Warning.Severity.ERROR, bad.getMessage(), bad.todo, Clock.systemUTC().instant());
            LOG.log(System.Logger.Level.ERROR, warning.what() + " " + warning.todo(), bad.getCause());
            made = bundle.registerService(Warning.class, warning, null)::unregister;
        }
        this.stop = made;
    }

    @Deactivate
    void stop() {
        stop.run();
    }

    private static HttpCloudClient client(BundleContext bundle, Settings settings) throws BadSetting {
        if (Stream.of(settings.connectTimeoutSeconds(), settings.silenceTimeoutSeconds(), settings.maxConnections()).anyMatch(n -> n < 1)) {
            throw new BadSetting("cloud.bad-settings", "A time limit or the number of connections to the cloud is below 1.",
                    "Correct the settings of io.rushline.cloud.http.", null);
        }
        String version = Optional.ofNullable(bundle.getProperty("rushline.version")).orElse("1.0.0");
        Optional<Path> pem = Optional.of(settings.trustPemFile().strip()).filter(name -> !name.isEmpty())
                .map(name -> Path.of(Optional.ofNullable(bundle.getProperty("rushline.home")).orElse("")).resolve(name));
        try {
            return new HttpCloudClient(Address.base(settings.baseUrl()), version, new Tls(Trust.of(pem)),
                    Duration.ofSeconds(settings.connectTimeoutSeconds()), Duration.ofSeconds(settings.silenceTimeoutSeconds()),
                    settings.maxConnections());
        } catch (CloudException address) {
            throw new BadSetting("cloud.bad-address", "The cloud's address \"" + settings.baseUrl()
                    + "\" cannot be used: it must be https:// and a host.",
                    "Correct the cloud URL in the configuration.", address);
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
