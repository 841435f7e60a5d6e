package io.rushline.launcher.ctl;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rushline.launcher.CommandException;
import jakarta.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import picocli.CommandLine;

public class ModulesCtlTest {

    private static final String ID = "a".repeat(64);
    private static final String REFUSED = "{\"title\":\"This module was changed after it was signed.\",\"detail\":\"a.class\",\"todo\":\"Copy it again.\","
            + "\"code\":\"modules.tampered\",\"status\":422}";

    @Rule
    public final TemporaryFolder home = new TemporaryFolder();

    private final Map<String, Deque<Reply>> replies = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpServer server;
    private volatile String token = "first";

    private record Reply(int status, String body, Runnable then) {
    }

    @Before
    public void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        control("first");
        reply("GET /api/v1/modules/staged", 200, "{\"modules\":[]}");
        reply("POST /api/v1/modules/staged", 201, "{\"id\":\"" + ID + "\",\"name\":\"a.b\",\"version\":\"1.1.0\",\"signer\":\"CN=Vendor\"}");
        reply("POST /api/v1/modules/look", 200, "{\"changes\":[{\"module\":\"a.b\",\"from\":\"1.0.0\",\"to\":\"1.1.0\"}],\"restarts\":[\"a.b\"]}");
        reply("DELETE /api/v1/modules/staged/" + ID, 204, "");
        reply("POST /api/v1/modules/install", 202, update("SCHEDULED", "now", false));
    }

    @After
    public void stop() {
        server.stop(0);
    }

    @Test
    public void anInstallationIsFollowedToItsEnd() throws Exception {
        reply("GET /api/v1/modules/updates/7", 200, update("SWITCHING", "now", false));
        reply("GET /api/v1/modules/updates/7", 200, update("SETTLING", "now", false));
        reply("GET /api/v1/modules/updates/7", 200, update("COMMITTED", "now", true));
        assertEquals(0, run("modules", "install", module("a.jar"), "--allow-downgrade"));
        assertEquals("update 7: COMMITTED, a.b 1.0.0 -> 1.1.0", out.toString().strip());
        for (String step : new String[] {"a.b 1.1.0, signed by CN=Vendor", "a.b 1.0.0 -> 1.1.0; restarts only: a.b", "SWITCHING", "SETTLING"}) {
            assertTrue(err.toString(), err.toString().contains(step));
        }
        assertTrue(calls.toString(), calls.contains("POST /api/v1/modules/staged?name=a.jar content"));
        assertTrue(calls.toString(), calls.contains("POST /api/v1/modules/install {\"ids\":[\"" + ID + "\"],\"allowDowngrade\":true,\"when\":\"now\"}"));
    }

    @Test
    public void itIsFollowedThoughTheConsoleIsAwayAndComesBackWithAnotherToken() throws Exception {
        reply("GET /api/v1/modules/updates/7", 200, update("SWITCHING", "now", false));
        reply("GET /api/v1/modules/updates/7", 404, "");
        reply("GET /api/v1/modules/updates/7", 503, "{}");
        replies.get("GET /api/v1/modules/updates/7").add(new Reply(503, "{}", () -> {
            token = "second";
            control("second");
        }));
        reply("GET /api/v1/modules/updates/7", 200, update("COMMITTED", "now", true));
        assertEquals(0, run("modules", "install", module("a.jar")));
        assertTrue(err.toString(), err.toString().contains("the console is being replaced"));
    }

    @Test
    public void anApplianceThatStaysAwayIsNotWaitedForForEver() throws Exception {
        Rest away = Rest.find(home.getRoot().toPath()).orElseThrow();
        server.stop(0);
        UpdateWatch watch = new UpdateWatch(() -> java.util.Optional.of(away), step -> { }, java.time.Duration.ofMillis(200));
        try {
            watch.follow(Json.createReader(new StringReader(update("SWITCHING", "now", false))).readObject());
        } catch (CommandException e) {
            assertTrue(e.getMessage(), e.getMessage().contains("update 7"));
            return;
        }
        throw new AssertionError("it waited no longer");
    }

    @Test
    public void whatIsRolledBackFailsWithTheReason() throws Exception {
        reply("GET /api/v1/modules/updates/7", 200, update("ROLLED_BACK", "now", true).replace("\"why\":null",
                "\"why\":{\"code\":\"modules.unhealthy\",\"what\":\"The new version is not healthy.\",\"todo\":\"Tell its vendor.\"}"));
        assertEquals(1, run("modules", "install", module("a.jar"), "--json"));
        assertEquals("ROLLED_BACK", Json.createReader(new StringReader(out.toString())).readObject().getString("state"));
        assertTrue(err.toString(), err.toString().contains("ROLLED_BACK. The new version is not healthy. Tell its vendor."));
    }

    @Test
    public void aRefusedSetLeavesNothingBehind() throws Exception {
        replies.remove("POST /api/v1/modules/install");
        reply("POST /api/v1/modules/look", 422, REFUSED);
        replies.get("POST /api/v1/modules/look").removeFirst();
        reply("POST /api/v1/modules/install", 422, REFUSED);
        assertEquals(1, run("modules", "install", module("a.jar")));
        assertTrue(err.toString(), err.toString().contains("This module was changed after it was signed. a.class Copy it again."));
        assertTrue("the history has it", calls.stream().anyMatch(call -> call.startsWith("POST /api/v1/modules/install")));
        assertTrue(calls.toString(), calls.stream().anyMatch(call -> call.startsWith("DELETE /api/v1/modules/staged/" + ID)));
    }

    @Test
    public void whatWaitsForItsTimeIsNotWaitedFor() throws Exception {
        replies.remove("POST /api/v1/modules/install");
        reply("POST /api/v1/modules/install", 202, update("SCHEDULED", "idle", false));
        reply("GET /api/v1/modules/updates/7", 200, update("SCHEDULED", "idle", false));
        assertEquals(0, run("modules", "install", module("a.jar"), "--when", "idle"));
        assertEquals(0, run("modules", "install", module("a.jar"), "--when", "2026-11-25T03:00:00+01:00"));
        assertTrue(calls.toString(), calls.stream().anyMatch(call -> call.endsWith("\"when\":\"2026-11-25T02:00:00Z\"}")));
        assertEquals(2, run("modules", "install", module("a.jar"), "--when", "soon"));
        assertEquals(2, run("modules", "install"));
    }

    @Test
    public void filesAreVerifiedOneByOneAndNotKept() throws Exception {
        reply("POST /api/v1/modules/staged", 422, REFUSED);
        assertEquals(1, run("modules", "verify", module("a.jar"), module("b.jar")));
        assertTrue(out.toString(), out.toString().contains("a.jar: good, a.b 1.1.0, signed by CN=Vendor"));
        assertTrue(out.toString(), out.toString().contains("b.jar: This module was changed after it was signed. a.class Copy it again."));
        assertTrue(calls.toString(), calls.stream().anyMatch(call -> call.startsWith("DELETE /api/v1/modules/staged/" + ID)));
    }

    @Test
    public void withoutAFileWhatRunsIsVerified() throws Exception {
        String good = "{\"name\":\"a.b\",\"version\":\"1.0.0\",\"signer\":null,\"problem\":null},{\"name\":\"c.d\",\"version\":\"1.0.0\",\"signer\":\"CN=V\",\"problem\":null}";
        reply("POST /api/v1/modules/verify", 200, "{\"modules\":[" + good + "]}");
        reply("POST /api/v1/modules/verify", 200, "{\"modules\":[" + good.replace("null}", "\"It was changed.\"}") + "]}");
        assertEquals(0, run("modules", "verify"));
        assertEquals(List.of("a.b  1.0.0  as the distribution shipped it", "c.d  1.0.0  as signed by CN=V"), out.toString().lines().toList());
        assertEquals(1, run("modules", "verify"));
        assertTrue(out.toString(), out.toString().contains("c.d  1.0.0  It was changed."));
    }

    @Test
    public void aModuleThatWaitedBeforeStaysWhenItIsVerified() throws Exception {
        replies.remove("GET /api/v1/modules/staged");
        reply("GET /api/v1/modules/staged", 200, "{\"modules\":[{\"id\":\"" + ID + "\"}]}");
        assertEquals(0, run("modules", "verify", module("a.jar")));
        assertTrue(calls.toString(), calls.stream().noneMatch(call -> call.startsWith("DELETE")));
    }

    @Test
    public void modulesAreListedInColumnsWithoutAnyControlCharacter() throws Exception {
        reply("GET /api/v1/modules", 200, "{\"safeMode\":\"Three starts failed.\",\"current\":null,\"modules\":[{\"name\":\"a.b\\u001b[2J\",\"version\":\"1.0.0\","
                + "\"role\":\"ADDED\",\"state\":\"ACTIVE\",\"signer\":\"CN=V\",\"since\":\"2026-11-24T03:00:01.123456Z\",\"parts\":[{\"name\":\"a.b\",\"version\":\"1.0.0\",\"state\":\"ACTIVE\","
                + "\"offers\":[\"service x.Y\"],\"needs\":[]}]}]}");
        assertEquals(0, run("modules", "list"));
        assertEquals(List.of("NAME          VERSION  ROLE   STATE   SIGNER  SINCE", "a.b\\u001b[2J  1.0.0    ADDED  ACTIVE  CN=V    2026-11-24T03:00:01Z"),
                out.toString().lines().toList());
        assertTrue(err.toString(), err.toString().contains("Three starts failed."));
        assertEquals(0, run("modules", "list", "--all"));
        assertTrue(out.toString(), out.toString().contains("    offers service x.Y"));
    }

    @Test
    public void whatTheRepositoryOffersIsFetchedAndFollowed() throws Exception {
        String offers = "{\"channel\":\"stable\",\"place\":\"https://x\",\"why\":null,\"offers\":[{\"id\":\"" + ID + "\",\"name\":\"a.b\",\"version\":\"1.10.0\","
                + "\"installed\":\"1.9.0\",\"sizeBytes\":1},{\"id\":\"" + "b".repeat(64) + "\",\"name\":\"new.one\",\"version\":\"1.0.0\",\"installed\":null,"
                + "\"sizeBytes\":1}],\"download\":null}";
        reply("POST /api/v1/modules/repository/check", 200, offers);
        reply("POST /api/v1/modules/repository/fetch", 202, offers);
        reply("GET /api/v1/modules/repository", 200, offers.replace("\"download\":null", "\"download\":{\"ids\":[],\"doneBytes\":5,\"totalBytes\":10}"));
        reply("GET /api/v1/modules/repository", 200, offers);
        reply("GET /api/v1/modules/history", 200, "{\"updates\":[{\"id\":6}]}");
        reply("GET /api/v1/modules/history", 200, "{\"updates\":[" + update("SWITCHING", "now", false) + "]}");
        reply("GET /api/v1/modules/updates/7", 200, update("COMMITTED", "now", true));
        assertEquals(0, run("modules", "update", "--check"));
        assertTrue(out.toString(), out.toString().contains("update of 1.9.0") && out.toString().contains("new"));
        assertEquals(0, run("modules", "update"));
        assertTrue("what is new is taken by name only", calls.contains("POST /api/v1/modules/repository/fetch {\"ids\":[\"" + ID + "\"],\"when\":\"now\"}"));
        assertTrue(err.toString(), err.toString().contains("downloading, 5 B of 10 B"));
        assertTrue(out.toString(), out.toString().contains("update 7: COMMITTED"));
        assertEquals(1, run("modules", "update", "no.such"));
    }

    @Test
    public void theCurrentUpdateIsCancelled() throws Exception {
        reply("GET /api/v1/modules", 200, "{\"modules\":[],\"current\":" + update("SETTLING", "now", false) + "}");
        reply("POST /api/v1/modules/updates/7/cancel", 202, update("SETTLING", "now", false));
        reply("GET /api/v1/modules/updates/7", 200, update("CANCELLED", "now", true));
        assertEquals(0, run("modules", "cancel"));
        assertTrue(out.toString(), out.toString().contains("CANCELLED"));
    }

    private static String update(String state, String when, boolean ended) {
        return "{\"id\":7,\"state\":\"" + state + "\",\"when\":\"" + when + "\",\"changes\":[{\"module\":\"a.b\",\"from\":\"1.0.0\",\"to\":\"1.1.0\"}],"
                + "\"endedAt\":" + (ended ? "\"2026-11-24T12:00:00Z\"" : "null") + ",\"why\":null,\"detail\":null}";
    }

    private String module(String name) throws IOException {
        return Files.writeString(home.getRoot().toPath().resolve(name), "content").toString();
    }

    private int run(String... args) {
        String[] all = new String[args.length + 2];
        all[0] = "--home";
        all[1] = home.getRoot().toString();
        System.arraycopy(args, 0, all, 2, args.length);
        return new CommandLine(new CtlCommand()).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(all);
    }

    /** The last reply to a call is repeated. */
    private void reply(String call, int status, String body) {
        replies.computeIfAbsent(call, key -> new ArrayDeque<>()).add(new Reply(status, body, () -> { }));
    }

    private void control(String tokenNow) {
        try {
            Path file = Files.createDirectories(home.getRoot().toPath().resolve("run")).resolve("ctl.json");
            Files.writeString(file, "{\"url\":\"http://127.0.0.1:" + server.getAddress().getPort() + "\",\"token\":\"" + tokenNow + "\"}");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void answer(HttpExchange http) throws IOException {
        String body = new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        calls.add(http.getRequestMethod() + " " + http.getRequestURI() + " " + body);
        Deque<Reply> all = replies.get(http.getRequestMethod() + " " + http.getRequestURI().getPath());
        boolean known = ("Bearer " + token).equals(http.getRequestHeaders().getFirst("Authorization"));
        Reply reply = !known ? new Reply(401, "{}", () -> { }) : all == null ? new Reply(404, "{}", () -> { }) : all.size() > 1 ? all.removeFirst() : all.getFirst();
        reply.then().run();
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        http.getResponseHeaders().set("Content-Type", "application/json");
        http.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        http.getResponseBody().write(bytes);
        http.close();
    }
}
