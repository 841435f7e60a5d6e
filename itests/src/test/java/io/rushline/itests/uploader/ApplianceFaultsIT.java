package io.rushline.itests.uploader;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.Disk;
import io.rushline.itests.support.SetClock;
import io.rushline.itests.support.Sha256;
import io.rushline.itests.support.Site;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.derby.jdbc.EmbeddedDataSource;
import org.junit.After;
import org.junit.Assume;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The appliance's own disk, card, clock and database fail it: it says so, waits, and loses nothing. */
public class ApplianceFaultsIT {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String[] SMALL_PARTS = {"--set", "io.rushline.uploader.c2c:partSizeBytes=5242880", "--set", "io.rushline.uploader.c2c:parallelParts=2"};
    private static final int BYTES = 50_000_000;
    private static final Duration YEARS = Duration.ofDays(2_000);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Site site = new Site();
    private Disk disk;

    @After
    public void stop() throws IOException {
        site.close();
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    public void theDiskIsFull() throws Exception {
        onDisk(700);
        site.open(disk.root().resolve("home"), path("cloud"));
        site.startAppliance((Object[]) SMALL_PARTS);
        site.pair();
        site.faults("{\"bytesPerSecond\": 5000000}");
        Path clip = path("clip.mov");
        Site.fill(clip, BYTES, 1);
        site.add(clip);
        received("clip.mov");
        Path filler = disk.root().resolve("filler");
        fill(filler);
        Path refused = refused();
        Await.until("people are told", LIMIT, site::warnings, codes -> codes.contains("store.unavailable"));
        site.noFaults();
        Await.until("the uploader says what it waits for", LIMIT, () -> site.api().get("/api/v1/status").at("/uploader/activity").asText(), "WAITING"::equals);
        Files.delete(filler);
        site.arrives(clip, LIMIT);
        assertEquals("acknowledgements waited for the disk", 0, site.arrived("clip.mov").get("bytesTwice").asLong());
        Await.until("the warning is taken back", LIMIT, site::warnings, codes -> !codes.contains("store.unavailable"));
        site.add(refused);
        site.arrives(refused, LIMIT);
    }

    /** Writes until nothing more can be written, not even by root. */
    private static void fill(Path filler) throws IOException {
        for (byte[] block : new byte[][] {new byte[1 << 16], new byte[1 << 10]}) {
            try (OutputStream out = Files.newOutputStream(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                while (true) {
                    out.write(block);
                }
            } catch (IOException full) {
                assertTrue(full.toString(), filler.toFile().getUsableSpace() < block.length);
            }
        }
    }

    /** Queues clips until one is refused: what the database has in reserve is then used up. */
    private Path refused() throws IOException {
        for (int i = 0; i < 3_000; i++) {
            Path clip = path("small-" + i + ".mov");
            Files.writeString(clip, "clip " + i);
            if (site.api().send("POST", "/api/v1/queue", "{\"path\": \"" + clip + "\"}").statusCode() >= 500) {
                return clip;
            }
        }
        throw new AssertionError("3000 clips were queued on a full disk");
    }

    @Test
    public void theCardIsPulledAndPutBack() throws Exception {
        onDisk(300);
        site.open(path("home"), path("cloud"));
        Path card = Files.createDirectories(disk.root().resolve("DCIM"));
        Files.createDirectories(site.home.resolve("config"));
        Files.writeString(site.home.resolve("config/card.json"), "{ \"io.rushline.ingest.folder~card\": { \"folder\": \"" + card + "\" } }");
        Path clip = card.resolve("card.mov");
        Site.fill(clip, BYTES, 2);
        String sha256 = Sha256.of(clip);
        site.startAppliance((Object[]) SMALL_PARTS);
        site.pair();
        site.faults("{\"bytesPerSecond\": 5000000}");
        Await.until("the clip was asked about", LIMIT, () -> site.api().post("/api/v1/queue/resume", "{\"all\": true, \"matching\": {\"reason\": \"queue.before-pairing\"}}")
                .get("changed").size() > 0 || !site.assets("card.mov").isEmpty());
        received("card.mov");
        disk.pull();
        JsonNode waiting = site.item("card.mov", "RETRYING", LIMIT);
        assertEquals("media.away", waiting.at("/reason/code").asText());
        site.noFaults();
        Path other = path("other.mov");
        Site.fill(other, 100_000, 3);
        site.add(other);
        site.arrives(other, LIMIT);
        disk.putBack();
        site.item("card.mov", "COMPLETED", LIMIT);
        JsonNode asset = site.arrived("card.mov");
        assertEquals(sha256, asset.get("sha256").asText());
        assertEquals("goes on from its last part", 0, asset.get("bytesTwice").asLong());
    }

    @Test
    public void theClockStandsAt1970AndIsSetAndJumps() throws Exception {
        Assume.assumeTrue("a clock of one's own needs Linux and gcc", SetClock.possible());
        SetClock clock = new SetClock(folder.getRoot().toPath());
        site.open(path("home"), path("cloud"));
        site.startAppliance(clock.environment());
        site.pair();
        site.killAppliance();

        clock.show(Instant.EPOCH.plus(Duration.ofDays(1)));
        site.startAppliance(clock.environment());
        Path early = refusedForTheClock("early.mov");
        clock.show(Instant.now());
        site.arrives(early, LIMIT);

        clock.show(Instant.now().plus(YEARS));
        Path ahead = refusedForTheClock("ahead.mov");
        // Back to where the time of the next try lies years ahead.
        clock.show(Instant.now());
        site.arrives(ahead, LIMIT);

        clock.show(Instant.now().minus(YEARS));
        Path behind = clip("behind.mov");
        site.add(behind);
        site.arrives(behind, LIMIT);
        assertEquals("a clip is never from the future", 0, site.assets("behind.mov").get(0).get("offset").asLong());
        assertEquals("CONNECTED", site.api().get("/api/v1/connection").get("state").asText());
    }

    /** The cloud refuses its parts for the time they are sent at, as it does with a clock that is so wrong; then it does so no more. */
    private Path refusedForTheClock(String name) throws IOException {
        site.faults("{\"clockSkewSeconds\": 4000}");
        Path clip = clip(name);
        site.add(clip);
        assertEquals("clock.wrong", site.item(name, "RETRYING", LIMIT).at("/reason/code").asText());
        site.warns("clock.wrong");
        site.noFaults();
        return clip;
    }

    private Path clip(String name) throws IOException {
        Path clip = path(name);
        Site.fill(clip, 100_000, name.hashCode());
        return clip;
    }

    @Test
    public void theDatabaseIsCutByHand() throws Exception {
        site.open(path("home"), path("cloud"));
        site.startAppliance((Object[]) SMALL_PARTS);
        site.pair();
        site.api().send("PUT", "/api/v1/queue/settings", "{\"manual\": false, \"paused\": true}");
        List<Path> clips = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            clips.add(site.record("cut-" + i + ".mov", 1_000_000 + i));
            site.item("cut-" + i + ".mov", "WAITING", LIMIT);
        }
        site.killAppliance();
        try (Stream<Path> files = Files.walk(site.home.resolve("db"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".dat")).toList()) {
                try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
                    cut.setLength(cut.length() / 3);
                }
            }
        }
        site.startAppliance((Object[]) SMALL_PARTS);
        site.warns("store.set-aside");
        try (Stream<Path> files = Files.list(site.home)) {
            assertEquals("the damaged one is kept", 1, files.filter(f -> f.getFileName().toString().startsWith("db.set-aside")).count());
        }
        for (Path clip : clips) {
            site.item(clip.getFileName().toString(), "WAITING", LIMIT);
        }
        site.pair();
        for (Path clip : clips) {
            assertEquals("queue.before-pairing", site.item(clip.getFileName().toString(), "HELD", LIMIT).at("/reason/code").asText());
        }
        site.sendHeld("queue.before-pairing");
        for (Path clip : clips) {
            site.arrives(clip, LIMIT);
        }
    }

    /** With good SQL and wrong values; values that cannot be, the tables refuse. */
    @Test
    public void theDatabaseIsEditedByHand() throws Exception {
        site.open(path("home"), path("cloud"));
        site.startAppliance((Object[]) SMALL_PARTS);
        site.pair();
        site.faults("{\"bytesPerSecond\": 2000000}");
        Path parted = path("parted.mov");
        Site.fill(parted, BYTES, 4);
        site.add(parted);
        received("parted.mov");
        Path other = clip("other.mov");
        site.add(other);
        site.appliance().terminate(LIMIT);
        edit("UPDATE parts SET offset_bytes = offset_bytes + 1 WHERE part_no > 1", "UPDATE items SET size_bytes = 1 WHERE name = 'other.mov'");
        site.noFaults();
        site.startAppliance((Object[]) SMALL_PARTS);
        site.arrivesOnce(parted, LIMIT);
        String why = site.item("other.mov", "FAILED", LIMIT).at("/reason/code").asText();
        assertTrue(why, why.startsWith("media."));
        assertTrue("nothing of it looks complete", site.complete("other.mov").isEmpty());
        Path next = clip("next.mov");
        site.add(next);
        site.arrives(next, LIMIT);
    }

    private void edit(String... statements) throws SQLException {
        EmbeddedDataSource database = new EmbeddedDataSource();
        database.setDatabaseName(site.home.resolve("db").toString());
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("SET SCHEMA \"io.rushline.queue.derby\"");
            for (String sql : statements) {
                assertTrue(sql, statement.executeUpdate(sql) > 0);
            }
        }
        database.setShutdownDatabase("shutdown");
        SQLException down = assertThrows(SQLException.class, database::getConnection);
        assertEquals(down.toString(), "08006", down.getSQLState());
    }

    private void onDisk(int megabytes) throws IOException {
        Assume.assumeTrue("a disk of one's own needs root, loop devices and xfsprogs", Disk.possible());
        disk = Disk.in(path("disks"), megabytes);
    }

    private Path path(String name) {
        return folder.getRoot().toPath().resolve(name);
    }

    private void received(String name) {
        Await.until("a part of " + name + " has arrived", LIMIT, () -> site.assets(name).stream().anyMatch(a -> a.get("partsReceived").asInt() > 0));
    }
}
