package io.rushline.itests.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rushline.itests.support.Api;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.NetworkLab;
import io.rushline.itests.support.Rushline;
import io.rushline.itests.support.Site;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.After;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.RuleChain;

/** What an appliance with the real NetworkManager says of its cables, and what becomes of what a person wants of them. */
public class NetworksIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String A = NetworkLab.A;
    private static final String B = NetworkLab.B;
    /** Within it a test has to look; then it waits for its end. */
    private static final int TRIAL_SECONDS = 8;
    private static final String STATIC = NetworkLab.net(B) + "50";
    private static final NetworkLab LAB = new NetworkLab();
    private static final Site SITE = new Site(LAB);

    @ClassRule
    public static final RuleChain RULES = RuleChain.outerRule(LAB).around(SITE);

    @BeforeClass
    public static void start() {
        SITE.startAppliance();
    }

    /** Known networks go, and what is left is what NetworkManager makes of a cable by itself. */
    @After
    public void mend() throws Exception {
        SITE.api().delete("/api/v1/network/trial");
        for (JsonNode profile : profiles()) {
            if (!profile.get("name").asText().startsWith("Wired connection")) {
                SITE.api().delete("/api/v1/network/profiles/" + profile.get("id").asText());
            }
        }
        LAB.portal(false);
        LAB.carrier(B, false);
        LAB.router(B, 100);
        Await.until("B is out", SOON, () -> LAB.address(B).isEmpty());
        LAB.carrier(B, true);
        Await.until("B has an address again", SOON, () -> link(B), NetworksIT::leased);
    }

    @Test
    public void theNetworkGivesAnAddress() throws Exception {
        JsonNode link = link(A, NetworksIT::leased);
        assertEquals("ETHERNET", link.get("kind").asText());
        assertEquals(NetworkLab.gateway(A), link.get("gateway").asText());
        assertEquals(List.of(NetworkLab.gateway(A)), texts(link.get("dns")));
        assertTrue("the first cable is the main one: " + link, link.get("main").asBoolean());
        assertTrue("a speed: " + link, link.get("bitsPerSecond").asLong() > 0);
        assertFalse(link.get("metered").asBoolean());
        link(A, l -> l.get("reach").asText().equals("ONLINE"));
        link(B, l -> leased(l) && !l.get("main").asBoolean());
    }

    @Test
    public void theCommandSaysTheSame() throws Exception {
        link(A, NetworksIT::leased);
        try (Rushline ctl = Rushline.start(LAB.near(), Map.of(), "ctl", "--home", SITE.home, "--json", "network", "list")) {
            Rushline.Result result = ctl.await(SOON);
            assertEquals(result.err(), 0, result.status());
            JsonNode said = Api.JSON.readTree(result.out());
            JsonNode link = find(said.get("links"), A);
            for (String field : List.of("kind", "state", "addresses", "bitsPerSecond", "reach")) {
                assertTrue(field + " of " + link, link.hasNonNull(field));
            }
        }
    }

    @Test
    public void aPersonSetsTheAddress() throws Exception {
        String id = save(manual("Stage", STATIC, 24, NetworkLab.gateway(B)), 201).get("id").asText();
        connect(id, B, 0, 200);
        JsonNode link = link(B, l -> texts(l.get("addresses")).contains(STATIC));
        assertEquals(id, link.get("profile").asText());
        assertEquals(NetworkLab.gateway(B), link.get("gateway").asText());
        assertEquals(STATIC, LAB.address(B));
        link(A, NetworksIT::leased);
    }

    @Test
    public void aPulledCableIsSaidAndComesBack() throws Exception {
        LAB.carrier(B, false);
        link(B, l -> l.get("state").asText().equals("UNAVAILABLE") && l.get("addresses").isEmpty());
        LAB.router(B, 60);
        LAB.carrier(B, true);
        link(B, l -> l.get("state").asText().equals("CONNECTED") && texts(l.get("addresses")).stream().anyMatch(a -> a.startsWith(NetworkLab.net(B) + "6")));
    }

    @Test
    public void aPageToSignInIsSeen() throws Exception {
        LAB.portal(true);
        link(A, l -> l.get("reach").asText().equals("PORTAL") && l.hasNonNull("trouble"));
        LAB.portal(false);
        link(A, l -> l.get("reach").asText().equals("ONLINE") && !l.hasNonNull("trouble"));
    }

    @Test
    public void aChangeThatNobodyConfirmsUndoesItself() throws Exception {
        link(B, NetworksIT::leased);
        connect(save(manual("Trial", STATIC, 24, NetworkLab.gateway(B)), 201).get("id").asText(), B, TRIAL_SECONDS, 200);
        link(B, l -> texts(l.get("addresses")).contains(STATIC));
        assertTrue("it waits", trial().hasNonNull("until"));
        assertEquals("one at a time", 409, send("POST", "/api/v1/network/profiles", manual("Second", STATIC, 24, null)).statusCode());
        link(B, NetworksIT::leased);
        Await.until("nothing waits", SOON, NetworksIT::trial, JsonNode::isNull);
    }

    @Test
    public void aConfirmedChangeStays() throws Exception {
        connect(save(manual("Kept", STATIC, 24, NetworkLab.gateway(B)), 201).get("id").asText(), B, TRIAL_SECONDS, 200);
        SITE.api().post("/api/v1/network/trial", "{}");
        assertTrue(trial().isNull());
        Await.pass(Duration.ofSeconds(TRIAL_SECONDS + 2));
        assertEquals(STATIC, LAB.address(B));
    }

    @Test
    public void theEditOfAProfileInForceUndoesItselfToo() throws Exception {
        String id = save(manual("Edited", STATIC, 24, NetworkLab.gateway(B)), 201).get("id").asText();
        connect(id, B, 0, 200);
        ObjectNode other = manual("Edited", NetworkLab.net(B) + "77", 24, NetworkLab.gateway(B)).put("confirmWithinSeconds", TRIAL_SECONDS);
        assertEquals(200, send("PUT", "/api/v1/network/profiles/" + id, other).statusCode());
        Await.until("in force at once", SOON, () -> LAB.address(B), (NetworkLab.net(B) + "77")::equals);
        Await.until("undone", SOON, () -> LAB.address(B), STATIC::equals);
        Await.until("also in what is kept", SOON, () -> profile(id).at("/addressing/address").asText(), STATIC::equals);
    }

    @Test
    public void whatCannotBeRightIsRefused() throws Exception {
        save(manual("Outside", "10.99.0.5", 24, NetworkLab.gateway(B)), 422);
        save(manual("Itself", STATIC, 24, STATIC), 422);
        save(manual("The network's own", NetworkLab.net(B) + "0", 24, null), 422);
        save(manual("All of it", NetworkLab.net(B) + "255", 24, null), 422);
        save(manual("No prefix", STATIC, 40, null), 422);
        save(manual("No address", "10.78.1.999", 24, null), 400);
        save(manual("", STATIC, 24, null), 422);
        save(manual("Twice", STATIC, 24, null), 201);
        save(manual("Twice", STATIC, 24, null), 409);
        String unknown = "/api/v1/network/profiles/00000000-0000-4000-8000-000000000000";
        assertEquals(404, send("DELETE", unknown, null).statusCode());
        assertEquals(404, send("PUT", unknown, manual("Unknown", STATIC, 24, null)).statusCode());
        assertEquals(404, send("POST", unknown + "/connect", Api.JSON.createObjectNode()).statusCode());
        connect(profile("Twice", "name").get("id").asText(), "eth9", 0, 404);
    }

    @Test
    public void aRouterThatIsNotThereIsSaid() throws Exception {
        connect(save(manual("No router", STATIC, 24, NetworkLab.net(B) + "9"), 201).get("id").asText(), B, 0, 200);
        link(B, l -> l.hasNonNull("trouble") && !l.get("reach").asText().equals("ONLINE"));
        link(A, l -> l.get("reach").asText().equals("ONLINE"));
    }

    @Test
    public void anAdapterPulledWhileJoiningIsSaid() throws Exception {
        LAB.noRouter(B);
        String id = save(dhcp("Pulled"), 201).get("id").asText();
        CompletableFuture<HttpResponse<String>> joining = CompletableFuture.supplyAsync(() -> send("POST", "/api/v1/network/profiles/" + id + "/connect", wish(B, 0)));
        link(B, l -> l.get("state").asText().equals("CONNECTING"));
        LAB.unplug(B);
        HttpResponse<String> answer = joining.get(30, java.util.concurrent.TimeUnit.SECONDS);
        LAB.plug(B);
        assertEquals(answer.body(), 409, answer.statusCode());
        assertEquals("network.adapter-gone", Api.JSON.readTree(answer.body()).get("code").asText());
    }

    @Test
    public void aNetworkThatGivesNoAddressIsSaidAndTheOneBeforeComesBack() throws Exception {
        connect(save(manual("Before", STATIC, 24, NetworkLab.gateway(B)), 201).get("id").asText(), B, 0, 200);
        LAB.noRouter(B);
        String id = save(dhcp("Silent"), 201).get("id").asText();
        LAB.nmcli("connection", "modify", id, "ipv4.dhcp-timeout", "5");
        assertEquals("network.no-address", connect(id, B, 0, 409).get("code").asText());
        link(B, l -> texts(l.get("addresses")).contains(STATIC));
    }

    private static JsonNode connect(String id, String link, int confirmWithinSeconds, int status) throws IOException {
        HttpResponse<String> answer = send("POST", "/api/v1/network/profiles/" + id + "/connect", wish(link, confirmWithinSeconds));
        assertEquals(answer.body(), status, answer.statusCode());
        return Api.JSON.readTree(answer.body());
    }

    private static ObjectNode wish(String link, int confirmWithinSeconds) {
        return Api.JSON.createObjectNode().put("link", link).put("confirmWithinSeconds", confirmWithinSeconds);
    }

    private static JsonNode save(ObjectNode draft, int status) throws IOException {
        HttpResponse<String> answer = send("POST", "/api/v1/network/profiles", draft);
        assertEquals(draft + ": " + answer.body(), status, answer.statusCode());
        return Api.JSON.readTree(answer.body());
    }

    private static HttpResponse<String> send(String method, String path, JsonNode body) {
        return SITE.api().send(method, path, body == null ? null : body.toString());
    }

    /** Joined when a person says so, so that it takes no cable by itself. */
    private static ObjectNode dhcp(String name) {
        return Api.JSON.createObjectNode().put("name", name).put("kind", "ETHERNET").put("link", B).put("autoJoin", false).put("confirmWithinSeconds", 0);
    }

    private static ObjectNode manual(String name, String address, int prefix, String gateway) {
        ObjectNode draft = dhcp(name);
        ObjectNode addressing = draft.putObject("addressing").put("method", "MANUAL").put("address", address).put("prefix", prefix);
        if (gateway != null) {
            addressing.put("gateway", gateway);
        }
        return draft;
    }

    private static boolean leased(JsonNode link) {
        return link.get("state").asText().equals("CONNECTED") && texts(link.get("addresses")).stream().anyMatch(a -> a.startsWith(NetworkLab.net(link.get("name").asText()) + "10"));
    }

    private static JsonNode trial() {
        return SITE.api().get("/api/v1/network/trial").get("trial");
    }

    private static JsonNode profiles() {
        return SITE.api().get("/api/v1/network/profiles").get("profiles");
    }

    private static JsonNode profile(String id) {
        return profile(id, "id");
    }

    private static JsonNode profile(String value, String field) {
        for (JsonNode profile : profiles()) {
            if (profile.get(field).asText().equals(value)) {
                return profile;
            }
        }
        throw new AssertionError("no profile " + value);
    }

    private static JsonNode link(String name) {
        return find(SITE.api().get("/api/v1/network").get("links"), name);
    }

    private static JsonNode link(String name, Predicate<JsonNode> like) {
        return Await.until(name + " is as it should be", SOON, () -> link(name), like);
    }

    static JsonNode find(JsonNode links, String name) {
        for (JsonNode link : links) {
            if (link.get("name").asText().equals(name)) {
                return link;
            }
        }
        throw new AssertionError("no " + name + " in " + links);
    }

    private static List<String> texts(JsonNode array) {
        return Api.JSON.convertValue(array, Api.JSON.getTypeFactory().constructCollectionType(List.class, String.class));
    }
}
