package io.rushline.launcher;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The flags that {@code run} and {@code demo} turn into configuration. */
final class ApplianceOptions {

    @Option(names = "--port", paramLabel = "N", defaultValue = "8080", description = "Port of the console; 0 for any (default: ${DEFAULT-VALUE}).")
    int port;

    @Option(names = "--set", paramLabel = "PID:KEY=VALUE", split = ";",
            description = "Any other setting of any bundle, as its README names it. In RUSHLINE_SET several are parted by semicolons.")
    Map<String, String> more = new LinkedHashMap<>();

    @Option(names = "--module-trust", paramLabel = "PEM", description = "Certificate of a vendor whose modules are taken, beside those in config/trust"
            + " of the distribution and of the home.")
    private Path moduleTrust;

    /** Starts an appliance. @param safe with the set of modules before the present one */
    Host start(Distribution distribution, Features features, Home home, Settings settings, boolean safe) {
        Ports.requireFree(port);
        more.forEach((name, value) -> {
            int colon = name.indexOf(':');
            if (colon < 1) {
                throw new CommandException("--set takes PID:KEY=VALUE, for example io.rushline.uploader.c2c:parallelParts=8; this has no colon: " + name);
            }
            settings.put(name.substring(0, colon), Map.of(name.substring(colon + 1), value));
        });
        Map<String, String> properties = Host.properties(features, settings, home, Map.of("org.osgi.service.http.port", Integer.toString(port)));
        return Boot.of(distribution, features, home, trusted(distribution, home)).start(properties, safe);
    }

    /** Where the certificates of vendors are whose modules are taken. */
    private List<Path> trusted(Distribution distribution, Home home) {
        List<Path> trusted = new ArrayList<>(List.of(distribution.config().resolve("trust"), home.file("config/trust")));
        if (moduleTrust != null) {
            if (!Files.isReadable(moduleTrust)) {
                throw new CommandException("The certificate " + moduleTrust + " cannot be read. Name a PEM file with --module-trust.");
            }
            trusted.add(moduleTrust.toAbsolutePath().normalize());
        }
        return trusted;
    }

    /** Which cloud, and which certificate is trusted beside the usual ones. */
    static Map<String, Object> cloud(URI address, Path trust) {
        Map<String, Object> cloud = new LinkedHashMap<>();
        if (address != null) {
            if (!"https".equalsIgnoreCase(address.getScheme()) || address.getHost() == null) {
                throw new CommandException("The cloud's address must be https://…, since nothing is ever sent in clear; this is not: " + address);
            }
            cloud.put("baseUrl", address.toString());
        }
        if (trust != null) {
            if (!Files.isReadable(trust)) {
                throw new CommandException("The certificate " + trust + " cannot be read. Name a PEM file with --trust.");
            }
            cloud.put("trustPemFile", trust.toAbsolutePath().toString());
        }
        return cloud;
    }
}
