package io.rushline.launcher.module;

import static io.rushline.host.api.ModuleException.Code.NOT_A_MODULE;
import static io.rushline.host.api.ModuleException.Code.NOT_TRUSTED;
import static io.rushline.host.api.ModuleException.Code.TAMPERED;
import static io.rushline.host.api.ModuleException.Code.UNSIGNED;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.host.api.ModuleException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.junit.Test;

public class JarSignatureTest extends StoreTestCase {

    @Test
    public void aJarThatIsNotSignedIsRefused() {
        assertTrue(refuses(UNSIGNED, unsigned("a.jar")).contains("no signature"));
    }

    @Test
    public void anEntryAddedAfterSigningIsRefusedByItsName() {
        for (String name : List.of("b/B.class", "META-INF/services/b.B", "META-INF/versions/9/a/A.class", "META-INF/sub/X.SF")) {
            assertTrue(refuses(UNSIGNED, edited(signed("a.jar"), e -> e.put(name, text("evil")))).contains(name));
        }
    }

    @Test
    public void anEntryWithTheNameOfASignatureFileDoesNotEscapeTheSignature() {
        for (String name : List.of("META-INF/OTHER.SF", "META-INF/OTHER.RSA", "META-INF/x.dsa", "META-INF/SIG-X", "META-INF/SIG-X.abc")) {
            assertTrue(refuses(TAMPERED, edited(signed("a.jar"), e -> e.put(name, text("evil")))).contains("belongs to none"));
        }
    }

    @Test
    public void anEmptyFolderAddedAfterSigningIsRefused() {
        assertTrue(refuses(UNSIGNED, edited(signed("a.jar"), e -> e.put("OSGI-INF/", new byte[0]))).contains("OSGI-INF/"));
    }

    @Test
    public void foldersAboveSignedFilesAreTaken() throws Exception {
        store().add(edited(signed("a.jar"), e -> e.put("META-INF/services/", new byte[0])));
    }

    @Test
    public void anEntryRemovedAfterSigningIsRefusedByItsName() {
        assertTrue(refuses(TAMPERED, edited(signed("a.jar"), e -> e.remove("a/text.properties"))).contains("a/text.properties"));
    }

    @Test
    public void anEntryChangedAfterSigningIsRefused() {
        refuses(TAMPERED, edited(signed("a.jar"), e -> e.put("a/A.class", text("evil"))));
    }

    @Test
    public void theManifestCannotBeChangedAfterSigning() {
        refuses(TAMPERED, edited(signed("a.jar"), manifest(m -> m.getMainAttributes().remove(new Attributes.Name("Bundle-Version")))));
        refuses(TAMPERED, edited(signed("a.jar"), manifest(m -> m.getMainAttributes().putValue("Rushline-Start-Level", "1"))));
        refuses(TAMPERED, edited(signed("a.jar"), manifest(m -> m.getEntries().get("a/A.class").putValue("X", "y"))));
        refuses(TAMPERED, edited(signed("a.jar"), manifest(m -> m.getEntries().put("b/", new Attributes()))));
        refuses(TAMPERED, edited(signed("a.jar"), manifest(m -> m.getEntries().remove("a/A.class"))));
    }

    private static Consumer<Map<String, byte[]>> manifest(Consumer<Manifest> change) {
        return entries -> {
            Manifest manifest = SignedModules.manifest(entries.get("META-INF/MANIFEST.MF"));
            change.accept(manifest);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try {
                manifest.write(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            entries.put("META-INF/MANIFEST.MF", out.toByteArray());
        };
    }

    @Test
    public void aSignatureOfAnotherJarCountsForNothing() {
        Map<String, byte[]> other = SignedModules.entries(VENDOR.sign(file("b.jar", SignedModules.jar(SignedModules.bundle("b", "1"), Map.of("b", text("b"))))));
        refuses(TAMPERED, edited(signed("a.jar"), e -> e.put("META-INF/VENDOR.SF", other.get("META-INF/VENDOR.SF"))));
        refuses(TAMPERED, edited(signed("a.jar"), e -> {
            e.put("META-INF/VENDOR.SF", other.get("META-INF/VENDOR.SF"));
            e.put("META-INF/VENDOR.EC", other.get("META-INF/VENDOR.EC"));
        }));
    }

    @Test
    public void aSignatureWithoutItsBlockIsNone() {
        refuses(UNSIGNED, edited(signed("a.jar"), e -> e.remove("META-INF/VENDOR.EC")));
        refuses(UNSIGNED, edited(signed("a.jar"), e -> e.remove("META-INF/VENDOR.SF")));
        refuses(UNSIGNED, edited(signed("a.jar"), e -> e.put("META-INF/VENDOR.EC", text("no block"))));
    }

    @Test
    public void twoSignersAreRefused() {
        assertTrue(refuses(UNSIGNED, STRANGER.sign(signed("a.jar"), "STRANGER", "SHA-256")).contains("several signatures"));
    }

    @Test
    public void aWeakDigestCountsAsUnsignedAndIsNamed() {
        String detail = refuses(UNSIGNED, VENDOR.sign(unsigned("a.jar"), "VENDOR", "SHA-1"));
        assertTrue(detail, detail.contains("SHA-1") && detail.contains("weak"));
    }

    @Test
    public void aJarWithoutManifestOrWithABrokenOneIsNoModule() {
        refuses(NOT_A_MODULE, edited(signed("a.jar"), e -> e.remove("META-INF/MANIFEST.MF")));
        refuses(NOT_A_MODULE, edited(signed("a.jar"), e -> e.put("META-INF/MANIFEST.MF", text("Manifest-Version: 1.0\nno colon here\n"))));
    }

    @Test
    public void theSignerOfAnotherKeyIsNamed() {
        assertTrue(refuses(NOT_TRUSTED, STRANGER.sign(unsigned("a.jar"))).contains("CN=Stranger,O=Test"));
    }

    /** All bytes of a signed jar, one after the other: entries, their headers, the directory. */
    @Test
    public void aJarWithOneFlippedByteIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(signed("a.jar"));
        ModuleStore store = store();
        Set<ModuleException.Code> codes = EnumSet.noneOf(ModuleException.Code.class);
        for (int bit = 0; bit < bytes.length * 2; bit++) {
            int at = bit / 2;
            byte[] flipped = bytes.clone();
            flipped[at] ^= bit % 2 == 0 ? 1 : (byte) 0x80;
            Path file = file("flipped.jar", flipped);
            codes.add(assertThrows("byte " + at, ModuleException.class, () -> store.add(file)).code());
        }
        assertTrue(codes + "", EnumSet.of(ModuleException.Code.NOT_A_MODULE, ModuleException.Code.HOSTILE, ModuleException.Code.TAMPERED, ModuleException.Code.TOO_LARGE,
            ModuleException.Code.UNSIGNED).containsAll(codes));
    }

    @Test
    public void whereItIsCutOffItIsNoModule() throws IOException {
        byte[] bytes = Files.readAllBytes(signed("a.jar"));
        ModuleStore store = store();
        for (int length = 0; length < bytes.length; length += 37) {
            refuses(store, NOT_A_MODULE, file("cut.jar", Arrays.copyOf(bytes, length)));
        }
        refuses(store, NOT_A_MODULE, file("cut.jar", Arrays.copyOf(bytes, bytes.length - 1)));
        refuses(store, NOT_A_MODULE, file("junk.jar", (new String(bytes, StandardCharsets.ISO_8859_1) + "x").getBytes(StandardCharsets.ISO_8859_1)));
        refuses(store, NOT_A_MODULE, file("prefix.jar", ("#!/bin/sh\n" + new String(bytes, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1)));
    }
}
