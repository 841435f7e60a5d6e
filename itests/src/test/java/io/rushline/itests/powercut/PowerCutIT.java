package io.rushline.itests.powercut;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Api;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.Disk;
import io.rushline.itests.support.Sha256;
import io.rushline.itests.support.Site;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * The plug of the whole appliance is pulled at random moments while it records and uploads, on a real disk. {@code RUSHLINE_CUTS} says how often
 * (20), {@code RUSHLINE_POWERCUT} in which folder; one that is named is kept, and gone on with.
 */
public class PowerCutIT {

    private static final int CUTS = Integer.parseInt(System.getenv().getOrDefault("RUSHLINE_CUTS", "20"));
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int PARTS = 4;
    private static final long PART_BYTES = 5L << 20;
    /** A person would not record more while so much is waiting. */
    private static final long BACKLOG_BYTES = 300L << 20;
    private static final int PIECE_BYTES = 1 << 20;
    /** With less than this, what has arrived is cleared, as cards are. */
    private static final long ROOM_BYTES = 2L << 30;
    /** Of a growing clip: 84 Mbit/s. */
    private static final Duration PIECE_TIME = Duration.ofMillis(100);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Site site = new Site();
    private final Random random = new Random();
    private final byte[] piece = new byte[PIECE_BYTES];
    private boolean kept;
    private Path counted;
    private Path listed;
    private Disk disk;
    /** Names of what was seen to have arrived, and deleted. */
    private final Set<String> cleared = new TreeSet<>();

    @Before
    public void start() throws IOException {
        Assume.assumeTrue("power cuts need root, loop devices and xfsprogs", Disk.possible());
        String named = System.getenv("RUSHLINE_POWERCUT");
        kept = named != null;
        Path place = kept ? Files.createDirectories(Path.of(named)) : folder.getRoot().toPath();
        counted = place.resolve("cuts");
        listed = place.resolve("cleared");
        if (Files.exists(listed)) {
            cleared.addAll(Files.readAllLines(listed));
        }
        disk = Disk.in(place, 4096);
        site.open(disk.root().resolve("home"), place.resolve("cloud"));
    }

    @After
    public void stop() throws IOException {
        site.close();
        if (disk != null && !kept) {
            disk.close();
        }
    }

    @Test
    public void noClipIsLostOrDoubledHoweverOftenThePowerIsCut() throws Exception {
        int done = Files.exists(counted) ? Integer.parseInt(Files.readString(counted)) : 0;
        if (done == 0) {
            site.startAppliance();
            site.pair();
            site.appliance().terminate(LIMIT);
        }
        site.cloud().post("/_sim/faults", "{\"bytesPerSecond\": 30000000}");
        Again before = Again.in(site.cloud());
        for (int cut = done + 1; cut <= CUTS; cut++) {
            long seed = Long.getLong("rushline.seed", System.nanoTime());
            random.setSeed(seed);
            long millis = 500 + random.nextInt(8_500);
            boolean upFirst = random.nextBoolean(); // or on a slow machine it would never come to send
            System.out.println("cut " + cut + " of " + CUTS + ", " + millis + " ms after " + (upFirst ? "it is up" : "its start") + ", seed " + seed);
            site.beginAppliance("--set", "io.rushline.uploader.c2c:parallelParts=" + PARTS, "--set", "io.rushline.uploader.c2c:partSizeBytes=" + PART_BYTES,
                    "--set", "io.rushline.ingest.folder~clips:realtime=true");
            if (upFirst) {
                site.findAppliance();
                makeRoom();
            }
            record(cut, System.nanoTime() + Duration.ofMillis(millis).toNanos());
            disk.cut(site.appliance().pids());
            Again now = Again.in(site.cloud());
            now.mostSince(before);
            before = now;
            Files.writeString(counted, Integer.toString(cut));
        }
        allArrived();
    }

    /** What was not for the first time, or for nothing; and the largest part, since the cloud makes some larger than they should be. */
    private record Again(long bytesTwice, long bytesInVain, long partBytes) {
        static Again in(Api cloud) {
            long twice = 0;
            long inVain = 0;
            long largest = PART_BYTES;
            for (JsonNode asset : cloud.get("/_sim/assets")) {
                twice += asset.get("bytesTwice").asLong();
                inVain += asset.get("bytesInVain").asLong();
                if (!asset.get("realtime").asBoolean()) {
                    largest = Math.max(largest, asset.get("filesize").asLong() / asset.get("partsTotal").asInt() + 1);
                }
            }
            return new Again(twice, inVain, largest);
        }

        /** A cut breaks off what is on its way, and makes that be sent again whose answer it has broken off. */
        void mostSince(Again before) {
            long most = PARTS * partBytes;
            assertTrue(before + ", a cut later " + this, bytesTwice - before.bytesTwice <= most && bytesInVain - before.bytesInVain <= most);
        }
    }

    /** Records clip after clip until that moment, which may come in the middle of one; a third of them under their own names, to be sent while they grow. */
    private void record(int cut, long endNanos) throws IOException {
        for (int number = 1; System.nanoTime() < endNanos; number++) {
            if (waitingBytes() > BACKLOG_BYTES || random.nextInt(3) == 0) {
                Await.pass(Duration.ofMillis(Math.max(0, Math.min(500, (endNanos - System.nanoTime()) / 1_000_000))));
                continue;
            }
            Path clip = site.clips.resolve("c" + cut + "-" + number + ".mov");
            boolean realtime = random.nextInt(3) == 0;
            Path growing = realtime ? clip : site.clips.resolve(".recording");
            try (FileChannel out = FileChannel.open(growing, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                for (int pieces = 1 + random.nextInt(24); pieces > 0; pieces--) {
                    if (System.nanoTime() >= endNanos) {
                        return;
                    }
                    random.nextBytes(piece);
                    out.write(ByteBuffer.wrap(piece));
                    if (realtime) {
                        Await.pass(PIECE_TIME);
                    }
                }
                out.force(true);
            }
            if (!realtime) {
                Files.move(growing, clip, StandardCopyOption.ATOMIC_MOVE);
            }
            try (FileChannel directory = FileChannel.open(site.clips)) {
                directory.force(true);
            }
        }
    }

    /** Deletes what the queue calls completed, once it was seen to be in the cloud. A cut may undo that. */
    private void makeRoom() throws IOException {
        if (Files.getFileStore(site.clips).getUsableSpace() >= ROOM_BYTES) {
            return;
        }
        List<JsonNode> complete = complete();
        JsonNode page;
        int offset = 0;
        do {
            page = site.api().get("/api/v1/queue?state=COMPLETED&limit=1000&offset=" + offset);
            for (JsonNode item : page.get("items")) {
                Path clip = site.clips.resolve(item.get("name").asText());
                if (Files.exists(clip) && complete.stream().anyMatch(asset -> asset.get("name").equals(item.get("name")))) { // a last one may have come since
                    assertArrivedOnce(clip, complete);
                    cleared.add(clip.getFileName().toString());
                    Files.delete(clip);
                }
            }
            offset += page.get("items").size();
        } while (!page.get("items").isEmpty());
        Files.write(listed, cleared);
    }

    /** Of what is on the disk, what is not in the cloud yet. */
    private long waitingBytes() throws IOException {
        Set<String> arrived = new TreeSet<>();
        complete().forEach(asset -> arrived.add(asset.get("name").asText()));
        long waiting = 0;
        for (Path clip : clips()) {
            waiting += arrived.contains(clip.getFileName().toString()) ? 0 : Files.size(clip);
        }
        return waiting;
    }

    private List<Path> clips() throws IOException {
        try (Stream<Path> files = Files.list(site.clips)) {
            return files.filter(file -> !file.getFileName().toString().startsWith(".")).toList();
        }
    }

    private void allArrived() throws IOException {
        site.cloud().post("/_sim/faults", "{}");
        site.startAppliance();
        Set<String> names = new TreeSet<>(cleared);
        clips().forEach(clip -> names.add(clip.getFileName().toString()));
        int count = names.size();
        assertTrue("clips were recorded", count > CUTS / 2);
        Await.until("every clip is in the cloud", LIMIT, () -> complete().size(), complete -> complete >= count);
        Await.until("the queue knows", LIMIT, () -> site.api().get("/api/v1/queue?state=COMPLETED&limit=1").get("total").asInt(), n -> n == count);
        List<JsonNode> complete = complete();
        for (Path clip : clips()) {
            assertArrivedOnce(clip, complete);
        }
        System.out.println(count + " clips, " + CUTS + " cuts, " + Again.in(site.cloud()));
        assertEquals("no more complete assets than clips", count, complete.size());
    }

    private static void assertArrivedOnce(Path clip, List<JsonNode> complete) throws IOException {
        List<JsonNode> assets = complete.stream().filter(a -> a.get("name").asText().equals(clip.getFileName().toString())).toList();
        assertEquals(clip + " of " + Files.size(clip) + " bytes: one complete asset, not " + assets, 1, assets.size());
        assertEquals(clip.toString(), Sha256.of(clip), assets.get(0).get("sha256").asText());
    }

    private List<JsonNode> complete() {
        List<JsonNode> complete = new ArrayList<>();
        site.cloud().get("/_sim/assets").forEach(asset -> {
            if (asset.get("complete").asBoolean()) {
                complete.add(asset);
            }
        });
        return complete;
    }
}
