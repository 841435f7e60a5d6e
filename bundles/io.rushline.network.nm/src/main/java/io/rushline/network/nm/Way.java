package io.rushline.network.nm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/**
 * A link's own way out: what comes from its IPv4 addresses leaves by it, whichever link is the main one. It is a table with the link's default
 * route, and for each address a rule that leads there all that the main table has nothing better for than a default route.
 *
 * @param table     of its own
 * @param gateway   empty: the link has but one other end
 * @param addresses in the order of the link
 */
record Way(long table, Optional<String> gateway, List<String> addresses) {

    private static final String ROUTES = "route-data";
    private static final String RULES = "routing-rules";
    private static final String TABLE = "table";
    private static final String FROM = "from";
    private static final String NEXT_HOP = "next-hop";
    private static final String EVERYWHERE = "0.0.0.0";
    private static final long MAIN = 254;
    /** Priorities of rules: before the kernel's own for everybody, 32766. */
    private static final int SPECIFIC = 30_000;
    private static final int OUT = SPECIFIC + 1;
    private static final int AF_INET = 2;
    private static final byte WHOLE_ADDRESS = 32;
    /** NetworkManager's "without end". */
    private static final int NEVER = Integer.MAX_VALUE;

    /** The one a device could have; empty where it has no address, or leads nowhere. */
    static Optional<Way> of(Snapshot all, String device, long table) {
        Props ip4 = ip4(all, device);
        List<String> addresses = ip4.maps("AddressData").stream().flatMap(data -> data.text("address").stream())
                .filter(address -> Links.address(address).filter(there -> !there.isLinkLocalAddress()).isPresent()).toList();
        return addresses.isEmpty() ? Optional.empty() : defaults(ip4.maps("RouteData"), MAIN).min(Comparator.comparing(route -> route.number("metric", 0)))
                .map(route -> new Way(table, route.text(NEXT_HOP), addresses));
    }

    /** Whether its route is there, as NetworkManager says. */
    boolean stands(Snapshot all, String device) {
        return defaults(ip4(all, device).maps("RouteData"), table).anyMatch(route -> route.text(NEXT_HOP).equals(gateway));
    }

    private static Props ip4(Snapshot all, String device) {
        return all.get(all.get(device, Nm.DEVICE).path("Ip4Config"), Nm.IP4);
    }

    private static Stream<Props> defaults(List<Props> routes, long table) {
        return routes.stream().filter(route -> route.number("prefix", -1) == 0 && route.number(TABLE, MAIN) == table);
    }

    /** Whether these settings have this very way. */
    boolean in(ConnectionSettings settings) {
        Props ip4 = settings.group(ConnectionSettings.IP4);
        return defaults(ip4.maps(ROUTES), table).map(route -> route.text(NEXT_HOP)).toList().equals(List.of(gateway))
                && ip4.maps(RULES).stream().filter(rule -> own(rule) && rule.number(TABLE, 0) == table).flatMap(rule -> rule.text(FROM).stream()).toList().equals(addresses);
    }

    /** In place of a former one; all else stays. The address is kept while DHCP, which begins anew, is not answered. */
    void put(ConnectionSettings settings) {
        List<Map<String, Variant<?>>> routes = new ArrayList<>(settings.maps(ConnectionSettings.IP4, ROUTES));
        routes.removeIf(route -> plain(route).number(TABLE, MAIN) == table);
        routes.add(route());
        List<Map<String, Variant<?>>> rules = new ArrayList<>(settings.maps(ConnectionSettings.IP4, RULES));
        rules.removeIf(rule -> own(plain(rule)));
        for (String address : addresses) {
            Map<String, Variant<?>> specific = rule(SPECIFIC, address, MAIN);
            specific.put("suppress-prefixlength", new Variant<>(0));
            rules.add(specific);
            rules.add(rule(OUT, address, table));
        }
        settings.put(ConnectionSettings.IP4, ROUTES, routes, "aa{sv}");
        settings.put(ConnectionSettings.IP4, RULES, rules, "aa{sv}");
        settings.put(ConnectionSettings.IP4, "dhcp-timeout", NEVER, "i");
    }

    /** Somebody may have others of the same priority. */
    private boolean own(Props rule) {
        long priority = rule.number("priority", 0);
        long to = rule.number(TABLE, 0);
        return rule.number("from-len", 0) == WHOLE_ADDRESS
                && (priority == OUT && to == table || priority == SPECIFIC && to == MAIN && rule.number("suppress-prefixlength", -1) == 0);
    }

    private Map<String, Variant<?>> route() {
        Map<String, Variant<?>> route = new LinkedHashMap<>(Map.of("dest", new Variant<>(EVERYWHERE), "prefix", number(0), TABLE, number(table)));
        gateway.ifPresent(hop -> route.put(NEXT_HOP, new Variant<>(hop)));
        return route;
    }

    private static Map<String, Variant<?>> rule(int priority, String from, long table) {
        return new LinkedHashMap<>(Map.of("family", new Variant<>(AF_INET), "priority", number(priority), FROM, new Variant<>(from), "from-len",
                new Variant<>(WHOLE_ADDRESS), TABLE, number(table)));
    }

    private static Variant<UInt32> number(long value) {
        return new Variant<>(new UInt32(value));
    }

    private static Props plain(Map<String, Variant<?>> one) {
        return Props.of(Values.plain(one));
    }
}
