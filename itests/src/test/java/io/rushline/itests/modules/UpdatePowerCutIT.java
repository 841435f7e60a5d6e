package io.rushline.itests.modules;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Api;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.Disk;
import io.rushline.itests.support.ModuleMaker;
import io.rushline.itests.support.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.After;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * The plug of the whole appliance is pulled at random moments of an update, while a clip goes up: afterwards either the former or the new set runs, all of it. {@code RUSHLINE_UPDATE_CUTS} says
 * how often (5).
 */
public class UpdatePowerCutIT {

    private static final int CUTS = Integer.parseInt(System.getenv().getOrDefault("RUSHLINE_UPDATE_CUTS", "5"));
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final long CLIP_BYTES = 50_000_000;
    private static final long BYTES_PER_SECOND = 5_000_000;
    private static final long PART_BYTES = 5L << 20;
    private static final Object[] FLAGS = {"--set", "io.rushline.modules:settleSeconds=2", "--set", "io.rushline.modules:badSeconds=1",
        "--set", "io.rushline.uploader.c2c:parallelParts=2", "--set", "io.rushline.uploader.c2c:partSizeBytes=" + PART_BYTES};
    /** A set has come up when it ran for a second: else three cuts in a row would be taken for a set that does not start. */
    private static final Map<String, String> PROVED_SOON = Map.of("RUSHLINE_JAVA_OPTS", "-Drushline.proofSeconds=1");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Site site = new Site();
    private final List<String> table = new ArrayList<>();
    private Random random;
    private Disk disk;
    private ModuleMaker maker;
    private int version;

    @Before
    public void start() throws IOException {
        Assume.assumeTrue("power cuts need root, loop devices and xfsprogs", Disk.possible());
        Path place = folder.getRoot().toPath();
        disk = Disk.in(place, 2048);
        site.open(disk.root().resolve("home"), place.resolve("cloud"));
        maker = new ModuleMaker(folder.newFolder("made").toPath());
    }

    @After
    public void stop() throws IOException {
        if (disk != null) {
            site.close();
            disk.close();
        }
        table.forEach(System.out::println);
    }

    @Test
    public void afterACutAtAnyMomentOfAnUpdateTheFormerOrTheNewSetRunsAndNeverAMixture() throws Exception {
        long seed = Long.getLong("rushline.seed", System.nanoTime());
        System.out.println("seed " + seed);
        random = new Random(seed);
        startAppliance();
        site.pair();
        CutMoment.Way way = measure();
        for (int cut = 1; cut <= CUTS; cut++) {
            round(cut, way);
        }
    }

    private void startAppliance() {
        List<Object> flags = new ArrayList<>(List.of(FLAGS));
        flags.addAll(List.of("--module-trust", maker.vendor().pem()));
        site.startAppliance(PROVED_SOON, flags.toArray());
    }

    /** One update that is left alone, for how long each part of it takes. */
    private CutMoment.Way measure() throws Exception {
        Path clip = upload(0);
        UpdateInTheMaking update = update(UpdateKind.NETWORK_AND_MEDIA);
        CutMoment.Way way = CutMoment.measure(update, site.home.resolve("modules"), LIMIT);
        update.end();
        System.out.println("an update takes " + way);
        assertEquals("COMMITTED", quiet().get(0).get("state").asText());
        site.noFaults();
        site.arrivesOnce(clip, LIMIT);
        return way;
    }

    private void round(int cut, CutMoment.Way way) throws Exception {
        UpdateKind kind = UpdateKind.ofRound(cut);
        CutMoment moment = CutMoment.draw(random, cut, kind, way);
        RunningSet former = RunningSet.of(site.api());
        long lastUpdate = quiet().get(0).get("id").asLong();
        SetFiles filesBefore = SetFiles.read(site.home);
        Path clip = upload(cut);
        UpdateInTheMaking update = update(kind);
        moment.await(update, site.home.resolve("modules"), LIMIT);
        long acked = acked(clip);
        update.cutNow();
        disk.cut(site.appliance().pids());
        update.end();
        SetFiles files = SetFiles.read(site.home);
        String fell = files.where(filesBefore, update);
        System.out.println("cut " + cut + " of " + CUTS + ", " + kind + ", " + moment + ", fell: " + fell);
        site.noFaults();
        long received = receivedInAll(clip);

        startAppliance();
        RunningSet first = Await.until("the modules are told", LIMIT, () -> RunningSet.of(site.api()), set -> true);
        List<JsonNode> news = quiet().stream().filter(u -> u.get("id").asLong() > lastUpdate).toList();
        RunningSet runs = RunningSet.healthy(site.api(), LIMIT);
        String end = verdict(kind, update, former, runs, news);
        assertTrue("what ran first was " + first + "; it began with " + former, first.sameAs(runs) || first.sameAs(former));
        SetFiles.read(site.home).agreeWith(runs);

        site.arrivesOnce(clip, LIMIT);
        long after = received(clip) - received;
        assertTrue(acked + " bytes of " + CLIP_BYTES + " were acknowledged, yet " + after + " came after the cut", after <= CLIP_BYTES - acked);
        again(cut, runs, news);
        Files.delete(clip);
        table.add(String.format("%3d  %-18s %-28s fell: %-34s runs: %-7s %s", cut, kind, moment, fell, runs.sameAs(former) ? "former" : "new", end));
    }

    /** What history says fits what runs. */
    private String verdict(UpdateKind kind, UpdateInTheMaking update, RunningSet former, RunningSet runs, List<JsonNode> news) {
        if (news.isEmpty()) {
            assertTrue("an update that was answered for is in the history", update.id().isEmpty());
            assertEquals("nothing was asked for", former.versions(), runs.versions());
            return "no update";
        }
        assertEquals("one update: " + news, 1, news.size());
        JsonNode only = news.get(0);
        update.id().ifPresent(id -> assertEquals(id.longValue(), only.get("id").asLong()));
        String state = only.get("state").asText();
        if (state.equals("COMMITTED") && kind != UpdateKind.SICK) {
            Map<String, String> changes = new TreeMap<>();
            only.get("changes").forEach(c -> changes.put(c.get("module").asText(), c.path("to").asText("")));
            update.wanted().ifPresent(wanted -> assertEquals(wanted, changes));
            assertEquals("the new set runs: " + only, former.with(only.get("changes")), runs.versions());
            return state;
        }
        assertEquals(only.toString(), "ROLLED_BACK", state);
        assertEquals("the former set runs: " + only, former.versions(), runs.versions());
        String why = only.get("why").get("code").asText();
        assertTrue(only.toString(), why.equals("modules.cut") || kind == UpdateKind.SICK && why.equals("modules.unhealthy"));
        return state + " " + why;
    }

    /** A second start, in order or after another cut, changes nothing. */
    private void again(int cut, RunningSet runs, List<JsonNode> news) throws Exception {
        long last = quiet().get(0).get("id").asLong();
        if (cut % 2 == 0) {
            site.appliance().terminate(LIMIT);
        } else {
            disk.cut(site.appliance().pids());
        }
        startAppliance();
        assertEquals("a second start runs the same", runs.versions(), RunningSet.healthy(site.api(), LIMIT).versions());
        JsonNode newest = quiet().get(0);
        assertEquals("no update more", last, newest.get("id").asLong());
        assertTrue("its end is the same", news.isEmpty() || news.get(0).equals(newest));
        SetFiles.read(site.home).agreeWith(runs);
        Await.until("the set has come up", LIMIT, () -> !Files.exists(site.home.resolve("modules/starts.json")));
    }

    /** The history, once nothing goes on. */
    private List<JsonNode> quiet() {
        JsonNode modules = Await.until("no update goes on", LIMIT, () -> {
            site.findAppliance(); // a console that is switched has another token
            return site.api().get("/api/v1/modules");
        }, m -> !m.hasNonNull("current"));
        assertNull("it is not in safe mode", modules.path("safeMode").asText(null));
        Await.until("the history has all outcomes", LIMIT, () -> SetFiles.read(site.home).outcomes() == 0);
        // An appliance that has just started may show the history before it has looked what is left of it, and goes on with.
        List<JsonNode> updates = Await.until("no update is left open", LIMIT, () -> {
            site.findAppliance();
            List<JsonNode> all = new ArrayList<>();
            site.api().get("/api/v1/modules/history?limit=20").get("updates").forEach(all::add);
            return all;
        }, all -> all.stream().allMatch(update -> update.hasNonNull("endedAt")));
        return updates.isEmpty() ? List.of(Api.JSON.createObjectNode().put("id", 0)) : updates;
    }

    private UpdateInTheMaking update(UpdateKind kind) {
        UpdateInTheMaking update = new UpdateInTheMaking(site.home, kind, kind.files(maker, ++version));
        update.start();
        return update;
    }

    /** A clip that is on its way. */
    private Path upload(int number) throws IOException {
        site.faults("{\"bytesPerSecond\": " + BYTES_PER_SECOND + "}");
        Path clip = folder.getRoot().toPath().resolve("clip-" + number + ".mov");
        Site.fill(clip, CLIP_BYTES, number);
        site.add(clip);
        Await.until("the clip goes up", LIMIT, () -> !site.assets(clip.getFileName().toString()).isEmpty());
        return clip;
    }

    private long acked(Path clip) {
        for (int tries = 0; tries < 3; tries++) {
            try {
                for (JsonNode item : site.api().get("/api/v1/queue?limit=1000").get("items")) {
                    if (item.get("name").asText().equals(clip.getFileName().toString())) {
                        return item.get("ackedBytes").asLong();
                    }
                }
            } catch (AssertionError away) {
                LockSupport.parkNanos(1_000_000); // the update may be that of the console
            }
        }
        return 0;
    }

    private long received(Path clip) {
        return site.assets(clip.getFileName().toString()).stream().mapToLong(asset -> asset.get("bytesReceived").asLong()).sum();
    }

    /** Once the cloud has seen, four times in a row, that nothing more comes. */
    private long receivedInAll(Path clip) {
        long[] last = {-1};
        int[] same = {0};
        Await.until("nothing more comes", LIMIT, () -> {
            long before = last[0];
            Await.pass(Duration.ofMillis(200));
            last[0] = received(clip);
            same[0] = last[0] == before ? same[0] + 1 : 0;
            return same[0] == 4;
        });
        return last[0];
    }
}
