package io.rushline.uploader.c2c;

import io.rushline.network.api.Link;
import io.rushline.network.api.NetworkStatus;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/** Says for people over which link an address of this device sends: {@code wlan0 (Wi-Fi)}. */
final class Links {

    private Links() {
    }

    static Optional<String> over(NetworkStatus status, InetAddress from) {
        return status.links().stream().filter(link -> link.addresses().stream().anyMatch(address -> same(address, from))).findFirst().map(Links::label);
    }

    /** An IPv6 address may come with a zone, which says nothing here. */
    private static boolean same(InetAddress one, InetAddress other) {
        return Arrays.equals(one.getAddress(), other.getAddress());
    }

    private static String label(Link link) {
        return switch (link.kind()) {
            case ETHERNET -> link.name() + " (Ethernet)";
            case WIFI -> link.name() + " (Wi-Fi)";
            case MODEM -> link.name() + " (Modem)";
            case TETHERING -> link.name() + " (phone)";
            case BOND, BRIDGE, OTHER -> link.name();
        };
    }
}
