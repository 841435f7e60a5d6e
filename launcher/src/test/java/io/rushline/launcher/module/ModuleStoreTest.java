package io.rushline.launcher.module;

import static io.rushline.host.api.ModuleException.Code.NOT_A_MODULE;
import static io.rushline.host.api.ModuleException.Code.NO_SPACE;
import static io.rushline.host.api.ModuleException.Code.STORE;
import static io.rushline.host.api.ModuleException.Code.TAMPERED;
import static io.rushline.host.api.ModuleException.Code.UNKNOWN;
import static io.rushline.host.api.ModuleException.Code.UNSIGNED;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.Test;
import org.osgi.framework.Version;

public class ModuleStoreTest extends StoreTestCase {

    private Path bundle(String name, String... more) {
        return VENDOR.sign(file(name, SignedModules.jar(SignedModules.bundle("a.bundle", "1.2.0", more), Map.of("a", text("a")))));
    }

    @Test
    public void aSignedBundleIsKeptUnderItsHash() throws Exception {
        Path jar = bundle("any name.zip", "Rushline-Start-Level", "9");
        ModuleFile module = store().add(jar);
        String sha256 = Hashes.sha256(jar);
        Path kept = storeFolder.resolve(sha256 + ".jar");
        assertEquals(new ModuleFile(sha256, "a.bundle", new Version(1, 2, 0), "CN=Vendor,O=Test", Files.size(jar),
            List.of(new BundleFile("a.bundle", new Version(1, 2, 0), kept, OptionalInt.of(9)))), module);
        assertEquals(-1, Files.mismatch(jar, kept));
        assertEquals(List.of(sha256 + ".jar"), kept());
        assertEquals(module, store().get(sha256));
    }

    @Test
    public void theSameContentAgainChangesNothing() throws Exception {
        ModuleStore store = store();
        ModuleFile module = store.add(bundle("a.jar"));
        assertEquals(module, store.add(folder.resolve("a.jar")));
        assertEquals(1, kept().size());
    }

    @Test
    public void theFolderAndItsFilesAreForTheirOwnerOnly() throws Exception {
        ModuleFile module = store().add(bundle("a.jar"));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(storeFolder)));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(module.bundles().get(0).jar())));
    }

    @Test
    public void theManifestOfABundleMustBeWhole() {
        for (String header : List.of("Bundle-ManifestVersion", "Bundle-SymbolicName", "Bundle-Version")) {
            assertTrue(refuses(NOT_A_MODULE, bundle("a.jar", header, " ")).contains(header));
        }
        assertTrue(refuses(NOT_A_MODULE, bundle("a.jar", "Bundle-ManifestVersion", "1")).contains("Bundle-ManifestVersion"));
        assertTrue(refuses(NOT_A_MODULE, bundle("a.jar", "Bundle-SymbolicName", "../../evil")).contains("Bundle-SymbolicName"));
        assertTrue(refuses(NOT_A_MODULE, bundle("a.jar", "Bundle-Version", "one")).contains("Bundle-Version"));
        for (String level : List.of("0", "11", "-1", "high", "99999999999")) {
            assertTrue(refuses(NOT_A_MODULE, bundle("a.jar", "Rushline-Start-Level", level)).contains("Rushline-Start-Level"));
        }
    }

    @Test
    public void aFragmentOfTheFrameworkIsRefused() throws Exception {
        for (String host : List.of("system.bundle; extension:=framework", "org.apache.felix.framework;bundle-version=\"[7,8)\"")) {
            assertTrue(refuses(NOT_A_MODULE, bundle("a.jar", "Fragment-Host", host)).contains("Fragment-Host"));
        }
        store().add(bundle("a.jar", "Fragment-Host", "b.bundle"));
    }

    @Test
    public void directivesOfTheSymbolicNameAreNoPartOfIt() throws Exception {
        assertEquals("a.bundle", store().add(bundle("a.jar", "Bundle-SymbolicName", "a.bundle;singleton:=true")).name());
    }

    @Test
    public void foldersLinksAndMissingFilesAreNoModules() throws Exception {
        refuses(NOT_A_MODULE, folder);
        refuses(NOT_A_MODULE, Files.createSymbolicLink(folder.resolve("link.jar"), bundle("a.jar")));
        refuses(NOT_A_MODULE, Path.of("/dev/zero"));
        refuses(UNKNOWN, folder.resolve("nothing.jar"));
    }

    @Test
    public void whatIsNotInTheStoreIsUnknown() throws Exception {
        ModuleStore store = store();
        store.add(bundle("a.jar"));
        Files.copy(folder.resolve("a.jar"), storeFolder.resolve("../outside.jar"));
        for (String id : List.of("0".repeat(64), "", "../outside", "x")) {
            assertEquals(UNKNOWN, code(() -> store.get(id)));
        }
    }

    @Test
    public void aFileChangedInTheStoreIsNotGivenOut() throws Exception {
        ModuleStore store = store();
        ModuleFile module = store.add(bundle("a.jar"));
        Path kept = module.bundles().get(0).jar();
        Path other = bundle("b.jar", "Rushline-Start-Level", "3");
        Files.write(kept, Files.readAllBytes(other));
        assertEquals(TAMPERED, code(() -> store.get(module.sha256())));
        Files.write(kept, new byte[0]);
        assertEquals(TAMPERED, code(() -> store.get(module.sha256())));
        Files.delete(kept);
        Files.createSymbolicLink(kept, folder.resolve("a.jar"));
        assertEquals(TAMPERED, code(() -> store.get(module.sha256())));
        Files.delete(kept);
        Files.createDirectories(kept.resolve("folder"));
        assertEquals(TAMPERED, code(() -> store.get(module.sha256())));
        assertEquals("adding it again heals it", module, store.add(folder.resolve("a.jar")));
        assertEquals(module, store.get(module.sha256()));
    }

    @Test
    public void aFileThatCameIntoTheStoreByAnotherWayIsCheckedToo() throws Exception {
        ModuleStore store = store();
        Path jar = unsigned("a.jar");
        String sha256 = Hashes.sha256(jar);
        Files.copy(jar, storeFolder.resolve(sha256 + ".jar"));
        assertEquals(UNSIGNED, code(() -> store.get(sha256)));
    }

    @Test
    public void whatAPowerCutLeftIsDeletedAtTheNextStart() throws Exception {
        ModuleFile module = store().add(bundle("a.jar"));
        Files.writeString(storeFolder.resolve("incoming-1.tmp"), "half");
        store();
        assertEquals(List.of(module.sha256() + ".jar"), kept());
    }

    @Test
    public void aFullDiskIsToldAndLeavesNothing() throws Exception {
        Path jar = bundle("a.jar");
        long size = Files.size(jar);
        ModuleStore full = new ModuleStore(storeFolder, List.of(trust), Clock.systemUTC(), Limits.DEFAULT, path -> size - 1);
        assertTrue(refuses(full, NO_SPACE, jar).contains(String.valueOf(size)));
        new ModuleStore(storeFolder, List.of(trust), Clock.systemUTC(), Limits.DEFAULT, path -> size).add(jar);
    }

    @Test
    public void aDiskThatFailsIsTold() throws Exception {
        ModuleStore broken = new ModuleStore(storeFolder, List.of(trust), Clock.systemUTC(), Limits.DEFAULT, path -> {
            throw new IOException("Input/output error");
        });
        assertTrue(refuses(broken, STORE, bundle("a.jar")).contains("Input/output error"));
        Files.delete(storeFolder);
        Files.delete(storeFolder.getParent());
        Files.writeString(storeFolder.getParent(), "a file in the folder's place");
        assertEquals(STORE, code(() -> store().add(bundle("a.jar"))));
    }

    @Test
    public void onlyWhatIsNeededIsKept() throws Exception {
        ModuleStore store = store();
        ModuleFile one = store.add(bundle("a.jar"));
        ModuleFile two = store.add(bundle("b.jar", "Rushline-Start-Level", "3"));
        Files.createDirectories(storeFolder.resolve(two.sha256() + "/lib"));
        Files.writeString(storeFolder.resolve(two.sha256() + "/lib/x.jar"), "x");
        Files.createSymbolicLink(storeFolder.resolve("link"), trust);
        store.keepOnly(Set.of(one.sha256()));
        assertEquals(List.of(one.sha256() + ".jar"), kept());
        assertTrue("links are not followed", Files.exists(trust.resolve("vendor.pem")));
        store.keepOnly(Set.of());
        assertEquals(List.of(), kept());
        Files.delete(storeFolder);
        store.keepOnly(Set.of());
    }
}
