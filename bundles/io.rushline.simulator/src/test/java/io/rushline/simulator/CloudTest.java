package io.rushline.simulator;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.simulator.CloudUnderTest.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;

/** The running simulator, seen from outside. */
public class CloudTest {

    private static final String TYPE = "video/quicktime";

    @ClassRule
    public static final TestCertificate CERTIFICATE = new TestCertificate();
    @Rule
    public final CloudUnderTest cloud = new CloudUnderTest(CERTIFICATE);

    @Test
    public void aPairedDeviceUploadsAClipInPartsAndItArrivesWhole() throws Exception {
        cloud.pair();
        JsonNode me = cloud.get("/v2/devices/me").json();
        assertEquals("Rushline Demo", me.at("/project/name").textValue());
        assertEquals("Dana Demo", me.at("/authorization/creator/name").textValue());
        assertEquals("1.2.3", me.get("last_known_firmware_version").textValue());

        byte[] clip = random(11_000_001);
        JsonNode asset = create("{'name':'A001.mov','filetype':'video/quicktime','filesize':11000001,'offset':3,'parts':2}");
        int half = 5_500_001;
        assertEquals(200, put(asset, 1, Arrays.copyOfRange(clip, half, clip.length)).status());
        assertFalse(cloud.asset(id(asset)).get("complete").booleanValue());
        assertEquals(200, put(asset, 0, Arrays.copyOf(clip, half)).status());

        JsonNode done = cloud.completed(id(asset));
        assertEquals(sha256(clip), done.get("sha256").textValue());
        assertEquals(3, done.get("offset").intValue());
        assertArrayEquals(clip, cloud.bytes("/_sim/assets/" + id(asset) + "/content"));
        assertEquals(0, cloud.state().at("/counters/refusals").intValue());
        assertEquals(0, cloud.state().at("/counters/bytesTwice").intValue());
    }

    @Test
    public void aClipGoesOnAfterARestartInItsMiddleWithTheSameUrls() throws Exception {
        cloud.pair();
        byte[] clip = random(15_728_640);
        JsonNode asset = create("{'name':'A002.mov','filetype':'video/quicktime','filesize':15728640,'parts':3}");
        int size = 5_242_880;
        put(asset, 1, Arrays.copyOfRange(clip, size, 2 * size));
        cloud.stop();
        Files.write(cloud.assetFolder(id(asset)).resolve("incoming").resolve("3-cut"), new byte[7]); // as a kill in a PUT leaves it
        cloud.start();
        assertEquals(1, cloud.asset(id(asset)).get("partsReceived").intValue());
        assertEquals(7, cloud.asset(id(asset)).get("bytesInVain").intValue());
        put(asset, 0, Arrays.copyOf(clip, size));
        put(asset, 2, Arrays.copyOfRange(clip, 2 * size, clip.length));
        assertEquals(sha256(clip), cloud.completed(id(asset)).get("sha256").textValue());
    }

    @Test
    public void aKillWhileAssemblingLosesNothing() throws Exception {
        cloud.pair();
        byte[] clip = random(15_728_640);
        JsonNode asset = create("{'name':'A003.mov','filetype':'video/quicktime','filesize':15728640,'parts':3}");
        cloud.stop();
        // part 1 became the whole, half of part 2 was appended to it
        int size = 5_242_880;
        Files.write(cloud.assetFolder(id(asset)).resolve("assembling"), Arrays.copyOf(clip, size + size / 2));
        Files.write(cloud.assetFolder(id(asset)).resolve("parts").resolve("2"), Arrays.copyOfRange(clip, size, 2 * size));
        Files.write(cloud.assetFolder(id(asset)).resolve("parts").resolve("3"), Arrays.copyOfRange(clip, 2 * size, clip.length));
        cloud.start();
        assertEquals(sha256(clip), cloud.completed(id(asset)).get("sha256").textValue());
    }

    @Test
    public void emptyClipsAndStrangeNamesArrive() throws Exception {
        cloud.pair();
        String name = "a\\n\\\"b\\\" \uD83C\uDFAC <b>.mov";
        JsonNode asset = cloud.send(cloud.to("/v2/assets").header("Authorization", "Bearer " + cloud.pair().get("access_token").textValue())
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(
                        "{\"name\":\"" + name + "\",\"filetype\":\"" + TYPE + "\",\"filesize\":0,\"unknown\":1}"))).json();
        assertEquals(1, asset.get("upload_urls").size());
        assertEquals(200, put(asset, 0, new byte[0]).status());
        assertEquals(sha256(new byte[0]), cloud.completed(id(asset)).get("sha256").textValue());
        assertEquals("a\n\"b\" \uD83C\uDFAC <b>.mov", cloud.asset(id(asset)).get("name").textValue());
        String page = cloud.get("/").text();
        assertTrue(page.contains("&lt;b&gt;.mov") && !page.contains("<b>.mov"));
    }

    @Test
    public void anUploadUrlTakesOnlyWhatWasSigned() throws Exception {
        cloud.pair();
        JsonNode asset = create("{'name':'a.mov','filetype':'video/quicktime','filesize':5}");
        String url = asset.get("upload_urls").get(0).textValue();
        byte[] body = "12345".getBytes(StandardCharsets.UTF_8);
        refused(403, "SignatureDoesNotMatch", cloud.put(url, "video/mp4", body));
        refused(403, "SignatureDoesNotMatch", cloud.put(url.replace("X-Amz-Expires=86400", "X-Amz-Expires=86401"), TYPE, body));
        refused(403, "SignatureDoesNotMatch", cloud.put(url.replace("/1?", "/2?"), TYPE, body));
        HttpRequest.Builder noAcl = HttpRequest.newBuilder(URI.create(url)).header("Content-Type", TYPE);
        refused(403, "SignatureDoesNotMatch", cloud.send(noAcl.PUT(HttpRequest.BodyPublishers.ofByteArray(body))));
        refused(400, "InvalidArgument", cloud.send(noAcl.header("x-amz-acl", "private").header("Authorization", "Bearer x")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(body))));
        refused(400, "EntityTooSmall", cloud.put(url, TYPE, new byte[4]));
        refused(400, "EntityTooLarge", cloud.put(url, TYPE, new byte[6]));
        assertEquals(7, cloud.state().at("/counters/refusals").intValue());
        assertFalse("no signature in the record", cloud.state().get("refusals").toString().contains("Signature="));
        assertEquals(0, cloud.asset(id(asset)).get("partsReceived").intValue());
        cloud.clock.pass(Duration.ofHours(24));
        refused(403, "Request has expired", cloud.put(url, TYPE, body));
    }

    @Test
    public void aCallThatBreaksARuleIsRefusedInTheRealWordsAndRecorded() throws Exception {
        cloud.pair();
        Answer noVersion = cloud.send(HttpRequest.newBuilder(cloud.url().resolve("/v2/devices/me")));
        assertEquals(400, noVersion.status());
        assertEquals(400, cloud.send(HttpRequest.newBuilder(cloud.url().resolve("/v2/devices/me")).header("x-client-version", "1.0")).status());
        Answer noToken = cloud.send(cloud.to("/v2/devices/me"));
        assertEquals("{\"code\":401,\"message\":\"Not Authorized\",\"errors\":[{\"code\":401,\"status\":401,\"title\":\"Not Authorized\","
                + "\"detail\":\"The call carries no bearer token\"}]}", noToken.text());
        assertEquals(422, cloud.post("/v2/devices/assets", "{'name':'a','filetype':'video/quicktime','filesize':'5'}").status());
        assertEquals(422, cloud.post("/v2/devices/assets", "{'name':'a','filetype':'video/quicktime','filesize':5,'offset':-1}").status());
        assertEquals(422, cloud.post("/v2/devices/assets", "{'name':'a','filetype':'video/quicktime','filesize':5,'channel':1}").status());
        assertEquals(422, cloud.post("/v2/devices/assets", "{'name':'a','filetype':'video/quicktime','filesize':10485758,'parts':2}").status());
        assertEquals(404, cloud.post("/v2/devices/assets/x/realtime-upload-parts", "{}").status());
        assertEquals(405, cloud.get("/v2/auth/token").status());
        assertEquals(9, cloud.state().at("/counters/refusals").intValue());
        cloud.stop();
        cloud.start();
        assertEquals(9, cloud.state().at("/counters/refusals").intValue());
        assertEquals(422, cloud.state().at("/refusals/3/status").intValue());
    }

    @Test
    public void tokensRotateExpireAndEndWithARevocation() throws Exception {
        JsonNode first = cloud.pair();
        JsonNode second = refresh(first).json();
        assertEquals("the old access token went with the refresh", 401, cloud.get("/v2/devices/me").status());
        assertEquals("{\"error\":\"invalid_request\",\"error_description\":\"The refresh_token has been used before\"}", refresh(first).text());
        assertEquals(200, me(second).status());
        cloud.clock.pass(Duration.ofHours(8));
        assertEquals(401, me(second).status());
        JsonNode third = refresh(second).json();
        assertEquals(200, cloud.form("/v2/auth/revoke", Map.of("client_id", "unit-1", "client_secret", "rushline-development",
                "token", third.get("refresh_token").textValue())).status());
        assertEquals(401, me(third).status());
        assertEquals(401, refresh(third).status());
        assertEquals("disconnected", cloud.state().at("/devices/0/status").textValue());
    }

    @Test
    public void aPartSentAgainAndAPutCutOffAreCountedApart() throws Exception {
        cloud.pair();
        JsonNode asset = create("{'name':'a.mov','filetype':'video/quicktime','filesize':10485760,'parts':2}");
        byte[] part = random(5_242_880);
        put(asset, 0, part);
        put(asset, 0, part);
        cloud.post("/_sim/faults", "{'drop':{'afterBytes':1000000,'count':1}}");
        assertTrue("the connection is cut", cut(asset, 1, part));
        JsonNode now = cloud.asset(id(asset));
        assertEquals(5_242_880, now.get("bytesTwice").intValue());
        assertTrue(now.get("bytesInVain").intValue() >= 1_000_000 && now.get("bytesInVain").intValue() < 5_242_880);
        assertEquals(1, now.get("partsReceived").intValue());
        assertEquals(200, put(asset, 1, part).status());
        cloud.completed(id(asset));
        assertEquals("no rule was broken", 0, cloud.state().at("/counters/refusals").intValue());
    }

    @Test
    public void anAnswerLostAfterTheLastByteLeavesThePartStored() throws Exception {
        cloud.pair();
        JsonNode asset = create("{'name':'a.mov','filetype':'video/quicktime','filesize':5}");
        cloud.post("/_sim/faults", "{'drop':{'afterBytes':1000000000}}");
        assertTrue(cut(asset, 0, new byte[5]));
        cloud.completed(id(asset));
        assertEquals("again, as the device must", 200, put(asset, 0, new byte[5]).status());
        assertEquals(5, cloud.asset(id(asset)).get("bytesTwice").intValue());
    }

    @Test
    public void faultsComeAsOrderedAndGoWhenTheyAreUsedUpOrCleared() throws Exception {
        cloud.pair();
        cloud.post("/_sim/faults", "{'status':[{'path':'/v2/devices','code':503,'count':2,'retryAfterSeconds':1}],'accessTokenSeconds':5}");
        assertEquals(503, cloud.get("/v2/devices/me").status());
        assertEquals(200, cloud.get("/v2/health").status());
        assertEquals(503, cloud.get("/v2/devices/me").status());
        assertEquals(200, cloud.get("/v2/devices/me").status());
        assertEquals(5, cloud.pair().get("expires_in").intValue());
        cloud.send(cloud.to("/_sim/faults").DELETE());
        cloud.clock.pass(Duration.ofSeconds(1));
        assertEquals(28_800, cloud.pair().get("expires_in").intValue());
        assertEquals(2, cloud.state().at("/counters/faultsCaused").intValue());
    }

    @Test
    public void whatWasRecordedInAPauseIsNotWantedAndWhatWasRecordedBeforeIs() throws Exception {
        cloud.pair();
        cloud.post("/_sim/pause", "{'paused':true}");
        assertEquals("paused", cloud.get("/v2/devices/me").json().at("/channels/0/status").textValue());
        cloud.clock.pass(Duration.ofSeconds(10));
        Answer within = cloud.post("/v2/devices/assets", "{'name':'a','filetype':'video/quicktime','filesize':5,'offset':9}");
        assertEquals(409, within.status());
        assertEquals("Channel Paused", within.json().get("message").textValue());
        assertEquals(200, cloud.post("/v2/devices/assets", "{'name':'a','filetype':'video/quicktime','filesize':5,'offset':11}").status());
        cloud.post("/_sim/pause", "{'paused':false}");
        assertEquals(200, cloud.post("/v2/devices/assets", "{'name':'a','filetype':'video/quicktime','filesize':5}").status());
    }

    @Test
    public void aClipIsTakenWhileItIsRecorded() throws Exception {
        cloud.pair();
        JsonNode asset = cloud.post("/v2/devices/assets", "{'is_realtime_upload':true,'filetype':'video/quicktime','extension':'.mov'}").json();
        assertFalse(asset.has("upload_urls"));
        String parts = "/v2/devices/assets/" + id(asset) + "/realtime_upload/parts";
        byte[] clip = random(5_242_880 + 3);
        JsonNode first = cloud.post(parts, "{'parts':[{'number':1,'size':5242880,'is_final':false}]}").json();
        put(first, 0, Arrays.copyOf(clip, 5_242_880));
        JsonNode last = cloud.post(parts, "{'parts':[{'number':2,'size':3,'is_final':true}],'asset_name':'A.mov','asset_filesize':5242883}").json();
        put(last, 0, Arrays.copyOfRange(clip, 5_242_880, clip.length));
        assertEquals(sha256(clip), cloud.completed(id(asset)).get("sha256").textValue());
        assertEquals("A.mov", cloud.asset(id(asset)).get("name").textValue());
    }

    @Test
    public void aPersonTypesTheCodeOnThePageAndPicksTheProject() throws Exception {
        String project = cloud.post("/_sim/projects", "{'name':'Night <shoot>'}").json().get("id").textValue();
        JsonNode code = cloud.form("/v2/auth/device/code", Map.of("client_id", "unit-1", "client_secret", "rushline-development",
                "scope", "asset_create offline")).json();
        String complete = code.get("verification_uri_complete").textValue();
        String page = cloud.get(complete.substring(complete.indexOf("/activate"))).text();
        assertTrue(page.contains("value=\"" + code.get("user_code").textValue() + "\"") && page.contains("Night &lt;shoot&gt;"));
        assertTrue(cloud.form("/activate", Map.of("code", "0", "project", project, "answer", "approve")).text().contains("role=\"alert\""));
        cloud.form("/activate", Map.of("code", code.get("user_code").textValue(), "project", project, "answer", "approve"));
        JsonNode tokens = cloud.form("/v2/auth/token", Map.of("grant_type", Authority.DEVICE_GRANT, "client_id", "unit-1",
                "device_code", code.get("device_code").textValue())).json();
        assertEquals(project, me(tokens).json().get("project_id").textValue());
        assertEquals(403, cloud.send(cloud.to("/activate").header("Origin", "https://evil.example")
                .header("Content-Type", "application/x-www-form-urlencoded").POST(HttpRequest.BodyPublishers.ofString("code=1"))).status());
    }

    @Test
    public void plainHttpIsRefusedInWords() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", cloud.url().getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer, answer.startsWith("HTTP/1.1 400 ") && answer.contains("HTTPS"));
        }
    }

    @Test
    public void othersFindTheAddressInAFileAsLongAsItListens() throws Exception {
        JsonNode address = Json.MAPPER.readTree(cloud.home().resolve("run/simulator.json").toFile());
        assertEquals(cloud.url().toString(), address.get("url").textValue());
        assertEquals(cloud.home().resolve("trust.pem").toString(), address.get("trust").textValue());
        cloud.stop();
        assertFalse(Files.exists(cloud.home().resolve("run/simulator.json")));
    }

    @Test
    public void aFoundPortMayChangeWhenItIsTakenButAGivenOneIsNamed() throws Exception {
        int port = cloud.url().getPort();
        cloud.stop();
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            cloud.start();
            assertNotEquals(port, cloud.url().getPort());
            Config given = new Config(cloud.home(), cloud.home().resolve("cloud"), "127.0.0.1", other.getLocalPort(), Set.of("s"),
                    Duration.ofSeconds(1), Duration.ofSeconds(1), 1);
            IOException taken = assertThrows(IOException.class, () -> Cloud.open(given, cloud.clock, new Random()));
            assertTrue(taken.getMessage(), taken.getMessage().contains("127.0.0.1:" + port));
        }
    }

    private JsonNode create(String json) throws Exception {
        Answer answer = cloud.post("/v2/devices/assets", json);
        assertEquals(answer.text(), 200, answer.status());
        return answer.json();
    }

    private Answer put(JsonNode asset, int index, byte[] body) throws Exception {
        return cloud.put(asset.get("upload_urls").get(index).textValue(), TYPE, body);
    }

    private boolean cut(JsonNode asset, int index, byte[] body) throws Exception {
        try {
            put(asset, index, body);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private Answer refresh(JsonNode tokens) throws Exception {
        return cloud.form("/v2/auth/token", Map.of("grant_type", "refresh_token", "client_id", "unit-1", "client_secret", "rushline-development",
                "refresh_token", tokens.get("refresh_token").textValue()));
    }

    private Answer me(JsonNode tokens) throws Exception {
        return cloud.send(cloud.to("/v2/devices/me").header("Authorization", "Bearer " + tokens.get("access_token").textValue()));
    }

    private static void refused(int status, String words, Answer answer) {
        assertEquals(answer.text(), status, answer.status());
        assertTrue(answer.text(), answer.text().contains(words));
    }

    private static String id(JsonNode asset) {
        return asset.get("id").textValue();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
