package io.rushline.network.portal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.util.Collections;
import java.util.List;

/** Where the proxy may lead: to what the portal's network lets through, never to this device or into the networks of its other links. Any thread. */
final class Targets {

    /** Looks a name up as the system does. */
    interface Names {
        InetAddress[] lookUp(String name) throws IOException;
    }

    /** What this device itself has. */
    interface Own {
        /** Whether this address is this device's. */
        boolean has(InetAddress address) throws IOException;

        /** The networks of all interfaces but this one. */
        List<InterfaceAddress> networksBeside(String link) throws IOException;

        Own REAL = new Own() {
            @Override
            public boolean has(InetAddress address) throws IOException {
                return NetworkInterface.getByInetAddress(address) != null;
            }

            @Override
            public List<InterfaceAddress> networksBeside(String link) throws IOException {
                return Collections.list(NetworkInterface.getNetworkInterfaces()).stream().filter(each -> !each.getName().equals(link))
                        .flatMap(each -> each.getInterfaceAddresses().stream()).toList();
            }
        };
    }

    /** Web pages: portals have their own ports, and no mail or remote shell is below 1024 but these. */
    private static final List<Integer> LOW_PORTS = List.of(80, 443);
    private static final int FIRST_HIGH_PORT = 1024;

    private final String link;
    private final InetAddress from;
    private final Names names;
    private final Own own;

    /**
     * @param link of the network that wants the sign-in
     * @param from its address
     */
    Targets(String link, InetAddress from, Names names, Own own) {
        this.link = link;
        this.from = from;
        this.names = names;
        this.own = own;
    }

    /** @throws IOException it may not be asked, or is not known */
    InetSocketAddress allowed(String host, int port) throws IOException {
        if (!LOW_PORTS.contains(port) && port < FIRST_HIGH_PORT) {
            throw new IOException("port " + port + " is no page's");
        }
        for (InetAddress address : names.lookUp(host)) {
            if (address.getClass() == from.getClass() && !isNear(address)) {
                return new InetSocketAddress(address, port);
            }
        }
        throw new IOException(host + " is not beyond " + link);
    }

    /** The link's address, which connections leave from. */
    InetAddress from() {
        return from;
    }

    private boolean isNear(InetAddress address) throws IOException {
        return address.isAnyLocalAddress() || address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isMulticastAddress() || own.has(address)
                || own.networksBeside(link).stream().anyMatch(network -> isIn(network, address));
    }

    private static boolean isIn(InterfaceAddress network, InetAddress address) {
        byte[] one = network.getAddress().getAddress();
        byte[] other = address.getAddress();
        int bits = network.getNetworkPrefixLength();
        if (one.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if ((one[bit / Byte.SIZE] & mask) != (other[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }
}
