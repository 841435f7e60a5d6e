package io.rushline.network;

import io.rushline.network.api.Carrier;
import io.rushline.network.api.Carrier.What;
import io.rushline.network.api.Carrier.When;
import io.rushline.network.api.Link;
import io.rushline.network.api.LinkRule;
import io.rushline.network.api.LinkRule.Carries;
import io.rushline.network.api.LinkRule.Share;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which links clips may leave by.
 *
 * @param carriers the main link first
 * @param trouble  why there is none, and what to do
 */
record Carriers(List<Carrier> carriers, Optional<String> trouble) {

    static Carriers of(List<Link> links, Wishes wishes) {
        List<Link> leading = leading(links);
        if (leading.isEmpty()) {
            return unknown(links.stream().filter(link -> link.up() && from(link).isPresent()).toList(), wishes);
        }
        List<Carrier> carriers = leading.stream().filter(link -> link.main() || wishes.rule(link).share() != Share.OFF).filter(link -> open(link, wishes))
                .map(link -> new Carrier(link.name(), bound(link), when(link, wishes), what(link, wishes))).toList();
        if (carriers.stream().allMatch(carrier -> carrier.when() == When.BEHIND)) { // there are no others that could keep up
            carriers = carriers.stream().map(carrier -> new Carrier(carrier.link(), carrier.from(), When.ALWAYS, carrier.what())).toList();
        }
        return new Carriers(carriers, carriers.isEmpty() ? Optional.of(why(leading, wishes)) : Optional.empty());
    }

    /** Those that a connection can be made to leave by, the main one first. */
    static List<Link> leading(List<Link> links) {
        return links.stream().filter(link -> link.up() && (link.main() || link.ownWay() && from(link).isPresent())).sorted(Comparator.comparing(link -> !link.main())).toList();
    }

    /** Whether anything at all may go over it. */
    static boolean open(Link link, Wishes wishes) {
        return wishes.rule(link).carries() != Carries.NOTHING && !wishes.usedUp(link);
    }

    /** What its connections are bound to; IPv4 first, which every cloud has. */
    static Optional<InetAddress> bound(Link link) {
        return link.ownWay() ? from(link) : Optional.empty();
    }

    private static Optional<InetAddress> from(Link link) {
        return link.addresses().stream().filter(address -> !address.isLinkLocalAddress()).min(Comparator.comparing(address -> !(address instanceof Inet4Address)));
    }

    /** Nobody knows which of them the machine takes: what one may not carry, none does. */
    private static Carriers unknown(List<Link> up, Wishes wishes) {
        if (up.isEmpty() && wishes.restrict()) {
            return new Carriers(List.of(), Optional.of("Clips wait until it is known which networks there are: plug in a cable, or join a Wi-Fi."));
        }
        List<Link> closed = up.stream().filter(link -> !open(link, wishes)).toList();
        if (!closed.isEmpty()) {
            return new Carriers(List.of(), Optional.of(why(closed, wishes)));
        }
        boolean proxies = up.stream().anyMatch(link -> what(link, wishes) == What.PROXIES);
        return new Carriers(List.of(proxies ? new Carrier("", Optional.empty(), When.ALWAYS, What.PROXIES) : Carrier.ANY), Optional.empty());
    }

    private static When when(Link link, Wishes wishes) {
        return !link.main() && wishes.rule(link).share() == Share.BEHIND ? When.BEHIND : When.ALWAYS;
    }

    private static What what(Link link, Wishes wishes) {
        return wishes.rule(link).carries() == Carries.PROXIES ? What.PROXIES : What.ALL;
    }

    private static String why(List<Link> links, Wishes wishes) {
        return "Clips wait: " + links.stream().map(link -> name(link) + " " + why(link, wishes)).collect(Collectors.joining(", "))
                + ". Change what these networks are for, or join another one.";
    }

    static String why(Link link, Wishes wishes) {
        LinkRule rule = wishes.rule(link);
        if (rule.carries() == Carries.NOTHING) {
            return "is set to carry nothing";
        }
        if (rule.monthlyBytes().isPresent() && wishes.usedUp(link)) {
            return "has used up its " + gigabytes(rule.monthlyBytes().getAsLong()) + " GB of this month";
        }
        return "is set to carry nothing beside others";
    }

    private static String name(Link link) {
        return link.network().orElse(link.name());
    }

    /** Up to three places. */
    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.3f", bytes / 1e9).replaceFirst("\\.?0+$", "");
    }
}
