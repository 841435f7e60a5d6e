package io.rushline.network;

import io.rushline.network.api.Carrier;
import io.rushline.network.api.Carrier.What;
import io.rushline.network.api.Carrier.When;
import io.rushline.network.api.Link;
import io.rushline.network.api.LinkRule;
import io.rushline.network.api.LinkRule.Carries;
import io.rushline.network.api.LinkRule.Share;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Which links clips may leave by. */
final class Carriers {

    private Carriers() {
    }

    /** The main link first. */
    static List<Carrier> of(List<Link> links) {
        List<Link> leading = links.stream().filter(Link::up).filter(link -> link.main() || link.ownWay()).toList();
        if (leading.isEmpty()) {
            return List.of(Carrier.ANY);
        }
        return leading.stream().sorted(Comparator.comparing(link -> !link.main())).flatMap(link -> carrier(link, LinkRule.standard(link.metered())).stream()).toList();
    }

    private static Optional<Carrier> carrier(Link link, LinkRule rule) {
        if (rule.carries() == Carries.NOTHING || !link.main() && rule.share() == Share.OFF) {
            return Optional.empty();
        }
        Optional<InetAddress> from = link.ownWay() ? link.addresses().stream().filter(Predicate.not(InetAddress::isLinkLocalAddress)).findFirst() : Optional.empty();
        if (from.isEmpty() && !link.main()) {
            return Optional.empty();
        }
        return Optional.of(new Carrier(link.name(), from, link.main() || rule.share() != Share.BEHIND ? When.ALWAYS : When.BEHIND,
                rule.carries() == Carries.PROXIES ? What.PROXIES : What.ALL));
    }
}
