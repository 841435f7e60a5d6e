package io.rushline.launcher.module;

import static io.rushline.host.api.ModuleException.Code.HOSTILE;
import static io.rushline.host.api.ModuleException.Code.NOT_A_MODULE;
import static io.rushline.host.api.ModuleException.Code.SAME_IDENTITY;
import static io.rushline.host.api.ModuleException.Code.TOO_LARGE;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.Test;
import org.osgi.framework.Version;

/** Modules that are sets of bundles. */
public class InnerBundlesTest extends StoreTestCase {

    private static final byte[] A = SignedModules.jar(SignedModules.bundle("a", "1.0.0", "Rushline-Start-Level", "4"), Map.of("a", text("a")));
    private static final byte[] B = SignedModules.jar(SignedModules.bundle("b", "2.0.0.x", "Rushline-Start-Level", "4"), Map.of("b", text("b")));

    private final Map<String, byte[]> entries = new LinkedHashMap<>(Map.of("lib/a.jar", A, "lib/b.jar", B, "LICENSE.txt", text("free")));

    private Path set(String bundles) {
        return VENDOR.sign(file("set.rlm", SignedModules.jar(SignedModules.set("the.set", "3.0.0", bundles), entries)));
    }

    private Path set() {
        return set("lib/a.jar,lib/b.jar;start-level=9");
    }

    @Test
    public void theBundlesOfASetAreUnpacked() throws Exception {
        Path rlm = set();
        ModuleFile module = store().add(rlm);
        String sha256 = Hashes.sha256(rlm);
        Path inner = storeFolder.resolve(sha256);
        assertEquals(new ModuleFile(sha256, "the.set", new Version(3, 0, 0), "CN=Vendor,O=Test", Files.size(rlm), List.of(
            new BundleFile("a", new Version(1, 0, 0), inner.resolve("a-1.0.0.jar"), OptionalInt.of(4)),
            new BundleFile("b", new Version("2.0.0.x"), inner.resolve("b-2.0.0.x.jar"), OptionalInt.of(9)))), module);
        assertArrayEquals(A, Files.readAllBytes(module.bundles().get(0).jar()));
        assertArrayEquals(B, Files.readAllBytes(module.bundles().get(1).jar()));
        assertEquals(List.of(sha256, sha256 + ".rlm", sha256 + "/a-1.0.0.jar", sha256 + "/b-2.0.0.x.jar"), kept());
        assertEquals(module, store().get(sha256));
    }

    @Test
    public void whatIsWholeOnDiskIsNotWrittenAgain() throws Exception {
        ModuleFile module = store().add(set());
        Object before = Files.getAttribute(module.bundles().get(0).jar(), "unix:ino");
        store().get(module.sha256());
        assertEquals(before, Files.getAttribute(module.bundles().get(0).jar(), "unix:ino"));
    }

    @Test
    public void whateverHappensToUnpackedFilesTheCoveredContentIsGivenOut() throws Exception {
        ModuleStore store = store();
        ModuleFile module = store.add(set());
        Path a = module.bundles().get(0).jar();
        Path b = module.bundles().get(1).jar();
        Path inner = a.getParent();
        List<ThrowingChange> changes = List.of(
            () -> Files.write(a, text("evil")),
            () -> Files.write(a, B),
            () -> Files.delete(b),
            () -> Files.move(a, b, StandardCopyOption.REPLACE_EXISTING),
            () -> {
                Files.write(a, B);
                Files.write(b, A);
            },
            () -> Files.writeString(inner.resolve("c-1.0.0.jar"), "evil"),
            () -> Files.writeString(inner.resolve("incoming-1.tmp"), "half"),
            () -> {
                Files.delete(a);
                Files.createSymbolicLink(a, file("a.jar", A));
            },
            () -> {
                Files.delete(a);
                Files.createDirectories(a.resolve("folder"));
            },
            () -> StoreFolder.delete(inner),
            () -> {
                StoreFolder.delete(inner);
                Files.createSymbolicLink(inner, Files.createDirectory(folder.resolve("elsewhere")));
            });
        for (ThrowingChange change : changes) {
            change.run();
            assertEquals(module, store.get(module.sha256()));
            assertArrayEquals(A, Files.readAllBytes(a));
            assertArrayEquals(B, Files.readAllBytes(b));
            assertTrue(Files.isRegularFile(a, LinkOption.NOFOLLOW_LINKS) && Files.isDirectory(inner, LinkOption.NOFOLLOW_LINKS));
            assertEquals(4, kept().size());
        }
    }

    private interface ThrowingChange {
        void run() throws Exception;
    }

    @Test
    public void everyNamedJarMustBeThereAndEveryJarNamed() {
        assertTrue(refuses(NOT_A_MODULE, set("lib/a.jar,lib/b.jar,lib/c.jar")).contains("lib/c.jar"));
        assertTrue(refuses(NOT_A_MODULE, set("lib/a.jar")).contains("lib/b.jar"));
        assertTrue(refuses(NOT_A_MODULE, set("lib/a.jar,lib/b.jar,lib/a.jar")).contains("twice"));
        assertTrue(refuses(NOT_A_MODULE, set("lib/a.jar,lib/b.jar,../../a.jar")).contains("../../a.jar"));
        assertTrue(refuses(NOT_A_MODULE, set("lib/a.jar,lib/b.jar;start-level=11")).contains("start level"));
    }

    @Test
    public void theManifestOfASetMustBeWhole() {
        for (String header : List.of("Rushline-Module", "Rushline-Module-Version", "Rushline-Bundles")) {
            Map<String, String> attributes = SignedModules.set("the.set", "3.0.0", "lib/a.jar,lib/b.jar");
            attributes.remove(header);
            assertTrue(refuses(NOT_A_MODULE, VENDOR.sign(file("set.rlm", SignedModules.jar(attributes, entries)))).contains(header));
        }
    }

    @Test
    public void twoBundlesOfOneNameAndVersionAreRefused() {
        entries.put("lib/b.jar", SignedModules.jar(SignedModules.bundle("a", "1.0.0"), Map.of("other", text("other"))));
        assertTrue(refuses(SAME_IDENTITY, set()).contains("a 1.0.0"));
        entries.put("lib/b.jar", A);
        refuses(SAME_IDENTITY, set());
    }

    @Test
    public void anInnerJarIsCheckedAsTheOuterOneIs() {
        entries.put("lib/b.jar", Arrays.copyOf(B, B.length - 1));
        assertTrue(refuses(NOT_A_MODULE, set()).contains("lib/b.jar"));
        RawZip bomb = new RawZip();
        bomb.deflated("META-INF/MANIFEST.MF", text("Manifest-Version: 1.0\n\n"));
        bomb.deflated("bomb", new byte[64 << 20]);
        entries.put("lib/b.jar", bomb.bytes());
        assertTrue(refuses(HOSTILE, set()).contains("lib/b.jar: bomb"));
        RawZip outside = new RawZip();
        outside.stored("../evil", text("x"));
        entries.put("lib/b.jar", outside.bytes());
        assertTrue(refuses(HOSTILE, set()).contains("lib/b.jar"));
        entries.put("lib/b.jar", SignedModules.jar(Map.of(), Map.of("x", text("x"))));
        assertTrue(refuses(NOT_A_MODULE, set()).contains("lib/b.jar"));
    }

    @Test
    public void theLimitsAreForAllOfItTogether() throws Exception {
        Map<String, byte[]> many = new LinkedHashMap<>();
        for (int i = 0; i < 30; i++) {
            many.put("x" + i, text("x"));
        }
        entries.put("lib/a.jar", SignedModules.jar(SignedModules.bundle("a", "1"), many));
        entries.put("lib/b.jar", SignedModules.jar(SignedModules.bundle("b", "1"), many));
        refuses(store(Clock.systemUTC(), new Limits(1 << 20, 50, 1 << 20, 1 << 20, 200)), TOO_LARGE, set());
        refuses(store(Clock.systemUTC(), new Limits(1 << 20, 1000, Files.size(set()) + 100, 1 << 20, 200)), TOO_LARGE, set());
    }

    @Test
    public void anInnerJarNeedsNoSignatureOfItsOwnAndABrokenOneDoesNotMatter() throws Exception {
        entries.put("lib/a.jar", SignedModules.jar(SignedModules.bundle("a", "1"), Map.of("META-INF/X.SF", text("none"), "META-INF/X.RSA", text("none"))));
        store().add(set());
    }
}
