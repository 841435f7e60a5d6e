package io.rushline.console;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Who and where this appliance is, and how the console is set. */
@Component(service = Appliance.class, configurationPid = "io.rushline.console")
@Designate(ocd = Appliance.Settings.class)
public final class Appliance {

    /** PID {@code io.rushline.console}. */
    @ObjectClassDefinition(name = "Console")
    public @interface Settings {

        @AttributeDefinition(description = "What the console calls this appliance; empty: the name of the host.")
        String name() default "";

        @AttributeDefinition(description = "More names under which browsers may reach the console, without port; "
                + "localhost, the host's name, the same with .local, and all of its addresses are known anyhow.")
        String[] hostNames() default {};

        @AttributeDefinition(description = "Once an admin password is set, the console can be reached from the network and not only on the appliance itself.")
        boolean remoteAccess() default true;
    }

    private final Settings settings;
    private final String hostName;
    private final String version;
    private final String consoleVersion;
    private final Path home;

    @Activate
    public Appliance(Settings settings, BundleContext context) {
        this(settings, localHostName(), Optional.ofNullable(context.getProperty("rushline.version")).orElse("1.0.0"),
                context.getBundle().getVersion().toString(), Path.of(Optional.ofNullable(context.getProperty("rushline.home"))
                        .orElseThrow(() -> new IllegalStateException("the framework property rushline.home is not set"))));
    }

    public Appliance(Settings settings, String hostName, String version, String consoleVersion, Path home) {
        Arrays.stream(settings.hostNames()).filter(name -> !name.matches("[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+]")).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("hostNames: '" + name + "' is not a host name; write it without scheme and port");
        });
        this.settings = settings;
        this.hostName = hostName;
        this.version = version;
        this.consoleVersion = consoleVersion;
        this.home = home;
    }

    public String name() {
        return settings.name().isBlank() ? hostName : settings.name();
    }

    public String hostName() {
        return hostName;
    }

    /** Names beyond the host's own. */
    public Set<String> hostNames() {
        return Arrays.stream(settings.hostNames()).collect(Collectors.toSet());
    }

    public boolean remoteAccess() {
        return settings.remoteAccess();
    }

    /** Firmware version. */
    public String version() {
        return version;
    }

    /** Of this very bundle, which may be replaced by itself. */
    public String consoleVersion() {
        return consoleVersion;
    }

    /** Below it lies all state. */
    public Path home() {
        return home;
    }

    private static String localHostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost"; // a host whose own name cannot be looked up
        }
    }
}
