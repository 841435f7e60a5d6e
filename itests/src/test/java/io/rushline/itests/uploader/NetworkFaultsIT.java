package io.rushline.itests.uploader;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.Lab;
import io.rushline.itests.support.Site;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.After;
import org.junit.Assume;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.junit.rules.TestName;

/** Whatever a network does in the middle of a clip, the clip waits for it, says why, and goes on from its last part. */
public class NetworkFaultsIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final long PART_BYTES = 5L << 20;
    private static final int PARTS = 4;
    private static final int BYTES = 60_000_000;
    private static final String QUICK = "rate 40;delay 5";
    private static final Lab LAB = new Lab();
    private static final Site SITE = new Site(LAB);

    @ClassRule
    public static final RuleChain RULES = RuleChain.outerRule(LAB).around(SITE);

    @Rule
    public final TestName test = new TestName();

    private Path clip;

    @BeforeClass
    public static void pair() {
        SITE.startAppliance(with());
        SITE.pair();
    }

    private static Object[] with() {
        return new Object[] {"--set", "io.rushline.uploader.c2c:partSizeBytes=" + PART_BYTES, "--set", "io.rushline.uploader.c2c:parallelParts=" + PARTS};
    }

    /** Also after a test that failed in the middle, so that the others do not. */
    @After
    public void mend() throws Exception {
        LAB.mend();
        SITE.noFaults();
        Await.until("nothing is left of it", LIMIT, () -> SITE.api().post("/api/v1/queue/cancel", "{\"all\": true}").get("refused").isEmpty());
    }

    @Test
    public void theLinkGoesDownAndUp() throws Exception {
        underWay();
        LAB.nearly("ip", "link", "set", "eth0", "down");
        says(why -> !why.isEmpty());
        LAB.nearly("ip", "link", "set", "eth0", "up");
        arrives(1);
    }

    @Test
    public void theLinkIsDeadForAWhile() throws Exception {
        underWay();
        LAB.link("dead 1");
        says(why -> !why.isEmpty());
        LAB.link(QUICK);
        arrives(1);
    }

    @Test
    public void theAddressChanges() throws Exception {
        underWay();
        LAB.address("10.77.0.7");
        arrives(1);
    }

    @Test
    public void theNameServerDies() throws Exception {
        underWay();
        LAB.answerNoNames();
        resetConnections();
        // The Java machine knows the name for half a minute more.
        says(why -> !why.isEmpty());
        LAB.answerNames();
        arrives(2);
    }

    @Test
    public void largePacketsVanishFromNowOn() throws Exception {
        underWay();
        LAB.link(QUICK + ";up.mtu 1200");
        arrives(1);
    }

    @Test
    public void connectionsAreResetInTheMiddleOfParts() throws Exception {
        SITE.cloud().post("/_sim/faults", "{\"drop\": {\"afterBytes\": 3000000, \"count\": 4}}");
        underWay();
        arrives(2);
    }

    @Test
    public void somebodyInterceptsTls() throws Exception {
        Assume.assumeTrue("RUSHLINE_LONG is not set", System.getenv("RUSHLINE_LONG") != null);
        underWay();
        long before = received();
        Path forged = SITE.folder("forged").resolve("forged.pem");
        LAB.farly("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", forged.toString(), "-out", forged + ".crt", "-days", "2", "-subj", "/CN=" + Lab.CLOUD);
        Process interceptor = LAB.serve("openssl", "s_server", "-quiet", "-accept", "7443", "-key", forged.toString(), "-cert", forged + ".crt");
        String port = Integer.toString(SITE.cloudPort());
        LAB.farly("iptables", "-t", "nat", "-I", "PREROUTING", "-p", "tcp", "--dport", port, "-s", Lab.NEAR_ADDRESS, "-j", "REDIRECT", "--to-ports", "7443");
        resetConnections();
        says(why -> why.contains("certificate"));
        assertTrue("nothing is sent to somebody else", received() - before < PARTS * PART_BYTES);
        LAB.farly("iptables", "-t", "nat", "-F", "PREROUTING");
        interceptor.destroy();
        resetConnections();
        arrives(2);
    }

    @Test
    public void aCaptivePortalAnswersInPlaceOfTheCloud() throws Exception {
        underWay();
        SITE.faults("{\"answer\": [{\"path\": \"/\", \"status\": 302, \"body\": \"sign in\", \"location\": \"https://" + Lab.OTHER + ":" + SITE.cloudPort()
                + "/activate\", \"count\": 1000}]}");
        JsonNode waiting = SITE.item(name(), "RETRYING", LIMIT);
        assertEquals("network.portal", waiting.at("/reason/code").asText());
        // The network is looked at anew when its address is another one.
        LAB.address("10.77.0.9");
        Await.until("the network says so too", LIMIT, () -> SITE.api().get("/api/v1/network").get("reach").asText(), "PORTAL"::equals);
        SITE.noFaults();
        LAB.address(Lab.NEAR_ADDRESS);
        SITE.retry(waiting);
        arrives(2);
    }

    /** A clip, some of whose bytes have arrived. */
    private void underWay() throws Exception {
        LAB.link(QUICK);
        clip = SITE.record(name(), BYTES);
        Await.until("bytes arrive", LIMIT, this::received, n -> n > 0);
    }

    private String name() {
        return test.getMethodName() + ".mov";
    }

    private long received() {
        return SITE.assets(name()).stream().mapToLong(a -> a.get("bytesReceived").asLong()).sum();
    }

    private void says(Predicate<String> expected) {
        Await.until("the uploader says why nothing moves", LIMIT, () -> SITE.api().get("/api/v1/status").at("/uploader/why").asText(""), expected);
    }

    /** @param drops how often all parts on their way may have been cut */
    private void arrives(int drops) throws Exception {
        // One that no part gets through to may be given up for another in smaller parts.
        SITE.arrivesOnce(clip, LIMIT);
        long again = SITE.assets(name()).stream().mapToLong(asset -> asset.get("bytesTwice").asLong() + asset.get("bytesInVain").asLong()).sum();
        assertTrue(again + " bytes twice or in vain", again <= drops * PARTS * PART_BYTES);
    }

    private static void resetConnections() throws Exception {
        String port = Integer.toString(SITE.cloudPort());
        for (String what : new String[] {"-I", "-D"}) {
            LAB.farly("iptables", what, "INPUT", "-p", "tcp", "-s", Lab.NEAR_ADDRESS, "--dport", port, "-j", "REJECT", "--reject-with", "tcp-reset");
            if (what.equals("-I")) {
                Await.pass(Duration.ofSeconds(3));
            }
        }
    }
}
