package io.rushline.itests.modules;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.Api;
import io.rushline.itests.support.Fault;
import io.rushline.itests.support.ModuleMaker;
import io.rushline.itests.support.Rushline;
import io.rushline.itests.support.Sha256;
import io.rushline.itests.support.Signer;
import io.rushline.itests.support.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Somebody puts jars where the appliance keeps its own: nothing of theirs ever runs. */
public class DamagedFoldersIT {

    private static final String NETWORK = "io.rushline.network.jvm";
    private static final Duration START = Duration.ofMinutes(2);

    @Rule
    public final Site site = new Site();

    private final String distribution = System.getProperty("rushline.dist");
    private Installer installer;
    private Signer stranger;
    private Path bundles;
    private List<String> ships;

    /** On a copy of the distribution: its folders are this test's to spoil. */
    @Before
    public void start() throws Exception {
        Path copy = site.folder("distribution");
        Path from = Rushline.distribution();
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Files.copy(each, copy.resolve(from.relativize(each).toString()), StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        System.setProperty("rushline.dist", copy.toString());
        bundles = copy.resolve("bundles");
        installer = new Installer(site);
        stranger = Signer.valid(site.folder("modules"), "Somebody else");
        installer.start(Map.of());
        site.pair();
        ships = installer.running();
    }

    @After
    public void restore() {
        System.setProperty("rushline.dist", distribution);
    }

    private Path evil(String version) {
        return installer.maker.next(NETWORK, version).with(Fault.NONE).signedBy(stranger);
    }

    @Test
    public void jarsInTheDistributionsFolderAreNoModules() throws Exception {
        Path clip = installer.uploading("bundles.mov");
        Path own = ModuleMaker.shipped(NETWORK);
        Path saved = Files.copy(own, site.folder("saved").resolve("own.jar"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(evil("9.0.0"), bundles.resolve("evil.jar"));
        Files.copy(evil("9.1.0"), bundles.resolve("0-" + NETWORK + "-9.1.0.jar"));
        installer.runs("while it runs", ships);
        installer.stop();
        installer.start(Map.of());
        installer.runs("after a start", ships);
        installer.arrives(clip);
        installer.stop();

        Files.copy(evil("1.0.0"), own, StandardCopyOption.REPLACE_EXISTING);
        site.beginAppliance();
        Rushline.Result refused = site.appliance().await(START);
        assertEquals(refused.toString(), 1, refused.status());
        assertTrue(refused.err(), refused.err().contains(own.getFileName().toString()) && refused.err().contains("SHA-256"));
        Files.copy(saved, own, StandardCopyOption.REPLACE_EXISTING);
        installer.start(Map.of());
        installer.runs("unpacked again", ships);
    }

    @Test
    public void jarsInAnyOtherFolderAreNoModules() throws Exception {
        Path clip = installer.uploading("folders.mov");
        Path distribution = bundles.getParent();
        Path shadow = installer.maker.next(NETWORK, "9.0.0").with(Fault.NONE).entry("io/rushline/launcher/Main.class", "no class").signedBy(stranger);
        Path good = installer.maker.next(NETWORK, "9.1.0").with(Fault.NONE).signed();
        for (Path folder : List.of(distribution, distribution.resolve("lib"), distribution.resolve("features"), distribution.resolve("config"), site.home, site.home.resolve("cache"),
                site.home.resolve("config"), site.home.resolve("configurations"), site.home.resolve("modules"), site.home.resolve("modules/store"),
                site.home.resolve("modules/downloads"), site.clips)) {
            Files.createDirectories(folder);
            Files.copy(shadow, folder.resolve("0.jar"));
            Files.copy(good, folder.resolve(Sha256.of(good) + ".jar"));
        }
        installer.runs("while it runs", ships);
        installer.stop();
        installer.start(Map.of());
        installer.runs("after a start", ships);
        installer.arrives(clip);
    }

    @Test
    public void aModuleThatWasExchangedInTheStoreDoesNotRun() throws Exception {
        Path module = installer.maker.next(NETWORK, "1.1.0").signed();
        installer.kept("install", module);
        Path clip = installer.uploading("store.mov");
        Path stored = site.home.resolve("modules/store").resolve(Sha256.of(module) + ".jar");
        assertTrue(Files.exists(stored));
        installer.stop();
        Files.copy(installer.maker.tampered(module), stored, StandardCopyOption.REPLACE_EXISTING);
        installer.start(Map.of());
        fallenBack("tampered", NETWORK + " 1.1.0");
        installer.arrives(clip);
    }

    @Test
    public void aModuleThatWasPutIntoTheStoreAndTheListByHandDoesNotRun() throws Exception {
        installer.kept("install", installer.maker.next(NETWORK, "1.1.0").signed());
        Path clip = installer.uploading("list.mov");
        installer.stop();
        Path evil = evil("1.2.0");
        String sha256 = Sha256.of(evil);
        Files.copy(evil, site.home.resolve("modules/store").resolve(sha256 + ".jar"));
        edit(sha256, "1.2.0");
        installer.start(Map.of());
        fallenBack("not-trusted", NETWORK + " 1.2.0");
        installer.arrives(clip);
    }

    private void edit(String sha256, String version) throws IOException {
        Path kept = site.home.resolve("modules/kept.json");
        String before = Files.readString(kept);
        JsonNode file = Api.JSON.readTree(before);
        ObjectNode entry = (ObjectNode) file.findValue("modules").get(0);
        entry.put("sha256", sha256).put("version", version);
        Files.writeString(kept, file.toString());
        assertNotEquals(before, Files.readString(kept));
    }

    /** What ships runs, people are told why, and it is in the history. */
    private void fallenBack(String code, String detail) {
        assertEquals(ships, installer.running());
        Await.until("people are warned", START, site::warnings, warnings -> warnings.contains("modules.safe-mode"));
        String why = site.api().get("/api/v1/modules").path("safeMode").asText();
        assertTrue(why, why.contains(detail));
        JsonNode noted = Await.until("it is in the history", START, () -> installer.history().get(0), u -> u.at("/by/via").asText().equals("SELF"));
        assertEquals(noted.toString(), "modules." + code, noted.at("/why/code").asText());
        assertTrue(noted.toString(), noted.path("detail").asText().contains(detail));
    }
}
