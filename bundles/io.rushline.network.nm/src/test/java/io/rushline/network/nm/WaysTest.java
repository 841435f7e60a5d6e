package io.rushline.network.nm;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.rushline.network.api.Link.Kind;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.UInt64;
import org.freedesktop.dbus.types.Variant;
import org.junit.Test;

/** What NetworkManager is asked to apply when several links are up. */
public class WaysTest {

    private static final String CABLE = "/d/1";
    private static final String RADIO = "/d/2";
    private static final Map<String, Integer> INDEX = Map.of("eth0", 2, "wlan0", 3);

    private final Map<String, Map<String, Props>> objects = new LinkedHashMap<>();
    private final FakeManager manager = new FakeManager();
    private Preference preference = new Preference(Preference.STANDARD);
    private final Ways ways = new Ways(manager, () -> preference, name -> INDEX.getOrDefault(name, 0));

    @Test
    public void aLinkAloneIsLeftAsItIs() throws Exception {
        up(CABLE, "10.0.0.5", "10.0.0.1");
        down(RADIO);
        assertFalse(ways.apply(now()));
        assertTrue(manager.reapplied.isEmpty());
        assertEquals(Set.of(), ways.standing(now()));
    }

    @Test
    public void eachOfTwoHasATableAndRulesForItsAddress() throws Exception {
        two();
        assertTrue(ways.apply(now()));
        assertEquals(List.of(CABLE, RADIO), manager.reapplied);
        Props ip4 = manager.ip4(RADIO);
        assertEquals(List.of(Map.of("dest", "0.0.0.0", "prefix", 0L, "next-hop", "10.0.1.1", "table", 30_003L)), plain(ip4, "route-data"));
        assertEquals(List.of("10.0.1.5 254", "10.0.1.5 30003"), rules(RADIO));
        assertEquals("only specific routes of the main table", 0L, ip4.maps("routing-rules").get(0).number("suppress-prefixlength", -1));
        assertEquals("kept while DHCP is not answered", Integer.MAX_VALUE, ip4.number("dhcp-timeout", 0));
        assertEquals("as NetworkManager does", -1, ip4.number("route-metric", -1));
        assertEquals("not yet there", Set.of(), ways.standing(now()));
        committed();
        assertEquals(Set.of(CABLE, RADIO), ways.standing(now()));
        assertFalse(ways.apply(now()));
        assertEquals("once", 2, manager.reapplied.size());
    }

    @Test
    public void whatIsApplyingIsNotAppliedAgain() throws Exception {
        two();
        ways.apply(now());
        assertFalse("its route is not there yet", ways.apply(now()));
        assertEquals(2, manager.reapplied.size());
        manager.applied.remove(RADIO); // as after a joining anew or an undone trial
        assertTrue(ways.apply(now()));
        assertEquals(List.of(CABLE, RADIO, RADIO), manager.reapplied);
    }

    @Test
    public void anotherAddressIsAppliedAnew() throws Exception {
        two();
        ways.apply(now());
        up(RADIO, "10.0.1.77", "10.0.1.1");
        committed();
        assertEquals(Set.of(CABLE), ways.standing(now()));
        assertTrue(ways.apply(now()));
        assertEquals("nothing of the former one", List.of("10.0.1.77 254", "10.0.1.77 30003"), rules(RADIO));
        assertEquals(1, plain(manager.ip4(RADIO), "route-data").size());
        assertEquals(Set.of(CABLE, RADIO), ways.standing(now()));
    }

    @Test
    public void whatSomebodyElseConfiguredOrThatHasNoCableIsNotTouched() throws Exception {
        two();
        objects.put("/a" + RADIO, Map.of(Nm.ACTIVE, new Props(Map.of("StateFlags", 0x80L))));
        ways.apply(now());
        two();
        objects.put(CABLE, Map.of(Nm.DEVICE, device(CABLE, 100), Nm.WIRED, new Props(Map.of("Carrier", false))));
        ways.apply(now());
        assertEquals(List.of(), manager.reapplied);
    }

    @Test
    public void whatNetworkManagerRefusesIsNotAskedForAgain() throws Exception {
        two();
        manager.refuses = "org.freedesktop.NetworkManager.Device.PermissionDenied";
        assertFalse(ways.apply(now()));
        manager.refuses = "";
        assertFalse(ways.apply(now()));
        committed();
        assertEquals(Set.of(), ways.standing(now()));
        up(RADIO, "10.0.1.77", "10.0.1.1");
        ways.apply(now());
        assertEquals("another one is", List.of(RADIO), manager.reapplied);
    }

    @Test
    public void whatChangesMeanwhileIsLookedAtAgain() throws Exception {
        two();
        manager.refuses = "org.freedesktop.NetworkManager.Device.VersionIdMismatch";
        assertTrue(ways.apply(now()));
        manager.refuses = "";
        ways.apply(now());
        assertEquals(List.of(CABLE, RADIO), manager.reapplied);
    }

    @Test
    public void whatAProfileSaysStays() throws Exception {
        preference = new Preference(List.of(Kind.WIFI));
        manager.profiles.put("/c" + RADIO, Map.of("ipv4", Map.of("route-metric", new Variant<>(5L))));
        manager.applied.put(RADIO, new HashMap<>(Map.of("ipv4", Map.of("route-metric", new Variant<>(5L),
                "route-data", new Variant<>(List.of(Map.of("dest", new Variant<>("172.16.0.0"), "prefix", new Variant<>(new UInt32(16)))), "aa{sv}"),
                "routing-rules", new Variant<>(List.of(Map.of("priority", new Variant<>(new UInt32(7)), "table", new Variant<>(new UInt32(9)))), "aa{sv}")))));
        two();
        ways.apply(now());
        Props ip4 = manager.ip4(RADIO);
        assertEquals(5, ip4.number("route-metric", -1));
        assertEquals("172.16.0.0", ip4.maps("route-data").get(0).text("dest").orElse(""));
        assertEquals(7, ip4.maps("routing-rules").get(0).number("priority", -1));
        assertEquals("the other's", 622, manager.ip4(CABLE).number("route-metric", -1));
    }

    @Test
    public void rulesOfTheSamePriorityThatAreNotItsOwnStay() throws Exception {
        manager.applied.put(RADIO, new HashMap<>(Map.of("ipv4", Map.of("routing-rules", new Variant<>(List.of(rule(30_000, "10.9.0.0", 16, 254), rule(30_000, "10.9.0.1", 32, 254),
                rule(30_001, "10.9.0.1", 32, 9), rule(30_001, "10.9.0.0", 16, 30_003)), "aa{sv}")))));
        two();
        ways.apply(now());
        List<String> others = List.of("10.9.0.0 254", "10.9.0.1 254", "10.9.0.1 9", "10.9.0.0 30003");
        assertEquals(Stream.concat(others.stream(), Stream.of("10.0.1.5 254", "10.0.1.5 30003")).toList(), rules(RADIO));
        up(RADIO, "10.0.1.77", "10.0.1.1");
        committed();
        ways.apply(now());
        assertEquals(Stream.concat(others.stream(), Stream.of("10.0.1.77 254", "10.0.1.77 30003")).toList(), rules(RADIO));
    }

    private static Map<String, Variant<?>> rule(long priority, String from, int length, long table) {
        return Map.of("priority", new Variant<>(new UInt32(priority)), "from", new Variant<>(from), "from-len", new Variant<>((byte) length), "table", new Variant<>(new UInt32(table)));
    }

    @Test
    public void anotherPreferenceIsAppliedAndTakenBack() throws Exception {
        two();
        ways.apply(now());
        committed();
        preference = new Preference(List.of(Kind.WIFI, Kind.ETHERNET));
        assertTrue(ways.apply(now()));
        assertEquals(123, manager.ip4(RADIO).number("route-metric", -1));
        assertEquals(Set.of(CABLE, RADIO), ways.standing(now()));
        preference = new Preference(Preference.STANDARD);
        assertTrue(ways.apply(now()));
        assertEquals(-1, manager.ip4(RADIO).number("route-metric", 0));
    }

    @Test
    public void kindsHaveTheirRank() {
        Preference standard = new Preference(Preference.STANDARD);
        for (Kind kind : List.of(Kind.ETHERNET, Kind.BOND, Kind.BRIDGE, Kind.WIFI, Kind.MODEM)) {
            assertTrue(kind.name(), standard.metric(kind, 2).isEmpty());
        }
        assertEquals("a phone is no cable", 722, standard.metric(Kind.TETHERING, 2).orElseThrow());
        Preference mobile = Preference.of(new String[] {"TETHERING", " MODEM", "PIGEON"});
        assertTrue("to NetworkManager it is a cable, and comes first already", mobile.metric(Kind.TETHERING, 2).isEmpty());
        assertEquals(List.of(622L, 722L, 722L, 822L), Stream.of(Kind.MODEM, Kind.ETHERNET, Kind.BOND, Kind.WIFI).map(kind -> mobile.metric(kind, 2).orElseThrow()).toList());
    }

    private void two() {
        up(CABLE, "10.0.0.5", "10.0.0.1");
        up(RADIO, "10.0.1.5", "10.0.1.1");
    }

    private void up(String device, String address, String gateway) {
        objects.put(device, Map.of(Nm.DEVICE, device(device, 100), Nm.WIRED, new Props(Map.of("Carrier", true))));
        objects.put("/a" + device, Map.of(Nm.ACTIVE, new Props(Map.of("Connection", "/c" + device))));
        objects.put("/ip4" + device, Map.of(Nm.IP4, new Props(Map.of("AddressData", List.of(Map.of("address", address, "prefix", 24L)), "RouteData",
                new ArrayList<>(List.of(Map.of("dest", "10.0.0.0", "prefix", 24L), Map.of("dest", "0.0.0.0", "prefix", 0L, "next-hop", gateway, "metric", 100L)))))));
    }

    private void down(String device) {
        objects.put(device, Map.of(Nm.DEVICE, device(device, 30)));
    }

    private static Props device(String device, long state) {
        boolean cable = device.equals(CABLE);
        return new Props(Map.of("Interface", cable ? "eth0" : "wlan0", "DeviceType", cable ? 1L : 2L, "Capabilities", cable ? 3L : 1L, "State", state,
                "ActiveConnection", "/a" + device, "Ip4Config", "/ip4" + device));
    }

    /** What was applied is in the kernel, and NetworkManager says so. */
    private void committed() {
        for (String device : List.of(CABLE, RADIO)) {
            Props ip4 = objects.get("/ip4" + device).get(Nm.IP4);
            List<Object> routes = new ArrayList<>((List<?>) ip4.values().get("RouteData"));
            routes.addAll(plain(manager.ip4(device), "route-data"));
            objects.put("/ip4" + device, Map.of(Nm.IP4, new Props(Map.of("AddressData", ip4.values().get("AddressData"), "RouteData", routes))));
        }
    }

    private Snapshot now() {
        return new Snapshot(objects);
    }

    private List<String> rules(String device) {
        return manager.ip4(device).maps("routing-rules").stream().map(rule -> rule.text("from").orElse("") + " " + rule.number("table", 0)).toList();
    }

    private static List<Map<String, Object>> plain(Props ip4, String key) {
        return ip4.maps(key).stream().map(Props::values).toList();
    }

    private static final class FakeManager implements Caller {

        private final Map<String, Map<String, Map<String, Variant<?>>>> applied = new HashMap<>();
        private final Map<String, Map<String, Map<String, Variant<?>>>> profiles = new HashMap<>();
        private final List<String> reapplied = new ArrayList<>();
        private String refuses = "";

        @Override
        @SuppressWarnings("unchecked")
        public Object[] call(String path, String type, String method, String signature, Object... arguments) throws BusException {
            switch (method) {
                case "GetAppliedConnection":
                    return new Object[] {applied.getOrDefault(path, Map.of()), new UInt64("4")};
                case "GetSettings":
                    return new Object[] {profiles.getOrDefault(path, Map.of())};
                case "Reapply":
                    if (!refuses.isEmpty()) {
                        throw new BusException(refuses, "no", null);
                    }
                    assertEquals("of what was read", new UInt64("4"), arguments[1]);
                    applied.put(path, (Map<String, Map<String, Variant<?>>>) arguments[0]);
                    reapplied.add(path);
                    return new Object[0];
                default:
                    throw new AssertionError(method);
            }
        }

        private Props ip4(String device) {
            return ConnectionSettings.of(applied.getOrDefault(device, Map.of())).group(ConnectionSettings.IP4);
        }

        @Override
        public Closeable listen(Consumer<Bus.Signal> listener) {
            throw new AssertionError("nobody listens here");
        }
    }
}
