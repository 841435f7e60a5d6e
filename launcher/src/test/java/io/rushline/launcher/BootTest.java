package io.rushline.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.Plan;
import io.rushline.host.api.Trial;
import io.rushline.launcher.module.BundleFile;
import io.rushline.launcher.module.LiveModules;
import io.rushline.launcher.module.ModuleFile;
import io.rushline.launcher.module.ModuleSet;
import io.rushline.launcher.module.ModuleSets;
import io.rushline.launcher.module.Supervision;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;

/** A framework of two tiny bundles, and modules in the place of one of them. */
@SuppressWarnings("try") // hosts are there to be closed
public class BootTest {

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();
    private final Map<String, ModuleFile> store = new HashMap<>();
    private Path note;
    private Distribution distribution;
    private Home home;
    private Framework framework;
    private List<LiveModules.Shipped> shipped;
    private Optional<String> safeMode;
    private ModuleSets sets;

    @Before
    public void distribution() throws IOException {
        distribution = new Distribution(temporary.newFolder("dist").toPath());
        for (String name : List.of("lib", "bundles", "features", "config")) {
            Files.createDirectories(distribution.root().resolve(name));
        }
        jar(distribution.root().resolve("bundles/a-1.0.0.jar"), "test.a", "1.0.0", "");
        jar(distribution.root().resolve("bundles/b-1.0.0.jar"), "test.b", "1.0.0", "");
        Files.writeString(distribution.features().resolve("f.json"), """
                { "feature-resource-version": "1.0", "id": "test:f:1.0.0",
                  "bundles": [ { "id": "g:a:1.0.0", "start-level": 3 }, { "id": "g:b:1.0.0", "start-level": 4 } ] }
                """);
        note = temporary.newFile("note").toPath();
        home = Home.open(temporary.newFolder("home").toPath());
    }

    private static Path jar(Path file, String name, String version, String more) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", name);
        main.putValue("Bundle-Version", version);
        for (String header : more.isEmpty() ? new String[0] : more.split("\n")) {
            main.putValue(header.split(": ")[0], header.split(": ")[1]);
        }
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file); JarOutputStream jar = new JarOutputStream(out, manifest)) {
            return file;
        }
    }

    /** Keeps a set of one module: {@code test.a} in another version. */
    private long keep(String version, String more) throws Exception {
        ModuleSets open = ModuleSets.open(home.file("modules"), new Supervision(Optional.empty()));
        long number = open.nextNumber();
        String sha256 = Long.toHexString(number).repeat(64).substring(0, 64);
        Path jar = jar(home.file("modules/store/" + sha256 + "/a.jar"), "test.a", version, more);
        store.put(sha256, new ModuleFile(sha256, "test.a", Version.parseVersion(version), "CN=Test", 1,
                List.of(new BundleFile("test.a", Version.parseVersion(version), jar, OptionalInt.empty()))));
        ModuleSet set = new ModuleSet(number, List.of(new ModuleSet.Entry(sha256, "test.a", version, Instant.EPOCH)));
        open.tryOut(set, new Trial(number, new Plan(open.kept().number(), List.of(), List.of(), List.of()), Instant.EPOCH, Instant.EPOCH));
        open.keep();
        return number;
    }

    private Host start(boolean safe) {
        Features features = Features.read(distribution.features(), "f");
        return new Boot(distribution, features, home, sha256 -> {
            ModuleFile module = store.get(sha256);
            if (module == null) {
                throw new ModuleException(ModuleException.Code.TAMPERED, "it was changed");
            }
            return module;
        }, (started, opened, ship, why, stamp) -> {
            framework = started;
            sets = opened;
            shipped = ship;
            safeMode = why;
            return () -> { };
        }, new Supervision(Optional.of(note))).start(Map.of("rushline.home", home.root().toString()), safe);
    }

    private Map<String, String> bundles() {
        Map<String, String> bundles = new TreeMap<>();
        Arrays.stream(framework.getBundleContext().getBundles()).filter(bundle -> bundle.getBundleId() != 0).forEach(bundle -> bundles.put(
                bundle.getSymbolicName() + " " + bundle.getVersion(),
                (bundle.getState() == Bundle.ACTIVE ? "runs at " : "stands by at ") + bundle.adapt(BundleStartLevel.class).getStartLevel()));
        return bundles;
    }

    private static final Map<String, String> SHIPPED = Map.of("test.a 1.0.0", "runs at 3", "test.b 1.0.0", "runs at 4");

    @Test
    public void aModuleTakesThePlaceOfWhatShipsWhichStandsBy() throws Exception {
        keep("1.1.0", "");
        try (Host host = start(false)) {
            assertTrue(host.allStarted());
            assertEquals(Map.of("test.a 1.1.0", "runs at 3", "test.a 1.0.0", "stands by at 3", "test.b 1.0.0", "runs at 4"), bundles());
            assertTrue(safeMode.isEmpty());
            assertEquals(List.of("test.a 1.0.0 3", "test.b 1.0.0 4"), shipped.stream().map(s -> s.symbolicName() + " " + s.version() + " " + s.startLevel()).toList());
            assertTrue("it is to be started again until it has come up", Files.size(note) > 0);
        }
        assertEquals("an orderly stop", 0, Files.size(note));
        assertFalse(Files.exists(home.file("modules/starts.json")));
    }

    @Test
    public void whatExportsPackagesDoesNotStandBy() throws Exception {
        keep("1.1.0", "Export-Package: x");
        keep("1.2.0", "");
        try (Host host = start(false)) {
            assertFalse(bundles().containsKey("test.a 1.1.0"));
            assertEquals("runs at 3", bundles().get("test.a 1.2.0"));
        }
    }

    @Test
    public void aModuleThatIsRefusedLeadsToTheSetBeforeAndTellsWhy() throws Exception {
        keep("1.1.0", "");
        long last = keep("1.2.0", "");
        store.remove(Long.toHexString(last).repeat(64));
        try (Host host = start(false)) {
            assertEquals("runs at 3", bundles().get("test.a 1.1.0"));
            assertEquals(ModuleException.Code.TAMPERED, sets.outcomes().get(0).why());
            assertTrue(safeMode.orElseThrow(), safeMode.get().contains("set 1 of modules runs"));
            assertEquals(1, sets.kept().number());
        }
        assertEquals("it stays kept", last, ModuleSets.open(home.file("modules")).kept().number());
    }

    @Test
    public void aSetThatDoesNotResolveOrStartLeadsToWhatShips() throws Exception {
        for (String broken : List.of("Import-Package: nobody.has.this", "Bundle-Activator: no.such.Activator")) {
            keep("1.1.0", broken);
            keep("1.2.0", broken);
            try (Host host = start(false)) {
                assertEquals(SHIPPED, bundles());
                assertEquals(0, sets.kept().number());
                assertEquals(ModuleException.Code.UNRESOLVED, sets.outcomes().get(0).why());
            }
        }
        assertTrue(sets.outcomes().stream().anyMatch(outcome -> outcome.why() == ModuleException.Code.DOES_NOT_START));
    }

    @Test
    public void safeStartsTheSetBeforeAndChangesNothing() throws Exception {
        keep("1.1.0", "");
        keep("1.2.0", "");
        String files = modules();
        try (Host host = start(true)) {
            assertEquals("runs at 3", bundles().get("test.a 1.1.0"));
            assertTrue(safeMode.isPresent());
        }
        assertEquals(files, modules());
        try (Host host = start(false)) {
            assertEquals("runs at 3", bundles().get("test.a 1.2.0"));
        }
    }

    private String modules() throws IOException {
        StringBuilder content = new StringBuilder();
        try (var files = Files.walk(home.file("modules"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                content.append(file).append(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return content.toString();
    }

    @Test
    public void aSetThatDidNotComeUpAgainAndAgainIsNotTriedAnyMore() throws Exception {
        keep("1.1.0", "");
        keep("1.2.0", "");
        Files.writeString(home.file("modules/starts.json"), "{\"set\":2,\"against\":29}");
        try (Host host = start(false)) {
            assertEquals("not enough", "runs at 3", bundles().get("test.a 1.2.0"));
        }
        for (Map.Entry<Integer, String> step : new TreeMap<>(Map.of(30, "test.a 1.1.0", 59, "test.a 1.1.0", 60, "test.a 1.0.0")).entrySet()) {
            Files.writeString(home.file("modules/starts.json"), "{\"set\":2,\"against\":" + step.getKey() + "}");
            try (Host host = start(false)) {
                assertEquals("runs at 3", bundles().get(step.getValue()));
                assertTrue(safeMode.orElseThrow().contains("again and again"));
            }
        }
    }

    @Test
    public void otherBundlesLeaveTheCacheOfTheRest() throws Exception {
        long b;
        try (Host host = start(false)) {
            b = id("test.b");
            Files.writeString(framework.getBundleContext().getBundle(b).getDataFile("memory").toPath(), "kept");
        }
        keep("1.1.0", "");
        jar(distribution.root().resolve("bundles/b-1.0.0.jar"), "test.b", "1.0.1", "X-Other: 1");
        try (Host host = start(false)) {
            assertEquals("runs at 4", bundles().get("test.b 1.0.1"));
            assertEquals("updated, not installed anew", b, id("test.b"));
            assertEquals("kept", Files.readString(framework.getBundleContext().getBundle(b).getDataFile("memory").toPath()));
            assertEquals("runs at 3", bundles().get("test.a 1.1.0"));
        }
        Files.writeString(distribution.root().resolve("lib/launcher.jar"), "another");
        try (Host host = start(false)) {
            assertFalse("another launcher starts with nothing", framework.getBundleContext().getBundle(id("test.b")).getDataFile("memory").exists());
        }
    }

    private long id(String symbolicName) {
        return Arrays.stream(framework.getBundleContext().getBundles()).filter(bundle -> symbolicName.equals(bundle.getSymbolicName())).findFirst().orElseThrow().getBundleId();
    }

    @Test
    public void bundlesThatASwitchLeftBehindAreTakenAway() throws Exception {
        Path left = jar(home.file("left.jar"), "test.left", "1.0.0", "");
        try (Host host = start(false)) {
            framework.getBundleContext().installBundle("reference:" + left.toUri()).start();
            assertEquals("runs at 1", bundles().get("test.left 1.0.0"));
        }
        try (Host host = start(false)) {
            assertEquals(SHIPPED, bundles());
        }
    }
}
