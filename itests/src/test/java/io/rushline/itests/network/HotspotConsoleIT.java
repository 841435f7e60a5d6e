package io.rushline.itests.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Api;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.Lab;
import io.rushline.itests.support.ManagerModel;
import io.rushline.itests.support.Site;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.RuleChain;

/**
 * Who has joined the appliance's own Wi-Fi begins at its console: a model of NetworkManager tells of a radio that is an access point, and a cable stands for the
 * air. The other cable is that of any network.
 */
public class HotspotConsoleIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String HERE = "10.42.0.1";
    private static final String GUEST = "10.42.0.57";
    private static final String PASSWORD = "{\"password\":\"correct horse\"}";
    private static final ManagerModel MODEL = new ManagerModel();
    private static final Lab LAB = new Lab();
    private static final Site SITE = new Site(LAB);

    @ClassRule
    public static final RuleChain RULES = RuleChain.outerRule(MODEL).around(LAB).around(SITE);

    @BeforeClass
    public static void start() throws IOException {
        SITE.configure("{\"io.rushline.wifi\": {\"auto\": \"never\"}}");
        SITE.startAppliance(MODEL.environment());
        LAB.phone("wlan0", HERE, GUEST);
    }

    /** One story, since an admin's password is set for the first time only once. */
    @Test
    public void whoHasJoinedSetsThePasswordThenPairsAndNobodyElseComesIn() throws IOException {
        assertEquals("nobody listens there", "000", ask(HERE, "GET", "/login").status());
        MODEL.run("""
                wifi = nm.AddWiFiDevice('wifi0', 'wlan0', 30)
                point = nm.AddAccessPoint(wifi, 'point1', 'Rushline-1a2b', '00:00:5e:00:53:01', 3, 2412, 54000, 100, 0x100)
                connection = nm.AddWiFiConnection(wifi, 'own', 'Rushline-1a2b', 'wpa-psk')
                active = nm.AddActiveConnection([wifi], connection, point, 'active1', 2)
                at(active).UpdateProperties(NM + '.Connection.Active', {'Uuid': '9c2c1b4e-6d0f-4f3a-8a55-72757368686f'}) # by which it is known
                at(PATH).AddObject(PATH + '/IP4Config/1', NM + '.IP4Config', {'AddressData': dbus.Array([dbus.Dictionary({'address': '%s', 'prefix': dbus.UInt32(24)}, signature='sv')], signature='a{sv}')}, [])
                at(wifi).UpdateProperties(NM + '.Device.Wireless', {'Mode': dbus.UInt32(3)})
                at(wifi).AddProperty(NM + '.Device', 'Ip4Config', dbus.ObjectPath(PATH + '/IP4Config/1'))
                at(wifi).UpdateProperties(NM + '.Device', {'State': dbus.UInt32(100)})
                at(wifi).EmitSignal(NM + '.Device', 'StateChanged', 'uuu', [100, 90, 0])
                """.formatted(HERE));
        Await.until("the console listens there", LIMIT, () -> ask(HERE, "GET", "/login").status().equals("200"));
        assertEquals("HOTSPOT", NetworksIT.find(SITE.api().get("/api/v1/network").get("links"), "wlan0").get("state").asText());
        assertEquals("nowhere else", "000", ask(Lab.NEAR_ADDRESS, "GET", "/login").status());
        throughTheOtherCable();

        assertEquals("401", ask(HERE, "GET", "/api/v1/status").status());
        assertEquals("401", ask(HERE, "POST", "/api/v1/pairing", "X-Rushline: 1").status());
        assertEquals("421", ask(HERE, "GET", "/login", "Host: evil.example").status());
        assertEquals("403", ask(HERE, "POST", "/api/v1/password", PASSWORD, "Content-Type: application/json").status());
        Answer set = ask(HERE, "POST", "/api/v1/password", PASSWORD, "Content-Type: application/json", "X-Rushline: 1", "Origin: http://" + HERE + ":" + port());
        assertEquals(set.text(), "200", set.status());
        String cookie = "Cookie: " + set.text().lines().filter(line -> line.startsWith("Set-Cookie: ")).findFirst().orElseThrow().substring("Set-Cookie: ".length()).split(";")[0];
        Await.until("the console listens everywhere now", LIMIT, () -> ask(Lab.NEAR_ADDRESS, "GET", "/login").status().equals("200"));
        Answer pairing = ask(HERE, "POST", "/api/v1/pairing", "", "X-Rushline: 1", cookie);
        assertEquals(pairing.text(), "202", pairing.status());
        assertEquals("not a second time", "401", ask(HERE, "POST", "/api/v1/password", PASSWORD, "Content-Type: application/json", "X-Rushline: 1").status());
    }

    /** The kernel takes what comes for the hotspot's address on any interface. */
    private static void throughTheOtherCable() throws IOException {
        LAB.farly("ip", "route", "add", HERE + "/32", "via", Lab.NEAR_ADDRESS, "src", LAB.farAddress());
        try {
            Answer refused = ask(HERE, "GET", "/login");
            assertEquals("403", refused.status());
            assertTrue(refused.text(), refused.text().contains("access.hotspot"));
        } finally {
            LAB.farly("ip", "route", "del", HERE + "/32");
        }
    }

    private record Answer(String status, String text) {
    }

    private static int port() throws IOException {
        JsonNode found = Api.JSON.readTree(SITE.home.resolve("run/ctl.json").toFile());
        return java.net.URI.create(found.get("url").asText()).getPort();
    }

    /** From the other side. @param more a body, where it is no header, and headers */
    private static Answer ask(String address, String method, String path, String... more) throws IOException {
        List<String> curl = new ArrayList<>(List.of("curl", "-s", "-i", "-m", "10", "-w", "\\n%{http_code}", "-X", method));
        for (String each : more) {
            curl.addAll(each.matches("[A-Za-z-]+: .*") ? List.of("-H", each) : List.of("-d", each));
        }
        curl.add("http://" + address + ":" + port() + path);
        String said = LAB.farSaid(curl.toArray(String[]::new));
        return new Answer(said.substring(said.lastIndexOf('\n') + 1), said);
    }
}
