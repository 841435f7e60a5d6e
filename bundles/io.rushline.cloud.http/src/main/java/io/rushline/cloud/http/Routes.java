package io.rushline.cloud.http;

import io.rushline.network.api.Link;
import io.rushline.network.api.NetworkStatus;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/** By which links this device reaches others, as the network says, so that nobody waits for an answer where none can come. Any thread. */
final class Routes {

    private List<Link> links = List.of();
    private List<?> ways = List.of();
    private volatile long version;

    /** @return whether new connections may go another way than those that stand */
    synchronized boolean changed(NetworkStatus status) {
        links = status.links();
        List<?> now = links.stream().filter(Link::up).map(link -> List.of(link.name(), link.addresses(), link.main(), link.gateway())).toList();
        if (now.equals(ways)) {
            return false;
        }
        ways = now;
        version++;
        return true;
    }

    /** Another one after each change. */
    long version() {
        return version;
    }

    /** No link that is up has this address. One that the network does not know of may still be this device's. */
    synchronized boolean gone(InetAddress local) {
        List<Link> having = links.stream().filter(link -> link.addresses().contains(local)).toList();
        return having.isEmpty() ? !isHere(local) : having.stream().noneMatch(Link::up);
    }

    private static boolean isHere(InetAddress local) {
        try {
            return local.isAnyLocalAddress() || NetworkInterface.getByInetAddress(local) != null;
        } catch (SocketException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
