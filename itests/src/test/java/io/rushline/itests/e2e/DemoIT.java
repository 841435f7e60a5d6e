package io.rushline.itests.e2e;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Api;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.Rushline;
import io.rushline.itests.support.Site;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The command a stranger runs first. */
public class DemoIT {

    private static final Duration LIMIT = Duration.ofMinutes(4);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void theSamplesItMakesArriveWhole() throws Exception {
        Path report = folder.getRoot().toPath().resolve("r.json");
        Rushline.Result result = Rushline.run(LIMIT, "demo", "--exit", "--home", folder.newFolder("home"), "--port", 0, "--report", report);
        assertEquals(result.out() + result.err(), 0, result.status());
        JsonNode document = Api.JSON.readTree(report.toFile());
        assertTrue(document.get("ok").asBoolean());
        assertTrue("several clips, one of several parts", document.get("clips").size() >= 4
                && document.get("clips").findValues("parts").stream().anyMatch(p -> p.asInt() > 1));
    }

    @Test
    public void filesOfEveryKindAndSizeArriveByteForByte() throws Exception {
        Path media = folder.newFolder("media").toPath();
        Map<String, Long> sizes = new LinkedHashMap<>();
        sizes.put("A001_C001.mov", 60_000_001L);
        sizes.put("A001_C002.mp4", 26_214_400L);
        sizes.put("A001_C003.mxf", 26_214_401L);
        sizes.put("T001.wav", 5_000_000L);
        sizes.put("still.jpg", 1_234_567L);
        sizes.put("frame.tiff", 6_220_800L);
        sizes.put("empty.mov", 0L);
        sizes.put("one byte.mov", 1L);
        sizes.put("A001_C004.mov", 300_000_000L);
        for (Map.Entry<String, Long> clip : sizes.entrySet()) {
            Site.fill(media.resolve(clip.getKey()), clip.getValue(), clip.getKey().hashCode());
        }
        Path report = folder.getRoot().toPath().resolve("r.json");
        Rushline.Result result = Rushline.run(LIMIT, "demo", "--exit", "--media", media, "--home", folder.newFolder("home"), "--port", 0, "--report", report);
        assertEquals(result.out() + result.err(), 0, result.status());
        JsonNode clips = Api.JSON.readTree(report.toFile()).get("clips");
        assertEquals(sizes.size(), clips.size());
        for (JsonNode clip : clips) {
            assertEquals(clip.get("name").asText(), sizes.get(clip.get("name").asText()).longValue(), clip.get("sizeBytes").asLong());
            assertEquals(clip.get("name").asText(), clip.get("sha256").asText(), clip.get("sha256Cloud").asText());
        }
    }

    @Test
    public void itGoesOnWhereItWasKilled() throws Exception {
        Path media = folder.newFolder("media").toPath();
        Site.fill(media.resolve("long.mov"), 400_000_000L, 7);
        Path home = folder.newFolder("home").toPath();
        String asset;
        try (Rushline demo = Rushline.start("demo", "--media", media, "--home", home, "--port", 0)) {
            Api api = Api.ofAppliance(home);
            api.awaitAllParts();
            JsonNode item = Await.until("some parts are in", Duration.ofSeconds(60), () -> api.get("/api/v1/queue").at("/items/0"),
                    i -> i.path("ackedParts").asInt() >= 2);
            asset = item.get("assetId").asText();
            demo.kill();
        }
        Files.deleteIfExists(home.resolve("run/ctl.json"));
        Path report = folder.getRoot().toPath().resolve("r.json");
        Rushline.Result result = Rushline.run(LIMIT, "demo", "--exit", "--media", media, "--home", home, "--port", 0, "--report", report);
        assertEquals(result.out() + result.err(), 0, result.status());
        JsonNode clip = Api.JSON.readTree(report.toFile()).at("/clips/0");
        assertEquals("the same asset was finished", asset, clip.get("assetId").asText());
    }

    @Test
    public void aMediaFolderThatIsNotThereIsNamed() throws Exception {
        Rushline.Result result = Rushline.run(LIMIT, "demo", "--exit", "--media", "/does/not/exist", "--home", folder.newFolder("home"), "--port", 0);
        assertEquals(1, result.status());
        assertTrue(result.err(), result.err().contains("/does/not/exist"));
    }
}
