package io.rushline.itests.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Api;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.NetworkLab;
import io.rushline.itests.support.Site;
import java.time.Duration;
import org.junit.After;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.RuleChain;

/** Of several links each is a way out of its own for what comes from its address, and the one that is wanted first is the main one. */
public class OwnWaysIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String A = NetworkLab.A;
    private static final String B = NetworkLab.B;
    private static final String BRIDGE = "br0";
    private static final String STATIC = NetworkLab.net(B) + "50";
    private static final int PORT = 7;
    private static final long SENT = 2_000_000;
    private static final NetworkLab LAB = new NetworkLab();
    private static final Site SITE = new Site(LAB);

    @ClassRule
    public static final RuleChain RULES = RuleChain.outerRule(LAB).around(SITE);

    @BeforeClass
    public static void start() throws Exception {
        SITE.configure("{\"io.rushline.network.nm\": {\"preference\": [\"BRIDGE\", \"ETHERNET\"]}}");
        SITE.startAppliance();
        LAB.serve("socat", "-u", "TCP-LISTEN:" + PORT + ",bind=" + LAB.farAddress() + ",fork,reuseaddr", "OPEN:/dev/null");
    }

    @After
    public void mend() throws Exception {
        SITE.api().delete("/api/v1/network/trial");
        for (JsonNode profile : SITE.api().get("/api/v1/network/profiles").get("profiles")) {
            if (!profile.get("name").asText().startsWith("Wired connection")) {
                SITE.api().delete("/api/v1/network/profiles/" + profile.get("id").asText());
            }
        }
        standing(A);
        standing(B);
    }

    @Test
    public void whatComesFromALinksAddressLeavesByIt() throws Exception {
        for (String link : new String[] {A, B}) {
            standing(link);
            String other = link.equals(A) ? B : A;
            long before = LAB.sent(link);
            long otherBefore = LAB.sent(other);
            LAB.nearly("sh", "-c", "head -c " + SENT + " /dev/zero | socat -u STDIN TCP:" + LAB.farAddress() + ":" + PORT + ",bind=" + LAB.address(link));
            Await.until("it has left by " + link, SOON, () -> LAB.sent(link) - before > SENT);
            assertTrue("not by " + other, LAB.sent(other) - otherBefore < SENT / 10);
        }
    }

    @Test
    public void noProfileIsChanged() throws Exception {
        standing(B);
        String profile = LAB.nmcli("-g", "GENERAL.CONNECTION", "device", "show", B).strip();
        assertEquals("", LAB.nmcli("-g", "ipv4.routes,ipv4.routing-rules", "connection", "show", profile).strip());
        assertEquals("-1", LAB.nmcli("-g", "ipv4.route-metric", "connection", "show", profile).strip());
    }

    @Test
    public void anotherAddressHasItToo() throws Exception {
        standing(B);
        LAB.carrier(B, false);
        LAB.router(B, 60);
        Await.until("B is gone", SOON, () -> LAB.address(B).isEmpty());
        LAB.carrier(B, true);
        Await.until("B has another address", SOON, () -> LAB.address(B), address -> address.startsWith(NetworkLab.net(B) + "6"));
        standing(B);
        standing(A);
    }

    @Test
    public void aTrialAndItsEndLeaveItStanding() throws Exception {
        standing(B);
        String before = LAB.address(B);
        String id = Api.JSON.readTree(SITE.api().post("/api/v1/network/profiles", Api.JSON.createObjectNode().put("name", "Trial").put("kind", "ETHERNET").put("link", B).put("autoJoin", false)
                .set("addressing", Api.JSON.createObjectNode().put("method", "MANUAL").put("address", STATIC).put("prefix", 24).put("gateway", NetworkLab.gateway(B))).toString())
                .toString()).get("id").asText();
        SITE.api().post("/api/v1/network/profiles/" + id + "/connect", Api.JSON.createObjectNode().put("link", B).put("confirmWithinSeconds", 8).toString());
        Await.until("the address on trial has it", SOON, () -> LAB.route(STATIC), route -> route.contains("dev " + B));
        Await.until("it is undone", SOON, () -> LAB.address(B), before::equals);
        standing(B);
        assertEquals("nothing is left of it", "", LAB.rules(STATIC));
    }

    @Test
    public void theNextNetworkManagerGivesItAnew() throws Exception {
        standing(B);
        LAB.killManager();
        LAB.nearly("ip", "rule", "flush");
        LAB.nearly("ip", "rule", "add", "priority", "32766", "lookup", "main");
        LAB.startManager();
        standing(A);
        standing(B);
    }

    @Test
    public void theKindThatIsWantedFirstIsTheMainOne() throws Exception {
        standing(A);
        assertTrue(LAB.route(), LAB.route().contains("dev " + A));
        LAB.nmcli("connection", "add", "type", "bridge", "ifname", BRIDGE, "con-name", "Bridge", "bridge.stp", "no");
        LAB.nmcli("connection", "add", "type", "ethernet", "ifname", B, "master", BRIDGE, "con-name", "Port");
        try {
            LAB.nmcli("connection", "up", "Port");
            Await.until("the bridge is the main one", SOON, LAB::route, route -> route.contains("dev " + BRIDGE));
            standing(BRIDGE);
        } finally {
            LAB.nmcli("connection", "delete", "Port", "Bridge");
        }
        Await.until("the cable is the main one", SOON, LAB::route, route -> route.contains("dev " + A));
    }

    private static void standing(String link) {
        Await.until(link + " has a way of its own", SOON, () -> LAB.route(LAB.address(link)), route -> route.contains("dev " + link));
    }
}
