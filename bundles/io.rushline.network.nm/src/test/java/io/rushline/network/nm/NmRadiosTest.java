package io.rushline.network.nm;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.rushline.network.api.AccessPoint;
import io.rushline.network.api.Link;
import io.rushline.network.api.NetworkException;
import io.rushline.network.api.NetworkException.Code;
import io.rushline.network.api.Reach;
import io.rushline.network.api.Secret;
import io.rushline.network.api.Ssid;
import java.util.LinkedHashMap;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.Test;

/** Which radio becomes an access point, and how that looks. */
public class NmRadiosTest {

    private static final long ABLE = 0x40;
    private static final long INFRASTRUCTURE = 2;
    private static final long ACCESS_POINT = 3;

    private final Map<String, Map<String, Props>> objects = new LinkedHashMap<>();

    @Test
    public void aRadioThatIsInNoNetworkIsTaken() throws Exception {
        radio("wlan0", Nm.ACTIVATED, ABLE, INFRASTRUCTURE, "somebody's");
        radio("wlan1", Nm.DISCONNECTED, 0, INFRASTRUCTURE, "");
        radio("wlan2", Nm.DISCONNECTED, ABLE, INFRASTRUCTURE, "");
        assertEquals("/wlan2", NmRadios.radio(new Snapshot(objects)));
        radio("wlan2", Nm.UNAVAILABLE, ABLE, INFRASTRUCTURE, "");
        assertEquals("/wlan0", NmRadios.radio(new Snapshot(objects)));
    }

    @Test
    public void theOneThatIsItAlreadyStaysItAndSomebodyElsesIsNot() throws Exception {
        radio("wlan0", Nm.DISCONNECTED, ABLE, INFRASTRUCTURE, "");
        radio("wlan1", Nm.ACTIVATED, ABLE, ACCESS_POINT, NmRadios.UUID);
        assertEquals("/wlan1", NmRadios.radio(new Snapshot(objects)));
        objects.remove("/wlan0");
        radio("wlan1", Nm.ACTIVATED, ABLE, ACCESS_POINT, "the vendor's");
        assertEquals(Code.NO_RADIO, refusal());
    }

    @Test
    public void whyThereIsNoneIsSaid() {
        assertEquals(Code.NO_RADIO, refusal());
        radio("wlan0", Nm.UNAVAILABLE, ABLE, INFRASTRUCTURE, "");
        assertEquals(Code.NO_CARRIER, refusal());
        radio("wlan0", Nm.UNMANAGED, ABLE, INFRASTRUCTURE, "");
        assertEquals(Code.NO_RADIO, refusal());
    }

    @Test
    public void itsLinkIsNoWayOut() {
        radio("wlan0", Nm.ACTIVATED, ABLE, ACCESS_POINT, NmRadios.UUID);
        Link link = new Links(new Snapshot(objects), Map.of(), Set.of(), name -> List.of()).read().get(0);
        assertEquals(Link.State.HOTSPOT, link.state());
        assertEquals(false, link.up());
        assertEquals("10.42.0.1", link.addresses().get(0).getHostAddress());
        assertEquals(Optional.of("Rushline-1a2b"), link.network());
        assertEquals(Optional.empty(), link.profile());
        assertEquals(OptionalInt.empty(), link.signalPercent());
        assertEquals(Reach.UNKNOWN, link.reach());
        assertEquals(Optional.empty(), link.trouble());
    }

    @Test
    public void whileItHearsNothingWhatItHeardBeforeIsTold() {
        radio("wlan0", Nm.DISCONNECTED, ABLE, INFRASTRUCTURE, "");
        Snapshot before = new Snapshot(Map.copyOf(objects));
        radio("wlan0", Nm.ACTIVATED, ABLE, ACCESS_POINT, NmRadios.UUID);
        objects.put("/ap/wlan0", point("Rushline-1a2b"));
        List<AccessPoint> heard = Radio.heard(new Snapshot(objects), before, List.of());
        assertEquals(List.of("Stage 4"), heard.stream().map(each -> each.wifi().ssid().text()).toList());
    }

    @Test
    public void itsNetworkIsNoneThatAnotherLinkIsIn() {
        radio("wlan0", Nm.DISCONNECTED, ABLE, INFRASTRUCTURE, "");
        objects.put("/ip4", Map.of(Nm.IP4, new Props(Map.of("AddressData", List.of()))));
        assertEquals("10.42.0.1", NmRadios.address(new Snapshot(objects), "/wlan0").getHostAddress());
        cable("10.42.0.77", 23);
        assertEquals("10.42.2.1", NmRadios.address(new Snapshot(objects), "/wlan0").getHostAddress());
        cable("10.1.2.3", 8);
        assertEquals("172.27.0.1", NmRadios.address(new Snapshot(objects), "/wlan0").getHostAddress());
    }

    @Test
    public void theAccessPointOfAVendorIsNoHotspot() {
        radio("wlan0", Nm.ACTIVATED, ABLE, ACCESS_POINT, "the vendor's");
        assertEquals(Link.State.CONNECTED, new Links(new Snapshot(objects), Map.of(), Set.of(), name -> List.of()).read().get(0).state());
    }

    private void cable(String address, long prefix) {
        objects.put("/cable", Map.of(Nm.IP4, new Props(Map.of("AddressData", List.of(Map.of("address", address, "prefix", prefix))))));
    }

    @Test
    public void itIsNoProfileOfAnybodys() throws Exception {
        ConnectionSettings settings = NmRadios.settings(Ssid.of("Rushline-1a2b"), new Secret("abcdefgh2345"), InetAddress.getByName("10.42.0.1"));
        assertEquals(Optional.empty(), Profiles.of(settings, Optional.empty()));
        assertEquals(Optional.of("shared"), settings.group(ConnectionSettings.IP4).text("method"));
        assertEquals(List.of("rsn"), settings.group(ConnectionSettings.SECURITY).texts("proto"));
        assertEquals(false, settings.group(ConnectionSettings.CONNECTION).flag("autoconnect", true));
    }

    private Code refusal() {
        return assertThrows(NetworkException.class, () -> NmRadios.radio(new Snapshot(objects))).code();
    }

    private void radio(String name, int state, long can, long mode, String uuid) {
        objects.put("/" + name, Map.of(
                Nm.DEVICE, new Props(Map.of("Interface", name, "DeviceType", 2L, "State", (long) state, "ActiveConnection", "/a/" + name, "Ip4Config", "/ip4", "Ip4Connectivity", 1L)),
                Nm.WIRELESS, new Props(Map.of("WirelessCapabilities", can, "Mode", mode, "ActiveAccessPoint", "/ap/" + name, "AccessPoints", List.of("/ap/" + name)))));
        objects.put("/a/" + name, Map.of(Nm.ACTIVE, new Props(Map.of("Uuid", uuid, "Id", "Rushline-1a2b"))));
        objects.put("/ip4", Map.of(Nm.IP4, new Props(Map.of("AddressData", List.of(Map.of("address", "10.42.0.1", "prefix", 24L))))));
        objects.put("/ap/" + name, mode == ACCESS_POINT ? point("Rushline-1a2b") : point("Stage 4"));
    }

    private static Map<String, Props> point(String ssid) {
        return Map.of(Nm.ACCESS_POINT, new Props(Map.of("Ssid", Ssid.of(ssid).bytes(), "Strength", 100L, "Frequency", 2412L)));
    }
}
