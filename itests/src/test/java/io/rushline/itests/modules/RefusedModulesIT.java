package io.rushline.itests.modules;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.modules.Installer.Refusal;
import io.rushline.itests.support.Api;
import io.rushline.itests.support.Fault;
import io.rushline.itests.support.ModuleMaker;
import io.rushline.itests.support.Rushline;
import io.rushline.itests.support.Signer;
import io.rushline.itests.support.Site;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;

/** What is not a whole, trusted, fitting module is refused by command, REST and drop folder, with a reason; what runs, runs on, and a clip goes up meanwhile. */
public class RefusedModulesIT {

    private static final String NETWORK = "io.rushline.network.jvm";

    @ClassRule
    public static final Site SITE = new Site();

    private static Installer installer;
    private static ModuleMaker maker;
    private static Signer stranger;
    private static Signer expired;
    private static Path clip;

    private List<String> before;

    @BeforeClass
    public static void start() throws IOException {
        installer = new Installer(SITE);
        maker = installer.maker;
        stranger = Signer.valid(SITE.folder("modules"), "Somebody else");
        expired = Signer.expired(SITE.folder("modules"), "Vendor of long ago");
        installer.trust(expired.pem(), "expired.pem");
        installer.start(Map.of());
        SITE.pair();
    }

    @Before
    public void upload() throws IOException {
        before = installer.running();
        clip = installer.uploading("clip-" + System.nanoTime() + ".mov");
    }

    @After
    public void whatRanRunsAndTheClipArrives() throws IOException {
        assertEquals("what ran before runs", before, installer.running());
        installer.arrives(clip);
    }

    private static ModuleMaker.Draft module(String name) {
        return maker.bundle("com.example." + name, "1.0.0").entry("content.txt", "of " + name).with(Fault.NONE);
    }

    /** Each file that is refused as it is, whatever runs, with the code. */
    private static Map<Path, String> bad() throws IOException {
        Map<Path, String> bad = new LinkedHashMap<>();
        bad.put(maker.next(NETWORK, "1.1.0").signedBy(stranger), "not-trusted");
        bad.put(maker.tampered(module("tampered").signed()), "tampered");
        bad.put(module("unsigned").unsigned(), "unsigned");
        bad.put(maker.unsignedSet("com.example.set", "1.0.0", module("inner")), "unsigned");
        bad.put(maker.smuggled(module("smuggled").signed(), "more.txt", new byte[] {1}), "unsigned");
        bad.put(maker.truncated(module("truncated").signed(), 0.7), "not-a-module");
        bad.put(Files.writeString(SITE.folder("modules").resolve("no-zip.jar"), "I am no zip.\n".repeat(100)), "not-a-module");
        bad.put(module("expired").signedBy(expired), "not-valid-now");
        bad.put(module("bomb").entry("bomb.bin", new byte[64 << 20]).signed(), "hostile");
        bad.put(module("traversal").entry("../../../../evil.txt", "evil").signed(), "hostile");
        bad.put(duplicated(module("twice").entry("dup-1.txt", "one").entry("dup-2.txt", "two").signed()), "hostile");
        bad.put(maker.truncated(maker.set("com.example.short", "1.0.0", module("one"), module("two")), 0.7), "not-a-module");
        bad.put(maker.set("com.example.bombs", "1.0.0", module("one"), module("bomb").entry("bomb.bin", new byte[64 << 20])), "hostile");
        bad.put(maker.set("com.example.ways-out", "1.0.0", module("one"), module("traversal").entry("../../../../evil.txt", "evil")), "hostile");
        bad.put(maker.set("com.example.twins", "1.0.0", module("one"), module("one").entry("more.txt", "more")), "same-identity");
        return bad;
    }

    /** A jar with two entries of one name, which no tool makes: the second one's name is overwritten. */
    private static Path duplicated(Path jar) throws IOException {
        String bytes = Files.readString(jar, StandardCharsets.ISO_8859_1).replace("dup-2.txt", "dup-1.txt");
        return Files.writeString(jar.resolveSibling("duplicated.jar"), bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    public void filesThatAreNoWholeTrustedModuleAreRefusedByCommandAndRest() throws Exception {
        int known = installer.history().size();
        List<String> codes = new ArrayList<>();
        for (Map.Entry<Path, String> each : bad().entrySet()) {
            Refusal byRest = installer.refusedByRest(each.getKey());
            assertEquals(each.getKey() + " by REST: " + byRest, each.getValue(), byRest.code());
            Refusal byCommand = installer.refused("install", each.getKey());
            assertEquals(each.getKey() + " by ctl: " + byCommand, each.getValue(), byCommand.code());
            codes.add(each.getValue());
            codes.add(each.getValue());
        }
        assertEquals("nothing waits", 0, SITE.api().get("/api/v1/modules/staged").get("modules").size());
        List<JsonNode> refusals = StreamSupport.stream(installer.history().spliterator(), false).limit(installer.history().size() - known).toList();
        assertEquals("each is in the history", codes.stream().map("modules."::concat).sorted().toList(),
                refusals.stream().map(u -> u.at("/why/code").asText()).sorted().toList());
        for (JsonNode update : refusals) {
            assertEquals(update.toString(), "REFUSED", update.get("state").asText());
            assertEquals(update.toString(), "CTL", update.at("/by/via").asText());
            assertFalse(update.toString(), update.at("/by/name").asText().isEmpty() || update.path("detail").asText().isEmpty());
        }
    }

    @Test
    public void theDropFolderMovesThemAwayAndSaysWhy() throws Exception {
        for (Map.Entry<Path, String> each : bad().entrySet()) {
            String reason = installer.refusedInDropFolder(each.getKey());
            assertEquals(each.getKey() + ": " + reason, each.getValue(), reason.lines().findFirst().orElseThrow().toLowerCase().replace('_', '-'));
            JsonNode update = installer.history().get(0);
            assertEquals(update.toString(), "REFUSED", update.get("state").asText());
            assertEquals(update.toString(), "FOLDER", update.at("/by/via").asText());
            assertEquals(update.toString(), each.getKey().getFileName().toString(), update.at("/by/name").asText());
            assertEquals(update.toString(), "modules." + each.getValue(), update.at("/why/code").asText());
        }
    }

    @Test
    public void aBitThatIsFlippedAnywhereIsOneTooMany() throws Exception {
        Path good = module("flipped").signed();
        for (int i = 0; i < 60; i++) {
            HttpResponse<String> answer = installer.upload(maker.flipped(good, (i + 0.5) / 60));
            assertEquals(i + " of 60: " + answer.body(), 422, answer.statusCode());
        }
    }

    @Test
    public void whatDoesNotFitIsRefusedAndSaysWhatIsInTheWay() throws Exception {
        Refusal missing = installer.refused("install", module("needy").missingSomething().signed());
        assertEquals("unresolved", missing.code());
        assertTrue(missing.text(), missing.text().contains("com.example.missing") && missing.text().contains("com.example.needy"));
        Refusal restarts = installer.refused("install", maker.next("io.rushline.queue.api", "1.9.0").signed());
        assertEquals(restarts.text(), "restarts-others", restarts.code());
        assertTrue(restarts.text(), restarts.text().contains("io.rushline.queue.derby"));
        Path one = module("same").signed();
        Path other = module("same").entry("other.txt", "another content").signed();
        assertEquals("two at once", "same-identity", installer.refused("install", one, other).code());
        assertEquals("what ships", "same-identity", installer.refused("install", maker.next(NETWORK, "1.0.0").signed()).code());
        assertEquals("REFUSED", installer.history().get(0).get("state").asText());
        assertEquals("nothing waits", 0, SITE.api().get("/api/v1/modules/staged").get("modules").size());
    }

    @Test
    public void aLowerVersionIsTakenOnlyIfOneMeansIt() throws Exception {
        Path low = maker.next(NETWORK, "1.1.0").signed();
        installer.kept("install", maker.next(NETWORK, "1.2.0").signed());
        Refusal lower = installer.refused("install", low);
        assertEquals("downgrade", lower.code());
        assertTrue(lower.text(), lower.text().contains("1.2.0") && lower.text().contains("1.1.0"));
        assertEquals("another content", "same-identity", installer.refused("install", maker.next(NETWORK, "1.2.0").entry("more.txt", "more").signed()).code());
        assertEquals("1.2.0", installer.version(NETWORK));
        installer.kept("install", "--allow-downgrade", low);
        assertEquals("1.1.0", installer.version(NETWORK));
        installer.kept("remove", NETWORK);
    }

    @Test
    public void theWebConsoleTakesNoBundleAndChangesNone() throws Exception {
        Browser browser = new Browser(SITE.api().base());
        String bundles = "/system/console/bundles";
        long pid = SITE.appliance().pid();
        assertTrue("it shows them", browser.get(bundles + "/" + NETWORK + ".json").body().contains(NETWORK));
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (Path jar : new Path[] {module("unsigned").unsigned(), maker.next(NETWORK, "1.1.0").unsigned(), module("good").signed()}) {
            answers.add(browser.form(bundles, Map.of("action", "install", "bundlestart", "start", "bundlestartlevel", "1"), "bundlefile", jar));
        }
        for (String action : new String[] {"stop", "update", "refresh", "uninstall", "start"}) {
            answers.add(browser.form(bundles + "/" + NETWORK, Map.of("action", action)));
        }
        answers.add(browser.form(bundles, Map.of("action", "refreshPackages")));
        answers.add(browser.form("/system/console/vmstat", Map.of("shutdown_type", "Stop", "shutdown_timeout", "0")));
        for (HttpResponse<String> answer : answers) {
            assertEquals(answer.request().uri() + " " + answer.body(), 403, answer.statusCode());
            assertEquals(answer.body(), "request.web-console", Api.JSON.readTree(answer.body()).get("code").asText());
        }
        assertEquals("the same process", pid, SITE.appliance().pid());
        String all = browser.get(bundles + ".json").body();
        assertFalse(all, all.contains("com.example."));
    }

    @Test
    public void exitStatusesTellRefusalsFromWrongUsage() throws Exception {
        for (Object[] wrong : new Object[][] {{"install"}, {"install", "--when", "soon", "x.jar"}, {"remove"}, {"nonsense"}}) {
            Rushline.Result result = installer.ctl(wrong);
            assertEquals(String.join(" ", List.of(wrong).toString()) + result, 2, result.status());
            assertEquals("nothing but JSON goes to standard output", "", result.out());
        }
        assertEquals("no file", 1, installer.ctl("install", SITE.home.resolve("none.jar")).status());
        assertEquals("unknown", installer.refused("remove", "com.example.none").code());
        assertEquals("built-in", installer.refused("remove", NETWORK).code());
        Rushline.Result verify = installer.ctl("verify", module("unsigned").unsigned());
        assertEquals(1, verify.status());
        assertEquals("modules.unsigned", Installer.json(verify).at("/files/0/problem/code").asText());
        Rushline.Result good = installer.ctl("verify", module("good").signed());
        assertEquals(0, good.status());
        assertEquals(maker.vendor().name(), Installer.json(good).at("/files/0/module/signer").asText());
        Rushline.Result running = installer.ctl("verify");
        assertEquals(running.out(), 0, running.status());
        assertTrue(Installer.json(running).get("modules").size() > 20);
        assertTrue(Installer.json(installer.ctl("history")).get("updates").isArray());
        assertTrue(Installer.json(installer.ctl("list")).get("modules").size() > 20);
    }
}
