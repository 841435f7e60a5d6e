package io.rushline.launcher.module;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.host.api.ModuleException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipOutputStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.function.ThrowingRunnable;
import org.junit.rules.TemporaryFolder;

/** A store, a vendor whose certificate it trusts, and modules of that vendor. */
abstract class StoreTestCase {

    /** Made once: keytool is slow. */
    static final SignedModules.Signer VENDOR = SignedModules.selfSigned("Vendor", "-ext", "eku=codeSigning", "-ext", "ku=digitalSignature");
    static final SignedModules.Signer STRANGER = SignedModules.selfSigned("Stranger");

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    Path folder;
    Path trust;
    Path storeFolder;

    @Before
    public void trustTheVendor() throws IOException {
        folder = temporary.getRoot().toPath();
        trust = Files.createDirectory(folder.resolve("trust"));
        storeFolder = folder.resolve("home/modules/store");
        Files.writeString(trust.resolve("vendor.pem"), VENDOR.pem());
    }

    ModuleStore store() {
        return store(Clock.systemUTC(), Limits.DEFAULT);
    }

    ModuleStore store(Clock clock, Limits limits) {
        return new ModuleStore(storeFolder, List.of(folder.resolve("missing"), trust), clock, limits, StoreFolder.Disk.REAL);
    }

    Path file(String name, byte[] bytes) {
        try {
            return Files.write(folder.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A bundle with a class, a resource and a service file, not signed yet. */
    Path unsigned(String name) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("a/A.class", text("code ".repeat(40)));
        entries.put("a/text.properties", text("key=value\n"));
        entries.put("META-INF/services/a.A", text("a.A\n"));
        return file(name, SignedModules.jar(SignedModules.bundle("a.bundle", "1.2.0"), entries));
    }

    Path signed(String name) {
        return VENDOR.sign(unsigned(name));
    }

    /** Entries of a jar put into another zip after a change, as an attacker would. */
    Path edited(Path jar, Consumer<Map<String, byte[]>> change) {
        Map<String, byte[]> entries = SignedModules.entries(jar);
        change.accept(entries);
        Path edited = folder.resolve("edited.jar");
        try (OutputStream out = Files.newOutputStream(edited); ZipOutputStream zip = new ZipOutputStream(out)) {
            SignedModules.write(zip, entries);
            return edited;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Refuses it, and leaves nothing of it in the store. @return the detail */
    String refuses(ModuleException.Code code, Path module) {
        return refuses(store(), code, module);
    }

    String refuses(ModuleStore store, ModuleException.Code code, Path module) {
        List<String> before = kept();
        ModuleException refusal = assertThrows(ModuleException.class, () -> store.add(module));
        assertEquals(refusal.getMessage(), code, refusal.code());
        assertTrue("says what: " + refusal.getMessage(), refusal.detail().length() > 10);
        assertEquals(before, kept());
        return refusal.detail();
    }

    /** What it fails with. */
    static ModuleException.Code code(ThrowingRunnable act) {
        return assertThrows(ModuleException.class, act).code();
    }

    /** Names of everything in the store, paths from its folder. */
    List<String> kept() {
        if (!Files.exists(storeFolder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(storeFolder)) {
            return all.filter(f -> !f.equals(storeFolder)).map(f -> storeFolder.relativize(f).toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
