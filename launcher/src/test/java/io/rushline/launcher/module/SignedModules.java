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
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import jdk.security.jarsigner.JarSigner;

/** Makes keys, with the JDK's keytool, and modules signed with them, for tests. */
public final class SignedModules {

    private static final String PASSWORD = "changeit";

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

    /** @param options of {@code keytool -gencert}, for example {@code -ext eku=codeSigning} */
    public static Signer issuedBy(Signer authority, String commonName, String... options) {
        return generate(authority, commonName, options);
    }

    private static Signer generate(Signer authority, String commonName, String... options) {
        try {
            Path folder = Files.createTempDirectory("keys");
            String store = folder.resolve("own.p12").toString();
            keytool("-genkeypair", "-alias", "key", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + commonName + ",O=Test", "-validity", "3650", "-keystore", store,
                authority == null ? options : new String[0]);
            List<X509Certificate> chain = new ArrayList<>();
            if (authority != null) {
                Path request = folder.resolve("request");
                Path issued = folder.resolve("issued");
                KeyStore issuer = KeyStore.getInstance("PKCS12");
                issuer.load(null, null);
                issuer.setKeyEntry("key", authority.key(), PASSWORD.toCharArray(), authority.chain().toArray(X509Certificate[]::new));
                try (OutputStream out = Files.newOutputStream(folder.resolve("issuer.p12"))) {
                    issuer.store(out, PASSWORD.toCharArray());
                }
                keytool("-certreq", "-alias", "key", "-keystore", store, "-file", request.toString(), new String[0]);
                keytool("-gencert", "-alias", "key", "-validity", "3650", "-keystore", folder.resolve("issuer.p12").toString(), "-infile", request.toString(), "-outfile",
                    issued.toString(), options);
                try (InputStream in = Files.newInputStream(issued)) {
                    chain.add((X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in));
                }
                chain.addAll(authority.chain());
            }
            KeyStore own = KeyStore.getInstance(Path.of(store).toFile(), PASSWORD.toCharArray());
            if (authority == null) {
                chain.add((X509Certificate) own.getCertificate("key"));
            }
            PrivateKey key = (PrivateKey) own.getKey("key", PASSWORD.toCharArray());
            StoreFolder.delete(folder);
            return new Signer(key, chain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The last argument is a list of further ones. */
    private static void keytool(Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-storepass", PASSWORD,
            "-J-XX:TieredStopAtLevel=1", "-J-Xshare:auto"));
        for (Object argument : arguments) {
            command.addAll(argument instanceof String[] more ? List.of(more) : List.of((String) argument));
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + ": " + said);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
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
