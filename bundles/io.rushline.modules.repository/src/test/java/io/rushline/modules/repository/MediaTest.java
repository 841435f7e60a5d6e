package io.rushline.modules.repository;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.host.api.ModuleException.Code;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;

public class MediaTest {

    @Rule
    public final TemporaryFolder root = new TemporaryFolder();
    @Rule
    public final Timeout limit = Timeout.seconds(120);
    private RepositoryRig rig;
    private Path media;
    private Path stick;

    @Before
    public void begin() throws Exception {
        Path real = root.getRoot().toPath().toRealPath();
        rig = new RepositoryRig(real);
        media = Files.createDirectories(real.resolve("media"));
        stick = media.resolve("anna/STICK");
        rig.outside.policy(b -> {
            b.index = Optional.empty();
            b.media = List.of(media, real.resolve("nothing-here"));
        });
    }

    @After
    public void end() {
        rig.close();
    }

    @Test
    public void aMediumIsOfferedWhileItIsThere() throws Exception {
        rig.repository.look();
        assertEquals(List.of(), rig.repository.status().offers());
        plug("one", "1.0.0", false);
        rig.repository.look();
        assertEquals(Optional.of("medium STICK"), rig.repository.status().place());
        assertEquals("one", rig.repository.status().offers().get(0).name());
        pull();
        rig.repository.look();
        assertEquals(List.of(), rig.repository.status().offers());
        assertEquals(Optional.empty(), rig.repository.status().place());
    }

    @Test
    public void whatIsAskedForFromAMediumIsStagedAndInstalled() throws Exception {
        Path file = plug("one", "1.0.0", true);
        rig.repository.look();
        rig.work();
        assertEquals("nothing by itself", List.of(), rig.modules.installs);
        rig.fetch(file);
        rig.work();
        assertEquals(List.of("[one 1.0.0] [] IDLE CONSOLE anna"), rig.modules.installs);
        assertEquals(List.of(), rig.server.requests);
    }

    @Test
    public void aMediumInstallsByItselfOnlyWhereThatIsSetAndOnlyOnce() throws Exception {
        rig.outside.policy(b -> b.installFromMedia = true);
        rig.modules.runs("old", "5.0.0");
        rig.provider = Optional.empty();
        plug("one", "1.0.0", false);
        rig.repository.look();
        rig.work();
        rig.provider = Optional.of(rig.modules);
        rig.repository.look();
        rig.work();
        assertEquals(List.of("[one 1.0.0] [] NOW USB STICK"), rig.modules.installs);
        rig.start(); // the module was rolled back, and the stick is still there
        rig.repository.look();
        rig.work();
        assertEquals(1, rig.modules.installs.size());
    }

    @Test
    public void aMediumPulledAmidTheReadingChangesNothingAndSaysSo() throws Exception {
        Path file = plug("one", "1.0.0", false);
        rig.repository.look();
        rig.modules.beforeStage = () -> {
            try {
                pull();
            } catch (java.io.IOException e) {
                throw new UncheckedIOException(e);
            }
            rig.modules.refusesToStage = Optional.of(Code.NOT_A_MODULE); // as of a stream that breaks off
        };
        rig.fetch(file);
        rig.work();
        assertEquals(List.of(), rig.modules.installs);
        assertTrue(rig.why().orElseThrow(), rig.why().orElseThrow().contains("Plug it in again"));
        plug("one", "1.0.0", false);
        rig.repository.look();
        rig.fetch(file);
        pull();
        rig.work();
        assertEquals(List.of(), rig.modules.installs);
        assertTrue(rig.why().orElseThrow(), rig.why().orElseThrow().contains("Plug it in again"));
    }

    @Test
    public void aMediumThatAppearsLateAfterARestartIsWaitedFor() throws Exception {
        Path file = plug("one", "1.0.0", false);
        rig.repository.look();
        rig.fetch(file);
        rig.start();
        rig.time.meanwhile = rig.repository::look;
        rig.work();
        assertEquals(1, rig.modules.installs.size());
    }

    @Test
    public void aFileOfAnotherHashOrOutsideOfTheMediumIsNotRead() throws Exception {
        Path file = plug("one", "1.0.0", false);
        rig.repository.look();
        String id = RepositoryRig.ids(file)[0];
        Files.write(file, new byte[] {1, 2, 3});
        fetchAndFail(id, Code.TAMPERED);
        Path outside = BndIndex.jar(media.resolveSibling("outside.jar"), "one", "1.0.0", Map.of());
        assertEquals(id, PartFile.sha256(outside));
        Files.delete(file);
        Files.createSymbolicLink(file, outside);
        fetchAndFail(id, Code.UNKNOWN);
        Files.delete(file);
        Path index = stick.resolve("rushline/index.xml");
        Files.writeString(index, Files.readString(index).replaceAll("value=(['\"])one-1.0.0.jar", "value=$1../../../../outside.jar"));
        rig.repository.look();
        fetchAndFail(id, Code.UNKNOWN);
    }

    @Test
    public void aMediumThatCannotBeReadSaysWhy() throws Exception {
        Files.createDirectories(stick.resolve("rushline"));
        Files.writeString(stick.resolve("rushline/index.xml"), "<repository><resource>");
        rig.repository.look();
        assertTrue(rig.why().orElseThrow(), rig.why().orElseThrow().startsWith("Medium STICK: "));
    }

    @Test
    public void foldersBehindLinksAndDeeperOnesAreNotLookedAt() throws Exception {
        Path elsewhere = media.resolveSibling("elsewhere");
        stick = elsewhere;
        plug("one", "1.0.0", false);
        Files.createSymbolicLink(media.resolve("link"), elsewhere);
        stick = media.resolve("a/b/c");
        plug("two", "1.0.0", false);
        rig.repository.look();
        assertEquals(List.of(), rig.repository.status().offers());
    }

    private void fetchAndFail(String id, Code code) throws Exception {
        rig.repository.fetch(List.of(id), java.util.Set.of(), io.rushline.modules.api.When.NOW, RepositoryRig.ANNA);
        rig.work();
        assertTrue(rig.why().orElseThrow(), rig.why().orElseThrow().startsWith(code.what));
        assertEquals(Map.of(), rig.modules.staged);
    }

    private Path plug(String name, String version, boolean compressed) throws Exception {
        Path folder = stick.resolve("rushline");
        Path file = BndIndex.jar(folder.resolve(name + "-" + version + ".jar"), name, version, Map.of());
        Files.write(folder.resolve(compressed ? "index.xml.gz" : "index.xml"), BndIndex.of(folder, compressed, file));
        return file;
    }

    private void pull() throws java.io.IOException {
        try (var files = Files.walk(stick)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
