package io.rushline.cloud.http;

import io.rushline.network.api.Link;
import io.rushline.network.api.NetworkStatus;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** By which links this device reaches others, as the network says, so that nobody waits for an answer where none can come. Any thread. */
final class Routes {

    private List<Link> links = List.of();
    /** What new connections depend on: those bound to an address on the link that has it, all others (empty) on every link. */
    private Map<Optional<InetAddress>, List<?>> ways = Map.of();
    private final Map<Optional<InetAddress>, Long> versions = new HashMap<>();

    synchronized void changed(NetworkStatus status) {
        links = status.links();
        Map<Optional<InetAddress>, List<?>> now = ways(links.stream().filter(Link::up).toList());
        Set<Optional<InetAddress>> all = new HashSet<>(now.keySet());
        all.addAll(ways.keySet());
        all.stream().filter(bound -> !Objects.equals(now.get(bound), ways.get(bound))).forEach(bound -> versions.merge(bound, 1L, Long::sum));
        ways = now;
    }

    private static Map<Optional<InetAddress>, List<?>> ways(List<Link> up) {
        Map<Optional<InetAddress>, List<?>> ways = new HashMap<>();
        ways.put(Optional.empty(), up.stream().map(link -> List.of(link.name(), leading(link), link.main(), link.gateway())).toList());
        up.forEach(link -> leading(link).forEach(address -> ways.put(Optional.of(address), List.of(link.name(), link.gateway()))));
        return ways;
    }

    /** Those that are good for more than the link itself: the others come and go while the link is configured. */
    private static List<InetAddress> leading(Link link) {
        return link.addresses().stream().filter(Predicate.not(InetAddress::isLinkLocalAddress)).toList();
    }

    /**
     * Another one after each change by which new connections may go another way than those that stand.
     *
     * @param bound the address they are bound to; empty: none
     */
    synchronized long version(Optional<InetAddress> bound) {
        return versions.getOrDefault(bound, 0L);
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
            return true; // no file is left to ask with: asked again soon
        }
    }
}
