package io.rushline.network.nm;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.network.api.Addressing;
import io.rushline.network.api.Link.Kind;
import io.rushline.network.api.NetworkException;
import io.rushline.network.api.NetworkException.Code;
import io.rushline.network.api.Profile;
import io.rushline.network.api.Profile.Draft;
import io.rushline.network.api.Profile.Login;
import io.rushline.network.api.Secret;
import io.rushline.network.api.Ssid;
import io.rushline.network.api.Wifi;
import io.rushline.network.api.Wifi.Security;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class DraftsTest {

    private static final String SECRET = "correct horse";

    @Test
    public void anAddressOutsideWhatADeviceCanHaveIsRefusedByName() throws Exception {
        for (String bad : List.of("0.0.0.1", "127.0.0.1", "224.0.0.1", "255.255.255.255", "10.0.0.0", "10.0.0.255")) {
            assertTrue(refused(wired("x", manual(bad, 24, null))).contains(bad));
        }
        check(wired("x", manual("10.0.0.1", 24, null)));
    }

    @Test
    public void aGatewayOutsideTheNetworkOrTheDeviceItselfIsRefused() throws Exception {
        assertTrue(refused(wired("x", manual("10.0.0.5", 24, "10.0.1.1"))).contains("10.0.1.1"));
        assertTrue(refused(wired("x", manual("10.0.0.5", 24, "10.0.0.5"))).contains("own address"));
        check(wired("x", manual("10.0.0.5", 24, "10.0.0.1")));
        check(wired("x", manual("10.0.0.4", 31, "10.0.0.5")));
    }

    @Test
    public void aPrefixOutsideOneToThirtyOneIsRefused() {
        for (int bad : List.of(-1, 0, 32, 33)) {
            assertTrue(refused(wired("x", manual("10.0.0.5", bad, null))).contains("" + bad));
        }
    }

    @Test
    public void aPassphraseIsMeasuredAndNeverShown() throws Exception {
        String tooShort = refused(wifi("x", Security.WPA2, login("short12")));
        assertTrue(tooShort.contains("7 characters"));
        assertFalse(tooShort.contains("short12"));
        assertTrue(refused(wifi("x", Security.WPA2, login("x".repeat(64)))).contains("64 characters"));
        check(wifi("x", Security.WPA2, login("a".repeat(64)))); // hexadecimal digits: the key itself
        check(wifi("x", Security.WPA3, login("short12")));
        assertTrue(refused(wifi("x", Security.WPA3, login(""))).contains("0 characters"));
    }

    @Test
    public void aNewProtectedWifiNeedsALoginOfItsKind() {
        assertTrue(refused(wifi("x", Security.WPA2, Optional.empty())).contains("passphrase is expected"));
        assertTrue(refused(wifi("x", Security.ENTERPRISE, login(SECRET))).contains("ENTERPRISE"));
        assertTrue(refused(wifi("x", Security.OPEN, login(SECRET))).contains("open"));
        assertTrue(refused(wifi("x", Security.UNSUPPORTED, login(SECRET))).contains("security"));
    }

    @Test
    public void aNameOrAWifiThatIsKnownAlreadyIsADuplicateButNotItself() throws Exception {
        Profile known = profile("1", "Stage", wifiOf(Security.WPA2));
        assertEquals(Code.DUPLICATE, codeOf(wifi("Stage", Security.WPA3, login(SECRET)), known));
        assertEquals(Code.DUPLICATE, codeOf(wifi("Other", Security.WPA2, login(SECRET)), known));
        Drafts.check(wifi("Other", Security.WPA3, login(SECRET)), List.of(known));
        Draft itself = new Draft(Optional.of("1"), "Stage", Kind.WIFI, Optional.empty(), Optional.of(wifiOf(Security.WPA2)), Optional.empty(),
                new Addressing.Dhcp(), true, 0, Optional.empty());
        Drafts.check(itself, List.of(known));
        assertEquals(Code.UNKNOWN, codeOf(itself));
    }

    @Test
    public void whatIsAppliedReadsBackAsTheSameProfile() throws Exception {
        Draft draft = new Draft(Optional.empty(), "Stage", Kind.WIFI, Optional.of("wlan0"), Optional.of(new Wifi(new Ssid("ff00fe"), Security.WPA2_WPA3, true)),
                login(SECRET), new Addressing.Manual(ip("10.0.0.5"), 24, Optional.of(ip("10.0.0.1")), List.of(ip("10.0.0.2"), ip("1.1.1.1"))), false, -7,
                Optional.of(true));
        ConnectionSettings settings = Drafts.fresh(draft, "u-1");
        Drafts.apply(draft, settings);
        Profile read = Profiles.of(settings, Optional.empty()).orElseThrow();
        assertEquals(new Profile("u-1", "Stage", Kind.WIFI, draft.link(), draft.wifi(), draft.addressing(), false, -7, Optional.of(true), Optional.empty(),
                Optional.empty()), read);
        assertEquals(0, settings.group(ConnectionSettings.SECURITY).number("psk-flags", -1)); // kept by the system
        assertFalse(settings.toString().contains(SECRET));
    }

    @Test
    public void editingKeepsWhatIsNotKnownAndSendsNoSecretWithoutALogin() {
        Draft before = wifi("Stage", Security.WPA2, login(SECRET));
        ConnectionSettings settings = Drafts.fresh(before, "u-1");
        Drafts.apply(before, settings);
        settings.remove(ConnectionSettings.SECURITY, "psk"); // as NetworkManager tells it
        settings.put(ConnectionSettings.WIFI, "band", "a");
        settings.put("proxy", "method", 1, "i");
        Drafts.apply(wifi("Renamed", Security.WPA3, Optional.empty()), settings);
        assertEquals(Optional.of("a"), settings.group(ConnectionSettings.WIFI).text("band"));
        assertTrue(settings.has("proxy"));
        assertEquals(Optional.empty(), settings.group(ConnectionSettings.SECURITY).text("psk"));
        assertEquals(Security.WPA3, Profiles.security(settings));
    }

    @Test
    public void goingFromASetAddressToDhcpLeavesNothingOfItBehind() throws Exception {
        ConnectionSettings settings = Drafts.fresh(wired("x", new Addressing.Dhcp()), "u-1");
        Drafts.apply(wired("x", manual("10.0.0.5", 24, "10.0.0.1")), settings);
        Drafts.apply(wired("x", new Addressing.Dhcp()), settings);
        assertEquals(java.util.Map.of("method", "auto"), settings.group(ConnectionSettings.IP4).values());
    }

    private static String refused(Draft draft) {
        NetworkException refused = assertThrows(NetworkException.class, () -> check(draft));
        assertEquals(Code.BAD_SETTINGS, refused.code());
        return refused.getMessage();
    }

    private static Code codeOf(Draft draft, Profile... known) {
        return assertThrows(NetworkException.class, () -> Drafts.check(draft, List.of(known))).code();
    }

    private static void check(Draft draft) throws NetworkException {
        Drafts.check(draft, List.of());
    }

    private static Wifi wifiOf(Security security) {
        return new Wifi(Ssid.of("Stage 4"), security, false);
    }

    private static Optional<Login> login(String passphrase) {
        return Optional.of(new Login.Passphrase(new Secret(passphrase)));
    }

    private static Draft wifi(String name, Security security, Optional<Login> login) {
        return new Draft(Optional.empty(), name, Kind.WIFI, Optional.empty(), Optional.of(wifiOf(security)), login, new Addressing.Dhcp(), true, 0,
                Optional.empty());
    }

    private static Draft wired(String name, Addressing addressing) {
        return new Draft(Optional.empty(), name, Kind.ETHERNET, Optional.empty(), Optional.empty(), Optional.empty(), addressing, true, 0, Optional.empty());
    }

    private static Profile profile(String id, String name, Wifi wifi) {
        return new Profile(id, name, Kind.WIFI, Optional.empty(), Optional.of(wifi), new Addressing.Dhcp(), true, 0, Optional.empty(), Optional.empty(),
                Optional.empty());
    }

    private static Addressing manual(String address, int prefix, String gateway) {
        return new Addressing.Manual(ip(address), prefix, Optional.ofNullable(gateway).map(DraftsTest::ip), List.of());
    }

    private static InetAddress ip(String text) {
        return Links.address(text).orElseThrow();
    }
}
