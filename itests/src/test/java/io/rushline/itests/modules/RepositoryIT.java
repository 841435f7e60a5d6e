package io.rushline.itests.modules;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Api;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.Fault;
import io.rushline.itests.support.ModuleMaker;
import io.rushline.itests.support.Rushline;
import io.rushline.itests.support.Sha256;
import io.rushline.itests.support.Signer;
import io.rushline.itests.support.Site;
import io.rushline.itests.support.VendorRepository;
import io.rushline.itests.support.VendorRepository.Sent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;

/** Modules from a vendor's repository over HTTPS, honest and other, and from a stick. All tests share an appliance, each has modules of its own. */
public class RepositoryIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int PIECE = 65_536;
    private static final int BEHIND_BITS = 800_000;

    @ClassRule
    public static final Site SITE = new Site();

    private static ModuleMaker maker;
    private static VendorRepository repository;
    private static Path media;

    private final List<Rushline> commands = new ArrayList<>();

    @BeforeClass
    public static void start() throws IOException {
        maker = new ModuleMaker(SITE.folder("modules"));
        repository = new VendorRepository(SITE.folder("repository"));
        media = SITE.folder("media");
        appliance("stable");
        SITE.pair();
    }

    private static void appliance(String channel) {
        SITE.startAppliance("--module-trust", maker.vendor().pem(), "--set", "io.rushline.modules:settleSeconds=2",
                "--set", "io.rushline.modules.repository:indexUrl=" + repository.indexUrl(), "--set", "io.rushline.modules.repository:channel=" + channel,
                "--set", "io.rushline.modules.repository:trustPemFile=" + repository.pem(), "--set", "io.rushline.modules.repository:pieceBytes=" + PIECE,
                "--set", "io.rushline.modules.repository:behindUploadsBitsPerSecond=" + BEHIND_BITS,
                "--set", "io.rushline.modules.repository:mediaFolders=" + media);
    }

    @AfterClass
    public static void stop() {
        if (repository != null) {
            repository.close();
        }
    }

    @Before
    public void honest() {
        repository.slow(0);
        repository.portal(false);
        repository.portalForModules(false);
        repository.busy(false);
        SITE.noFaults();
    }

    @After
    public void end() {
        commands.forEach(Rushline::close);
    }

    /** A module of that name whose size is known. */
    private static Path module(String name, String version, int bytes, Signer signer) {
        byte[] noise = new byte[bytes];
        new Random(name.hashCode()).nextBytes(noise);
        return maker.bundle(name, version).with(Fault.NONE).entry("noise.bin", noise).signedBy(signer);
    }

    private static Path module(String name, String version, int bytes) {
        return module(name, version, bytes, maker.vendor());
    }

    private Rushline begin(String... arguments) {
        List<Object> all = new ArrayList<>(List.of("ctl", "--home", SITE.home));
        all.addAll(Arrays.asList(arguments));
        Rushline command = Rushline.start(all.toArray());
        commands.add(command);
        return command;
    }

    private Rushline.Result ctl(String... arguments) {
        return begin(arguments).await(LIMIT);
    }

    private Rushline.Result good(String... arguments) {
        Rushline.Result result = ctl(arguments);
        assertEquals(String.join(" ", arguments) + ": " + result.out() + result.err(), 0, result.status());
        return result;
    }

    /** Asks for a module that must not come. @return what the command said of it */
    private String refused(String name) {
        Rushline.Result result = ctl("modules", "update", name);
        assertEquals(result.out() + result.err(), 1, result.status());
        assertEquals("nothing is staged", 0, SITE.api().get("/api/v1/modules/staged").get("modules").size());
        assertFalse("it does not run", runs(name, null));
        return result.err();
    }

    /** @param version null: any */
    private static boolean runs(String name, String version) {
        for (JsonNode module : SITE.api().get("/api/v1/modules").get("modules")) {
            if (module.get("name").asText().equals(name) && module.get("state").asText().equals("ACTIVE") && !module.get("role").asText().equals("STANDBY")) {
                return version == null || module.get("version").asText().equals(version);
            }
        }
        return false;
    }

    private static JsonNode repositoryStatus() {
        return SITE.api().get("/api/v1/modules/repository");
    }

    private static JsonNode lastUpdate() {
        return SITE.api().get("/api/v1/modules/history?limit=1").at("/updates/0");
    }

    @Test
    public void whatARepositoryOffersIsListedDownloadedInPiecesInstalledAndKept() throws Exception {
        Path first = module("com.vendor.pieces", "1.0.0", 300_000);
        repository.publish("stable", first);
        String listed = good("modules", "update", "--check").out();
        assertTrue(listed, listed.matches("(?s).*com\\.vendor\\.pieces +1\\.0\\.0 +new +30\\d\\.\\d kB.*"));

        Rushline.Result result = good("modules", "update", "com.vendor.pieces");
        assertTrue(result.out(), result.out().contains("COMMITTED, new: com.vendor.pieces 1.0.0"));
        assertTrue(runs("com.vendor.pieces", "1.0.0"));
        List<Sent> pieces = repository.sent(first.getFileName().toString());
        assertEquals("pieces of " + PIECE + ": " + pieces, (Files.size(first) + PIECE - 1) / PIECE, pieces.size());
        assertOnce(first, pieces);

        Path second = module("com.vendor.pieces", "1.1.0", 1_000);
        repository.publish("stable", second);
        listed = good("modules", "update", "--check").out();
        assertTrue(listed, listed.contains("update of 1.0.0"));
        result = good("modules", "update", "com.vendor.pieces");
        assertTrue(result.out(), result.out().contains("COMMITTED, com.vendor.pieces 1.0.0 -> 1.1.0"));
        assertTrue(runs("com.vendor.pieces", "1.1.0"));
        assertFalse("nothing is offered that runs", good("modules", "update", "--check").out().contains("com.vendor.pieces"));
        assertEquals("what was installed is staged no more", 0, SITE.api().get("/api/v1/modules/staged").get("modules").size());
        assertEquals("downloads are deleted when they are installed", List.of(), filesLeft());
    }

    /** Each byte went over the network, and none of them twice. */
    private static void assertOnce(Path module, List<Sent> pieces) throws IOException {
        long expected = 0;
        for (Sent piece : pieces) {
            assertEquals("goes on where it was: " + pieces, expected, piece.from());
            assertTrue("no more than a piece: " + piece, piece.bytes() <= PIECE);
            expected = piece.to();
        }
        assertEquals("all of it: " + pieces, Files.size(module), expected);
    }

    private static List<String> filesLeft() throws IOException {
        try (var files = Files.list(SITE.home.resolve("modules/downloads"))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.matches("[0-9a-f]{64}.*|job\\.json")).toList();
        }
    }

    @Test
    public void aDownloadThatIsCutOffGoesOnWithoutGettingTheFirstBytesAgain() throws Exception {
        Path module = module("com.vendor.cut", "1.0.0", 400_000);
        repository.publish("stable", module);
        repository.cutAfter(200_000);
        Rushline.Result result = good("modules", "update", "com.vendor.cut");
        assertTrue(result.err(), result.err().contains("The server does not answer, or the network broke off; tries again."));
        List<Sent> pieces = repository.sent(module.getFileName().toString());
        assertTrue("one was cut off in its middle: " + pieces, pieces.stream().anyMatch(piece -> piece.bytes() < PIECE && piece.to() < 300_000));
        assertOnce(module, pieces);
        assertTrue(runs("com.vendor.cut", "1.0.0"));
    }

    @Test
    public void anApplianceThatIsKilledInTheMiddleGoesOnWithWhatItHasAndTheCommandWaitsForIt() throws Exception {
        Path module = module("com.vendor.killed", "1.0.0", 700_000);
        repository.publish("stable", module);
        String file = module.getFileName().toString();
        repository.slow(200_000);
        Rushline command = begin("modules", "update", "com.vendor.killed");
        Await.until("some pieces are there", LIMIT, () -> repository.sent(file), pieces -> pieces.size() >= 4);
        SITE.killAppliance();
        Await.until("its connection is closed", LIMIT, () -> repository.bytesSent(), new Stands());
        int before = repository.sent(file).size();
        long had = repository.sent(file).get(before - 2).to(); // the last but one was answered in full, or there would be no last one
        repository.slow(0);
        appliance("stable");
        Rushline.Result result = command.await(LIMIT);
        assertEquals(result.out() + result.err(), 0, result.status());
        assertTrue(result.out(), result.out().contains("COMMITTED"));
        assertTrue(runs("com.vendor.killed", "1.0.0"));
        List<Sent> all = repository.sent(file);
        assertTrue("it goes on at " + had + " or later: " + all, all.get(before).from() >= had);
        assertOnce(module, after(all, before));
    }

    /** The answers as if those that came to nothing had not been: what came before the cut ends where the one after it begins. */
    private static List<Sent> after(List<Sent> all, int cut) {
        List<Sent> joined = new ArrayList<>();
        long resumed = all.get(cut).from();
        all.subList(0, cut).stream().filter(piece -> piece.from() < resumed).map(piece -> new Sent(piece.file(), piece.from(), Math.min(piece.to(), resumed))).forEach(joined::add);
        joined.addAll(all.subList(cut, all.size()));
        return joined;
    }

    /** Holds when a number was the same for some looks. */
    private static final class Stands implements Predicate<Long> {
        private long last = -1;
        private int times;

        @Override
        public boolean test(Long now) {
            times = now == last ? times + 1 : 0;
            last = now;
            return times >= 10;
        }
    }

    @Test
    public void aRepositoryThatLiesIsRefusedWithTheReasonWhileAClipGoesUp() throws Exception {
        Path module = module("com.vendor.lies", "1.0.0", 100_000);
        repository.publish("stable", module);
        String hash = Sha256.of(module);
        String size = Long.toString(Files.size(module));
        SITE.faults("{\"bytesPerSecond\": 200000}"); // slow enough for it to go up until the faults end
        Path clip = SITE.add("lies.mov", 60_000_000);
        SITE.item("lies.mov", "UPLOADING", LIMIT);

        lies(index -> index.replaceAll("(?i)" + hash, "0".repeat(64)), "com.vendor.lies", "another SHA-256");
        lies(index -> index.replace(size, "5000"), "com.vendor.lies", "not the 5000 that were announced");
        lies(index -> index.replace(size, "500000"), "com.vendor.lies", "not the 500000 that were announced");
        lies(index -> index.replace(size, "99999999999"), "com.vendor.lies", "does not offer");
        lies(index -> index.replace("value='com.vendor.lies'", "value='com.vendor.truth'").replace("value=\"com.vendor.lies\"", "value=\"com.vendor.truth\""), "com.vendor.truth",
                "The index announces com.vendor.truth 1.0.0; the file is com.vendor.lies 1.0.0.");
        repository.publish("stable");
        repository.portalForModules(true);
        assertTrue(refused("com.vendor.lies").contains("that were announced"));
        repository.portalForModules(false);
        assertEquals("the clip went on all the while", "UPLOADING", SITE.item("lies.mov", "UPLOADING", Duration.ofSeconds(1)).get("state").asText());
        SITE.noFaults();
        assertEquals("no byte of it was sent twice", 0, SITE.arrives(clip, LIMIT).get("bytesTwice").asLong());

        good("modules", "update", "com.vendor.lies");
        assertTrue("the truth is taken", runs("com.vendor.lies", "1.0.0"));
    }

    private void lies(UnaryOperator<String> lie, String name, String reason) {
        repository.publish("stable");
        repository.lies("stable", lie);
        String said = refused(name);
        assertTrue(said, said.contains(reason));
    }

    @Test
    public void anIndexThatCannotBeReadIsToldAndTheFormerOffersStay() throws Exception {
        repository.publish("stable", module("com.vendor.former", "1.0.0", 1_000));
        good("modules", "update", "--check");
        repository.portal(true);
        String said = good("modules", "update", "--check").out();
        assertTrue(said, said.contains("something else; perhaps the network wants a sign-in first"));
        assertTrue("what was offered is still there", said.contains("com.vendor.former"));
        repository.portal(false);
        repository.lies("stable", index -> index.substring(0, index.length() / 2));
        said = good("modules", "update", "--check").out();
        assertTrue(said, said.contains("index"));
        assertTrue(said, said.contains("com.vendor.former"));
    }

    @Test
    public void aModuleSignedByAnotherKeyIsRefused() throws Exception {
        repository.publish("stable", module("com.vendor.stranger", "1.0.0", 1_000, Signer.valid(SITE.folder("stranger"), "A stranger")));
        String said = refused("com.vendor.stranger");
        assertTrue(said, said.contains("A stranger"));
    }

    @Test
    public void aDownloadThatNeverComesIsStoppedByAPerson() throws Exception {
        Path module = module("com.vendor.never", "1.0.0", 200_000);
        repository.publish("stable", module);
        repository.busy(true);
        good("modules", "update", "--no-wait", "com.vendor.never");
        Await.until("it says why", LIMIT, RepositoryIT::repositoryStatus, status -> status.path("why").asText().contains("status 503; tries again"));
        SITE.api().post("/api/v1/modules/repository/stop", "{}");
        Await.until("it has ended", LIMIT, RepositoryIT::repositoryStatus, status -> status.path("download").isMissingNode() || status.path("download").isNull());
        assertEquals(0, SITE.api().get("/api/v1/modules/staged").get("modules").size());
        repository.busy(false);
        good("modules", "update", "com.vendor.never");
    }

    @Test
    public void whatIsInChannelBetaIsSeenThereAlone() throws Exception {
        repository.publish("stable");
        repository.publish("beta", module("com.vendor.beta", "2.0.0", 1_000));
        assertFalse(good("modules", "update", "--check").out().contains("com.vendor.beta"));
        SITE.appliance().terminate(LIMIT);
        appliance("beta");
        try {
            Await.until("the setting is in force", LIMIT, RepositoryIT::repositoryStatus, status -> status.get("channel").asText().equals("beta"));
            String said = good("modules", "update", "--check").out();
            assertTrue(said, said.startsWith("beta of " + repository.indexUrl().replace("{channel}", "beta")));
            assertTrue(said, said.contains("com.vendor.beta"));
            good("modules", "update", "com.vendor.beta");
            assertTrue(runs("com.vendor.beta", "2.0.0"));
        } finally {
            SITE.appliance().terminate(LIMIT);
            appliance("stable");
            Await.until("the setting is in force", LIMIT, RepositoryIT::repositoryStatus, status -> status.get("channel").asText().equals("stable"));
        }
    }

    @Test
    public void downloadsStandBehindUploads() throws Exception {
        Path module = module("com.vendor.behind", "1.0.0", 12_000_000);
        repository.publish("stable", module);
        SITE.faults("{\"bytesPerSecond\": 2000000}");
        Path clip = SITE.add("behind.mov", 120_000_000);
        Await.until("the clip goes up", LIMIT, () -> SITE.api().get("/api/v1/status").at("/uploader/activity").asText(), "SENDING"::equals);
        long before = repository.bytesSent();
        Rushline command = begin("modules", "update", "com.vendor.behind");
        Await.until("it comes", LIMIT, () -> repository.bytesSent(), sent -> sent > before);
        long from = repository.bytesSent();
        long began = System.nanoTime();
        Await.pass(Duration.ofSeconds(10));
        double bits = 8e9 * (repository.bytesSent() - from) / (System.nanoTime() - began);
        assertEquals("the clip still goes up", "SENDING", SITE.api().get("/api/v1/status").at("/uploader/activity").asText());
        System.out.printf("behind an upload: %.0f bit/s of at most %d%n", bits, BEHIND_BITS);
        // A piece may have been under way at each end.
        assertTrue("it stands behind: " + bits, bits < BEHIND_BITS + 8.0 * PIECE / 8);
        assertTrue("it does not stand still: " + bits, bits > BEHIND_BITS / 4.0);
        SITE.noFaults();
        SITE.arrives(clip, LIMIT);
        long alone = System.nanoTime();
        Rushline.Result result = command.await(LIMIT);
        assertEquals(result.out() + result.err(), 0, result.status());
        // Behind an upload the rest would take some 100 s.
        assertTrue("without an upload it has the line for itself", System.nanoTime() - alone < Duration.ofSeconds(60).toNanos());
    }

    @Test
    public void aStickIsOfferedAndInstalledFromAndMissedWhenItIsPulled() throws Exception {
        Path first = module("com.vendor.stick", "1.0.0", 200_000);
        Path stick = stick("STICK", first);
        String said = Await.until("the stick is seen", LIMIT, () -> ctl("modules", "update", "--check").out(), out -> out.contains("com.vendor.stick"));
        assertTrue(said, said.contains("of medium STICK"));
        good("modules", "update", "com.vendor.stick");
        assertTrue(runs("com.vendor.stick", "1.0.0"));

        Path second = module("com.vendor.stick", "1.1.0", 200_000);
        stick("STICK", second);
        JsonNode offer = Await.until("what is new on it is seen", LIMIT, () -> SITE.api().post("/api/v1/modules/repository/check", "{}").get("offers"),
                offers -> offers.findValuesAsText("version").contains("1.1.0"));
        String id = Sha256.of(second);
        assertTrue(offer.findValuesAsText("id").contains(id));
        // Pulled in the middle: what it offers is still known, and its file is gone.
        Files.delete(stick.resolve(second.getFileName()));
        String why = refusedNow(id);
        assertTrue(why, why.contains("The medium with it is not there any more, or has no such file. Plug it in again."));
        // Pulled while it was written to, or half a file for another reason.
        Files.write(stick.resolve(second.getFileName()), Arrays.copyOf(Files.readAllBytes(second), 100_000));
        why = refusedNow(id);
        assertTrue(why, why.contains("The file on the medium is not the one that its index announces."));
        assertTrue("the former runs", runs("com.vendor.stick", "1.0.0"));
        Files.copy(second, stick.resolve(second.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        good("modules", "update", "com.vendor.stick");
        assertTrue(runs("com.vendor.stick", "1.1.0"));
        Files.delete(stick.resolve("index.xml"));
        Await.until("the stick is gone", LIMIT, () -> repositoryStatus().get("place").asText(), place -> !place.contains("STICK"));
    }

    private static Path stick(String name, Path module) throws IOException {
        Path folder = Files.createDirectories(media.resolve(name).resolve("rushline"));
        Files.copy(module, folder.resolve(module.getFileName()));
        Path index = Files.write(folder.resolve("index.new"), VendorRepository.index(folder, folder));
        Files.move(index, folder.resolve("index.xml"), StandardCopyOption.ATOMIC_MOVE);
        return folder;
    }

    /** Asks for an offer past the check of the command, and gives why it did not come. */
    private static String refusedNow(String id) {
        long before = lastUpdate().path("id").asLong();
        SITE.api().post("/api/v1/modules/repository/fetch", "{\"ids\": [\"" + id + "\"], \"when\": \"now\"}");
        String why = Await.until("it says why", LIMIT, RepositoryIT::repositoryStatus, status -> !status.path("download").isObject() && status.path("why").isTextual())
                .get("why").asText();
        assertEquals("nothing is staged", 0, SITE.api().get("/api/v1/modules/staged").get("modules").size());
        assertEquals("nothing was installed", before, lastUpdate().path("id").asLong());
        return why;
    }
}
