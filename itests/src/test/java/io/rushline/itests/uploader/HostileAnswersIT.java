package io.rushline.itests.uploader;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rushline.itests.support.Api;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.Site;
import io.rushline.itests.support.Stranger;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestName;

/** What the cloud, or somebody in its place, answers is not trusted: a clear state, nothing sent astray, and no harm to the appliance. */
public class HostileAnswersIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String ASSETS = "/v2/devices/assets";
    private static final long BYTES = 100_000;

    @ClassRule
    public static final Site SITE = new Site();

    @Rule
    public final TestName test = new TestName();

    private static Stranger stranger;

    @BeforeClass
    public static void pair() throws IOException {
        stranger = new Stranger();
        SITE.startAppliance("--set", "io.rushline.ingest.folder~clips:realtime=true");
        SITE.pair();
        SITE.awaitBound();
    }

    @AfterClass
    public static void close() throws IOException {
        stranger.close();
    }

    @After
    public void nothingWentAstray() throws IOException {
        SITE.noFaults();
        assertEquals("nobody else is spoken to", 0, stranger.visits());
        assertTrue(SITE.appliance().isAlive());
        assertFalse("no control character in the log", log().chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\t' && c != '\r'));
    }

    @Test
    public void anUploadUrlThatIsNotHttps() throws Exception {
        odd(asset("http://127.0.0.1:" + stranger.port() + "/part"));
    }

    @Test
    public void anUploadUrlOfAnotherKind() throws Exception {
        odd(asset("file:///etc/passwd"));
    }

    @Test
    public void anUploadUrlThatIsNoAddress() throws Exception {
        odd(asset("https://a b/\r\nX-Other: 1"));
    }

    @Test
    public void noUploadUrls() throws Exception {
        odd("{\"id\": \"odd\", \"upload_urls\": []}");
    }

    @Test
    public void oneUploadUrlTwice() throws Exception {
        odd("{\"id\": \"odd\", \"upload_urls\": [\"https://127.0.0.1:9/x\", \"https://127.0.0.1:9/x\"]}");
    }

    @Test
    public void moreUploadUrlsThanBytes() throws Exception {
        odd("{\"id\": \"odd\", \"upload_urls\": [\"https://127.0.0.1:9/1\", \"https://127.0.0.1:9/2\", \"https://127.0.0.1:9/3\", \"https://127.0.0.1:9/4\"]}", 3);
    }

    @Test
    public void oddAnswersForThePartsOfARecording() throws Exception {
        String part = "https://127.0.0.1:9/x";
        for (String urls : List.of("[]", "[\"http://127.0.0.1:" + stranger.port() + "/part\"]", "[\"" + part + "\", \"" + part + "\"]", "{}", "null", "[[[")) {
            answer(json(200, "{\"upload_urls\": " + urls + "}").put("path", ASSETS + "/").put("count", 2));
            Path clip = SITE.clips.resolve("recording-" + urls.length() + "-" + urls.hashCode() + ".ts");
            long caused = faultsCaused();
            grow(clip, caused);
            SITE.arrivesOnce(clip, LIMIT);
            assertTrue("the cloud did it", faultsCaused() > caused);
            SITE.noFaults();
        }
    }

    /** As a recorder does, for some seconds, and until the cloud has done it. */
    private static void grow(Path clip, long caused) throws IOException {
        byte[] piece = new byte[600_000];
        Random random = new Random(clip.hashCode());
        try (OutputStream out = Files.newOutputStream(clip)) {
            Await.until("the cloud does it", LIMIT, () -> {
                random.nextBytes(piece);
                out.write(piece);
                Await.pass(Duration.ofMillis(100));
                return Files.size(clip) >= 12_000_000 && faultsCaused() > caused;
            });
        }
    }

    private static long faultsCaused() {
        return SITE.cloud().get("/_sim/state").at("/counters/faultsCaused").asLong();
    }

    @Test
    public void tooManyUploadUrls() throws Exception {
        odd("{\"id\": \"odd\", \"upload_urls\": [" + "\"https://127.0.0.1:9/x\",".repeat(10_001) + "\"https://127.0.0.1:9/y\"]}");
    }

    @Test
    public void anAssetWhoseNameHoldsControlCharacters() throws Exception {
        odd("{\"id\": \"a\\r\\nX-Other: 1\", \"upload_urls\": [\"https://127.0.0.1:9/x\"]}");
    }

    @Test
    public void whatIsNoJson() throws Exception {
        odd("{\"id\": \"a\", \"upload_urls\": [");
    }

    @Test
    public void deepJson() throws Exception {
        odd("[".repeat(200_000));
    }

    @Test
    public void aBodyOfAGigabyte() throws Exception {
        answer(json(200, " ".repeat(1 << 16)).put("repeat", 1 << 14));
        SITE.arrives(SITE.add(test.getMethodName() + ".mov", BYTES), LIMIT);
    }

    @Test
    public void anOddAnswerThatStaysEndsInAReasonAndHoldsUpNobody() throws Exception {
        answer(json(200, "{}").put("count", 4));
        Path clip = SITE.add(test.getMethodName() + ".mov", BYTES);
        JsonNode failed = SITE.item(clip.getFileName().toString(), "FAILED", LIMIT);
        assertEquals("cloud.answer", failed.at("/reason/code").asText());
        SITE.arrives(SITE.add("next.mov", BYTES), LIMIT);
    }

    @Test
    public void aRedirectIsNotFollowedWithTheToken() throws Exception {
        answer(json(302, "moved").put("location", stranger.url()));
        waitsForThePortal();
    }

    @Test
    public void aRedirectOfAnUploadUrlIsNotFollowed() throws Exception {
        answer(json(307, "moved").put("path", "/upload/").put("location", stranger.url()));
        waitsForThePortal();
    }

    @Test
    public void aPageInPlaceOfAnAnswer() throws Exception {
        answer(json(200, "<html><body>Welcome to Hotel Wi-Fi</body></html>").put("contentType", "text/html; charset=utf-8"));
        waitsForThePortal();
    }

    @Test
    public void aPageInPlaceOfAnAcknowledgement() throws Exception {
        answer(json(200, "<html><body>Welcome to Hotel Wi-Fi</body></html>").put("path", "/upload/").put("contentType", "text/html"));
        waitsForThePortal();
    }

    @Test
    public void controlCharactersInAReason() throws Exception {
        answer(json(422, "{\"code\": 422, \"message\": \"no\\u0000\\u001b[31m\\r\\nSet-Cookie: a=b <script>alert(1)</script>\\u202e\"}"));
        Path clip = SITE.add(test.getMethodName() + ".mov", BYTES);
        String what = SITE.item(clip.getFileName().toString(), "FAILED", LIMIT).at("/reason/what").asText();
        assertTrue(what, what.contains("Set-Cookie"));
        assertFalse(what, what.codePoints().anyMatch(c -> Character.isISOControl(c) || c == 0x202e));
    }

    private static String asset(String url) {
        return Api.JSON.createObjectNode().put("id", "odd").set("upload_urls", Api.JSON.createArrayNode().add(url)).toString();
    }

    private static ObjectNode json(int status, String body) {
        return Api.JSON.createObjectNode().put("path", ASSETS).put("status", status).put("body", body);
    }

    private static void answer(ObjectNode answer) {
        SITE.faults(Api.JSON.createObjectNode().set("answer", Api.JSON.createArrayNode().add(answer)).toString());
    }

    /** Answered to the creation of an asset as often as a clip bears; it says so, is tried again, and arrives. */
    private void odd(String body) throws IOException {
        odd(body, BYTES);
    }

    private void odd(String body, long bytes) throws IOException {
        answer(json(200, body).put("count", 3));
        Path clip = SITE.add(test.getMethodName() + ".mov", bytes);
        Await.until("it says why it waits", LIMIT, () -> SITE.api().get("/api/v1/status").at("/uploader/why").asText(""), why -> why.contains("answer"));
        SITE.arrives(clip, LIMIT);
    }

    private void waitsForThePortal() throws IOException {
        Path clip = SITE.add(test.getMethodName() + ".mov", BYTES);
        JsonNode waiting = SITE.item(clip.getFileName().toString(), "RETRYING", LIMIT);
        assertEquals("network.portal", waiting.at("/reason/code").asText());
        SITE.retry(waiting);
        SITE.arrives(clip, LIMIT);
    }

    private static String log() throws IOException {
        StringBuilder log = new StringBuilder();
        try (Stream<Path> files = Files.list(SITE.home.resolve("logs"))) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("rushline")).toList()) {
                log.append(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        assertFalse("there is a log", log.isEmpty());
        return log.append(SITE.appliance().err()).toString();
    }

    @Test
    public void theLogHoldsNoSecret() throws Exception {
        answer(json(200, asset("https://127.0.0.1:9/x?X-Amz-Signature=feedbeef")));
        Path clip = SITE.add(test.getMethodName() + ".mov", BYTES);
        JsonNode item = SITE.item(clip.getFileName().toString(), "UPLOADING", LIMIT);
        Await.until("it was tried", LIMIT, () -> SITE.api().get("/api/v1/status").at("/uploader/why").asText(), why -> !why.isEmpty());
        SITE.api().post("/api/v1/queue/" + item.get("id") + "/cancel", "{}");
        for (String secret : List.of("X-Amz-Signature", "feedbeef", "Bearer ", "refresh_token")) {
            assertFalse(secret, log().contains(secret));
        }
    }
}
