package io.rushline.itests.uploader;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.Site;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.After;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestName;

/** The clip itself is what is wrong, in the middle of its upload: it ends in a reason or is sent anew, no half asset looks complete, and the next clip goes on. */
public class MediaFaultsIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int BYTES = 40_000_000;

    @ClassRule
    public static final Site SITE = new Site();

    @Rule
    public final TestName test = new TestName();

    private Path clip;

    @BeforeClass
    public static void pair() {
        SITE.startAppliance("--set", "io.rushline.uploader.c2c:partSizeBytes=5242880", "--set", "io.rushline.uploader.c2c:parallelParts=2");
        SITE.pair();
    }

    @After
    public void theNextClipGoesOn() throws IOException {
        SITE.noFaults();
        Path next = SITE.add("after-" + test.getMethodName() + ".mov", 100_000);
        SITE.arrives(next, LIMIT);
    }

    @Test
    public void theFileIsDeleted() throws Exception {
        underWay();
        Files.delete(clip);
        fails("media.gone");
    }

    @Test
    public void theFileGetsShorter() throws Exception {
        underWay();
        try (RandomAccessFile file = new RandomAccessFile(clip.toFile(), "rw")) {
            file.setLength(BYTES / 2);
        }
        isSentAnew();
    }

    @Test
    public void theFileIsWrittenTo() throws Exception {
        underWay();
        overwrite();
        isSentAnew();
    }

    @Test
    public void theFileIsWrittenToAndItsTimeIsPutBack() throws Exception {
        FileTime time = underWay();
        overwrite();
        Files.setLastModifiedTime(clip, time);
        SITE.noFaults();
        // Nobody can tell from outside. Whatever was sent, before or after, is what the checksums say: never a mixture that nobody noticed.
        JsonNode item = SITE.item(name(), "COMPLETED", LIMIT);
        Await.until("the asset of that very content is complete", LIMIT, () -> SITE.assets(name()).stream()
                .anyMatch(a -> a.get("id").equals(item.get("assetId")) && a.path("sha256").equals(item.get("sha256"))));
    }

    @Test
    public void theFileCannotBeRead() throws Exception {
        underWay();
        Path elsewhere = clip.resolveSibling(".hidden");
        Files.move(clip, elsewhere);
        // Nobody can read a folder as a file, not even root.
        Files.createDirectory(clip);
        try {
            fails("media.");
        } finally {
            Files.delete(clip);
        }
    }

    /** @return the file's time */
    private FileTime underWay() throws IOException {
        SITE.faults("{\"bytesPerSecond\": 4000000}");
        clip = SITE.folder("added").resolve(name());
        Site.fill(clip, BYTES, name().hashCode());
        FileTime time = FileTime.from(Instant.now().minusSeconds(100));
        Files.setLastModifiedTime(clip, time);
        SITE.add(clip);
        Await.until("its first parts have arrived", LIMIT, () -> SITE.assets(name()).stream().anyMatch(a -> a.get("partsReceived").asInt() > 0));
        return time;
    }

    private void overwrite() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(clip.toFile(), "rw")) {
            for (int at = 500_000; at < BYTES; at += 500_000) {
                file.seek(at);
                file.write('!');
            }
        }
    }

    private void isSentAnew() throws IOException {
        SITE.noFaults();
        JsonNode before = SITE.item(name(), "CANCELLED", LIMIT);
        assertEquals("media.superseded", before.at("/reason/code").asText());
        JsonNode asset = SITE.arrivesOnce(clip, LIMIT);
        assertNotEquals("it is a new one", before.get("assetId"), asset.get("id"));
    }

    private void fails(String code) {
        JsonNode item = SITE.item(name(), "FAILED", LIMIT);
        assertTrue(item.toString(), item.at("/reason/code").asText().startsWith(code));
        assertFalse(item.at("/reason/todo").asText().isEmpty());
        assertTrue("nothing that is not whole looks complete", SITE.complete(name()).isEmpty());
    }

    private String name() {
        return test.getMethodName() + ".mov";
    }
}
