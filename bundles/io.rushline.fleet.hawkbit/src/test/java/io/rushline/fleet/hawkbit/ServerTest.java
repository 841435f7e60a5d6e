package io.rushline.fleet.hawkbit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** Servers that are busy, refuse, lie, or are asked too often. */
public class ServerTest extends RigTest {

    @Test
    public void itIsAskedAsOftenAsItSaysWithinBounds() throws Exception {
        rig.pass(Duration.ofMinutes(61));
        assertTrue("" + rig.server.polls(), rig.server.polls() >= 12 && rig.server.polls() <= 15);
        rig.server.answers.put("", "{\"config\": {\"polling\": {\"sleep\": \"00:00:01\"}}}");
        rig.pass(Duration.ofMinutes(6));
        rig.server.requests.clear();
        rig.pass(Duration.ofMinutes(10));
        assertTrue("" + rig.server.polls(), rig.server.polls() >= 19 && rig.server.polls() <= 23);
    }

    @Test
    public void theSettingGoesBeforeWhatItSays() throws Exception {
        rig.settings = Map.of("pollSeconds", 3600);
        rig.start();
        rig.pass(Duration.ofMinutes(61));
        assertTrue("" + rig.server.polls(), rig.server.polls() <= 2);
    }

    @Test
    public void afterAnErrorItIsLeftAloneForAsLongAsItWants() throws Exception {
        rig.server.script = (exchange, path) -> {
            exchange.getResponseHeaders().set("Retry-After", "900");
            FakeHawkbit.send(exchange, 503, "");
            return true;
        };
        rig.pass(Duration.ofMinutes(14));
        assertEquals(1, rig.server.polls());
        rig.server.script = (exchange, path) -> false;
        rig.pass(Duration.ofMinutes(5));
        assertEquals(2, rig.server.polls());
    }

    @Test
    public void theAttributesAreThoseOfTheAppliance() throws Exception {
        rig.server.offers("base-configData");
        rig.pass(Duration.ofSeconds(70));
        JsonNode body = rig.server.posted("/configData").get(0);
        assertEquals("replace", body.get("mode").asText());
        assertEquals("1.2.3", body.at("/data/rushline.version").asText());
        assertEquals("1.0.0", body.at("/data/module.io.rushline.store").asText());
        assertEquals("what stands by does not run", "2.1.0", body.at("/data/module.com.vendor.recorder").asText());
        assertEquals(System.getProperty("java.version"), body.at("/data/java.version").asText());
        assertEquals("PUT", rig.server.requests.stream().filter(one -> one.path().equals("/configData")).findFirst().orElseThrow().method());
    }

    @Test
    public void attributesThatItDoesNotTakeHinderNoUpdate() throws Exception {
        rig.deploys();
        rig.server.answers.put("", rig.server.recorded("base-deploymentBase").replace("\"_links\": {", "\"_links\": {\"configData\": {\"href\": \"https://x.example/configData\"},"));
        rig.server.statuses.put("/configData", 403);
        rig.pass();
        assertEquals(1, rig.modules.installs.size());
    }

    @Test
    public void aRefusedTokenIsSaidUntilItIsTaken() throws Exception {
        rig.server.statuses.put("", 401);
        rig.pass(Duration.ofMinutes(2));
        assertEquals(List.of(true), rig.tokenRefused);
        assertTrue(rig.state(), rig.state().contains("refuses the token"));
        rig.server.statuses.clear();
        rig.pass(Duration.ofMinutes(10));
        assertFalse(rig.tokenRefused.get(rig.tokenRefused.size() - 1));
    }

    @Test
    public void filesWithoutSha256AreRefusedWithTheReason() throws Exception {
        rig.deploys(text -> text.replaceAll(", \"sha256\": \"[0-9a-f]{64}\"", ""));
        rig.pass();
        assertEquals(List.of("closed failure"), rig.told().stream().distinct().toList());
        assertTrue(rig.lastDetail(), rig.lastDetail().contains("gives no SHA-256 for recorder.jar"));
        assertEquals(List.of(), rig.modules.fetched);
    }

    @Test
    public void filesThatAreNotOverHttpsAreRefusedWithTheReason() throws Exception {
        rig.deploys(text -> text.replace("https://cdn.example", "http://cdn.example"));
        rig.pass();
        assertTrue(rig.lastDetail(), rig.lastDetail().contains("is not https"));
        assertEquals(List.of(), rig.modules.fetched);
    }

    @Test
    public void filesOverPlainHttpAloneAreRefusedWithTheReason() throws Exception {
        rig.deploys(text -> text.replace("\"download\": {", "\"download-gone\": {"));
        rig.pass();
        assertTrue(rig.lastDetail(), rig.lastDetail().contains("over plain HTTP only"));
        assertEquals(List.of(), rig.modules.fetched);
    }

    @Test
    public void answersOfWrongTypesTooDeepOrOfAnotherActionAreClosedWithAReason() throws Exception {
        List<String> bodies = List.of("[]", "{\"id\": \"5\"}", "{\"id\": \"6\", \"deployment\": {}}", "{\"id\": {}, \"deployment\": {}}", "{\"deployment\": {\"chunks\": {}}}",
                "{\"deployment\": {\"chunks\": [{\"artifacts\": 5}]}}", "{\"deployment\": {\"chunks\": []}}", "[".repeat(100_000), "{\"a\":" + "1".repeat(5_000) + "}", "no JSON", "");
        for (String body : bodies) {
            rig.close();
            rig = new Rig(home.newFolder().toPath());
            rig.deploys(text -> body);
            rig.pass(Duration.ofSeconds(61));
            assertEquals(body.substring(0, Math.min(60, body.length())), "closed failure", rig.told().get(0));
        }
    }

    @Test
    public void anEndlessAnswerIsCutOff() throws Exception {
        long[] sent = new long[1];
        rig.deploys();
        rig.server.script = (exchange, path) -> {
            if (!path.equals("/deploymentBase/5")) {
                return false;
            }
            exchange.sendResponseHeaders(200, 0);
            byte[] piece = " ".repeat(1 << 16).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            try (OutputStream out = exchange.getResponseBody()) {
                for (; sent[0] < 1L << 30; sent[0] += piece.length) {
                    out.write(piece);
                }
            }
            return true;
        };
        rig.pass(Duration.ofSeconds(61));
        assertTrue(rig.lastDetail(), rig.lastDetail().contains("larger than 1 MiB"));
        assertTrue("" + sent[0], sent[0] < 100 << 20);
    }

    @Test
    public void linksToOtherHostsAndRedirectsAreNotFollowed() throws Exception {
        rig.server.answers.put("", rig.server.recorded("base-deploymentBase").replace(rig.server.address().toString(), "https://evil.example"));
        rig.pass();
        assertTrue(rig.state(), rig.state().contains("leads to another host"));
        rig.server.script = (exchange, path) -> {
            exchange.getResponseHeaders().set("Location", "https://evil.example/");
            FakeHawkbit.send(exchange, 302, "");
            return true;
        };
        rig.pass(Duration.ofMinutes(20));
        assertTrue(rig.state(), rig.state().contains("leads elsewhere"));
        assertEquals(List.of(), rig.modules.fetched);
    }

    @Test
    public void anActionThatIsGoneOrRefusedIsNotTriedForever() throws Exception {
        rig.server.offers("base-deploymentBase");
        rig.pass();
        assertEquals(List.of(), rig.told());
        rig.server.statuses.put("/deploymentBase/5", 400);
        rig.pass(Duration.ofMinutes(12));
        assertEquals("closed failure", rig.told().get(0));
    }
}
