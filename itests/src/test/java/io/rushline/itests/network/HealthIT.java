package io.rushline.itests.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Api;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.NetworkLab;
import io.rushline.itests.support.Rushline;
import io.rushline.itests.support.Site;
import java.net.Authenticator;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.After;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.RuleChain;

/** What is wrong with a network is said in one sentence, and goes away by itself. */
public class HealthIT {

    /** The Java machine knows a name for half a minute, and what is down is asked for twice a minute. */
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String A = NetworkLab.A;
    private static final String B = NetworkLab.B;
    private static final NetworkLab LAB = new NetworkLab();
    private static final Site SITE = new Site(LAB);

    @ClassRule
    public static final RuleChain RULES = RuleChain.outerRule(LAB).around(SITE);

    @BeforeClass
    public static void start() throws Exception {
        SITE.startAppliance();
        says("ONLINE", "");
        SITE.pair();
    }

    @After
    public void mend() throws Exception {
        LAB.portal(false);
        LAB.farly("iptables", "-F", "INPUT");
        LAB.farly("iptables", "-t", "nat", "-F", "PREROUTING");
        LAB.farly("ip", "link", "set", "net0", "arp", "on");
        LAB.carrier(B, true);
    }

    @Test
    public void aDeadNameServer() throws Exception {
        LAB.answerNoNames();
        LAB.noRouter(A);
        LAB.carrier(B, false);
        says("OFFLINE", "The name server " + NetworkLab.gateway(A) + " does not answer.");
        LAB.answerNames();
        LAB.router(A, 100);
        says("ONLINE", "");
    }

    @Test
    public void aRouterThatIsGone() throws Exception {
        LAB.farly("ip", "link", "set", "net0", "arp", "off");
        LAB.nearly("ip", "neigh", "flush", "dev", A);
        LAB.carrier(B, false);
        says("OFFLINE", "The router " + NetworkLab.gateway(A) + " does not answer.");
        LAB.farly("ip", "link", "set", "net0", "arp", "on");
        says("ONLINE", "");
    }

    @Test
    public void aFirewallThatLetsTheCloudNotThrough() throws Exception {
        LAB.farly("iptables", "-I", "INPUT", "-p", "tcp", "-d", LAB.farAddress(), "--dport", Integer.toString(SITE.cloudPort()), "-j", "DROP");
        LAB.carrier(B, false);
        says("OFFLINE", "The internet can be reached, but the cloud, " + NetworkLab.CLOUD + ", cannot.");
        LAB.farly("iptables", "-F", "INPUT");
        says("ONLINE", "");
    }

    @Test
    public void somebodyInterceptsTls() throws Exception {
        Path forged = SITE.folder("forged").resolve("forged.pem");
        LAB.farly("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", forged.toString(), "-out", forged + ".crt", "-days", "2", "-subj", "/CN=Hotel box");
        Process interceptor = LAB.serve("openssl", "s_server", "-quiet", "-accept", "7443", "-key", forged.toString(), "-cert", forged + ".crt");
        LAB.farly("iptables", "-t", "nat", "-I", "PREROUTING", "-p", "tcp", "--dport", Integer.toString(SITE.cloudPort()), "-j", "REDIRECT", "--to-ports", "7443");
        LAB.carrier(B, false);
        says("OFFLINE", "something intercepts the connection (its certificate was issued by \"Hotel box\").");
        LAB.farly("iptables", "-t", "nat", "-F", "PREROUTING");
        interceptor.destroy();
        says("ONLINE", "");
    }

    @Test
    public void anAdminSignsInAtAPortalThroughTheAppliance() throws Exception {
        LAB.signInWanted(SITE.cloudPort());
        LAB.carrier(B, false);
        JsonNode network = says("PORTAL", "The network wants a sign-in first");
        assertEquals(NetworkLab.SIGN_IN, network.get("portal").asText());
        Path clip = SITE.add("waits.mov", 3_000_000);
        JsonNode door = SITE.api().post("/api/v1/network/portal", "{}").get("portal");
        assertEquals(NetworksIT.find(network.get("links"), A).get("hardwareAddress"), door.get("hardwareAddress"));
        HttpClient browser = browser(door);
        URI page = URI.create(door.get("page").asText());
        assertEquals("without the cookie", 403, browser.send(form(page), HttpResponse.BodyHandlers.ofString()).statusCode());
        assertTrue(browser.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString()).body().contains("<form"));
        assertEquals("Welcome", browser.send(form(page), HttpResponse.BodyHandlers.ofString()).body());
        says("ONLINE", "");
        SITE.arrives(clip, LIMIT);
        Await.until("the proxy is closed", LIMIT, () -> SITE.api().get("/api/v1/network/portal").get("portal").isNull());
    }

    private static HttpClient browser(JsonNode door) {
        int port = LAB.near(door.get("port").asInt());
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).cookieHandler(new CookieManager())
                .proxy(ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))).authenticator(new Authenticator() {
                    @Override
                    protected PasswordAuthentication getPasswordAuthentication() {
                        return new PasswordAuthentication(door.get("user").asText(), door.get("password").asText().toCharArray());
                    }
                }).build();
    }

    private static HttpRequest form(URI page) {
        return HttpRequest.newBuilder(page).POST(HttpRequest.BodyPublishers.ofString("room=12")).build();
    }

    /** The command says so too. */
    private static JsonNode says(String reach, String sentence) throws Exception {
        JsonNode network = Await.until(reach + " is said, and " + sentence, LIMIT, () -> SITE.api().get("/api/v1/network"),
                said -> said.get("reach").asText().equals(reach) && said.get("trouble").asText("").contains(sentence));
        if (!sentence.isEmpty()) {
            try (Rushline ctl = Rushline.start(LAB.near(), Map.of(), "ctl", "--home", SITE.home, "--json", "network", "list")) {
                Rushline.Result result = ctl.await(Duration.ofSeconds(60));
                assertEquals(result.err(), 0, result.status());
                JsonNode said = Api.JSON.readTree(result.out());
                assertTrue(said.toString(), said.get("trouble").asText("").contains(sentence));
            }
        }
        return network;
    }
}
