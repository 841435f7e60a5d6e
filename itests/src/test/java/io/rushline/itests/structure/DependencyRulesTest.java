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

/** The rule of the house, read from the jars that ship: api ← provider, and no provider knows another. */
public class DependencyRulesTest {

    /** What a bundle imports, exports and holds, as far as it is ours. */
    private record Room(String name, Set<String> imports, Set<String> exports, Set<String> holds) {

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

        private static Set<String> packages(String header) {
            return header == null ? Set.of() : new TreeSet<>(OSGiHeader.parseHeader(header).keySet());
        }
    }

    private static List<Room> house() throws IOException {
        try (Stream<Path> jars = Files.list(Rushline.distribution().resolve("bundles"))) {
            return jars.filter(j -> j.getFileName().toString().startsWith("io.rushline.")).sorted().map(Room::of).toList();
        }
    }

    @Test
    public void noProviderImportsAProvider() throws IOException {
        Map<String, String> offeredByProviders = new TreeMap<>();
        house().stream().filter(r -> !r.isApi()).forEach(r -> r.holds.forEach(p -> offeredByProviders.put(p, r.name)));
        List<String> broken = new ArrayList<>();
        for (Room room : house()) {
            room.imports.stream().filter(offeredByProviders::containsKey)
                    .forEach(p -> broken.add(room.name + " imports " + p + " of " + offeredByProviders.get(p)));
        }
        assertEquals("a provider may import contracts only", List.of(), broken);
    }

    @Test
    public void noProviderExportsAnything() throws IOException {
        List<String> broken = house().stream().filter(r -> !r.isApi() && !r.exports.isEmpty()).map(r -> r.name + " exports " + r.exports).toList();
        assertEquals(List.of(), broken);
    }

    @Test
    public void aContractHoldsNothingButItsOwnTypesAndThoseOfOtherContracts() throws IOException {
        Set<String> contracts = house().stream().filter(Room::isApi).flatMap(r -> r.exports.stream()).collect(Collectors.toSet());
        List<String> broken = new ArrayList<>();
        for (Room room : house()) {
            if (room.isApi()) {
                assertEquals(room.name + " exports all it holds", room.holds, room.exports);
                room.imports.stream().filter(p -> !p.startsWith("java.") && !contracts.contains(p)).forEach(p -> broken.add(room.name + " imports " + p));
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
}
