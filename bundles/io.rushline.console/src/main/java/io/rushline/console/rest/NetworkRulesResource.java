package io.rushline.console.rest;

import static io.rushline.console.access.Role.OPERATOR;
import static io.rushline.console.access.Role.VIEWER;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rushline.console.Services;
import io.rushline.console.http.JsonResource;
import io.rushline.console.http.ProblemException;
import io.rushline.console.http.Request;
import io.rushline.console.view.NetworkUseView;
import io.rushline.network.api.Link;
import io.rushline.network.api.LinkRule;
import io.rushline.network.api.LinkRules;
import io.rushline.network.api.Network;
import io.rushline.network.api.NetworkException;
import io.rushline.network.api.Networks;
import io.rushline.network.api.Profile;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** What each network is for: the known ones, and links that are in none. */
@Component(service = {Servlet.class, JsonResource.class})
@HttpWhiteboardServletPattern("/api/v1/network/rules/*")
public final class NetworkRulesResource extends JsonResource {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = System.getLogger(NetworkRulesResource.class.getName());

    record RuleRequest(@JsonProperty(required = true) LinkRule.Share share, @JsonProperty(required = true) LinkRule.Carries carries, Long monthlyBytes) {

        private LinkRule rule() throws ProblemException {
            if (share == null || carries == null) {
                throw ProblemException.badRequest("share must be ON, OFF or BEHIND; carries must be ALL, PROXIES or NOTHING.");
            }
            if (monthlyBytes != null && monthlyBytes < 1) {
                throw ProblemException.badRequest("monthlyBytes must be 1 or more; null: no limit.");
            }
            return new LinkRule(share, carries, monthlyBytes == null ? OptionalLong.empty() : OptionalLong.of(monthlyBytes));
        }
    }

    private final transient Services services;

    @Activate
    public NetworkRulesResource(@Reference Services services) {
        this.services = services;
        get("/network/rules", VIEWER, r -> Map.of("networks", uses(services.needLinkRules())));
        put("/network/rules/{network}", OPERATOR, this::set);
        delete("/network/rules/{network}", OPERATOR, this::clear);
    }

    private Object set(Request request) throws IOException, ProblemException, NetworkException {
        LinkRules rules = services.needLinkRules();
        LinkRule wanted = request.body(RuleRequest.class).rule();
        NetworkUseView before = find(rules, request.network());
        keep(() -> rules.set(request.network(), wanted));
        return before.with(wanted);
    }

    private Object clear(Request request) throws ProblemException {
        LinkRules rules = services.needLinkRules();
        keep(() -> rules.clear(request.network()));
        return null;
    }

    private NetworkUseView find(LinkRules rules, String network) throws ProblemException, NetworkException {
        return uses(rules).stream().filter(use -> use.network().equals(network)).findFirst()
                .orElseThrow(() -> ProblemException.notFound("network.unknown", "There is no such network or interface."));
    }

    private static void keep(Runnable change) throws ProblemException {
        try {
            change.run();
        } catch (UncheckedIOException failed) {
            LOG.log(Level.WARNING, "A network's rule could not be kept", failed);
            throw ProblemException.notKept("network.rule-not-kept", "The disk did not take it: the former rule stays in force.");
        }
    }

    /** The known networks, the preferred ones first, then links without one. */
    private List<NetworkUseView> uses(LinkRules rules) throws NetworkException {
        Map<String, LinkRule> set = rules.rules();
        Map<String, Long> carried = rules.carriedBytes();
        List<NetworkUseView> uses = new ArrayList<>();
        Set<String> profiles = new HashSet<>();
        Optional<Networks> networks = services.networks();
        for (Profile profile : networks.isPresent() ? networks.get().profiles() : List.<Profile>of()) {
            profiles.add(profile.id());
            boolean metered = link(profile).map(Link::metered).or(profile::metered).orElse(profile.kind() == Link.Kind.MODEM);
            uses.add(NetworkUseView.of(profile.id(), profile.name(), profile.kind(), profile.activeOn().orElse(null), metered, set.get(profile.id()),
                    carried.getOrDefault(profile.id(), 0L)));
        }
        for (Link link : links()) {
            String network = rules.network(link);
            if (!profiles.contains(network) && link.state() != Link.State.HOTSPOT) {
                uses.add(NetworkUseView.of(network, link.network().orElse(link.name()), link.kind(), link.name(), link.metered(), set.get(network),
                        carried.getOrDefault(network, 0L)));
            }
        }
        return uses;
    }

    private Optional<Link> link(Profile profile) {
        return links().stream().filter(link -> link.profile().equals(Optional.of(profile.id()))).findFirst();
    }

    private List<Link> links() {
        return services.network().map(Network::status).map(status -> status.links()).orElse(List.of());
    }
}
