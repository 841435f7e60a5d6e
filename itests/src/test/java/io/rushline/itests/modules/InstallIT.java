package io.rushline.itests.modules;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.Fault;
import io.rushline.itests.support.ModuleMaker;
import io.rushline.itests.support.Rushline;
import io.rushline.itests.support.Site;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;

/** Good modules: installed, listed, kept over restarts, taken back, at once or later. */
public class InstallIT {

    private static final String NETWORK = "io.rushline.network.jvm";
    private static final String RECORDER = "io.rushline.recorder.file";
    private static final String FOLDER = "io.rushline.ingest.folder~clips";

    @ClassRule
    public static final Site SITE = new Site();

    private static Installer installer;
    private static ModuleMaker maker;

    private List<String> before;

    @BeforeClass
    public static void start() throws IOException {
        installer = new Installer(SITE);
        maker = installer.maker;
        Files.writeString(SITE.home.resolve("config/recorders.json"), "{\"" + RECORDER + "~sdi1\": {\"folder\": \"" + SITE.folder("sdi1") + "\", \"quietSeconds\": 1}}");
        installer.start(Map.of());
        SITE.pair();
    }

    @Before
    public void look() {
        before = installer.running();
    }

    @After
    public void takeAway() {
        for (JsonNode module : SITE.api().get("/api/v1/modules").get("modules")) {
            if (module.get("role").asText().equals("ADDED")) {
                installer.kept("remove", module.get("name").asText());
            }
        }
        assertEquals("what ships runs, and nothing else", before, installer.running());
    }

    @Test
    public void aSetSwitchesAsOneOrNotAtAll() throws Exception {
        ModuleMaker.Draft beside = maker.bundle("com.example.beside", "1.0.0").with(Fault.NONE);
        installer.kept("install", maker.set("com.example.pair", "1.0.0", maker.next(NETWORK, "1.1.0"), beside));
        JsonNode pair = installer.module("com.example.pair", "ADDED");
        assertEquals(List.of("io.rushline.network.jvm", "com.example.beside"), pair.get("parts").findValuesAsText("name"));
        assertEquals("ACTIVE", pair.get("state").asText());
        installer.kept("rollback");
        List<String> list = installer.list();
        JsonNode back = installer.goesBack("install", maker.next(NETWORK, "1.2.0").signed(), maker.bundle("com.example.other", "1.0.0").with(Fault.THROWS).signed());
        assertEquals(2, back.get("changes").size());
        installer.isAgain("neither", list);
        Rushline.Result told = installer.ctl("install", maker.bundle("com.example.other", "1.0.0").with(Fault.UNHEALTHY).signed());
        assertEquals("the command waits for the end and tells it", "1 ROLLED_BACK", told.status() + " " + Installer.json(told).get("state").asText());
        installer.kept("install", maker.next(NETWORK, "1.2.0").entry("more.txt", "good").signed(), maker.bundle("com.example.other", "1.0.1").with(Fault.NONE).signed());
        assertEquals("both", "1.2.0 1.0.1", installer.version(NETWORK) + " " + installer.version("com.example.other"));
    }

    @Test
    public void aRecorderThatNobodyHadIsAddedWorksAndIsTakenAway() throws Exception {
        assertEquals("", installer.version(RECORDER));
        Path clip = installer.uploading("beside the recorder.mov");
        installer.kept("install", maker.of(ModuleMaker.shipped(RECORDER)).signed());
        JsonNode module = installer.module(RECORDER, "ADDED");
        assertEquals(maker.vendor().name(), module.get("signer").asText());
        assertTrue(module.get("since").asText(), Duration.between(Instant.parse(module.get("since").asText()), Instant.now()).toMinutes() < 5);
        assertTrue(module.toString(), module.at("/parts/0/offers").toString().contains("io.rushline.recorder.api.Recorder"));
        assertTrue(module.toString(), module.at("/parts/0/needs").toString().contains("io.rushline.recorder.api"));
        installer.arrives(clip);
        Path recorded = SITE.folder("sdi1").resolve("take 1.mov");
        Site.fill(recorded, 300_000, 1);
        SITE.arrives(recorded, Installer.LIMIT);
        installer.kept("remove", RECORDER);
        assertEquals(before, installer.running());
    }

    @Test
    public void theNewSetIsThereAfterThreeRestartsAndTheFormerOneWithSafe() throws Exception {
        installer.kept("install", maker.set("com.example.kept", "1.3.0", maker.next(NETWORK, "1.3.0"), maker.bundle("com.example.kept.part", "1.3.0").with(Fault.NONE)));
        assertEquals("1.3.0", installer.module("com.example.kept", "ADDED").get("version").asText());
        JsonNode former = installer.module(NETWORK, "STANDBY");
        assertEquals("1.0.0 RESOLVED", former.get("version").asText() + " " + former.get("state").asText());
        List<String> list = installer.list();
        int known = installer.history().size();
        assertEquals(0, SITE.appliance().terminate(Duration.ofSeconds(60)).status() % 143);
        installer.start(Map.of());
        installer.isAgain("after SIGTERM", list);
        SITE.killAppliance();
        installer.start(Map.of());
        installer.isAgain("after kill -9", list);
        installer.stop();

        installer.start(Map.of(), "--safe");
        assertEquals("the former one", before, installer.running());
        Await.until("a warning of it", Duration.ofSeconds(30), () -> SITE.warnings().contains("modules.safe-mode"));
        assertTrue(SITE.api().get("/api/v1/modules").get("safeMode").asText().contains("--safe"));
        installer.stop();
        installer.start(Map.of());
        installer.isAgain("the third time, and --safe has changed nothing", list);
        assertFalse(SITE.warnings().contains("modules.safe-mode"));
        assertEquals("nobody changed anything", known, installer.history().size());

        Rushline.Result back = installer.ctl("rollback");
        assertEquals(back.toString(), 0, back.status());
        installer.find();
        assertEquals(before, installer.running());
        SITE.killAppliance();
        installer.start(Map.of());
        assertEquals("over a restart too", before, installer.running());
    }

    @Test
    public void aGoodUpdateIsKeptThoughTheCloudIsAway() throws Exception {
        SITE.stopCloud();
        Path clip;
        try {
            clip = SITE.add("while the cloud is away.mov", 300_000);
            List<Path> all = new ArrayList<>();
            for (String provider : List.of(NETWORK, "io.rushline.cloud.http", "io.rushline.auth.c2c", "io.rushline.uploader.c2c", "io.rushline.channel.c2c")) {
                all.add(maker.next(provider, "1.9.0").signed());
            }
            installer.kept(Stream.concat(Stream.of("install"), all.stream()).toArray());
            assertEquals("1.9.0", installer.version("io.rushline.uploader.c2c"));
            assertEquals("nothing went up", List.of(), SITE.items(clip.getFileName().toString()).stream().filter(i -> i.get("state").asText().equals("COMPLETED")).toList());
        } finally {
            SITE.resumeCloud();
        }
        SITE.arrives(clip, Installer.LIMIT);
    }

    @Test
    public void whatIsDroppedIsInstalledWhetherItRunsOrStartsLater() throws Exception {
        installer.drop(maker.next(NETWORK, "1.10.0").signed());
        JsonNode update = dropped(NETWORK, "1.10.0");
        assertEquals("COMMITTED FOLDER", update.get("state").asText() + " " + update.at("/by/via").asText());
        installer.stop();
        installer.drop(maker.next(NETWORK, "1.11.0").signed());
        installer.drop(maker.bundle("com.example.dropped", "1.0.0").with(Fault.NONE).signed());
        installer.start(Map.of());
        assertEquals("both as one set", 2, dropped(NETWORK, "1.11.0").get("changes").size());
        assertEquals("1.0.0", installer.version("com.example.dropped"));
    }

    /** The update that is decided once that version runs; nothing is left of what was dropped but the file among those that are done. */
    private static JsonNode dropped(String module, String version) throws IOException {
        Await.until(version + " runs, and is kept", Installer.LIMIT, () -> {
            installer.find();
            return installer.version(module) + " " + installer.history().at("/0/state").asText();
        }, (version + " COMMITTED")::equals);
        try (Stream<Path> left = Files.list(SITE.home.resolve("modules/incoming"))) {
            assertEquals(List.of(), left.filter(Files::isRegularFile).toList());
        }
        return installer.history().get(0);
    }

    @Test
    public void anUpdateIsMadeAtItsTime() throws Exception {
        Path module = maker.next(NETWORK, "1.4.0").signed();
        Instant time = Instant.now().plusSeconds(25); // two commands come before it
        JsonNode update = Installer.json(installer.ctl("install", module, "--when", time));
        assertEquals("SCHEDULED", update.get("state").asText());
        assertEquals(before, installer.running());
        assertEquals("one at a time", "busy", installer.refused("remove", "com.example.any").code());
        JsonNode done = installer.awaitState(update, "COMMITTED");
        assertEquals("1.4.0", installer.version(NETWORK));
        assertTrue("not before its time", Instant.parse(done.get("endedAt").asText()).isAfter(time));
    }

    @Test
    public void anUpdateWaitsUntilNothingIsSent() throws Exception {
        Path clip = installer.uploading("not idle.mov");
        JsonNode update = Installer.json(installer.ctl("install", maker.next(NETWORK, "1.5.0").signed(), "--when", "idle"));
        assertEquals("SCHEDULED", update.get("state").asText());
        Await.pass(Duration.ofSeconds(5));
        assertEquals("while a clip goes up", "SCHEDULED", SITE.api().get("/api/v1/modules/updates/" + update.get("id")).get("state").asText());
        installer.arrives(clip);
        Instant sent = Instant.now();
        JsonNode done = installer.awaitState(update, "COMMITTED");
        assertTrue("a minute later", Instant.parse(done.get("endedAt").asText()).isAfter(sent.plusSeconds(50)));
    }

    @Test
    public void whatIsScheduledOrOnTrialIsCancelled() throws Exception {
        JsonNode later = Installer.json(installer.ctl("install", maker.next(NETWORK, "1.6.0").signed(), "--when", "2099-01-01T00:00:00Z"));
        assertEquals("SCHEDULED", later.get("state").asText());
        Rushline.Result cancelled = installer.ctl("cancel");
        assertEquals(cancelled.toString(), 0, cancelled.status());
        assertEquals("CANCELLED", Installer.json(cancelled).get("state").asText());

        installer.stop();
        installer.start(600, Map.of());
        List<String> list = installer.list();
        Path clip = installer.uploading("on trial.mov");
        JsonNode update = Installer.json(installer.ctl("install", maker.next(NETWORK, "1.7.0").signed(), "--no-wait"));
        installer.awaitState(update, "SETTLING");
        assertEquals("1.7.0", installer.version(NETWORK));
        Rushline.Result taken = installer.ctl("cancel", update.get("id"));
        assertEquals(taken.toString(), 0, taken.status());
        assertEquals("modules.cancelled", installer.history().get(0).at("/why/code").asText());
        installer.isAgain("as before", list);
        installer.arrives(clip);
        installer.stop();
        installer.start(Map.of());
    }

    @Test
    public void whatWasChangedInTheWebConsoleStaysChanged() throws Exception {
        Path elsewhere = SITE.folder("elsewhere");
        Browser browser = new Browser(SITE.api().base());
        HttpResponse<String> answer = browser.form("/system/console/configMgr/" + FOLDER, Map.of("apply", "true", "action", "ajaxConfigManager",
                "propertylist", "folder,createFolder", "folder", elsewhere.toString(), "createFolder", "true"));
        assertTrue(answer.body(), answer.statusCode() < 400);
        isWatched(elsewhere, "changed.mov");
        installer.kept("install", maker.next(NETWORK, "1.8.0").signed());
        isWatched(elsewhere, "updated.mov");
        installer.stop();
        installer.start(Map.of());
        isWatched(elsewhere, "restarted.mov");
        installer.kept("install", maker.next("io.rushline.ingest.folder", "1.8.0").signed());
        isWatched(elsewhere, "its own update.mov");
        SITE.killAppliance();
        installer.start(Map.of());
        isWatched(elsewhere, "killed.mov");
    }

    private static void isWatched(Path folder, String name) throws IOException {
        Path clip = folder.resolve(name);
        Site.fill(folder.resolve(".growing"), 1_000, name.hashCode());
        Files.move(folder.resolve(".growing"), clip);
        SITE.arrives(clip, Installer.LIMIT);
    }
}
