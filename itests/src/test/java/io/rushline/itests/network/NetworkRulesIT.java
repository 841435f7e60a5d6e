package io.rushline.itests.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Api;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.NetworkLab;
import io.rushline.itests.support.Rushline;
import io.rushline.itests.support.Site;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;

/** What a network is for is obeyed and kept, and what it carries is counted, with the real NetworkManager. */
public class NetworkRulesIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String A = NetworkLab.A;

    private final NetworkLab lab = new NetworkLab();
    private final Site site = new Site(lab);

    @Rule
    public final RuleChain rules = RuleChain.outerRule(lab).around(site);

    @Before
    public void start() throws IOException {
        lab.rate(A, 20);
        begin();
    }

    @Test
    public void aRuleHoldsAtOnceAndAfterThePlugWasPulled() {
        ctl(0, "network", "rule", A, "--carries", "nothing");
        notBy(A);
        site.killAppliance();
        begin();
        assertEquals("NOTHING", use().get("carries").asText());
        notBy(A);
        ctl(0, "network", "rule", A, "--standard");
        by(A);
        ctl(2, "network", "rule", A, "--carries", "some");
        ctl(1, "network", "rule", "eth9", "--carries", "all");
    }

    @Test
    public void theSpeedOfALinkIsMeasuredAndItsBytesUseUpItsBudget() {
        JsonNode answer = ctl(0, "network", "check", "--speed");
        JsonNode speed = find(answer.get("speeds"));
        double bits = speed.get("bitsPerSecond").asDouble();
        assertTrue("of 20 Mbit/s: " + speed, bits > 5e6 && bits < 26e6);
        JsonNode counted = Await.until("its bytes are counted", SOON, this::use, use -> use.get("carriedBytes").asLong() >= speed.get("bytes").asLong());
        assertTrue("and no more: " + counted, counted.get("carriedBytes").asLong() < 2 * speed.get("bytes").asLong());
        ctl(0, "network", "rule", A, "--budget", "0.001");
        notBy(A);
        assertEquals(0, use().get("leftBytes").asLong());
        ctl(0, "network", "rule", A, "--no-budget");
        by(A);
    }

    private void begin() {
        site.startAppliance("--set", "io.rushline.network:speedTestUrl=" + site.cloudUrl() + "/_sim/speed");
        Await.until("A is the main link, and the cloud answers", SOON, () -> site.api().get("/api/v1/network"),
                network -> network.get("reach").asText().equals("ONLINE") && NetworksIT.find(network.get("links"), A).get("main").asBoolean());
    }

    private JsonNode use() {
        return find(site.api().get("/api/v1/network/rules").get("networks"));
    }

    private void by(String link) {
        Await.until("clips leave by " + link, SOON, this::carriers, carriers -> carriers.contains(link));
    }

    private void notBy(String link) {
        Await.until("no clips leave by " + link, SOON, this::carriers, carriers -> !carriers.contains(link));
        if (carriers().isEmpty()) {
            assertTrue(site.api().get("/api/v1/network").get("trouble").asText().startsWith("Clips wait: "));
        }
    }

    private List<String> carriers() {
        List<String> links = new ArrayList<>();
        site.api().get("/api/v1/network").get("carriers").forEach(carrier -> links.add(carrier.get("link").asText()));
        return links;
    }

    private static JsonNode find(JsonNode all) {
        for (JsonNode each : all) {
            if (each.get("link").asText().equals(A)) {
                return each;
            }
        }
        throw new AssertionError("no " + A + " in " + all);
    }

    private JsonNode ctl(int status, String... words) {
        Rushline.Result result = site.ctl(null, SOON, (Object[]) words);
        assertEquals(result.err(), status, result.status());
        try {
            return status == 0 ? Api.JSON.readTree(result.out()) : null;
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
