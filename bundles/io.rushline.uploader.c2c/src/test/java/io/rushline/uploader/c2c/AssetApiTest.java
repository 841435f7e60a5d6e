package io.rushline.uploader.c2c;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import io.rushline.cloud.api.Answer;
import io.rushline.cloud.api.Call;
import io.rushline.cloud.api.CloudClient;
import io.rushline.cloud.api.CloudSocket;
import io.rushline.cloud.api.PartUpload;
import io.rushline.cloud.api.Transport;
import io.rushline.queue.api.Asset;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Part;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.Test;

/** The cloud's answer is not trusted. */
public class AssetApiTest {

    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00.900Z");

    private final FakeDisk disk = new FakeDisk();
    private final List<Call> calls = new ArrayList<>();
    private String answer = "";

    private final CloudClient cloud = new CloudClient() {
        @Override
        public URI base() {
            return URI.create("https://api.frame.io");
        }

        @Override
        public Answer call(Call call) {
            calls.add(call);
            return new Answer(200, Map.of(), answer);
        }

        @Override
        public Answer put(PartUpload part) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CloudSocket open(String path, String bearer, CloudSocket.Listener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Transport transport() {
            return new Transport("none", "");
        }
    };

    private AssetApi.Created create(String name, Instant createdAt) throws Exception {
        return create(name, createdAt, "project-1");
    }

    private AssetApi.Created create(String name, Instant createdAt, String project) throws Exception {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        Path path = Path.of("/card/" + name.hashCode());
        disk.put(path, new byte[20], NOW);
        return new AssetApi(new MediaCheck(disk, () -> 0), new FailureTable(clock), clock, new Age(clock, Optional::empty, () -> 0), bytes -> PartPlan.MIN_PART_BYTES)
                .create(new FakeConnector(), cloud, new AssetApi.Wish(new Clip(path, name, 20, NOW, "f", "", createdAt, "folder", 3, 0), false, project,
                        Optional.empty(), Asset.Way.PLAIN, false));
    }

    @Test
    public void noAssetIsMadeInAnotherProject() {
        answer = "{}";
        Failed refusal = assertThrows(Failed.class, () -> create("A001.mov", NOW, "project-2"));
        assertEquals("auth.other-project", refusal.failure().reason().code());
    }

    private void refused(String body) {
        answer = body;
        Failed failed = assertThrows(body, Failed.class, () -> create("A.mov", NOW));
        assertEquals(Kind.UNUSABLE, failed.failure().kind());
        assertFalse(failed.failure().reason().what(), failed.failure().reason().what().contains("secret"));
    }

    private static String urls(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"https://b.example/" + i + "?secret\"").collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    public void anAssetAndItsPartsAreRead() throws Exception {
        answer = "{\"id\":\"0b9e-1\",\"name\":\"x\",\"upload_urls\":" + urls(2) + "}";
        AssetApi.Created created = create("A\n\"001\" 🎬.MXF", NOW.minusSeconds(90));
        assertEquals("0b9e-1", created.asset().id());
        assertEquals("application/mxf", created.asset().fileType());
        assertEquals(2, created.parts().size());
        assertEquals("{\"name\":\"A\\n\\\"001\\\" 🎬.MXF\",\"filetype\":\"application/mxf\",\"filesize\":20,\"offset\":90,\"channel\":3,\"parts\":1}",
                ((Call.Body.Json) calls.get(0).body()).text());
    }

    @Test
    public void aClipFromTheFutureHasOffsetZero() throws Exception {
        answer = "{\"id\":\"a\",\"upload_urls\":" + urls(1) + "}";
        create("A.mov", NOW.plusSeconds(3600));
        assertEquals(true, ((Call.Body.Json) calls.get(0).body()).text().contains("\"offset\":0,"));
    }

    @Test
    public void anAnswerThatDoesNotAddUpIsRefused() {
        refused("");
        refused("[]");
        refused("{\"id\":");
        refused("[".repeat(100_000));
        refused("{\"upload_urls\":" + urls(1) + "}");
        refused("{\"id\":\"../devices\",\"upload_urls\":" + urls(1) + "}");
        refused("{\"id\":\"" + "a".repeat(200) + "\",\"upload_urls\":" + urls(1) + "}");
        refused("{\"id\":\"a\"}");
        refused("{\"id\":\"a\",\"upload_urls\":\"https://b.example/\"}");
        refused("{\"id\":\"a\",\"upload_urls\":[]}");
        refused("{\"id\":\"a\",\"upload_urls\":" + urls(10_001) + "}");
        refused("{\"id\":\"a\",\"upload_urls\":" + urls(21) + "}");
    }

    @Test
    public void anUploadUrlThatIsNotHttpsIsRefused() {
        for (String url : new String[] {"http://b.example/1?secret", "file:///secret", "/secret", "", "https:///secret", "https://user@b.example/secret",
                "https://b.example/ secret", "ftp://b.example/secret"}) {
            refused("{\"id\":\"a\",\"upload_urls\":[\"https://b.example/0\",\"" + url + "\"]}");
        }
        refused("{\"id\":\"a\",\"upload_urls\":[null]}");
        refused("{\"id\":\"a\",\"upload_urls\":[\"https://b.example/same\",\"https://b.example/same\"]}");
    }

    private List<URI> parts(String body, Part... parts) throws Exception {
        answer = body;
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        return new AssetApi(new MediaCheck(disk, () -> 0), new FailureTable(clock), clock, new Age(clock, Optional::empty, () -> 0), bytes -> PartPlan.MIN_PART_BYTES).urls(new FakeConnector(), cloud,
                "project-1", new AssetApi.Leaving("asset-9", List.of(parts), Optional.of(parts[parts.length - 1]), "A\n001.mov", 77));
    }

    @Test
    public void theUrlsOfRealTimePartsAreReadInTheirOrder() throws Exception {
        assertEquals(List.of(URI.create("https://b.example/0?secret"), URI.create("https://b.example/1?secret")),
                parts("{\"upload_urls\":" + urls(2) + "}", Part.toSend(1, 0, 70), Part.toSend(2, 70, 7)));
        assertEquals("/v2/devices/assets/asset-9/realtime_upload/parts", calls.get(0).path());
        assertEquals("{\"parts\":[{\"number\":1,\"size\":70,\"is_final\":false},{\"number\":2,\"size\":7,\"is_final\":true}],"
                + "\"asset_name\":\"A\\n001.mov\",\"asset_filesize\":77}", ((Call.Body.Json) calls.get(0).body()).text());
    }

    @Test
    public void urlsOfRealTimePartsThatCannotBeUsedAreRefused() {
        for (String body : new String[] {"", "[".repeat(100_000), "{}", "{\"upload_urls\":[]}", "{\"upload_urls\":" + urls(1) + "}", "{\"upload_urls\":" + urls(3) + "}",
                "{\"upload_urls\":[\"https://b.example/secret\",\"https://b.example/secret\"]}",
                "{\"upload_urls\":[\"https://b.example/1\",\"http://b.example/secret\"]}"}) {
            Failed failed = assertThrows(body, Failed.class, () -> parts(body, Part.toSend(1, 0, 70), Part.toSend(2, 70, 7)));
            assertEquals(Kind.UNUSABLE, failed.failure().kind());
            assertFalse(failed.failure().reason().what().contains("secret"));
        }
    }

    @Test
    public void aNewVersionNamesTheAssetItIsAVersionOf() throws Exception {
        answer = "{\"id\":\"a\",\"upload_urls\":" + urls(1) + "}";
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        disk.put(Path.of("/card/A.mov"), new byte[20], NOW);
        new AssetApi(new MediaCheck(disk, () -> 0), new FailureTable(clock), clock, new Age(clock, Optional::empty, () -> 0), bytes -> PartPlan.MIN_PART_BYTES).create(new FakeConnector(), cloud,
                new AssetApi.Wish(new Clip(Path.of("/card/A.mov"), "A.mov", 20, NOW, "f", "", NOW, "folder", 0, 0), false, "project-1", Optional.of("old-1"),
                        Asset.Way.PLAIN, false));
        assertEquals(true, ((Call.Body.Json) calls.get(0).body()).text().contains("\"auto_version_id\":\"old-1\""));
    }

    @Test
    public void theLifeOfAnUploadUrlIsReadWhereItSaysIt() {
        assertEquals(60, UploadUrl.life(URI.create("https://b.example/1?X-Amz-Date=20260501T120000Z&X-Amz-Expires=60&X-Amz-Signature=s")).toSeconds());
        for (String query : new String[] {"", "?", "?X-Amz-Expires=", "?X-Amz-Expires=-1", "?X-Amz-Expires=99999999999", "?not-X-Amz-Expires=60"}) {
            assertEquals(query, UploadUrl.USUAL_LIFE, UploadUrl.life(URI.create("https://b.example/1" + query)));
        }
    }
}
