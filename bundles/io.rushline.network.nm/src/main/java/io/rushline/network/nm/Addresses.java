package io.rushline.network.nm;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
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

    /** @param literal an IPv4 address */
    static InetAddress of(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(literal, impossible);
        }
    }

    /** Whether one of these IPv4 networks is in the other. */
    static boolean overlap(InetAddress one, int prefix, InetAddress other, int otherPrefix) {
        int bits = 32 - Math.min(prefix, otherPrefix);
        return ByteBuffer.wrap(one.getAddress()).getInt() >>> bits == ByteBuffer.wrap(other.getAddress()).getInt() >>> bits || bits == 32;
    }

    static List<UInt32> numbers(List<InetAddress> addresses) {
        return addresses.stream().map(address -> new UInt32(Profiles.number(address))).toList();
    }
}
