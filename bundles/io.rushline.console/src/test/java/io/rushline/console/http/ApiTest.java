package io.rushline.console.http;

import static io.rushline.console.http.Answers.assertProblem;
import static io.rushline.console.http.Answers.assertShape;
import static io.rushline.console.http.Answers.json;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rushline.auth.api.Channel;
import io.rushline.auth.api.Connection;
import io.rushline.channel.api.LiveStatus;
import io.rushline.console.FakeConnector;
import io.rushline.console.FakeQueue;
import io.rushline.ingest.api.Ingest;
import io.rushline.ingest.api.IngestStatus;
import io.rushline.media.api.Media;
import io.rushline.media.api.MediaFacts;
import io.rushline.network.api.Link;
import io.rushline.network.api.NetworkStatus;
import io.rushline.network.api.Reach;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.status.api.Warning;
import io.rushline.uploader.api.Flow;
import io.rushline.uploader.api.UploaderStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ApiTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    @Rule
    public final TemporaryFolder home = new TemporaryFolder();

    private final FakeQueue queue = new FakeQueue();
    private final FakeConnector connector = new FakeConnector();
    private TestServer server;

    @Before
    public void start() throws Exception {
        server = new TestServer(home.getRoot().toPath());
        server.services.queue(queue).connector(connector);
    }

    @After
    public void stop() throws Exception {
        server.close();
    }

    @Test
    public void partsOfTheStatusWhoseServiceIsAwayAreNull() throws Exception {
        server.services.queue(null).connector(null);
        JsonNode status = json(200, server.get("/api/v1/status"));
        assertEquals("Cart B", status.at("/device/name").asText());
        assertEquals("1.2.3", status.at("/device/version").asText());
        List.of("connection", "pairing", "live", "queue", "settings", "uploader", "network").forEach(part -> assertTrue(part, status.get(part).isNull()));
        assertEquals(0, status.get("ingests").size());
        queue.broken = true;
        server.services.queue(queue);
        assertTrue(json(200, server.get("/api/v1/status")).get("queue").isNull());
    }

    @Test
    public void theStatusHasAllThatTheDocumentPromises() throws Exception {
        everythingIsThere();
        JsonNode status = json(200, server.get("/api/v1/status"));
        assertShape("Status", status);
        assertEquals(1, status.at("/queue/counts/WAITING").asLong());
        assertEquals(0, status.at("/queue/counts/HELD").asLong());
        assertEquals(1, status.at("/queue/remainingFiles").asLong());
        assertEquals(4_711, status.at("/queue/remainingBytes").asLong());
        assertEquals("2026-11-24T12:00:00Z", status.at("/ingests/0/scannedAt").asText());
        assertEquals("[\"192.168.1.20\"]", status.at("/network/links/0/addresses").toString());
        assertEquals("ERROR", status.at("/warnings/0/severity").asText());
        assertEquals(7, status.at("/uploader/transfers/0/item").asLong());
        assertEquals("{\"parallelParts\":4,\"mostParallelParts\":8,\"limitBitsPerSecond\":20000000,\"remainingSeconds\":90,\"transport\":\"TLS\"}",
                status.at("/uploader/flow").toString());
        assertEquals("LIVE", status.at("/live/state").asText());
        queue.hold("B001.mov", "queue.duplicate", "p1");
        assertEquals("[{\"code\":\"queue.duplicate\",\"count\":1,\"bytes\":1000}]", json(200, server.get("/api/v1/status")).at("/queue/held").toString());
    }

    @Test
    public void clipsAreListedByStateTextAndPage() throws Exception {
        queue.add("A001.mov", ItemState.WAITING);
        queue.add("A002.mov", ItemState.PAUSED);
        queue.add("B001.wav", ItemState.FAILED);
        JsonNode all = json(200, server.get("/api/v1/queue"));
        assertEquals(3, all.get("total").asLong());
        assertShape("Item", all.at("/items/0"));
        assertEquals("[A002.mov, B001.wav]", names(server.get("/api/v1/queue?state=PAUSED,FAILED")));
        assertEquals("[A001.mov, A002.mov]", names(server.get("/api/v1/queue?text=A0")));
        assertEquals("[A002.mov]", names(server.get("/api/v1/queue?offset=1&limit=1")));
        queue.hold("C001.mov", "queue.duplicate", "p1");
        queue.hold("C002.mov", "queue.other-project", "p2");
        assertEquals("[C001.mov]", names(server.get("/api/v1/queue?state=HELD&reason=queue.duplicate")));
        assertEquals("[C002.mov]", names(server.get("/api/v1/queue?project=p2")));
        for (String bad : new String[] {"state=SLEEPING", "limit=0", "limit=1001", "limit=x", "offset=-1"}) {
            assertProblem(400, "request.malformed", server.get("/api/v1/queue?" + bad));
        }
    }

    @Test
    public void aClipIsCommanded() throws Exception {
        queue.add("A001.mov", ItemState.WAITING);
        assertEquals("PAUSED", json(200, server.post("/api/v1/queue/1/pause", "")).get("state").asText());
        assertEquals("WAITING", json(200, server.post("/api/v1/queue/1/resume", "")).get("state").asText());
        assertEquals("CANCELLED", json(200, server.post("/api/v1/queue/1/cancel", "")).get("state").asText());
        assertEquals("WAITING", json(200, server.post("/api/v1/queue/1/retry", "")).get("state").asText());
        assertProblem(409, "queue.illegal-transition", server.post("/api/v1/queue/1/resume", ""));
        assertProblem(404, "queue.unknown-item", server.post("/api/v1/queue/99/pause", ""));
        assertProblem(404, "queue.unknown-item", server.get("/api/v1/queue/99"));
        queue.add("A002.mov", ItemState.WAITING);
        json(200, server.post("/api/v1/queue/2/move", "{\"before\":1}"));
        assertEquals("2 before 1", queue.moved);
        json(200, server.post("/api/v1/queue/2/move", "{\"before\":null}"));
        assertEquals("2 before none", queue.moved);
        assertProblem(400, "request.malformed", server.post("/api/v1/queue/2/move", "{}"));
    }

    @Test
    public void aClipIsPrioritisedAndACompletedOneSentAgain() throws Exception {
        queue.add("A001.mov", ItemState.COMPLETED);
        assertEquals("6".repeat(32), json(200, server.get("/api/v1/queue/1")).get("xxh128").asText());
        JsonNode again = json(201, server.post("/api/v1/queue/1/upload-again", ""));
        assertEquals(2, again.get("id").asLong());
        assertEquals("WAITING", again.get("state").asText());
        assertProblem(409, "queue.illegal-transition", server.post("/api/v1/queue/2/upload-again", ""));
        assertProblem(404, "queue.unknown-item", server.post("/api/v1/queue/99/upload-again", ""));
        assertEquals(-5, json(200, server.post("/api/v1/queue/2/prioritise", "{\"priority\":-5}")).get("priority").asInt());
        for (String bad : new String[] {"{}", "{\"priority\":null}", "{\"priority\":1.5}", "{\"priority\":\"high\"}", "{\"priority\":99999999999}"}) {
            assertProblem(400, "request.malformed", server.post("/api/v1/queue/2/prioritise", bad));
        }
    }

    @Test
    public void eachOfSeveralClipsIsToldWhatCameOfItAndOneThatRefusesHoldsUpNoOther() throws Exception {
        queue.add("A001.mov", ItemState.WAITING);
        queue.add("A002.mov", ItemState.COMPLETED);
        queue.hold("A003.mov", "queue.other-project", "p2");
        JsonNode some = json(200, server.post("/api/v1/queue/pause", "{\"ids\":[1,2,99]}"));
        assertEquals("[1]", some.get("changed").toString());
        assertEquals(2, some.at("/refused/0/id").asLong());
        assertEquals(99, some.at("/refused/1/id").asLong());
        JsonNode all = json(200, server.post("/api/v1/queue/resume", "{\"all\":true}"));
        assertEquals("what is held may belong to another project", "[1]", all.get("changed").toString());
        assertEquals("[]", json(200, server.post("/api/v1/queue/cancel", "{\"all\":true,\"matching\":{\"states\":[\"COMPLETED\"]}}")).get("changed").toString());
        JsonNode named = json(200, server.post("/api/v1/queue/resume", "{\"all\":true,\"matching\":{\"reason\":\"queue.other-project\"}}"));
        assertEquals("somebody said so", "[3]", named.get("changed").toString());
        for (String bad : new String[] {"{}", "{\"all\":false}", "{\"ids\":[1],\"all\":true}", "{\"ids\":[1],\"matching\":{}}", "{\"ids\":[null]}",
            "{\"ids\":\"1\"}", "null"}) {
            assertProblem(400, "request.malformed", server.post("/api/v1/queue/pause", bad));
        }
    }

    @Test
    public void manyClipsAreCommandedInOneCallOfTheQueue() throws Exception {
        queue.add("A001.mov", ItemState.WAITING);
        queue.add("A002.mov", ItemState.WAITING);
        queue.add("B001.mov", ItemState.WAITING);
        queue.hold("A003.mov", "queue.duplicate", "p1");
        queue.hold("A004.mov", "queue.before-pairing", "p1");
        assertEquals("{\"changed\":1}", json(200, act("{\"action\":\"pause\",\"ids\":[1,4,99]}")).toString());
        assertEquals("{\"changed\":1}", json(200, act("{\"action\":\"pause\",\"matching\":{\"text\":\"A0\"}}")).toString());
        assertEquals("[A001.mov, A002.mov]", names(server.get("/api/v1/queue?state=PAUSED")));
        assertEquals("what is held is not resumed unasked", 2, json(200, act("{\"action\":\"resume\",\"matching\":{}}")).get("changed").asInt());
        assertEquals(1, json(200, act("{\"action\":\"resume\",\"matching\":{\"reason\":\"queue.before-pairing\"}}")).get("changed").asInt());
        assertEquals("[A003.mov]", names(server.get("/api/v1/queue?state=HELD")));
        assertEquals(1, json(200, act("{\"action\":\"RESUME\",\"matching\":{\"states\":[\"held\"],\"project\":\"p1\"}}")).get("changed").asInt());
        assertEquals(5, json(200, act("{\"action\":\"cancel\",\"matching\":{}}")).get("changed").asInt());
        assertEquals("what is cancelled nobody wanted", 0, json(200, act("{\"action\":\"retry\",\"matching\":{}}")).get("changed").asInt());
        assertEquals("one transaction each, however many clips", 7, queue.applied);
        for (String bad : new String[] {"{}", "{\"action\":\"pause\"}", "{\"action\":\"explode\",\"ids\":[1]}", "{\"action\":0,\"ids\":[1]}",
            "{\"action\":null,\"ids\":[1]}", "{\"ids\":[1]}", "{\"action\":\"pause\",\"ids\":[1],\"matching\":{}}", "{\"action\":\"pause\",\"ids\":[null]}",
            "{\"action\":\"pause\",\"matching\":{\"states\":[\"SLEEPING\"]}}"}) {
            assertProblem(400, "request.malformed", act(bad));
        }
    }

    private HttpResponse<String> act(String body) throws Exception {
        return server.post("/api/v1/queue/actions", body);
    }

    @Test
    public void theWholeQueueIsPausedAndChosenByHand() throws Exception {
        assertShape("QueueSettings", json(200, server.get("/api/v1/queue/settings")));
        JsonNode now = json(200, settings("{\"manual\":true,\"paused\":true}"));
        assertTrue(now.get("manual").asBoolean() && now.get("paused").asBoolean());
        assertTrue(json(200, server.get("/api/v1/status")).at("/settings/paused").asBoolean());
        json(200, settings("{\"manual\":false,\"paused\":true}"));
        assertTrue(queue.settings.paused() && !queue.settings.manual());
        for (String bad : new String[] {"{}", "{\"manual\":true}", "{\"manual\":null,\"paused\":true}"}) {
            assertProblem(400, "request.malformed", settings(bad));
        }
        assertEquals("a foreign page cannot", 403, server.send("PUT", "/api/v1/queue/settings", "{\"manual\":true,\"paused\":true}", "Content-Type",
                "application/json").statusCode());
    }

    private HttpResponse<String> settings(String body) throws Exception {
        return server.send("PUT", "/api/v1/queue/settings", body, "X-Rushline", "1", "Content-Type", "application/json");
    }

    @Test
    public void whatWasLeftBehindInTheCloudIsListedWithItsProject() throws Exception {
        JsonNode assets = json(200, server.get("/api/v1/abandoned-assets"));
        assertShape("AbandonedAssets", assets);
        assertEquals("cloud.urls-expired", assets.at("/assets/0/why/code").asText());
        JsonNode projects = json(200, server.get("/api/v1/projects"));
        assertShape("Projects", projects);
        assertEquals("Night Shoot", projects.at("/projects/0/name").asText());
    }

    @Test
    public void allMeansMoreThanOnePage() throws Exception {
        for (int i = 0; i < 2_001; i++) {
            queue.add("clip" + i, ItemState.WAITING);
        }
        assertEquals(2_001, json(200, server.post("/api/v1/queue/pause", "{\"all\":true}")).get("changed").size());
        assertEquals("a thousand at a time", 3, queue.applied);
    }

    @Test
    public void aLocalFileIsQueuedByHandAndOnlyOnce() throws Exception {
        Path clip = Files.writeString(home.getRoot().toPath().resolve("A001 \"🎬\".mov"), "frames");
        String body = new ObjectMapper().createObjectNode().put("path", clip.toString()).put("priority", 5).toString();
        JsonNode item = json(201, server.post("/api/v1/queue", body));
        assertEquals(clip.getFileName().toString(), item.get("name").asText());
        assertEquals(6, item.get("sizeBytes").asLong());
        assertEquals(5, item.get("priority").asInt());
        assertTrue(queue.find(new ItemId(1)).orElseThrow().clip().fingerprint().matches("[0-9a-f]{64}"));
        assertEquals(1, json(201, server.post("/api/v1/queue", body)).get("id").asLong());
        Files.writeString(clip, "Frames");
        assertEquals("other bytes, another clip", 2, json(201, server.post("/api/v1/queue", body)).get("id").asLong());
    }

    @Test
    public void aClipAddedByHandWasMadeWhenItsContainerSaysSoAndElseWhenItsFileDoes() throws Exception {
        Path clip = Files.writeString(home.getRoot().toPath().resolve("A001.mov"), "frames");
        Instant written = Instant.parse("2026-11-20T10:00:00Z");
        Files.setLastModifiedTime(clip, FileTime.from(written));
        server.services.media(file -> new MediaFacts(Optional.of(NOON)));
        JsonNode item = json(201, server.post("/api/v1/queue", "{\"path\":\"" + clip + "\",\"channel\":2}"));
        assertEquals(NOON.toString(), item.get("createdAt").asText());
        assertEquals(2, item.get("channel").asInt());
        List<Media> silent = Arrays.asList(null, file -> new MediaFacts(Optional.empty()), file -> {
            throw new IOException("unreadable");
        }, file -> {
            throw new IllegalStateException("being replaced");
        });
        for (Media media : silent) {
            Files.writeString(clip, "frames of " + silent.indexOf(media));
            Files.setLastModifiedTime(clip, FileTime.from(written));
            server.services.media(media);
            item = json(201, server.post("/api/v1/queue", "{\"path\":\"" + clip + "\"}"));
            assertEquals(written.toString(), item.get("createdAt").asText());
            assertEquals(0, item.get("channel").asInt());
        }
        assertProblem(400, "request.malformed", server.post("/api/v1/queue", "{\"path\":\"" + clip + "\",\"channel\":-1}"));
    }

    @Test
    public void whatIsNoReadableFileIsRefusedWithTheReason() throws Exception {
        assertProblem(422, "file.file-missing", server.post("/api/v1/queue", "{\"path\":\"/no/such/clip.mov\"}"));
        assertProblem(422, "file.not-a-file", server.post("/api/v1/queue", "{\"path\":\"" + home.getRoot() + "\"}"));
        assertProblem(422, "file.not-a-file", server.post("/api/v1/queue", "{\"path\":\"/dev/null\"}"));
        assertProblem(422, "file.path-relative", server.post("/api/v1/queue", "{\"path\":\"clip.mov\"}"));
        assertProblem(422, "file.path-invalid", server.post("/api/v1/queue", "{\"path\":\"/clip\\u0000.mov\"}"));
        assertProblem(400, "request.malformed", server.post("/api/v1/queue", "{\"path\":null}"));
    }

    @Test
    public void whatTheApplianceKeepsForItselfIsNoClip() throws Exception {
        Path root = home.getRoot().toPath();
        Path outside = Files.createDirectory(root.resolve("clips"));
        for (String name : List.of("secrets", "run", "db", "db.set-aside-1", "configurations", "cache", "logs")) {
            Path inside = Files.writeString(Files.createDirectories(root.resolve(name).resolve("deep")).resolve("file"), name);
            Path link = Files.createSymbolicLink(outside.resolve(name + ".mov"), inside);
            for (Path way : List.of(inside, link, outside.resolve("../" + name + "/deep/file"))) {
                assertProblem(422, "file.private", server.post("/api/v1/queue", "{\"path\":\"" + way + "\"}"));
            }
        }
        Path elsewhere = Files.writeString(outside.resolve("elsewhere.mov"), "state that was moved to another disk");
        Files.createSymbolicLink(root.resolve("db.old"), outside);
        assertProblem(422, "file.private", server.post("/api/v1/queue", "{\"path\":\"" + elsewhere + "\"}"));
        Files.delete(root.resolve("db.old"));
        json(201, server.post("/api/v1/queue", "{\"path\":\"" + elsewhere + "\"}"));
        assertEquals("[elsewhere.mov]", names(server.get("/api/v1/queue")));
    }

    @Test
    public void pairingGoesFromCodeToCancelAndBack() throws Exception {
        assertProblem(404, "pairing.no-code", server.get("/api/v1/pairing/qr.svg"));
        assertEquals("123456", json(202, server.post("/api/v1/pairing", "")).get("userCode").asText());
        assertShape("Pairing", json(200, server.get("/api/v1/pairing")));
        HttpResponse<String> picture = server.get("/api/v1/pairing/qr.svg");
        assertEquals("image/svg+xml", picture.headers().firstValue("Content-Type").orElseThrow());
        assertTrue(picture.body().startsWith("<svg "));
        assertEquals(204, server.send("DELETE", "/api/v1/pairing", null, "X-Rushline", "1").statusCode());
        assertEquals("NONE", json(200, server.get("/api/v1/pairing")).get("step").asText());
        assertProblem(409, "auth.not-paired", server.send("DELETE", "/api/v1/connection", null, "X-Rushline", "1"));
        connector.connection = new Connection(Connection.State.CONNECTED, Optional.of("p"), Optional.of("Project"), Optional.of("Ann"),
                Optional.of("d"), Optional.of("Cart B"), Optional.of(NOON), true, List.of(new Channel(1, "B-Cam", true)), Optional.of(NOON),
                Optional.empty());
        assertProblem(409, "auth.already-paired", server.post("/api/v1/pairing", ""));
        assertShape("Connection", json(200, server.get("/api/v1/connection")));
        assertEquals(204, server.send("DELETE", "/api/v1/connection", null, "X-Rushline", "1").statusCode());
    }

    @Test
    public void aServiceThatIsAwayIsWorthAnotherTry() throws Exception {
        server.services.queue(null).connector(null);
        for (String path : new String[] {"queue", "queue/1", "connection", "pairing", "network"}) {
            HttpResponse<String> answer = server.get("/api/v1/" + path);
            assertEquals(path, 503, answer.statusCode());
            assertEquals("2", answer.headers().firstValue("Retry-After").orElseThrow());
        }
        queue.broken = true;
        server.services.queue(queue);
        assertProblem(503, "queue.store", server.get("/api/v1/queue"));
    }

    @Test
    public void placesSystemAndLogsAnswer() throws Exception {
        int[] scans = new int[1];
        everythingIsThere();
        server.services.ingests(ingest("b", () -> scans[0]++), ingest("a", () -> scans[0]++));
        assertEquals("a", json(200, server.get("/api/v1/ingests")).at("/ingests/0/name").asText());
        assertEquals(202, server.post("/api/v1/ingests/rescan", "").statusCode());
        assertEquals(2, scans[0]);
        assertShape("Network", json(200, server.get("/api/v1/network")));
        assertEquals("store.set-aside", json(200, server.get("/api/v1/warnings")).at("/warnings/0/code").asText());
        assertEquals("3.1.0", json(200, server.get("/api/v1/openapi.json")).get("openapi").asText());
        assertProblem(404, "logs.missing", server.get("/api/v1/logs"));
        Files.createDirectory(home.getRoot().toPath().resolve("logs"));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            lines.add("line " + i + " of a log that is longer than what is read of it");
        }
        Files.write(home.getRoot().toPath().resolve("logs/rushline.0.log"), lines);
        JsonNode tail = json(200, server.get("/api/v1/logs?lines=1000")).get("lines");
        assertEquals(1_000, tail.size());
        assertEquals(lines.get(49_999), tail.get(999).asText());
        assertProblem(400, "request.malformed", server.get("/api/v1/logs?lines=1001"));
    }

    @Test
    public void unknownPathsMethodsAndBodiesAreProblems() throws Exception {
        assertProblem(404, "request.unknown-path", server.get("/api/v1/nothing"));
        assertProblem(404, "request.unknown-path", server.get("/api/v1/queue/x"));
        assertProblem(404, "request.unknown-path", server.get("/api"));
        assertProblem(404, "request.unknown-path", server.get("/api/v1/queue/1/explode"));
        HttpResponse<String> wrong = server.send("PUT", "/api/v1/queue", "{}", "X-Rushline", "1");
        assertProblem(405, "request.method", wrong);
        assertEquals("GET, POST", wrong.headers().firstValue("Allow").orElseThrow());
        assertEquals("POST", server.get("/api/v1/queue/pause").headers().firstValue("Allow").orElseThrow());
        assertProblem(400, "request.malformed", server.post("/api/v1/queue", "{\"path\":"));
        assertProblem(400, "request.malformed", server.post("/api/v1/queue", ""));
        assertProblem(400, "request.malformed", server.post("/api/v1/queue", "{\"path\":\"/a\",\"colour\":\"red\"}"));
        assertProblem(400, "request.malformed", server.post("/api/v1/queue", "{\"path\":\"/a\"} {}"));
        assertProblem(413, "request.too-large", server.post("/api/v1/queue", "{\"path\":\"" + "x".repeat(64 * 1024) + "\"}"));
        assertProblem(415, "request.not-json", server.send("POST", "/api/v1/queue", "path=a", "X-Rushline", "1", "Content-Type", "text/plain"));
        assertEquals(200, server.send("HEAD", "/api/v1/status", null).statusCode());
    }

    private void everythingIsThere() throws Exception {
        queue.add("A001.mov", ItemState.WAITING);
        server.services.uploader(() -> new UploaderStatus(UploaderStatus.Activity.SENDING, Optional.empty(),
                List.of(new UploaderStatus.Transfer(new ItemId(7), 1, 10, 20)), 8_000_000, 0,
                new Flow(4, 8, OptionalLong.of(20_000_000), Optional.of(Duration.ofSeconds(90)), "TLS")));
        server.services.live(() -> new LiveStatus(LiveStatus.State.LIVE, Optional.empty(), NOON, Optional.of(NOON)));
        NetworkStatus network = new NetworkStatus(List.of(new Link("eth0", Link.Kind.ETHERNET, Link.State.CONNECTED,
                List.of(InetAddress.getByName("192.168.1.20")), OptionalLong.empty(), false)), Reach.ONLINE, Optional.empty(), Optional.of(NOON));
        server.services.network(() -> network).ingests(ingest("folder clips", () -> { }));
        server.services.warnings(new Warning("info", Warning.Severity.INFO, "What.", "", NOON),
                new Warning("store.set-aside", Warning.Severity.ERROR, "What.", "Do.", NOON.minusSeconds(9)));
    }

    private static Ingest ingest(String name, Runnable onScan) {
        return new Ingest() {
            @Override
            public IngestStatus status() {
                return new IngestStatus(name, "/media/clips", IngestStatus.State.WATCHING, Optional.empty(), 1, 2, Optional.of(NOON));
            }

            @Override
            public void rescan() {
                onScan.run();
            }
        };
    }

    private static String names(HttpResponse<String> answer) throws Exception {
        return json(200, answer).get("items").findValuesAsText("name").toString();
    }
}
