package io.rushline.network.jvm;

import io.rushline.network.api.Link;
import io.rushline.network.api.Link.Kind;
import io.rushline.network.api.Link.State;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads the interfaces: addresses from Java, what they are made of from Linux (sysfs-class-net) where it is there. Java alone knows none
 * without an address, so an unplugged cable would be invisible.
 */
final class Links {

    private static final String LOOPBACK = "772"; // ARPHRD_LOOPBACK, as in /sys/class/net/lo/type
    private static final String ETHER = "1";
    private static final long MEGA = 1_000_000;

    private final Path sys;

    /** @param sys {@code /sys/class/net} but in tests */
    Links(Path sys) {
        this.sys = sys;
    }

    /** All but loopback and virtual ones that lead nowhere, by name. */
    List<Link> read() throws IOException {
        List<Link> links = new ArrayList<>();
        for (String name : names()) {
            NetworkInterface java = NetworkInterface.getByName(name);
            boolean loopback = java != null && java.isLoopback() || text(name, "type").equals(Optional.of(LOOPBACK));
            List<InetAddress> addresses = java == null ? List.of() : addresses(java);
            if (!loopback && (isHardware(name) || addresses.stream().anyMatch(a -> !a.isLinkLocalAddress()))) {
                Kind kind = kind(name);
                links.add(new Link(name, kind, up(name, java) ? State.CONNECTED : State.UNAVAILABLE, addresses, speed(name), kind == Kind.MODEM));
            }
        }
        return links;
    }

    private Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>();
        if (Files.isDirectory(sys)) {
            try (Stream<Path> entries = Files.list(sys)) {
                entries.filter(Files::isDirectory).forEach(entry -> names.add(entry.getFileName().toString()));
            }
        }
        NetworkInterface.networkInterfaces().forEach(java -> names.add(java.getName()));
        return names;
    }

    private static List<InetAddress> addresses(NetworkInterface java) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        for (InetAddress address : Collections.list(java.getInetAddresses())) {
            addresses.add(InetAddress.getByAddress(address.getAddress())); // without its zone
        }
        addresses.sort(Comparator.comparing(InetAddress::isLinkLocalAddress).thenComparing(a -> !(a instanceof Inet4Address))
                .thenComparing(InetAddress::getHostAddress));
        return addresses;
    }

    private boolean isHardware(String name) {
        return Files.exists(sys.resolve(name).resolve("device"));
    }

    private Kind kind(String name) {
        Path entry = sys.resolve(name);
        if (Files.exists(entry.resolve("wireless")) || Files.exists(entry.resolve("phy80211"))) {
            return Kind.WIFI;
        }
        if (text(name, "uevent").filter(text -> text.contains("DEVTYPE=wwan")).isPresent() || name.startsWith("ww")) {
            return Kind.MODEM;
        }
        boolean ether = text(name, "type").map(ETHER::equals).orElse(true);
        boolean named = name.startsWith("eth") || name.startsWith("en"); // in a container it is no hardware, but as good as
        return ether && (named || isHardware(name)) ? Kind.ETHERNET : Kind.OTHER;
    }

    private boolean up(String name, NetworkInterface java) throws SocketException {
        Optional<String> carrier = text(name, "carrier"); // cannot be read while the interface is down
        return carrier.isPresent() ? carrier.get().equals("1") : java != null && java.isUp();
    }

    private OptionalLong speed(String name) {
        try {
            long megabits = Long.parseLong(text(name, "speed").orElse("-1"));
            return megabits > 0 ? OptionalLong.of(megabits * MEGA) : OptionalLong.empty();
        } catch (NumberFormatException unknown) {
            return OptionalLong.empty();
        }
    }

    private Optional<String> text(String name, String file) {
        try {
            return Optional.of(Files.readString(sys.resolve(name).resolve(file)).strip());
        } catch (IOException notTold) {
            return Optional.empty(); // the kernel answers some of them with an error, which means: not known
        }
    }
}
