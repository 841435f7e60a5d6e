package io.rushline.itests.uploader;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.Lab;
import io.rushline.itests.support.Sha256;
import io.rushline.itests.support.Site;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.After;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.junit.rules.TestName;

/** Recordings go up while they are written into a watched folder, and are whole in the cloud moments after their end. */
public class RealtimeIT {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int PIECE_BYTES = 400_000;
    /** 32 Mbit/s. */
    private static final Duration PIECE_TIME = Duration.ofMillis(100);
    private static final Lab LAB = new Lab();
    private static final Site SITE = new Site(LAB);

    @ClassRule
    public static final RuleChain RULES = RuleChain.outerRule(LAB).around(SITE);

    @Rule
    public final TestName test = new TestName();

    private final Random random = new Random(7);

    @BeforeClass
    public static void pair() throws IOException {
        LAB.link("rate 50;delay 10");
        start();
        SITE.pair();
        // A folder whose only file is deleted is taken for a card that was pulled.
        SITE.record("beside.mov", 1_000);
    }

    private static void start() {
        SITE.startAppliance("--set", "io.rushline.ingest.folder~clips:realtime=true");
    }

    @After
    public void mend() {
        SITE.noFaults();
    }

    @Test
    public void aRecordingIsCompleteMomentsAfterItsEnd() throws Exception {
        Path clip = path(".ts");
        try (RandomAccessFile file = new RandomAccessFile(clip.toFile(), "rw")) {
            write(file, 40_000_000);
        }
        Instant end = Instant.now();
        JsonNode asset = arrives(clip);
        Duration after = Duration.between(end, Instant.parse(asset.get("completedAt").asText()));
        System.out.println("complete " + after.toMillis() + " ms after the last byte over 50 Mbit/s");
        assertTrue("it went while it was recorded", asset.get("realtime").asBoolean());
        assertTrue(after + " after the last byte", after.compareTo(SOON) < 0);
    }

    @Test
    public void aHeaderThatIsRewrittenAtTheEndArrivesAsItIsAtTheEnd() throws Exception {
        Path clip = path(".mov");
        try (RandomAccessFile file = new RandomAccessFile(clip.toFile(), "rw")) {
            file.write(box("ftyp", 20, "qt  \0\0\0\0qt  "));
            file.write(box("mdat", 0, ""));
            write(file, 25_000_000);
            long end = file.getFilePointer();
            file.write(box("moov", 8, ""));
            file.seek(20);
            file.write(box("mdat", (int) (end - 20), ""));
        }
        JsonNode asset = arrives(clip);
        assertTrue("it went while it was recorded", asset.get("realtime").asBoolean());
        assertEquals("no part had to be sent again", 0, asset.get("bytesTwice").asLong());
    }

    @Test
    public void aRecordingThatIsShorterThanAPartGoesWhole() throws Exception {
        Path clip = path(".mov");
        try (RandomAccessFile file = new RandomAccessFile(clip.toFile(), "rw")) {
            write(file, 3_000_000);
        }
        assertFalse(arrives(clip).path("realtime").asBoolean());
    }

    @Test
    public void aRecordingThatIsDeletedFailsAndItsAssetIsListed() throws Exception {
        Path clip = path(".ts");
        try (RandomAccessFile file = new RandomAccessFile(clip.toFile(), "rw")) {
            Await.until("it goes up while it is recorded", LIMIT, () -> {
                write(file, 5 * PIECE_BYTES);
                return !SITE.assets(clip.getFileName().toString()).isEmpty();
            });
        }
        Files.delete(clip);
        JsonNode failed = SITE.item(clip.getFileName().toString(), "FAILED", LIMIT);
        assertEquals("media.gone", failed.at("/reason/code").asText());
        assertTrue("nothing of it looks complete", SITE.complete(clip.getFileName().toString()).isEmpty());
        assertTrue(SITE.api().get("/api/v1/abandoned-assets").get("assets").findValuesAsText("name").contains(clip.getFileName().toString()));
    }

    @Test
    public void aCloudThatTakesNoRecordingsGetsTheClipWhenItIsFinished() throws Exception {
        SITE.faults("{\"status\": [{\"path\": \"/v2/devices/assets\", \"code\": 404}]}");
        Path clip = path(".mov");
        try (RandomAccessFile file = new RandomAccessFile(clip.toFile(), "rw")) {
            write(file, 16_000_000);
        }
        assertFalse(arrives(clip).path("realtime").asBoolean());
        // It has learnt that, and would not try again for the tests that follow.
        SITE.killAppliance();
        start();
    }

    private Path path(String extension) {
        return SITE.clips.resolve(test.getMethodName() + extension);
    }

    /** As a recorder does: piece after piece, at the pace of the recording. */
    private void write(RandomAccessFile file, int bytes) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        for (int left = bytes; left > 0; left -= piece.length) {
            random.nextBytes(piece);
            file.write(piece, 0, Math.min(left, piece.length));
            Await.pass(PIECE_TIME);
        }
    }

    private static byte[] box(String type, int size, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(8 + bytes.length).putInt(size).put(type.getBytes(StandardCharsets.ISO_8859_1)).put(bytes).array();
    }

    private static JsonNode arrives(Path clip) throws IOException {
        JsonNode asset = SITE.arrivesOnce(clip, LIMIT);
        assertEquals(Sha256.of(clip), SITE.item(clip.getFileName().toString(), "COMPLETED", LIMIT).get("sha256").asText());
        return asset;
    }
}
