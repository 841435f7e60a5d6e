package io.rushline.network.nm;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.network.api.Link;
import io.rushline.network.api.Link.Kind;
import io.rushline.network.api.Link.State;
import io.rushline.network.api.NetworkException.Code;
import io.rushline.network.api.Reach;
import io.rushline.network.api.Wifi.Security;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

public class LinksTest {

    private static final String ETH = "/d/1";

    private final Map<String, Map<String, Props>> objects = new HashMap<>();
    private final Map<String, Object> device = new HashMap<>(Map.of("Interface", "eth0", "DeviceType", 1L, "State", 100L, "Capabilities", 3L,
            "Ip4Config", "/ip4", "Ip4Connectivity", 2L, "ActiveConnection", "/a"));
    private final Map<String, Object> wired = new HashMap<>(Map.of("Speed", 1000L, "Carrier", true));
    private final Map<String, Long> failures = new HashMap<>();

    @Test
    public void aDeviceInANetworkIsTold() {
        Link link = read().get(0);
        assertEquals(State.CONNECTED, link.state());
        assertEquals("10.0.0.5", link.addresses().get(0).getHostAddress());
        assertEquals(1_000_000_000L, link.bitsPerSecond().getAsLong());
        assertEquals(Optional.of("u-1"), link.profile());
        assertEquals(Reach.PORTAL, link.reach());
        assertTrue(link.trouble().orElse("").contains("sign in"));
        assertTrue(link.main());
    }

    @Test
    public void aCableThatIsOutIsToldBeforeNetworkManagerGivesTheNetworkUp() {
        wired.put("Carrier", false);
        Link link = read().get(0);
        assertEquals(State.UNAVAILABLE, link.state());
        assertTrue(link.trouble().orElse("").contains("cable"));
        device.put("Capabilities", 1L); // it cannot tell
        assertEquals(State.CONNECTED, read().get(0).state());
    }

    @Test
    public void aDeviceThatFellBackSaysWhy() {
        device.put("State", 30L);
        assertEquals(State.DISCONNECTED, read().get(0).state());
        failures.put(ETH, 5L);
        assertEquals(State.FAILED, read().get(0).state());
        assertEquals(Optional.of(Code.NO_ADDRESS.what + " " + Code.NO_ADDRESS.todo), read().get(0).trouble());
    }

    @Test
    public void whileNothingIsCheckedFullSaysNothing() {
        device.put("Ip4Connectivity", 4L);
        assertEquals(Reach.ONLINE, read().get(0).reach());
        objects.put(Nm.PATH, Map.of(Nm.MANAGER, new Props(Map.of("ConnectivityCheckEnabled", false))));
        assertEquals(Reach.UNKNOWN, read().get(0).reach());
    }

    @Test
    public void loopbackAndBridgesOfSomebodyElseThatLeadNowhereAreLeftOut() {
        objects.put("/d/2", Map.of(Nm.DEVICE, new Props(Map.of("Interface", "lo", "DeviceType", 32L, "State", 100L))));
        objects.put("/d/3", Map.of(Nm.DEVICE, new Props(Map.of("Interface", "docker0", "DeviceType", 13L, "State", 100L, "ActiveConnection", "/b"))));
        objects.put("/b", Map.of(Nm.ACTIVE, new Props(Map.of("StateFlags", 0x80L))));
        assertEquals(List.of("eth0"), read().stream().map(Link::name).toList());
    }

    @Test
    public void phonesAtTheUsbPlugAreTetheringAndModemsAreMetered() {
        assertEquals(Kind.TETHERING, Links.kind(1, "rndis_host"));
        assertEquals(Kind.ETHERNET, Links.kind(1, "e1000e"));
        assertTrue(Links.metered(0, Kind.MODEM));
        assertTrue(!Links.metered(2, Kind.MODEM));
        assertTrue(Links.metered(3, Kind.WIFI));
    }

    @Test
    public void reasonsHaveTheirCodes() {
        Map<Long, Code> expected = Map.of(5L, Code.NO_ADDRESS, 17L, Code.NO_ADDRESS, 7L, Code.WRONG_LOGIN, 8L, Code.WRONG_LOGIN, 53L, Code.NOT_FOUND,
                40L, Code.NO_CARRIER, 36L, Code.ADAPTER_GONE, 35L, Code.FAILED);
        expected.forEach((reason, code) -> assertEquals("reason " + reason, code, Reasons.ofDevice(reason)));
        assertEquals(Code.REFUSED, Reasons.of(new BusException("org.freedesktop.NetworkManager.PermissionDenied", "no", null)).code());
        assertEquals(Code.UNAVAILABLE, Reasons.of(new BusException(BusException.NO_ANSWER, "lost", null)).code());
    }

    @Test
    public void theProtectionOfAnAccessPointIsReadFromItsFlags() {
        assertEquals(Security.OPEN, Radio.security(0, 0, 0));
        assertEquals(Security.UNSUPPORTED, Radio.security(1, 0, 0)); // WEP
        assertEquals(Security.WPA2, Radio.security(1, 0x188, 0x188));
        assertEquals(Security.WPA3, Radio.security(1, 0, 0x488));
        assertEquals(Security.WPA2_WPA3, Radio.security(1, 0, 0x588));
        assertEquals(Security.ENTERPRISE, Radio.security(1, 0, 0x288));
        assertEquals(Security.UNSUPPORTED, Radio.security(0, 0, 0x888)); // OWE
    }

    private List<Link> read() {
        objects.putIfAbsent(Nm.PATH, Map.of(Nm.MANAGER, new Props(Map.of("PrimaryConnection", "/a"))));
        objects.put("/a", Map.of(Nm.ACTIVE, new Props(Map.of("Uuid", "u-1", "Id", "Wired", "Devices", List.of(ETH)))));
        objects.put("/ip4", Map.of(Nm.IP4, new Props(Map.of("AddressData", List.of(Map.of("address", "10.0.0.5", "prefix", 24L)), "Gateway", "10.0.0.1"))));
        objects.put(ETH, Map.of(Nm.DEVICE, new Props(device), Nm.WIRED, new Props(wired)));
        return new Links(new Snapshot(objects), failures, Set.of(), name -> List.of()).read();
    }
}
