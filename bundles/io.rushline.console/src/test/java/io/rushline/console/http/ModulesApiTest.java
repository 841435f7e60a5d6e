package io.rushline.console.http;

import static io.rushline.console.http.Answers.assertProblem;
import static io.rushline.console.http.Answers.assertShape;
import static io.rushline.console.http.Answers.json;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.console.FakeModuleHost;
import io.rushline.console.FakeModules;
import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleHost.Allow;
import io.rushline.modules.api.Actor;
import io.rushline.modules.api.Fleet;
import io.rushline.modules.api.ModuleRepository;
import io.rushline.modules.api.Update;
import io.rushline.modules.api.When;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ModulesApiTest {

    private static final String ID = "a".repeat(64);
    private static final String IDS = "{\"ids\":[\"" + ID + "\"]}";

    @Rule
    public final TemporaryFolder home = new TemporaryFolder();

    private final FakeModules modules = new FakeModules();
    private final FakeRepository repository = new FakeRepository();
    private final FakeFleet fleet = new FakeFleet();
    private TestServer server;

    @Before
    public void start() throws Exception {
        server = new TestServer(home.getRoot().toPath());
        server.services.modules(modules).moduleRepository(repository).fleet(fleet).moduleHost(FakeModuleHost.onTrialUntil(FakeModules.NOON));
    }

    @After
    public void stop() {
        server.close();
    }

    @Test
    public void modulesAreListedWithTheirPartsAndTheUpdateThatGoesOn() throws Exception {
        modules.install(List.of(ID), Set.of(), When.NOW, new Actor(Actor.Via.FLEET, "action 7"));
        modules.safeMode = "Three starts failed.";
        JsonNode list = json(200, server.get("/api/v1/modules"));
        assertShape("Modules", list);
        assertEquals("by name, what runs first", "[1.0.0, 1.1.0, 1.0.0]", versions(list));
        assertEquals("a module is as far as its slowest part", "STARTING", list.at("/modules/1/state").asText());
        assertEquals("STANDBY", list.at("/modules/2/role").asText());
        assertEquals("[\"service a.B\"]", list.at("/modules/1/parts/0/offers").toString());
        assertEquals("Three starts failed.", list.get("safeMode").asText());
        assertEquals("FLEET", list.at("/current/by/via").asText());
        assertEquals("2026-11-24T12:00:00Z", list.at("/current/decidedBy").asText());
        modules.become(1, Update.State.COMMITTED);
        assertTrue(json(200, server.get("/api/v1/modules")).get("current").isNull());
        assertTrue("kept, it is on trial no more", json(200, server.get("/api/v1/modules/updates/1")).get("decidedBy").isNull());
    }

    @Test
    public void theFilesOfWhatRunsAreVerified() throws Exception {
        JsonNode verified = json(200, server.post("/api/v1/modules/verify", ""));
        assertShape("Verifications", verified);
        assertTrue(verified.at("/modules/0/problem").isNull());
        assertEquals("It was changed. Copy it again.", verified.at("/modules/1/problem").asText());
        assertEquals("CN=Vendor", verified.at("/modules/1/signer").asText());
    }

    private static String versions(JsonNode list) {
        List<String> versions = new ArrayList<>();
        list.get("modules").forEach(module -> versions.add(module.get("version").asText()));
        return versions.toString();
    }

    @Test
    public void aFileIsReceivedCheckedListedAndDiscarded() throws Exception {
        JsonNode staged = json(201, stage("?name=uploader%201.2.jar", "content"));
        assertShape("StagedModule", staged);
        assertEquals(7, staged.get("sizeBytes").asInt());
        assertEquals("uploader 1.2.jar by Actor[via=CONSOLE, name=local]", modules.asked);
        json(201, stage("?name=a.jar", "content", "Authorization", "Bearer " + server.access.localToken()));
        assertEquals("a.jar by Actor[via=CTL, name=local]", modules.asked);
        assertShape("StagedModules", json(200, server.get("/api/v1/modules/staged")));
        String one = "/api/v1/modules/staged/" + staged.get("id").asText();
        assertEquals(204, server.send("DELETE", one, null, "X-Rushline", "1").statusCode());
        assertProblem(404, "modules.unknown", server.send("DELETE", one, null, "X-Rushline", "1"));
        assertProblem(404, "request.unknown-path", server.send("DELETE", "/api/v1/modules/staged/notahash", null, "X-Rushline", "1"));
        assertEquals(0, json(200, server.get("/api/v1/modules/staged")).get("modules").size());
    }

    @Test
    public void aFileWithoutANameOfItsOwnOrOfAnotherTypeIsRefused() throws Exception {
        for (String bad : new String[] {"", "?name=", "?name=%20", "?name=..%2Fa.jar", "?name=a%5Cb", "?name=a%0Ab", "?name=" + "x".repeat(256)}) {
            assertProblem(400, "request.malformed", stage(bad, "content"));
        }
        assertProblem(415, "request.not-binary", server.post("/api/v1/modules/staged?name=a.jar", "{}"));
        assertProblem(415, "request.not-binary", server.send("POST", "/api/v1/modules/staged", "name=a.jar", "X-Rushline", "1", "Content-Type",
                "application/x-www-form-urlencoded"));
    }

    @Test
    public void aFileThatIsTooLargeIsRefusedWhetherItSaysItsSizeOrNot() throws Exception {
        byte[] most = new byte[TestServer.MODULE_LIMIT_BYTES];
        assertEquals(201, stage(HttpRequest.BodyPublishers.ofByteArray(most)).statusCode());
        assertEquals(201, stage(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(most))).statusCode());
        byte[] more = new byte[TestServer.MODULE_LIMIT_BYTES + 1];
        assertProblem(413, "modules.too-large", stage(HttpRequest.BodyPublishers.ofByteArray(more)));
        assertProblem(413, "modules.too-large", stage(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(more))));
        assertEquals(1, modules.staged().size());
    }

    private HttpResponse<String> stage(HttpRequest.BodyPublisher body) throws Exception {
        return server.client().send(HttpRequest.newBuilder(server.uri("/api/v1/modules/staged?name=a.jar")).header("X-Rushline", "1")
                .header("Content-Type", "application/octet-stream").POST(body).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> stage(String query, String body, String... headers) throws Exception {
        String[] all = new String[headers.length + 4];
        System.arraycopy(new String[] {"X-Rushline", "1", "Content-Type", "application/octet-stream"}, 0, all, 0, 4);
        System.arraycopy(headers, 0, all, 4, headers.length);
        return server.send("POST", "/api/v1/modules/staged" + query, body, all);
    }

    @Test
    public void whatWouldChangeIsLookedAtAndThenInstalledNowLaterOrWhenIdle() throws Exception {
        JsonNode plan = json(200, server.post("/api/v1/modules/look", IDS));
        assertShape("ModulePlan", plan);
        assertEquals("1.2.0", plan.at("/changes/0/to").asText());
        assertEquals("1 []", modules.asked);
        json(200, server.post("/api/v1/modules/look", IDS.replace("}", ",\"allowDowngrade\":true}")));
        assertEquals("1 " + Set.of(Allow.DOWNGRADE), modules.asked);
        JsonNode update = json(202, server.post("/api/v1/modules/install", IDS));
        assertShape("ModuleUpdate", update);
        assertEquals("1 [] " + When.NOW, modules.asked);
        assertEquals("now", update.get("when").asText());
        assertEquals("idle", json(202, server.post("/api/v1/modules/install", IDS.replace("}", ",\"when\":\"idle\"}"))).get("when").asText());
        JsonNode later = json(202, server.post("/api/v1/modules/install", IDS.replace("}", ",\"when\":\"2026-11-25T03:00:00+01:00\"}")));
        assertEquals("2026-11-25T02:00:00Z", later.get("when").asText());
        for (String bad : new String[] {"{}", "{\"ids\":[]}", "{\"ids\":null}", "{\"ids\":[null]}", "{\"ids\":[\"../../etc\"]}",
            IDS.replace("}", ",\"when\":\"soon\"}")}) {
            assertProblem(400, "request.malformed", server.post("/api/v1/modules/install", bad));
        }
        assertShape("ModuleUpdates", json(200, server.get("/api/v1/modules/history")));
        assertEquals("2", json(200, server.get("/api/v1/modules/history?offset=1&limit=1")).at("/updates/0/id").asText());
        assertProblem(400, "request.malformed", server.get("/api/v1/modules/history?limit=501"));
    }

    @Test
    public void modulesGoBackAreRemovedAndUpdatesCancelled() throws Exception {
        assertEquals(1, json(202, server.post("/api/v1/modules/rollback", "")).get("id").asInt());
        json(202, server.post("/api/v1/modules/remove", "{\"module\":\"a.b\"}"));
        assertEquals("a.b", modules.asked);
        assertProblem(400, "request.malformed", server.post("/api/v1/modules/remove", "{\"module\":null}"));
        assertEquals("CANCELLED", json(202, server.post("/api/v1/modules/updates/2/cancel", "")).get("state").asText());
        assertProblem(404, "modules.unknown-update", server.post("/api/v1/modules/updates/99/cancel", ""));
        assertProblem(404, "modules.unknown-update", server.get("/api/v1/modules/updates/99"));
        modules.become(1, Update.State.ROLLED_BACK);
        JsonNode ended = json(200, server.get("/api/v1/modules/updates/1"));
        assertShape("ModuleUpdate", ended);
        assertEquals("modules.unhealthy", ended.at("/why/code").asText());
        assertEquals("uploader: CRITICAL", ended.get("detail").asText());
    }

    @Test
    public void eachRefusalHasItsCodeStatusAndReason() throws Exception {
        Map<ModuleException.Code, Integer> statuses = Map.of(ModuleException.Code.UNSIGNED, 422, ModuleException.Code.TAMPERED, 422,
                ModuleException.Code.RESTARTS_OTHERS, 422, ModuleException.Code.BUSY, 409, ModuleException.Code.OUTDATED, 409,
                ModuleException.Code.UNKNOWN, 404, ModuleException.Code.TOO_LARGE, 413, ModuleException.Code.NO_SPACE, 507, ModuleException.Code.STORE, 503);
        for (Map.Entry<ModuleException.Code, Integer> status : statuses.entrySet()) {
            modules.refusal = status.getKey();
            HttpResponse<String> answer = server.post("/api/v1/modules/install", IDS);
            String code = "modules." + status.getKey().name().toLowerCase().replace('_', '-');
            assertProblem(status.getValue(), code, answer);
            assertTrue(answer.body(), answer.body().contains("\"detail\":\"This is why.\"") && answer.body().contains(status.getKey().what));
            assertProblem(status.getValue(), code, stage("?name=a.jar", "content"));
        }
    }

    @Test
    public void whoMayOnlyLookOrIsAStrangerChangesNothing() throws Exception {
        assertEquals("a foreign page", 403, server.send("POST", "/api/v1/modules/rollback", "").statusCode());
        server.post("/api/v1/password", "{\"password\":\"correct horse\"}");
        assertEquals(401, server.get("/api/v1/modules").statusCode());
        assertEquals(401, stage("?name=a.jar", "content").statusCode());
        assertEquals(0, modules.staged().size());
    }

    @Test
    public void whileTheProviderIsReplacedItIsWorthAnotherTry() throws Exception {
        server.services.modules(null).moduleRepository(null).fleet(null).moduleHost(null);
        for (String path : new String[] {"", "/history", "/staged", "/updates/1", "/repository", "/fleet"}) {
            HttpResponse<String> answer = server.get("/api/v1/modules" + path);
            assertEquals(path, 503, answer.statusCode());
            assertEquals("2", answer.headers().firstValue("Retry-After").orElseThrow());
        }
        assertProblem(503, "modules.away", stage("?name=a.jar", "content"));
    }

    @Test
    public void aRepositoryIsReadFetchedFromAndStopped() throws Exception {
        assertShape("ModuleRepository", json(200, server.get("/api/v1/modules/repository")));
        json(200, server.post("/api/v1/modules/repository/check", ""));
        JsonNode fetching = json(202, server.post("/api/v1/modules/repository/fetch", IDS));
        assertEquals(5, fetching.at("/download/doneBytes").asInt());
        assertEquals("checked; fetch 1 [] NOW", repository.asked);
        assertTrue(json(200, server.post("/api/v1/modules/repository/stop", "")).get("download").isNull());
    }

    @Test
    public void aFleetsQuestionIsAnswered() throws Exception {
        assertShape("Fleet", json(200, server.get("/api/v1/modules/fleet")));
        json(202, server.post("/api/v1/modules/fleet/answer", "{\"action\":\"7\",\"agreed\":true}"));
        assertEquals("7 true", fleet.answered);
        assertProblem(400, "request.malformed", server.post("/api/v1/modules/fleet/answer", "{\"action\":\"7\"}"));
        assertProblem(400, "request.malformed", server.post("/api/v1/modules/fleet/answer", "{\"action\":null,\"agreed\":true}"));
    }

    /** A repository with one offer. */
    private static final class FakeRepository implements ModuleRepository {
        private String asked = "";
        private Optional<Download> download = Optional.empty();

        @Override
        public Status status() {
            return new Status(Optional.of("https://modules.example/index.xml"), "stable", Optional.of(FakeModules.NOON), Optional.of("The link is metered."),
                    List.of(new Offer(ID, "io.rushline.uploader.c2c", "1.2.0", "", 10, Optional.of("1.1.0"))), download);
        }

        @Override
        public Status check() {
            asked = "checked";
            return status();
        }

        @Override
        public void fetch(List<String> ids, Set<Allow> allowed, When when, Actor by) {
            asked += "; fetch " + ids.size() + " " + allowed + " " + when.kind();
            download = Optional.of(new Download(ids, 5, 10));
        }

        @Override
        public void stop() {
            download = Optional.empty();
        }
    }

    /** A fleet that asks. */
    private static final class FakeFleet implements Fleet {
        private String answered;

        @Override
        public Status status() {
            return new Status("https://fleet.example", Optional.of(FakeModules.NOON), Optional.of("7"), true, "Waits for an answer.");
        }

        @Override
        public void answer(String action, boolean agreed, Actor by) {
            answered = action + " " + agreed;
        }
    }
}
