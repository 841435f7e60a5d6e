package io.rushline.launcher.module;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import jdk.security.jarsigner.JarSigner;

/** Makes keys, with the JDK's keytool, and modules signed with them, for tests. */
public final class SignedModules {

    /** Kept between runs: keytool takes its time. */
    private static final Path KEYS = Path.of("target", "test-keys");
    private static final char[] PASSWORD = "changeit".toCharArray();

    private SignedModules() {
    }

    /** A key, and the certificates from its own up to that of its authority. */
    public record Signer(PrivateKey key, List<X509Certificate> chain) {

        /** Its own certificate as the text of a PEM file. */
        public String pem() {
            return SignedModules.pem(chain.get(0));
        }

        /** Signs a jar, in place. */
        public Path sign(Path jar) {
            return sign(jar, "VENDOR", "SHA-256");
        }

        public Path sign(Path jar, String signatureName, String digest) {
            try {
                Path signed = Files.createTempFile(jar.toAbsolutePath().getParent(), "signed", ".tmp");
                try (ZipFile in = new ZipFile(jar.toFile()); OutputStream out = Files.newOutputStream(signed)) {
                    new JarSigner.Builder(key, CertificateFactory.getInstance("X.509").generateCertPath(chain)).digestAlgorithm(digest).signerName(signatureName).build()
                        .sign(in, out);
                }
                return Files.move(signed, jar, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** @param options of {@code keytool -genkeypair}, for example {@code -ext eku=codeSigning} */
    public static Signer selfSigned(String commonName, String... options) {
        return generate(null, commonName, options);
    }

    public static Signer authority(String commonName) {
        return generate(null, commonName, "-ext", "bc:c=ca:true", "-ext", "ku:c=keyCertSign");
    }

    /** @param options of {@code keytool -genkeypair}, for example {@code -ext eku=codeSigning} */
    public static Signer issuedBy(Signer authority, String commonName, String... options) {
        return generate(authority, commonName, options);
    }

    private static Signer generate(Signer authority, String commonName, String... options) {
        try {
            String id = commonName + String.join("", options) + (authority == null ? "" : authority.chain().get(0).getSerialNumber());
            Path made = KEYS.resolve(UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)) + ".p12");
            if (!Files.exists(made)) {
                Path making = Files.createTempDirectory(Files.createDirectories(KEYS), "making").resolve("own.p12");
                List<String> all = new ArrayList<>(List.of(options));
                if (authority != null) {
                    write(authority, making);
                    all.addAll(List.of("-signer", "authority"));
                }
                keytool(making, commonName, all);
                Files.move(making, made, StandardCopyOption.ATOMIC_MOVE);
                Files.delete(making.getParent());
            }
            KeyStore own = KeyStore.getInstance(made.toFile(), PASSWORD);
            List<X509Certificate> chain = Stream.of(own.getCertificateChain("key")).map(X509Certificate.class::cast).toList();
            return new Signer((PrivateKey) own.getKey("key", PASSWORD), chain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Signer authority, Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("authority", authority.key(), PASSWORD, authority.chain().toArray(X509Certificate[]::new));
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
    }

    private static void keytool(Path store, String commonName, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "key", "-keyalg", "EC",
            "-groupname", "secp256r1", "-dname", "CN=" + commonName + ",O=Test", "-validity", "3650", "-keystore", store.toString(), "-storepass", new String(PASSWORD)));
        command.addAll(options);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IllegalStateException(command + ": " + said);
        }
    }

    static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded()) + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The attributes of a bundle. @param more header, value, header, value, … */
    public static Map<String, String> bundle(String symbolicName, String version, String... more) {
        Map<String, String> attributes = new LinkedHashMap<>(Map.of("Bundle-ManifestVersion", "2", "Bundle-SymbolicName", symbolicName, "Bundle-Version", version));
        for (int i = 0; i < more.length; i += 2) {
            attributes.put(more[i], more[i + 1]);
        }
        return attributes;
    }

    /** The attributes of a set of bundles. */
    public static Map<String, String> set(String name, String version, String bundles) {
        return new LinkedHashMap<>(Map.of("Rushline-Module", name, "Rushline-Module-Version", version, "Rushline-Bundles", bundles));
    }

    /** The bytes of a jar that is not signed. */
    public static byte[] jar(Map<String, String> attributes, Map<String, byte[]> entries) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.forEach(manifest.getMainAttributes()::putValue);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
            write(out, entries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static void write(ZipOutputStream out, Map<String, byte[]> entries) throws IOException {
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            out.putNextEntry(new ZipEntry(entry.getKey()));
            out.write(entry.getValue());
            out.closeEntry();
        }
    }

    /** All entries, in the order of the file. */
    static Map<String, byte[]> entries(Path jar) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            for (Enumeration<? extends ZipEntry> all = file.entries(); all.hasMoreElements();) {
                ZipEntry entry = all.nextElement();
                try (InputStream in = file.getInputStream(entry)) {
                    entries.put(entry.getName(), in.readAllBytes());
                }
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Manifest manifest(byte[] bytes) {
        try {
            return new Manifest(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
