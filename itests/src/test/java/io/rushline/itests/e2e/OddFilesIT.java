package io.rushline.itests.e2e;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.Site;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

/** Files as nobody would name or make them: each ends in a clear state, and none stops another. */
public class OddFilesIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    @Rule
    public final Site site = new Site();

    @Test
    public void namesOfAnyCharactersArrive() throws Exception {
        site.startAppliance();
        site.pair();
        List<String> names = List.of("new\nline.mov", "\"quotes\" and 'ticks'.mov", "<img src=x onerror=alert(1)>.mov", "🎬 Übergröße – 撮影.mov", "a..%2f&?.mov",
                "\u202Egnp.mov", "a".repeat(251) + ".mov");
        for (String name : names) {
            site.record(name, 1_000 + name.length());
        }
        for (String name : names) {
            site.arrives(site.clips.resolve(name), LIMIT);
        }
    }

    @Test
    public void linksThatLeadOutOrInCirclesAreNotFollowed() throws Exception {
        Path outside = site.folder("outside");
        Site.fill(outside.resolve("secret.mov"), 1_000, 1);
        Files.createSymbolicLink(site.clips.resolve("out"), outside);
        Files.createSymbolicLink(site.clips.resolve("out.mov"), outside.resolve("secret.mov"));
        Files.createSymbolicLink(site.clips.resolve("circle"), site.clips);
        Files.createSymbolicLink(site.clips.resolve("self"), site.clips.resolve("self"));
        site.startAppliance();
        site.pair();
        site.record("real.mov", 1_000);
        site.item("real.mov", "COMPLETED", LIMIT);
        assertEquals("only the real one", 1, site.api().get("/api/v1/queue").get("total").asInt());
    }

    @Test
    public void aFileThatShrinksWhileItIsSentFailsAloneAndSaysWhy() throws Exception {
        site.startAppliance();
        site.pair();
        site.cloud().post("/_sim/faults", "{\"bytesPerSecond\": 10000000}");
        Path shrinking = site.record("shrinking.mov", 150_000_000);
        Await.until("parts are on their way", LIMIT, () -> site.cloud().get("/_sim/state").at("/counters/bytesReceived").asLong(), bytes -> bytes > 0);
        try (RandomAccessFile file = new RandomAccessFile(shrinking.toFile(), "rw")) {
            file.setLength(1_000_000);
        }
        site.record("healthy.mov", 2_000_000);
        site.item("healthy.mov", "COMPLETED", LIMIT);
        // Either the uploader notices first and fails it, or the folder, and what is there now takes its place.
        JsonNode ended = Await.until("the clip that was", LIMIT, () -> site.api().get("/api/v1/queue?state=FAILED,CANCELLED").at("/items/0"), i -> !i.isMissingNode());
        assertTrue(ended.toString(), ended.at("/reason/code").asText().startsWith("media.") && ended.at("/reason/what").asText().length() > 10);
        site.item("shrinking.mov", "COMPLETED", LIMIT);
    }

    @Test
    public void aFolderThatIsNotThereIsNamedWhileTheOthersGoOn() throws Exception {
        Path missing = site.folder("elsewhere").resolve("card");
        Files.createDirectories(site.home.resolve("config"));
        Files.writeString(site.home.resolve("config/card.json"), "{ \"io.rushline.ingest.folder~card\": { \"folder\": \"" + missing + "\" } }");
        site.startAppliance();
        site.pair();
        site.record("here.mov", 1_000);
        site.item("here.mov", "COMPLETED", LIMIT);
        JsonNode ingest = Await.until("the folder is named", LIMIT, () -> find(missing), i -> i != null && i.get("state").asText().equals("AWAY"));
        assertTrue(ingest.toString(), ingest.get("reason").asText().length() > 10);
        Files.createDirectories(missing);
        Site.fill(missing.resolve("card.mov"), 1_000, 5);
        site.item("card.mov", "COMPLETED", LIMIT);
    }

    private JsonNode find(Path location) {
        for (JsonNode ingest : site.api().get("/api/v1/ingests").get("ingests")) {
            if (ingest.get("location").asText().equals(location.toString())) {
                return ingest;
            }
        }
        return null;
    }

    @Test
    public void tenThousandFilesDroppedAtOnceAllArrive() throws Exception {
        int count = Integer.getInteger("rushline.manyFiles", 10_000);
        Path many = Files.createDirectories(site.home.resolve(".dropping/day"));
        byte[] frame = new byte[64];
        for (int i = 0; i < count; i++) {
            java.nio.ByteBuffer.wrap(frame).putInt(i);
            Files.write(many.resolve("frame" + i + ".jpg"), frame);
        }
        site.startAppliance();
        site.pair();
        Files.move(many, site.clips.resolve("day"));
        Await.until(count + " items", Duration.ofMinutes(10), () -> site.api().get("/api/v1/queue?limit=1").get("total").asInt(), n -> n == count);
        Await.until("some arrive", LIMIT, () -> site.api().get("/api/v1/status").at("/queue/counts/COMPLETED").asInt(), n -> n > 50);
    }
}
