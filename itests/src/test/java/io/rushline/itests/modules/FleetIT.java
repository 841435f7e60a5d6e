package io.rushline.itests.modules;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.Fault;
import io.rushline.itests.support.FleetServer;
import io.rushline.itests.support.FleetServer.Request;
import io.rushline.itests.support.Site;
import io.rushline.itests.support.VendorRepository;
import io.rushline.itests.support.VendorRepository.Sent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;

/** A fleet's server rolls modules out to a running appliance, which asks it every 30 s. All tests share it, each has an action and a module of its own. */
public class FleetIT {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String TOKEN = "token-of-a-test";
    private static final int PIECE = 65_536;
    private static final int BYTES_PER_SECOND = 50_000;

    @ClassRule
    public static final Site SITE = new Site();

    private static Installer installer;
    private static VendorRepository files;
    private static FleetServer server;
    private static int actions = 100;

    private String action;

    @BeforeClass
    public static void start() throws IOException {
        installer = new Installer(SITE);
        files = new VendorRepository(SITE.folder("repository"));
        server = new FleetServer(SITE.folder("fleet"), files);
        Files.writeString(SITE.home.resolve("fleet-token"), TOKEN);
        appliance();
    }

    private static void appliance() {
        appliance(List.of("--set", "io.rushline.fleet.hawkbit:serverUrl=" + server.url()));
    }

    private static void appliance(List<Object> more) {
        List<Object> flags = new ArrayList<>(List.of("--set", "io.rushline.fleet.hawkbit:controllerId=" + FleetServer.CONTROLLER,
                "--set", "io.rushline.fleet.hawkbit:tokenFile=fleet-token", "--set", "io.rushline.fleet.hawkbit:trustPemFile=" + server.pem(),
                "--set", "io.rushline.modules.repository:trustPemFile=" + files.pem(), "--set", "io.rushline.modules.repository:pieceBytes=" + PIECE));
        flags.addAll(more);
        installer.start(Map.of(), flags.toArray());
    }

    @AfterClass
    public static void stop() {
        server.close();
        files.close();
    }

    @Before
    public void begin() {
        files.slow(0);
        server.answers(request -> 200);
        action = Integer.toString(++actions);
    }

    private static Path module(String name, Fault fault, int bytes) {
        byte[] noise = new byte[bytes];
        new Random(name.hashCode()).nextBytes(noise);
        return installer.maker.bundle(name, "1.0.0").entry("noise.bin", noise).with(fault).signed();
    }

    private void deploys(Path... modules) throws IOException {
        files.publish("fleet", modules);
        server.deploys(action, modules);
    }

    /** What the server was told when the action was closed. */
    private JsonNode closed() {
        Await.until("action " + action + " is closed", LIMIT, server::idle);
        List<JsonNode> all = server.feedback("deploymentBase", action);
        return all.get(all.size() - 1);
    }

    /** What the history says of the action. */
    private List<JsonNode> updates() {
        return StreamSupport.stream(installer.history().spliterator(), false)
                .filter(update -> update.at("/by/via").asText().equals("FLEET") && update.at("/by/name").asText().equals("action " + action)).toList();
    }

    private static boolean closes(Request request) {
        return request.path().endsWith("/feedback") && request.json().at("/status/execution").asText().equals("closed");
    }

    private static List<Request> asked(Predicate<Request> which) {
        return server.requests().stream().filter(which).toList();
    }

    /** The server has been asked so often from now on. */
    private static void polls(int times) {
        int before = asked(request -> request.path().isEmpty()).size();
        Await.until(times + " more polls", LIMIT, () -> asked(request -> request.path().isEmpty()).size() >= before + times);
    }

    @Test
    public void aForcedDeploymentIsInstalledAsOneSetAndTheServerToldSo() throws Exception {
        deploys(module("com.fleet.one", Fault.NONE, 200_000), module("com.fleet.other", Fault.NONE, 1_000));
        assertEquals("closed success", closed().at("/status/execution").asText() + " " + closed().at("/status/result/finished").asText());
        assertEquals("1.0.0 1.0.0", installer.version("com.fleet.one") + " " + installer.version("com.fleet.other"));
        List<JsonNode> updates = updates();
        assertEquals(updates.toString(), 1, updates.size());
        assertEquals("COMMITTED", updates.get(0).get("state").asText());
        assertEquals(2, updates.get(0).get("changes").size());
        List<String> told = server.told("deploymentBase", action);
        assertTrue(told.toString(), told.contains("downloaded none") && told.indexOf("closed success") == told.size() - 1);
        assertEquals("only with the token", List.of(), asked(request -> !request.authorization().equals("TargetToken " + TOKEN)));
        assertFalse("it lies in the vault, and nowhere else", Files.exists(SITE.home.resolve("fleet-token")));
    }

    @Test
    public void anUnhealthyModuleIsRolledBackAndTheServerToldWhy() throws Exception {
        List<String> before = installer.list();
        deploys(module("com.fleet.sick", Fault.UNHEALTHY, 1_000));
        JsonNode closed = closed();
        assertEquals("closed failure", closed.at("/status/execution").asText() + " " + closed.at("/status/result/finished").asText());
        assertTrue(closed.toString(), closed.at("/status/details/0").asText().startsWith("UNHEALTHY: ") && closed.toString().contains("unhealthy on purpose"));
        installer.isAgain("rolled back", before);
        assertEquals("ROLLED_BACK", updates().get(0).get("state").asText());
    }

    @Test
    public void anActionThatIsCutOffBeforeItsFeedbackIsInstalledOnceAndToldAfterwards() throws Exception {
        server.answers(request -> closes(request) ? 503 : 200);
        deploys(module("com.fleet.cut", Fault.NONE, 1_000));
        Await.until("the server was to be told", LIMIT, () -> !asked(request -> closes(request) && request.path().contains("/" + action + "/")).isEmpty());
        SITE.killAppliance();
        assertEquals("nothing has come of it", List.of(), asked(request -> closes(request) && request.path().contains("/" + action + "/") && request.status() == 200));
        server.answers(request -> 200);
        appliance();
        assertEquals("success", closed().at("/status/result/finished").asText());
        polls(1);
        assertEquals("told once", 1, server.told("deploymentBase", action).stream().filter("closed success"::equals).count());
        assertEquals(updates().toString(), 1, updates().size());
        assertEquals("COMMITTED", updates().get(0).get("state").asText());
        assertEquals("1.0.0", installer.version("com.fleet.cut"));
    }

    @Test
    public void aServerThatIsBusyIsToldAgain() throws Exception {
        server.answers(request -> closes(request) && asked(one -> closes(one) && one.path().equals(request.path())).size() < 2 ? 503 : 200);
        deploys(module("com.fleet.busy", Fault.NONE, 1_000));
        assertEquals("success", closed().at("/status/result/finished").asText());
        assertEquals(List.of(503, 503, 200), asked(request -> closes(request) && request.path().contains("/" + action + "/")).stream().map(Request::status).toList());
        assertEquals(1, updates().size());
    }

    @Test
    public void aCancellationEndsADownloadBetweenTwoPieces() throws Exception {
        Path module = module("com.fleet.cancelled", Fault.NONE, 12_000_000);
        files.slow(BYTES_PER_SECOND);
        deploys(module);
        String name = module.getFileName().toString();
        Await.until("pieces have come", LIMIT, () -> files.sent(name).size() >= 2);
        server.cancels();
        Await.until("the cancellation is closed", LIMIT, () -> server.told("cancelAction", action).contains("closed success"));
        Await.until("nothing more comes", LIMIT, () -> { // but what was on its way
            List<Sent> before = files.sent(name);
            polls(1);
            return before.equals(files.sent(name));
        });
        List<Sent> sent = files.sent(name);
        assertTrue(sent.toString(), sent.stream().allMatch(piece -> piece.bytes() <= PIECE) && sent.get(sent.size() - 1).to() < Files.size(module));
        assertEquals("nothing is installed", List.of(), updates());
        assertEquals("nothing waits", 0, SITE.api().get("/api/v1/modules/staged").get("modules").size());
    }

    @Test
    public void aRefusalByTheServerIsFinal() throws Exception {
        Path module = module("com.fleet.missing", Fault.NONE, 1_000);
        server.deploys(action, module); // nobody has put it there: 404
        JsonNode closed = closed();
        assertEquals("failure", closed.at("/status/result/finished").asText());
        server.answers(request -> closes(request) ? 410 : 200);
        action = Integer.toString(++actions);
        server.deploys(action, module);
        Predicate<Request> tells = request -> closes(request) && request.path().contains("/" + action + "/");
        Await.until("the server was told", LIMIT, () -> !asked(tells).isEmpty());
        server.withdraws();
        polls(1);
        int told = asked(tells).size();
        polls(2);
        assertEquals("it is told no more", told, asked(tells).size());
        assertEquals(List.of(), updates());
    }

    @Test
    public void withoutAnAddressNobodyIsAsked() throws Exception {
        installer.stop();
        int before = server.requests().size();
        appliance(List.of());
        assertEquals(503, SITE.api().send("GET", "/api/v1/modules/fleet", null).statusCode());
        Await.pass(Duration.ofSeconds(65)); // the first poll comes within a minute of the start
        assertEquals(before, server.requests().size());
        installer.stop();
        appliance();
        polls(1);
    }
}
