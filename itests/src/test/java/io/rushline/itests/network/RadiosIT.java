package io.rushline.itests.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Api;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.RadioLab;
import io.rushline.itests.support.RadioLab.Keys;
import io.rushline.itests.support.Rushline;
import io.rushline.itests.support.Site;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.RuleChain;

/** What a person does with Wi-Fis, by the command, on an appliance with a radio, the real NetworkManager and real access points. */
public class RadiosIT {

    /** What takes some seconds here takes a busy machine that emulates a processor a minute. */
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String RIGHT = "correct-horse";
    private static final String WRONG = "battery-staple";
    /** No text in any language. */
    private static final byte[] ODD_NAME = {(byte) 0xff, 0, 0x41, (byte) 0xc3, 0x28};
    private static final int TRANSITIONS = 20;
    private static final RadioLab LAB = new RadioLab();
    private static final Site SITE = new Site();

    @ClassRule
    public static final RuleChain RULES = RuleChain.outerRule(LAB).around(SITE);

    @BeforeClass
    public static void start() throws IOException {
        SITE.configure("{\"io.rushline.wifi\": {\"auto\": \"never\"}}"); // a radio that is an access point hears nothing
        startAppliance();
    }

    private static void startAppliance() {
        SITE.startAppliance(LAB.environment());
        link(link -> true);
    }

    /** All is forgotten, and no access point is on. */
    @After
    public void mend() throws IOException {
        for (JsonNode profile : SITE.api().get("/api/v1/network/profiles").get("profiles")) {
            SITE.api().delete("/api/v1/network/profiles/" + profile.get("id").asText());
        }
        LAB.silence(1);
        LAB.silence(2);
    }

    @Test
    public void whatCanBeHeardIsListed() throws IOException {
        LAB.accessPoint(1, bytes("Stage 4"), Keys.WPA2, RIGHT);
        LAB.accessPoint(2, ODD_NAME, Keys.WPA3, RIGHT);
        JsonNode plain = heard(bytes("Stage 4"));
        assertEquals("Stage 4", plain.at("/wifi/ssid").asText());
        assertEquals("WPA2", plain.at("/wifi/security").asText());
        assertEquals(RadioLab.LINK, plain.get("link").asText());
        assertTrue("it is near: " + plain, plain.get("signalPercent").asInt() > 70);
        JsonNode odd = heard(ODD_NAME);
        assertEquals("0xff0041c328", odd.at("/wifi/ssid").asText());
        assertEquals("WPA3", odd.at("/wifi/security").asText());
    }

    @Test
    public void aWpa2NetworkIsJoined() throws IOException {
        LAB.accessPoint(1, bytes("Stage 4"), Keys.WPA2, RIGHT);
        heard(bytes("Stage 4"));
        assertEquals("network.wrong-login", join("Stage 4", WRONG, 1).get("code").asText());
        join("Stage 4", RIGHT, 0);
        JsonNode link = link(RadiosIT::leased);
        assertEquals("WIFI", link.get("kind").asText());
        assertEquals("Stage 4", link.get("network").asText());
        assertTrue("a signal: " + link, link.get("signalPercent").asInt() > 0);
        assertTrue("the way out: " + link, link.get("main").asBoolean());
    }

    @Test
    public void aWpa3NetworkIsJoined() throws IOException {
        LAB.accessPoint(1, bytes("Stage 5"), Keys.WPA3, RIGHT);
        heard(bytes("Stage 5"));
        join("Stage 5", RIGHT, 0);
        assertEquals("Stage 5", link(RadiosIT::leased).get("network").asText());
    }

    @Test
    public void aWrongPasswordOfWpa3IsSaidAndTheNetworkBeforeComesBack() throws IOException {
        LAB.accessPoint(1, bytes("Stage 4"), Keys.WPA2, RIGHT);
        LAB.accessPoint(2, bytes("Stage 5"), Keys.WPA3, RIGHT);
        heard(bytes("Stage 4"));
        join("Stage 4", RIGHT, 0);
        heard(bytes("Stage 5"));
        assertEquals("network.wrong-login", join("Stage 5", WRONG, 1).get("code").asText());
        assertEquals("Stage 4", link(RadiosIT::leased).get("network").asText());
    }

    @Test
    public void aNetworkThatGoesOutOfRangeIsJoinedAgainWhenItIsBack() throws IOException {
        LAB.accessPoint(1, bytes("Stage 4"), Keys.WPA2, RIGHT);
        heard(bytes("Stage 4"));
        join("Stage 4", RIGHT, 0);
        LAB.outOfRange(1);
        link(link -> !link.get("state").asText().equals("CONNECTED") && link.get("addresses").isEmpty());
        LAB.near(1);
        link(RadiosIT::leased);
    }

    @Test
    public void theBetterAccessPointOfANetworkIsRoamedTo() throws IOException {
        String address = roam(Keys.WPA2);
        assertEquals(address, link(RadiosIT::leased).get("addresses").get(0).asText());
    }

    /** The kernel asks twice when an answer takes more than 200 ms, and the second question spoils the first: then it joins in the common way. */
    @Test
    public void itRoamsByFastTransition() throws IOException {
        roam(Keys.FAST_TRANSITION);
        for (int back = 0; fastTransitions() == 0 && back < TRANSITIONS; back++) {
            int to = back % 2 + 1;
            LAB.near(to);
            LAB.far(3 - to);
            Await.until("it is at access point " + to, LIMIT, () -> LAB.joined() == to);
        }
        assertTrue("none was fast", fastTransitions() > 0);
        link(RadiosIT::leased);
    }

    private static int fastTransitions() throws IOException {
        return LAB.fastTransitions(1) + LAB.fastTransitions(2);
    }

    @Test
    public void aKnownNetworkIsJoinedByItselfAfterTheDeviceWasOff() throws IOException {
        LAB.accessPoint(1, bytes("Stage 4"), Keys.WPA2, RIGHT);
        heard(bytes("Stage 4"));
        join("Stage 4", RIGHT, 0);
        String profile = link(RadiosIT::leased).get("profile").asText();
        SITE.killAppliance();
        LAB.restart();
        startAppliance();
        LAB.accessPoint(1, bytes("Stage 4"), Keys.WPA2, RIGHT);
        assertEquals(profile, link(RadiosIT::leased).get("profile").asText());
    }

    /**
     * From the first to the second access point, without ever being without an address. wpa_supplicant looks every 30 s, but only every 300 s where it has missed the moment in which
     * the signal faded, as it may on a busy machine.
     *
     * @return the address
     */
    private static String roam(Keys keys) throws IOException {
        LAB.accessPoint(1, bytes("Stage 6"), keys, RIGHT);
        LAB.accessPoint(2, bytes("Stage 6"), keys, RIGHT);
        LAB.far(2);
        heard(bytes("Stage 6"));
        join("Stage 6", RIGHT, 0);
        String address = link(RadiosIT::leased).get("addresses").get(0).asText();
        assertEquals("the nearer one", 1, LAB.joined());
        LAB.near(2);
        LAB.far(1);
        List<JsonNode> seen = new ArrayList<>();
        Await.until("the second access point has it", LIMIT.multipliedBy(4), () -> {
            seen.add(link());
            return LAB.joined() == 2;
        });
        for (JsonNode link : seen) {
            assertEquals("CONNECTED", link.get("state").asText());
            assertEquals(address, link.get("addresses").get(0).asText());
        }
        return address;
    }

    /** The network of this name, once a scan has it. */
    private static JsonNode heard(byte[] ssid) {
        String hex = HexFormat.of().formatHex(ssid);
        return Await.until("it is heard: " + hex, LIMIT, () -> {
            for (JsonNode point : network(null, 0, "scan").get("accessPoints")) {
                if (point.at("/wifi/ssidHex").asText().equals(hex)) {
                    return point;
                }
            }
            return null;
        }, found -> found != null);
    }

    private static JsonNode join(String name, String password, int status) throws IOException {
        return network(password, status, "connect", name, "--password");
    }

    private static JsonNode network(String typed, int status, Object... arguments) throws IOException {
        Rushline.Result result = SITE.ctl(typed, LIMIT, Stream.concat(Stream.of("network"), Stream.of(arguments)).toArray());
        assertEquals(result.out() + result.err(), status, result.status());
        return Api.JSON.readTree(result.out());
    }

    private static JsonNode link() {
        return NetworksIT.find(SITE.api().get("/api/v1/network").get("links"), RadioLab.LINK);
    }

    private static JsonNode link(Predicate<JsonNode> like) {
        return Await.until("the radio is as it should be", LIMIT, RadiosIT::link, like);
    }

    private static boolean leased(JsonNode link) {
        return link.get("state").asText().equals("CONNECTED") && link.at("/addresses/0").asText().startsWith(RadioLab.NET);
    }

    private static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }
}
