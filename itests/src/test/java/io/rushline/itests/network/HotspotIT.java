package io.rushline.itests.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
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
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Assume;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.RuleChain;

/** The appliance's own Wi-Fi, on its one radio, which another radio joins as a phone does; and the country of the radios. */
public class HotspotIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String STAGE = "Stage 4";
    private static final String RIGHT = "correct-horse";
    private static final String WRONG = "battery-staple";
    private static final Pattern JOIN_TEXT = Pattern.compile("WIFI:T:WPA;S:([^;]+);P:([^;]+);;");
    private static final RadioLab LAB = new RadioLab();
    private static final Site SITE = new Site();

    @ClassRule
    public static final RuleChain RULES = RuleChain.outerRule(LAB).around(SITE);

    @BeforeClass
    public static void start() throws IOException {
        start("never");
    }

    private static void start(String auto) throws IOException {
        SITE.configure("{\"io.rushline.wifi\": {\"auto\": \"%s\", \"afterSeconds\": 5}}".formatted(auto));
        SITE.startAppliance(LAB.environment());
        link(link -> true);
    }

    @After
    public void mend() throws IOException {
        SITE.api().delete("/api/v1/network/trial");
        for (JsonNode profile : SITE.api().get("/api/v1/network/profiles").get("profiles")) {
            SITE.api().delete("/api/v1/network/profiles/" + profile.get("id").asText());
        }
        ctl(null, 0, "hotspot", "close");
        LAB.silence(1);
        LAB.leave();
        link(link -> link.get("addresses").isEmpty());
    }

    @Test
    public void whoReadsTheCodeJoinsAndReachesTheDevice() throws IOException {
        JsonNode hotspot = open();
        Matcher code = JOIN_TEXT.matcher(hotspot.get("joinText").asText());
        assertTrue(hotspot.toString(), code.matches());
        String address = LAB.join(code.group(1), code.group(2));
        String own = hotspot.get("address").asText();
        assertTrue(address + " beside " + own, address.startsWith(own.substring(0, own.lastIndexOf('.') + 1)));
        assertTrue(LAB.reaches(own));
        JsonNode link = link(HotspotIT::isHotspot);
        assertEquals(hotspot.get("ssid").asText(), link.get("network").asText());
        assertFalse("no way out", link.get("main").asBoolean() || link.get("up").asBoolean());
        assertTrue(link.get("trouble").isNull());
        assertEquals("it is no known network", 0, SITE.api().get("/api/v1/network/profiles").get("profiles").size());
        SITE.warns("wifi.hotspot-open");
        assertEquals("nothing on disk", "", LAB.run("grep -rl " + code.group(2) + " /kept || true"));
        ctl(null, 0, "hotspot", "close");
        link(closed -> closed.get("addresses").isEmpty() && !isHotspot(closed));
    }

    @Test
    public void aNewPasswordHoldsAtOnce() throws IOException {
        String ssid = open().get("ssid").asText();
        ctl("another-horse", 0, "hotspot", "password");
        assertTrue(LAB.join(ssid, "another-horse").startsWith("10."));
    }

    @Test
    public void aNetworkThatIsJoinedTakesItsPlace() throws IOException {
        stage();
        open();
        ctl(RIGHT, 0, "connect", STAGE, "--password");
        link(link -> link.at("/addresses/0").asText().startsWith(RadioLab.NET));
        assertTrue(ctl(null, 0, "hotspot").get("hotspot").isNull());
        Await.until("no warning", LIMIT, () -> !SITE.warnings().contains("wifi.hotspot-open"));
    }

    @Test
    public void whenItIsClosedAKnownNetworkIsJoined() throws IOException {
        stage();
        open();
        ctl(RIGHT, 0, "connect", STAGE, "--password");
        open();
        ctl(null, 0, "hotspot", "close");
        link(link -> link.at("/addresses/0").asText().startsWith(RadioLab.NET));
    }

    @Test
    public void itIsThereAgainAfterAWrongPasswordAndAfterATrial() throws IOException {
        stage();
        JsonNode hotspot = open();
        assertEquals("network.wrong-login", ctl(WRONG, 1, "connect", STAGE, "--password").get("code").asText());
        link(HotspotIT::isHotspot);
        ctl(RIGHT, 0, "connect", STAGE, "--password", "--undo-after", "300");
        link(link -> link.at("/addresses/0").asText().startsWith(RadioLab.NET));
        ctl(null, 0, "undo");
        link(HotspotIT::isHotspot);
        assertTrue(LAB.join(hotspot.get("ssid").asText(), hotspot.get("password").asText()).startsWith("10."));
    }

    @Test
    public void anotherNetworkManagerHasNone() throws IOException {
        open();
        LAB.restartManager();
        link(link -> link.get("state").asText().equals("DISCONNECTED"));
        assertTrue(ctl(null, 0, "hotspot").get("hotspot").isNull());
        open();
    }

    @Test
    public void theRadiosSendByTheRulesOfTheirCountry() throws IOException {
        Assume.assumeTrue("the rules of countries need Debian's wireless-regdb", RadioLab.knowsCountries());
        assertEquals("network.bad-settings", ctl(null, 1, "country", "XX").get("code").asText());
        assertEquals("DE", ctl(null, 0, "country", "de").get("country").asText());
        Await.until("the kernel knows", LIMIT, () -> LAB.run("iw reg get").contains("country DE"));
        LAB.run("iw reg set US");
        Await.until("somebody has changed it", LIMIT, () -> LAB.run("iw reg get").contains("country US"));
        LAB.restartSupplicant();
        Await.until("it is told again", LIMIT, () -> LAB.run("iw reg get").contains("country DE"));
        ctl(null, 0, "country", "00");
        link(link -> link.get("state").asText().equals("DISCONNECTED"));
    }

    @Test
    public void aNewDeviceOpensItByItself() throws IOException {
        SITE.killAppliance();
        start("first-set-up");
        link(HotspotIT::isHotspot);
        Await.until("a warning", LIMIT, () -> SITE.warnings().contains("wifi.hotspot-open"));
        SITE.killAppliance();
        start("never");
        Await.until("the next one takes it over", LIMIT, () -> SITE.api().get("/api/v1/network/hotspot").at("/hotspot/ssid").asText(), ssid -> ssid.startsWith("Rushline-"));
    }

    /** A network that can be heard, and is told of also when nothing can be heard any more. */
    private static void stage() throws IOException {
        LAB.accessPoint(1, STAGE.getBytes(StandardCharsets.UTF_8), Keys.WPA2, RIGHT);
        Await.until("it is heard", LIMIT, () -> ctl(null, 0, "scan").toString().contains(STAGE));
    }

    private static boolean isHotspot(JsonNode link) {
        return link.get("state").asText().equals("HOTSPOT");
    }

    private static JsonNode open() throws IOException {
        return ctl(null, 0, "hotspot", "open").get("hotspot");
    }

    private static JsonNode ctl(String typed, int status, Object... arguments) throws IOException {
        Rushline.Result result = SITE.ctl(typed, LIMIT, Stream.concat(Stream.of("network"), Stream.of(arguments)).toArray());
        assertEquals(result.out() + result.err(), status, result.status());
        return result.out().isBlank() ? null : Api.JSON.readTree(result.out());
    }

    private static JsonNode link(Predicate<JsonNode> like) {
        return Await.until("the radio is as it should be", LIMIT, () -> NetworksIT.find(SITE.api().get("/api/v1/network").get("links"), RadioLab.LINK), like);
    }
}
