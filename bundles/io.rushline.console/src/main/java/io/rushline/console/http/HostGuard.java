package io.rushline.console.http;

import io.rushline.console.Appliance;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Knows the names this appliance goes by, so that a foreign name that was made to point here (DNS rebinding) opens nothing. Any thread.
 */
@Component(service = HostGuard.class)
public final class HostGuard {

    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-f:.]+]|[^:\\[\\]]+)(:\\d{1,5})?");

    private final Set<String> names = new HashSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
    private final Supplier<Set<InetAddress>> addresses;

    @Activate
    public HostGuard(@Reference Appliance appliance) {
        this(appliance.hostName(), appliance.hostNames(), HostGuard::interfaceAddresses);
    }

    HostGuard(String hostName, Set<String> configured, Supplier<Set<InetAddress>> addresses) {
        names.add(normal(hostName));
        names.add(normal(hostName) + ".local");
        configured.forEach(name -> names.add(normal(name)));
        this.addresses = addresses;
    }

    /** Whether a Host header names this appliance, with any port. */
    boolean knows(String host) {
        if (host == null) {
            return false;
        }
        Matcher match = HOST.matcher(host.toLowerCase(Locale.ROOT));
        if (!match.matches()) {
            return false;
        }
        String name = normal(match.group(1));
        // Addresses come and go: looked at only for a name that is none of the others.
        return names.contains(name) || addresses.get().stream().map(HostGuard::literal).anyMatch(name::equals);
    }

    private static String normal(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** As browsers write it: IPv6 compressed and in brackets. */
    private static String literal(InetAddress address) {
        return address instanceof java.net.Inet6Address six ? "[" + Ipv6.text(six) + "]" : address.getHostAddress();
    }

    private static Set<InetAddress> interfaceAddresses() {
        try {
            return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).collect(Collectors.toSet());
        } catch (SocketException e) {
            return Set.of(); // no interfaces, no addresses
        }
    }
}
