package io.rushline.itests.e2e;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.Sha256;
import io.rushline.itests.support.Site;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.Assume;
import org.junit.Rule;
import org.junit.Test;

/** The process is killed at random, its cache and database are damaged, its Java is changed: it goes on. */
public class PowerIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final long PARALLEL_PARTS = 4;
    private static final long PART_BYTES = 25L << 20;

    @Rule
    public final Site site = new Site();

    @Test
    public void aClipOf500MegabytesSurvivesFiveKillsAtRandom() throws Exception {
        long seed = Long.getLong("rushline.seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        site.startAppliance();
        site.pair();
        // Slow enough for the kills to fall into the middle: some 25 s in all.
        site.cloud().post("/_sim/faults", "{\"bytesPerSecond\": 25000000}");
        Path clip = site.record("long.mov", 500_000_000);
        for (int kill = 1; kill <= 5; kill++) {
            long before = received("long.mov");
            Await.until("bytes arrive before kill " + kill, LIMIT, () -> received("long.mov"), bytes -> bytes > before);
            // Parts end when bytes are counted: the moment of the cut must not depend on that.
            Await.pass(Duration.ofMillis(random.nextInt(3_000)));
            site.killAppliance();
            site.startAppliance();
        }
        JsonNode item = site.item("long.mov", "COMPLETED", LIMIT);
        JsonNode asset = site.arrived("long.mov");
        assertEquals(Sha256.of(clip), asset.get("sha256").asText());
        assertEquals(Sha256.of(clip), item.get("sha256").asText());
        long twice = asset.get("bytesTwice").asLong();
        System.out.println("bytes received twice: " + twice + ", in vain: " + asset.get("bytesInVain"));
        assertTrue(twice + " bytes twice", twice + asset.get("bytesInVain").asLong() < PARALLEL_PARTS * PART_BYTES * 5);
    }

    private long received(String name) {
        return site.assets(name).stream().mapToLong(a -> a.get("bytesReceived").asLong()).sum();
    }

    @Test
    public void aDamagedBundleCacheIsMadeAnew() throws Exception {
        site.startAppliance();
        site.pair();
        site.killAppliance();
        List<Path> cached;
        try (Stream<Path> files = Files.walk(site.home.resolve("cache"))) {
            cached = files.filter(Files::isRegularFile).toList();
        }
        assertFalse(cached.isEmpty());
        for (Path file : cached) {
            try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
                damaged.setLength(damaged.length() / 2);
            }
        }
        site.startAppliance();
        assertEquals("CONNECTED", site.api().get("/api/v1/connection").get("state").asText());
    }

    @Test
    public void aHomeOfJava17IsGoneOnWithOnJava25AndBack() throws Exception {
        String newer = System.getenv("RUSHLINE_JDK25");
        Assume.assumeTrue("no JDK 25 on this machine (RUSHLINE_JDK25)", newer != null && !newer.isEmpty());
        site.startAppliance();
        site.pair();
        site.record("on17.mov", 1_000);
        site.item("on17.mov", "COMPLETED", LIMIT);
        site.killAppliance();
        site.startAppliance(java.util.Map.of("JAVA_HOME", newer));
        site.record("on25.mov", 1_000);
        site.item("on25.mov", "COMPLETED", LIMIT);
        site.killAppliance();
        site.startAppliance();
        site.item("on17.mov", "COMPLETED", LIMIT);
        site.item("on25.mov", "COMPLETED", LIMIT);
    }

    @Test
    public void aDamagedDatabaseIsSetAsideAndTheClipsAreFoundAgain() throws Exception {
        site.startAppliance();
        site.record("waiting.mov", 1_000_000);
        site.item("waiting.mov", "WAITING", LIMIT);
        site.killAppliance();
        try (Stream<Path> files = Files.walk(site.home.resolve("db"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".dat")).toList()) {
                try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
                    damaged.setLength(damaged.length() / 3);
                }
            }
        }
        site.startAppliance();
        JsonNode warnings = site.api().get("/api/v1/status").get("warnings");
        assertTrue(warnings.toString(), warnings.findValuesAsText("code").contains("store.set-aside"));
        site.item("waiting.mov", "WAITING", LIMIT);
        try (Stream<Path> files = Files.list(site.home)) {
            assertEquals("the damaged one is kept", 1, files.filter(f -> f.getFileName().toString().startsWith("db.set-aside")).count());
        }
        site.pair();
        site.sendHeld("queue.before-pairing");
        site.item("waiting.mov", "COMPLETED", LIMIT);
    }
}
