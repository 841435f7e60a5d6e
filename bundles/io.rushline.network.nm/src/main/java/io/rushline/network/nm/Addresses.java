package io.rushline.network.nm;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/** Addresses as NetworkManager takes them. */
final class Addresses {

    private Addresses() {
    }

    static Map<String, Variant<?>> data(InetAddress address, int prefix) {
        return Map.of("address", new Variant<>(address.getHostAddress()), "prefix", new Variant<>(new UInt32(prefix)));
    }

    static List<UInt32> numbers(List<InetAddress> addresses) {
        return addresses.stream().map(address -> new UInt32(Profiles.number(address))).toList();
    }
}
