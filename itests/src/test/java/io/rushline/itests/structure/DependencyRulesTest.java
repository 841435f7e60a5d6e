package io.rushline.itests.structure;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import aQute.bnd.header.OSGiHeader;
import io.rushline.itests.support.Rushline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;
import org.osgi.framework.Version;

/** The rule of the house, read from the jars that ship: api ← provider, and no provider knows another. */
public class DependencyRulesTest {

    /** What a bundle imports, exports (each package with its version or range, null for none) and holds, as far as it is ours. */
    private record Room(String name, Map<String, String> importRanges, Map<String, String> exportVersions, Set<String> holds) {

        Set<String> imports() {
            return importRanges.keySet();
        }

        Set<String> exports() {
            return exportVersions.keySet();
        }

        boolean isApi() {
            return name.endsWith(".api");
        }

        static Room of(Path jar) {
            try (JarFile file = new JarFile(jar.toFile())) {
                var manifest = file.getManifest().getMainAttributes();
                Set<String> holds = file.stream().map(e -> e.getName()).filter(n -> n.startsWith("io/rushline/") && n.endsWith(".class"))
                        .map(n -> n.substring(0, n.lastIndexOf('/')).replace('/', '.')).collect(Collectors.toCollection(TreeSet::new));
                return new Room(manifest.getValue("Bundle-SymbolicName"), packages(manifest.getValue("Import-Package")),
                        packages(manifest.getValue("Export-Package")), holds);
            } catch (IOException e) {
                throw new AssertionError(jar.toString(), e);
            }
        }

        private static Map<String, String> packages(String header) {
            Map<String, String> packages = new TreeMap<>();
            if (header != null) {
                OSGiHeader.parseHeader(header).forEach((name, attributes) -> packages.put(name, attributes.getVersion()));
            }
            return packages;
        }
    }

    private static List<Room> house() throws IOException {
        Path dist = Rushline.distribution();
        try (Stream<Path> bundles = Files.list(dist.resolve("bundles")); Stream<Path> shared = Files.list(dist.resolve("lib"))) {
            // The launcher is no bundle, but it offers a contract.
            return Stream.concat(bundles, shared.filter(j -> j.getFileName().toString().contains(".api-")))
                    .filter(j -> j.getFileName().toString().startsWith("io.rushline.")).sorted().map(Room::of).toList();
        }
    }

    @Test
    public void noProviderImportsAProvider() throws IOException {
        Map<String, String> offeredByProviders = new TreeMap<>();
        house().stream().filter(r -> !r.isApi()).forEach(r -> r.holds.forEach(p -> offeredByProviders.put(p, r.name)));
        List<String> broken = new ArrayList<>();
        for (Room room : house()) {
            room.imports().stream().filter(offeredByProviders::containsKey)
                    .forEach(p -> broken.add(room.name + " imports " + p + " of " + offeredByProviders.get(p)));
        }
        assertEquals("a provider may import contracts only", List.of(), broken);
    }

    @Test
    public void noProviderExportsAnything() throws IOException {
        List<String> broken = house().stream().filter(r -> !r.isApi() && !r.exports().isEmpty()).map(r -> r.name + " exports " + r.exports()).toList();
        assertEquals(List.of(), broken);
    }

    @Test
    public void aContractHoldsNothingButItsOwnTypesAndThoseOfOtherContracts() throws IOException {
        Set<String> contracts = house().stream().filter(Room::isApi).flatMap(r -> r.exports().stream()).collect(Collectors.toSet());
        List<String> broken = new ArrayList<>();
        for (Room room : house()) {
            if (room.isApi()) {
                assertEquals(room.name + " exports all it holds", room.holds, room.exports());
                room.imports().stream().filter(p -> !p.startsWith("java.") && !contracts.contains(p)).forEach(p -> broken.add(room.name + " imports " + p));
            }
        }
        assertEquals("no OSGi and no third-party types in a contract", List.of(), broken);
    }

    @Test
    public void everyBundleIsNamedAsItsRootPackageAndFolder() throws IOException {
        List<Room> house = house();
        assertTrue("the distribution holds our bundles", house.size() > 10);
        for (Room room : house) {
            assertTrue(room.name + " holds " + room.holds, room.holds.stream().allMatch(p -> p.equals(room.name) || p.startsWith(room.name + ".")));
            assertTrue(room.name, Files.isDirectory(Path.of("..", "bundles", room.name)));
        }
    }

    @Test
    public void everyContractHasAVersion() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Room room : house()) {
            room.exportVersions.forEach((name, version) -> {
                if (version == null || !version.matches("[1-9]\\d*\\.\\d+\\.\\d+")) {
                    broken.add(room.name + " exports " + name + " " + version);
                }
            });
        }
        assertEquals(List.of(), broken);
    }

    /** [1.0,2): uses it, any 1.x will do. [1.0,1.1): implements it, so whatever is added to it has to be implemented first. */
    @Test
    public void everyImportOfAContractFitsItsVersionAndHasAnEnd() throws IOException {
        Map<String, Version> offered = new TreeMap<>();
        house().forEach(r -> r.exportVersions.forEach((name, version) -> offered.put(name, Version.parseVersion(version))));
        List<String> broken = new ArrayList<>();
        for (Room room : house()) {
            room.importRanges.forEach((name, range) -> {
                if (name.startsWith("io.rushline.") && !isRangeFor(offered.get(name), range)) {
                    broken.add(room.name + " imports " + name + " " + range);
                }
            });
        }
        assertEquals("the next major version ends every range, the next minor version that of an implementer", List.of(), broken);
    }

    private static boolean isRangeFor(Version version, String range) {
        int major = version.getMajor();
        int minor = version.getMinor();
        return ("[" + major + "." + minor + "," + (major + 1) + ")").equals(range)
                || ("[" + major + "." + minor + "," + major + "." + (minor + 1) + ")").equals(range);
    }

    @Test
    public void whoImplementsAContractHasTheRangeOfAnImplementer() throws IOException {
        Map<String, String> offers = Map.of("io.rushline.queue.derby", "io.rushline.queue.api", "io.rushline.uploader.c2c", "io.rushline.uploader.api",
                "io.rushline.vault", "io.rushline.vault.api", "io.rushline.auth.c2c", "io.rushline.auth.api", "io.rushline.cloud.http",
                "io.rushline.cloud.api", "io.rushline.recorder.file", "io.rushline.recorder.api", "io.rushline.media", "io.rushline.media.api",
                "io.rushline.channel.c2c", "io.rushline.channel.api", "io.rushline.network", "io.rushline.network.api", "io.rushline.ingest.folder",
                "io.rushline.ingest.api");
        Map<String, Room> house = house().stream().collect(Collectors.toMap(Room::name, r -> r));
        offers.forEach((provider, contract) -> {
            Version version = Version.parseVersion(house.get(contract).exportVersions.get(contract));
            assertEquals(provider, "[" + version.getMajor() + "." + version.getMinor() + "," + version.getMajor() + "." + (version.getMinor() + 1) + ")",
                    house.get(provider).importRanges.get(contract));
        });
    }

    /** A bundle's version may be raised alone, to hand it out as an update: it is built against the contracts as they are. */
    @Test
    public void noBundleAsksForContractsOfItsOwnVersion() throws IOException {
        List<String> broken = new ArrayList<>();
        try (Stream<Path> bundles = Files.list(Path.of("../bundles"))) {
            for (Path pom : bundles.map(bundle -> bundle.resolve("pom.xml")).filter(Files::exists).sorted().toList()) {
                if (Files.readString(pom).contains("<version>${project.version}</version>")) {
                    broken.add(pom.toString());
                }
            }
        }
        assertEquals("${project.parent.version} it is", List.of(), broken);
    }
}
