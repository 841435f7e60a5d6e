package io.rushline.itests.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rushline.itests.support.Api;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.ManagerModel;
import io.rushline.itests.support.Site;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.RuleChain;

/** What an appliance makes of states of NetworkManager that no lab can bring about: a model of it tells of them. */
public class WifiStatesIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String WIFI = "wlan0";
    /** A radio in a Wi-Fi whose name is no text, and another Wi-Fi. */
    private static final String JOINED = """
            wifi = nm.AddWiFiDevice('wifi0', 'wlan0', 30)
            point = nm.AddAccessPoint(wifi, 'point1', 'odd', '00:00:5e:00:53:01', 2, 2412, 54000, 62, 0x100)
            other = nm.AddAccessPoint(wifi, 'point2', 'Stage 4', '00:00:5e:00:53:02', 2, 5180, 54000, 35, 0x100)
            connection = nm.AddWiFiConnection(wifi, 'known1', 'odd', 'wpa-psk')
            nm.AddWiFiConnection(wifi, 'known2', 'Stage 4', 'wpa-psk')
            nm.AddActiveConnection([wifi], connection, point, 'active1', 2)
            at(point).UpdateProperties(NM + '.AccessPoint', {'Ssid': dbus.ByteArray(b'\\xff\\x00A')})
            at(wifi).AddProperty(NM + '.Device.Wireless', 'ActiveAccessPoint', dbus.ObjectPath(point))
            at(wifi).AddProperty(NM + '.Device.Wireless', 'LastScan', dbus.Int64(5))
            at(wifi).AddProperty(NM + '.Device', 'Ip4Connectivity', dbus.UInt32(4))
            at(wifi).AddProperty(NM + '.Device', 'Metered', dbus.UInt32(2))
            at(wifi).EmitSignal(NM + '.Device', 'StateChanged', 'uuu', [100, 90, 0])
            """;
    private static final String CHANGE = """
            wifi = PATH + '/Devices/wifi0'
            at(wifi).UpdateProperties(NM + '.Device', {'%s': dbus.UInt32(%d)})
            """;
    private static final ManagerModel MODEL = new ManagerModel();
    private static final Site SITE = new Site();

    @ClassRule
    public static final RuleChain RULES = RuleChain.outerRule(MODEL).around(SITE);

    @BeforeClass
    public static void start() throws IOException {
        SITE.configure("{\"io.rushline.wifi\": {\"auto\": \"never\"}}");
        SITE.startAppliance(MODEL.environment());
    }

    @Before
    public void anew() throws IOException {
        MODEL.kill();
        MODEL.start();
        MODEL.run(JOINED);
        link(WIFI, link -> link.hasNonNull("signalPercent"));
    }

    @Test
    public void aWifiHasItsNameInBytesAndItsSignal() {
        JsonNode link = link(WIFI, l -> l.get("network").asText().equals("0xff0041") && l.get("reach").asText().equals("ONLINE"));
        assertEquals("WIFI", link.get("kind").asText());
        assertEquals("CONNECTED", link.get("state").asText());
        assertEquals(62, link.get("signalPercent").asInt());
        assertEquals(5_400_000, link.get("bitsPerSecond").asLong());
    }

    @Test
    public void aChangedSignalIsSaid() throws IOException {
        MODEL.run("at(PATH + '/AccessPoint/point1').UpdateProperties(NM + '.AccessPoint', {'Strength': dbus.Byte(9)})");
        link(WIFI, l -> l.get("signalPercent").asInt() == 9);
    }

    @Test
    public void aPageToSignInIsSaid() throws IOException {
        MODEL.run(CHANGE.formatted("Ip4Connectivity", 2));
        assertTrue(link(WIFI, l -> l.get("reach").asText().equals("PORTAL")).get("trouble").asText().contains("sign in"));
    }

    @Test
    public void bytesThatCostMoneyAreSaid() throws IOException {
        link(WIFI, l -> !l.get("metered").asBoolean());
        MODEL.run(CHANGE.formatted("Metered", 3));
        link(WIFI, l -> l.get("metered").asBoolean());
    }

    @Test
    public void aModemWithoutSimIsSaid() throws IOException {
        MODEL.run("""
                modem = PATH + '/Devices/modem0'
                nm.AddObject(modem, NM + '.Device', {'DeviceType': dbus.UInt32(8), 'State': dbus.UInt32(20), 'Interface': 'cdc-wdm0', 'IpInterface': '',
                    'ActiveConnection': dbus.ObjectPath('/')}, [])
                at('/org/freedesktop').EmitSignal('org.freedesktop.DBus.ObjectManager', 'InterfacesAdded', 'oa{sa{sv}}',
                    [dbus.ObjectPath(modem), dbus.Dictionary({}, signature='sa{sv}')])
                """);
        JsonNode modem = link("cdc-wdm0", l -> true);
        assertEquals("MODEM", modem.get("kind").asText());
        assertEquals("UNAVAILABLE", modem.get("state").asText());
        assertTrue("by default they do", modem.get("metered").asBoolean());
        assertTrue(modem.get("trouble").asText().contains("SIM"));
    }

    @Test
    public void aScanThatNeverEndsIsNotWaitedForLongAndWhatIsKnownIsListed() {
        long began = System.nanoTime();
        JsonNode heard = SITE.api().post("/api/v1/network/scan", "{}").get("accessPoints");
        long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
        assertTrue("after " + seconds + " s", seconds >= 14 && seconds <= 60);
        assertEquals(heard.toString(), 2, heard.size());
        assertEquals("ff0041", heard.at("/0/wifi/ssidHex").asText());
        assertTrue(heard.at("/0/joined").asBoolean());
        assertEquals("Stage 4", heard.at("/1/wifi/ssid").asText());
        assertEquals(35, heard.at("/1/signalPercent").asInt());
    }

    @Test
    public void whatTheSystemDoesNotAllowIsSaid() throws IOException {
        MODEL.run("refusing(PATH + '/Settings', NM + '.Settings', 'AddConnection', 'a{sa{sv}}', 'o', NM + '.Settings.PermissionDenied')");
        HttpResponse<String> answer = SITE.api().send("POST", "/api/v1/network/profiles", draft().toString());
        assertEquals("network.refused", Api.JSON.readTree(answer.body()).get("code").asText());
        MODEL.run("refusing(PATH, NM, 'ActivateConnection', 'ooo', 'o', NM + '.PermissionDenied')");
        assertEquals("network.refused", Api.JSON.readTree(connect().body()).get("code").asText());
        link(WIFI, l -> l.get("state").asText().equals("CONNECTED"));
    }

    @Test
    public void anAdapterPulledWhileJoiningIsSaid() throws Exception {
        MODEL.run("""
                nm.AddMethod(NM, 'ActivateConnection', 'ooo', 'o', "ret = '" + PATH + "/ActiveConnection/active2'")
                wifi = PATH + '/Devices/wifi0'
                nm.AddObject(PATH + '/ActiveConnection/active2', NM + '.Connection.Active', {'State': dbus.UInt32(1), 'Devices': dbus.Array([dbus.ObjectPath(wifi)], signature='o'),
                    'Connection': dbus.ObjectPath(PATH + '/Settings/known2'), 'Uuid': 'x', 'Id': 'Stage 4', 'StateFlags': dbus.UInt32(0)}, [])
                """);
        CompletableFuture<HttpResponse<String>> joining = CompletableFuture.supplyAsync(WifiStatesIT::connect);
        Await.until("it joins", SOON, () -> MODEL.run("print(nm.GetMethodCalls('ActivateConnection'))"), calls -> calls.contains("known2"));
        MODEL.run("""
                wifi = PATH + '/Devices/wifi0'
                at(wifi).EmitSignal(NM + '.Device', 'StateChanged', 'uuu', [10, 50, 36])
                nm.RemoveObject(PATH + '/ActiveConnection/active2')
                nm.RemoveObject(wifi)
                at('/org/freedesktop').EmitSignal('org.freedesktop.DBus.ObjectManager', 'InterfacesRemoved', 'oas', [dbus.ObjectPath(wifi), [NM + '.Device']])
                """);
        HttpResponse<String> answer = joining.get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertEquals(answer.body(), "network.adapter-gone", Api.JSON.readTree(answer.body()).get("code").asText());
        Await.until("it is not listed any more", SOON, () -> SITE.api().get("/api/v1/network").get("links").findValuesAsText("name"), names -> !names.contains(WIFI));
    }

    @Test
    public void itsBusMayBeStartedAgain() throws IOException {
        MODEL.killBus();
        Await.until("networks cannot be changed meanwhile", SOON, () -> SITE.api().send("GET", "/api/v1/network/profiles", null).statusCode(), status -> status == 503);
        MODEL.kill();
        MODEL.start();
        MODEL.run(JOINED);
        link(WIFI, l -> l.get("state").asText().equals("CONNECTED") && l.get("signalPercent").asInt() == 62);
    }

    private static HttpResponse<String> connect() {
        JsonNode known = SITE.api().get("/api/v1/network/profiles").get("profiles");
        String id = known.at(known.at("/0/name").asText().equals("Stage 4") ? "/0/id" : "/1/id").asText();
        return SITE.api().send("POST", "/api/v1/network/profiles/" + id + "/connect", "{\"confirmWithinSeconds\": 0}");
    }

    private static ObjectNode draft() {
        ObjectNode draft = Api.JSON.createObjectNode().put("name", "Stage 5").put("kind", "WIFI").put("confirmWithinSeconds", 0);
        draft.putObject("wifi").put("ssid", "Stage 5").put("security", "WPA2");
        draft.putObject("login").put("passphrase", "correct-horse");
        return draft;
    }

    private static JsonNode link(String name, Predicate<JsonNode> like) {
        return Await.until(name + " is as it should be", SOON, () -> NetworksIT.find(SITE.api().get("/api/v1/network").get("links"), name), like);
    }
}
