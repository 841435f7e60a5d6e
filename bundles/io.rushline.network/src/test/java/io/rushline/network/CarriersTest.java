package io.rushline.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.network.api.Carrier;
import io.rushline.network.api.Carrier.What;
import io.rushline.network.api.Carrier.When;
import io.rushline.network.api.Link;
import io.rushline.network.api.Link.Kind;
import io.rushline.network.api.Link.State;
import io.rushline.network.api.LinkRule;
import io.rushline.network.api.LinkRule.Carries;
import io.rushline.network.api.LinkRule.Share;
import io.rushline.network.api.Reach;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.Test;

/** Which links clips may leave by, and what is said where they may by none. */
public class CarriersTest implements Wishes {

    private final Map<String, LinkRule> rules = new HashMap<>();
    private final Set<String> usedUp = new HashSet<>();
    private final Link cable = link("eth0", "Stage", false, true, true, "2001:db8::7", "10.0.0.7");
    private final Link wifi = link("wlan0", "Truck", false, false, true, "10.1.0.7");
    private final Link phone = link("wwan0", "Phone", true, false, true, "10.2.0.7");

    @Test
    public void byStandardWhatCostsNothingShares() {
        assertEquals(List.of(carrier(cable, When.ALWAYS, What.ALL), carrier(wifi, When.ALWAYS, What.ALL)), carriers(phone, wifi, cable));
        Link unbound = link("eth0", "Stage", false, true, false, "10.0.0.7");
        assertEquals("the main one needs no way of its own", List.of(new Carrier("eth0", Optional.empty(), When.ALWAYS, What.ALL)), carriers(unbound,
                link("wlan0", "Truck", false, false, false, "10.1.0.7")));
        assertEquals("where nothing is known, as the machine does", List.of(Carrier.ANY), carriers());
    }

    @Test
    public void eachRuleIsObeyed() {
        rules.put("wlan0", new LinkRule(Share.OFF, Carries.ALL, OptionalLong.empty()));
        rules.put("wwan0", new LinkRule(Share.BEHIND, Carries.PROXIES, OptionalLong.of(5)));
        assertEquals(List.of(carrier(cable, When.ALWAYS, What.ALL), carrier(phone, When.BEHIND, What.PROXIES)), carriers(cable, wifi, phone));
        usedUp.add("wwan0");
        assertEquals(List.of(carrier(cable, When.ALWAYS, What.ALL)), carriers(cable, wifi, phone));
        usedUp.clear();
        rules.put("eth0", new LinkRule(Share.ON, Carries.NOTHING, OptionalLong.empty()));
        assertEquals("there are no others that could keep up", List.of(carrier(phone, When.ALWAYS, What.PROXIES)), carriers(cable, wifi, phone));
    }

    @Test
    public void whereNothingMayLeaveItIsSaidWhyAndWhatToDo() {
        rules.put("eth0", new LinkRule(Share.ON, Carries.NOTHING, OptionalLong.empty()));
        rules.put("wlan0", new LinkRule(Share.ON, Carries.ALL, OptionalLong.of(2_500_000_000L)));
        usedUp.add("wlan0");
        assertEquals(List.of(), carriers(cable, wifi, phone));
        String trouble = Carriers.of(List.of(cable, wifi, phone), this).trouble().orElseThrow();
        assertEquals("Clips wait: Stage is set to carry nothing, Truck has used up its 2.5 GB of this month, Phone is set to carry nothing beside others. "
                + "Change what these networks are for, or join another one.", trouble);
    }

    @Test
    public void whereNobodyKnowsTheMainLinkTheStrictestRuleHolds() throws UnknownHostException {
        Link eth = new Link("eth0", Kind.ETHERNET, State.CONNECTED, List.of(address("10.0.0.7")), OptionalLong.empty(), false);
        Link modem = new Link("wwan0", Kind.MODEM, State.CONNECTED, List.of(address("10.2.0.7")), OptionalLong.empty(), true);
        assertEquals(List.of(Carrier.ANY), carriers(eth, modem));
        rules.put("wwan0", new LinkRule(Share.OFF, Carries.PROXIES, OptionalLong.empty()));
        assertEquals(List.of(new Carrier("", Optional.empty(), When.ALWAYS, What.PROXIES)), carriers(eth, modem));
        usedUp.add("wwan0");
        rules.put("wwan0", new LinkRule(Share.OFF, Carries.ALL, OptionalLong.of(1)));
        assertEquals(List.of(), carriers(eth, modem));
        assertEquals(List.of(Carrier.ANY), carriers(eth));
        assertEquals("nor before any link is known", List.of(), carriers());
        assertTrue(Carriers.of(List.of(), this).trouble().isPresent());
        usedUp.clear();
        assertEquals("a rule that lets all through stops nothing", List.of(Carrier.ANY), carriers());
        rules.put("gone", new LinkRule(Share.ON, Carries.PROXIES, OptionalLong.empty()));
        assertEquals(List.of(), carriers());
    }

    @Test
    public void aBudgetThatIsLiftedMeanwhileIsNoLongerNamed() {
        usedUp.add("wlan0");
        rules.put("wlan0", LinkRule.standard(false));
        assertEquals("is set to carry nothing beside others", Carriers.why(wifi, this));
    }

    @Override
    public boolean restrict() {
        return !usedUp.isEmpty() || rules.values().stream().anyMatch(rule -> rule.carries() != Carries.ALL);
    }

    @Override
    public LinkRule rule(Link link) {
        return rules.getOrDefault(link.name(), LinkRule.standard(link.metered()));
    }

    @Override
    public boolean usedUp(Link link) {
        return usedUp.contains(link.name());
    }

    private List<Carrier> carriers(Link... links) {
        return Carriers.of(List.of(links), this).carriers();
    }

    /** From the last of its addresses. */
    private static Carrier carrier(Link link, When when, What what) {
        return new Carrier(link.name(), Optional.of(link.addresses().get(link.addresses().size() - 1)), when, what);
    }

    private static Link link(String name, String network, boolean metered, boolean main, boolean ownWay, String... addresses) {
        return new Link(name, Kind.OTHER, State.CONNECTED, List.of(addresses).stream().map(CarriersTest::address).toList(), OptionalLong.empty(), metered, main,
                Optional.of(network), Optional.of(network), OptionalInt.empty(), Optional.empty(), List.of(), Optional.empty(), Reach.UNKNOWN, Optional.empty(), ownWay);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
