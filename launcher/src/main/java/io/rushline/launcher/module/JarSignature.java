package io.rushline.launcher.module;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipException;

/**
 * The one signature of a jar, where it covers every entry. The JDK checks digests and signature ({@link JarFile}); what it is silent about is
 * checked here: that nothing is left out, neither under {@code META-INF/} nor in the manifest, that nothing is missing, and that there is no second signature.
 */
final class JarSignature {

    private static final Set<String> BLOCKS = Set.of("RSA", "DSA", "EC");
    /** Of those that {@code jarsigner} can choose. */
    private static final Set<String> STRONG_DIGESTS = Set.of("SHA-256", "SHA-384", "SHA-512", "SHA3-256", "SHA3-384", "SHA3-512");
    private static final String MANIFEST_DIGEST = "-DIGEST-MANIFEST";

    private final Path jar;
    private final String where;
    private final Archive archive;

    private JarSignature(Path jar, String where, Archive archive) {
        this.jar = jar;
        this.where = where;
        this.archive = archive;
    }

    /** @return the certificates that came with the signature, the signer's first, unchecked */
    static List<X509Certificate> check(Path jar, String where, Archive archive) throws IOException, ModuleException {
        return new JarSignature(jar, where, archive).check();
    }

    private List<X509Certificate> check() throws IOException, ModuleException {
        String name = signatureName();
        CodeSigner signer = signerOfAll(name);
        coversManifest(name);
        nothingMissing();
        foldersHoldSomething();
        return signer.getSignerCertPath().getCertificates().stream().map(JarSignature::x509).toList();
    }

    private static X509Certificate x509(Certificate certificate) {
        return (X509Certificate) certificate;
    }

    /**
     * The {@code META-INF/NAME} of {@code META-INF/NAME.SF}. All files that the JDK leaves out of signatures, because their names look like parts of one,
     * must be those of the one that there is.
     */
    private String signatureName() throws ModuleException {
        Map<String, Set<String>> parts = new TreeMap<>();
        for (String file : archive.files()) {
            if (isSignatureLike(file)) {
                int dot = file.lastIndexOf('.');
                String base = dot < 0 ? file : file.substring(0, dot);
                parts.computeIfAbsent(base, b -> new TreeSet<>()).add(dot < 0 ? "" : file.substring(dot + 1).toUpperCase(Locale.ROOT));
            }
        }
        List<String> whole = parts.keySet().stream().filter(base -> isWhole(parts.get(base))).toList();
        if (whole.isEmpty()) {
            throw new ModuleException(Code.UNSIGNED, where + (parts.isEmpty() ? " has no signature." : " has no whole signature, only " + parts + "."));
        }
        if (whole.size() > 1) {
            throw new ModuleException(Code.UNSIGNED, where + " has several signatures (" + String.join(", ", whole) + "); one that covers all of it is expected.");
        }
        if (parts.size() > 1) {
            parts.remove(whole.get(0));
            throw new ModuleException(Code.TAMPERED, where + ": " + parts + " looks like a part of a signature, and belongs to none.");
        }
        return whole.get(0);
    }

    private static boolean isWhole(Set<String> extensions) {
        return extensions.size() == 2 && extensions.contains("SF") && extensions.stream().anyMatch(BLOCKS::contains);
    }

    /** As the JAR specification, "Signed JAR File", says it; a little wider. */
    private static boolean isSignatureLike(String file) {
        if (!file.startsWith(EntryNames.META_INF) || file.indexOf('/', EntryNames.META_INF.length()) >= 0) {
            return false;
        }
        String name = file.substring(EntryNames.META_INF.length()).toUpperCase(Locale.ROOT);
        String extension = name.substring(name.lastIndexOf('.') + 1);
        return name.startsWith("SIG-") || name.contains(".") && (extension.equals("SF") || BLOCKS.contains(extension));
    }

    private CodeSigner signerOfAll(String signatureName) throws IOException, ModuleException {
        Map<String, CodeSigner[]> signers = new HashMap<>();
        try (JarFile file = new JarFile(jar.toFile(), true)) {
            for (Enumeration<JarEntry> all = file.entries(); all.hasMoreElements();) {
                JarEntry entry = all.nextElement();
                try (InputStream in = file.getInputStream(entry)) {
                    in.transferTo(OutputStream.nullOutputStream());
                }
                if (entry.getCodeSigners() != null) {
                    signers.put(entry.getName(), entry.getCodeSigners());
                }
            }
        } catch (SecurityException e) {
            throw new ModuleException(Code.TAMPERED, where + ": " + e.getMessage() + ".", e);
        } catch (ZipException | RuntimeException e) {
            // whatever else Java's reader stumbles over was not made by an honest tool either
            throw new ModuleException(Code.NOT_A_MODULE, where + " cannot be read: " + e + ".", e);
        }
        CodeSigner first = null;
        for (String name : archive.files()) {
            if (name.equals(EntryNames.MANIFEST) || isSignatureLike(name)) {
                continue;
            }
            CodeSigner[] own = signers.get(name);
            if (own == null) {
                throw new ModuleException(Code.UNSIGNED, where + (signers.isEmpty() ? coversNothing(signatureName) : ": its signature does not cover " + name + "."));
            }
            if (own.length != 1 || first != null && !own[0].equals(first)) {
                throw new ModuleException(Code.UNSIGNED, where + ": " + name + " is not signed by the one signer of all the rest.");
            }
            first = own[0];
        }
        if (first == null) {
            throw new ModuleException(Code.NOT_A_MODULE, where + " has nothing but a manifest.");
        }
        return first;
    }

    private String coversNothing(String signatureName) throws ModuleException {
        return " has a signature that counts for nothing: its algorithms " + digests(signatureName).keySet()
            + " or its key are too weak for this Java, or its certificate is not for signatures, or it is of another jar.";
    }

    /** Else whoever adds to the manifest could say something in the signer's name. */
    private void coversManifest(String signatureName) throws ModuleException {
        byte[] manifest = archive.text(EntryNames.MANIFEST);
        boolean covered = false;
        for (Map.Entry<String, byte[]> digest : digests(signatureName).entrySet()) {
            if (STRONG_DIGESTS.contains(digest.getKey())) {
                if (!MessageDigest.isEqual(digest.getValue(), hash(digest.getKey(), manifest))) {
                    throw new ModuleException(Code.TAMPERED, where + ": " + EntryNames.MANIFEST + " is not the one that was signed.");
                }
                covered = true;
            }
        }
        if (!covered) {
            throw new ModuleException(Code.UNSIGNED, where + ": its signature does not cover " + EntryNames.MANIFEST + " as a whole.");
        }
    }

    private Map<String, byte[]> digests(String signatureName) throws ModuleException {
        String name = archive.files().stream().filter(f -> f.regionMatches(true, 0, signatureName + ".SF", 0, signatureName.length() + 3)).findFirst().orElseThrow();
        Map<String, byte[]> digests = new TreeMap<>();
        try {
            for (Map.Entry<Object, Object> attribute : new Manifest(new ByteArrayInputStream(archive.text(name))).getMainAttributes().entrySet()) {
                String key = attribute.getKey().toString().toUpperCase(Locale.ROOT);
                if (key.endsWith(MANIFEST_DIGEST)) {
                    digests.put(key.substring(0, key.length() - MANIFEST_DIGEST.length()), Base64.getDecoder().decode(attribute.getValue().toString()));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new ModuleException(Code.TAMPERED, where + ": " + name + " is malformed.", e);
        }
        return digests;
    }

    private static byte[] hash(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has " + algorithm, e);
        }
    }

    /** A section of the manifest with a digest is of a file that was signed. */
    private void nothingMissing() throws ModuleException {
        Set<String> files = archive.files();
        for (Map.Entry<String, Attributes> section : archive.manifest().getEntries().entrySet()) {
            boolean digested = section.getValue().keySet().stream().anyMatch(key -> key.toString().toUpperCase(Locale.ROOT).endsWith("-DIGEST"));
            if (digested && !files.contains(section.getKey())) {
                throw new ModuleException(Code.TAMPERED, where + ": " + section.getKey() + " was signed, and is missing.");
            }
        }
    }

    /** Folders are not signed. Those above a signed file say nothing new. */
    private void foldersHoldSomething() throws ModuleException {
        Set<String> parents = new TreeSet<>();
        for (String file : archive.files()) {
            for (int slash = file.lastIndexOf('/'); slash > 0 && parents.add(file.substring(0, slash + 1)); slash = file.lastIndexOf('/', slash - 1)) {
                // one step up
            }
        }
        for (String folder : archive.folders()) {
            if (!parents.contains(folder)) {
                throw new ModuleException(Code.UNSIGNED, where + ": the folder " + folder + " is empty, so no signature covers it. Build the jar without it.");
            }
        }
    }
}
