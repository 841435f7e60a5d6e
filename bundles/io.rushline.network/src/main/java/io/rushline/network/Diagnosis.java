package io.rushline.network;

import io.rushline.cloud.api.CloudException;
import io.rushline.network.api.Link;
import io.rushline.network.api.Reach;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Finds out why the cloud does not answer, from the nearest thing on, and says it in one sentence, with what to do. Blocks for some seconds. */
final class Diagnosis {

    /** What can be asked besides the cloud itself. */
    record Outside(Names names, NameServers servers, Predicate<InetAddress> silent, Function<String, Optional<URI>> portal) {

        static final Outside REAL = new Outside(InetAddress::getByName, NameServer::ask, Neighbours::silent, PortalProbe::ask);
    }

    /** Looks a name up as the system does, or fails. */
    interface Names {
        InetAddress lookUp(String name) throws IOException;
    }

    /** Asks one name server. */
    interface NameServers {
        NameServer.Said ask(InetAddress server, String name);
    }

    /**
     * What was found.
     *
     * @param portal where the network wants a sign-in
     */
    record Cause(Reach reach, String what, String todo, Optional<URI> portal) {

        private static Cause offline(String what, String todo) {
            return new Cause(Reach.OFFLINE, what, todo, Optional.empty());
        }
    }

    private static final String OTHER_SERVER = "Check this network's router, or set another name server (DNS) for it.";

    private final Supplier<List<Link>> links;
    private final Supplier<Optional<String>> host;
    private final Outside outside;

    /** @param host of the cloud; empty where there is no way to it right now */
    Diagnosis(Supplier<List<Link>> links, Supplier<Optional<String>> host, Outside outside) {
        this.links = links;
        this.host = host;
        this.outside = outside;
    }

    Cause of(CloudException failed) {
        Optional<String> cloud = host.get();
        Cause asSaid = Cause.offline(failed.getMessage(), failed.code().todo);
        if (cloud.isEmpty() || failed.code() == CloudException.Code.BAD_ADDRESS) {
            return asSaid;
        }
        Optional<URI> portal = failed.code() == CloudException.Code.NAME_UNKNOWN ? Optional.empty() : outside.portal().apply(cloud.get());
        if (portal.isPresent() || failed.code() == CloudException.Code.PORTAL || main().anyMatch(link -> link.reach() == Reach.PORTAL)) {
            return new Cause(Reach.PORTAL, CloudException.Code.PORTAL.what, CloudException.Code.PORTAL.todo, portal);
        }
        return switch (failed.code()) {
            case NAME_UNKNOWN -> name(cloud.get());
            case UNREACHABLE -> nonsense(cloud.get()).or(this::way).orElseGet(() -> beyond(cloud.get()).orElse(asSaid));
            case UNTRUSTED, WRONG_HOST -> nonsense(cloud.get()).orElse(asSaid);
            default -> asSaid;
        };
    }

    /** Why the cloud's name is not known. */
    Cause name(String cloud) {
        Optional<Cause> near = way();
        if (near.isPresent()) {
            return near.get();
        }
        List<String> silent = new ArrayList<>();
        for (InetAddress server : main().flatMap(link -> link.dns().stream()).filter(server -> !server.isLinkLocalAddress()).distinct().limit(3).toList()) {
            String who = "The name server " + server.getHostAddress();
            switch (outside.servers().ask(server, cloud)) {
                case UNKNOWN:
                    return Cause.offline(who + " does not know the cloud's name, " + cloud + ".", "Check the cloud's address in the settings, or set another name server (DNS) for this network.");
                case REFUSED:
                    return Cause.offline(who + " answers, but cannot look up the cloud's name, " + cloud + ".", OTHER_SERVER);
                case KNOWN:
                    return Cause.offline("The cloud's name, " + cloud + ", could not be looked up a moment ago; the name server knows it now.", "Wait, it is asked again.");
                default:
                    silent.add(server.getHostAddress());
            }
        }
        return silent.isEmpty() ? Cause.offline("The cloud's name, " + cloud + ", cannot be looked up.", "Check the name servers (DNS) of this network.")
                : Cause.offline("The name server " + String.join(" and ", silent) + " does not answer.", OTHER_SERVER);
    }

    /** A name server that gives an address at which no cloud can be. */
    private Optional<Cause> nonsense(String cloud) {
        try {
            InetAddress address = outside.names().lookUp(cloud);
            boolean written = address.getHostAddress().equals(cloud.replaceAll("[\\[\\]]", "")) || cloud.endsWith("localhost");
            return written || !(address.isLoopbackAddress() || address.isAnyLocalAddress() || address.isLinkLocalAddress() || address.isMulticastAddress()) ? Optional.empty()
                    : Optional.of(Cause.offline("The name server gives " + address.getHostAddress() + " for the cloud's name, " + cloud + ", which cannot be right.", OTHER_SERVER));
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    /** What is wrong before the first router. */
    private Optional<Cause> way() {
        List<Link> up = links.get().stream().filter(Link::up).toList();
        // A source that knows the profile would know the router too.
        if (!up.isEmpty() && up.stream().allMatch(link -> link.profile().isPresent() && link.gateway().isEmpty())) {
            return Optional.of(Cause.offline("This network leads nowhere: it has no router (gateway).", "Check its router (DHCP); where the address was set by hand, set the gateway too."));
        }
        return main().flatMap(link -> link.gateway().stream()).filter(outside.silent()).findFirst()
                .map(router -> Cause.offline("The router " + router.getHostAddress() + " does not answer.",
                        "Check the router and the way to it; where the address was set by hand, check the gateway."));
    }

    /** What is wrong behind it. */
    private Optional<Cause> beyond(String cloud) {
        if (main().anyMatch(link -> link.reach() == Reach.ONLINE)) {
            return Optional.of(Cause.offline("The internet can be reached, but the cloud, " + cloud + ", cannot.", "Wait, it is tried again; if it stays so, have this network's firewall let " + cloud + " through."));
        }
        return main().flatMap(link -> link.gateway().stream()).findFirst()
                .map(router -> Cause.offline("The cloud, " + cloud + ", cannot be reached through the router " + router.getHostAddress() + ".",
                        "Check the router's own way to the internet, and that its firewall lets " + cloud + " through."));
    }

    private Stream<Link> main() {
        return links.get().stream().filter(Link::up).filter(Link::main);
    }
}
