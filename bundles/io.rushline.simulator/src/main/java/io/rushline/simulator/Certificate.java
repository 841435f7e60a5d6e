package io.rushline.simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The certificate the simulator shows: made once by the JDK's keytool, signed by itself, for this machine's names only. */
final class Certificate {

    /** No secret: the key is protected by the permissions of its file. */
    static final String PASSWORD = "rushline";
    private static final String ALIAS = "simulator";
    private static final Duration LEFT_AT_LEAST = Duration.ofDays(30);

    private final Path keyStore;

    private Certificate(Path keyStore) {
        this.keyStore = keyStore;
    }

    /** Finds it in the folder or makes it, anew when it is about to expire, and exports it for others to trust. */
    static Certificate in(Path folder, String host, Path trust, Clock clock) throws IOException {
        Certificate certificate = new Certificate(folder.resolve("tls.p12"));
        if (!Files.exists(certificate.keyStore) || certificate.expires(clock)) {
            certificate.make(host);
        }
        certificate.export(trust);
        return certificate;
    }

    Path keyStore() {
        return keyStore;
    }

    private boolean expires(Clock clock) throws IOException {
        return read().getNotAfter().before(Date.from(clock.instant().plus(LEFT_AT_LEAST)));
    }

    private X509Certificate read() throws IOException {
        try {
            return (X509Certificate) KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray()).getCertificate(ALIAS);
        } catch (GeneralSecurityException e) {
            throw new IOException("The simulator's certificate in " + keyStore + " cannot be read; delete it to get a new one", e);
        }
    }

    private void make(String host) throws IOException {
        Path fresh = keyStore.resolveSibling("tls.new.p12");
        Files.deleteIfExists(fresh);
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(keytool.toString(), "-genkeypair", "-alias", ALIAS, "-keyalg", "EC", "-groupname", "secp256r1",
                "-sigalg", "SHA256withECDSA", "-validity", "825", "-dname", "CN=Rushline simulator", "-ext", "SAN=" + names(host),
                "-ext", "KU=digitalSignature", "-ext", "EKU=serverAuth", "-keystore", fresh.toString(),
                "-storetype", "PKCS12", "-storepass", PASSWORD)
                .redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("keytool could not make the simulator's certificate: " + said.strip());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while keytool made the simulator's certificate", e);
        }
        OwnerOnly.restrict(fresh);
        Files.move(fresh, keyStore, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Subject alternative names as keytool takes them. */
    private static String names(String host) throws UnknownHostException {
        StringBuilder names = new StringBuilder("dns:localhost,ip:127.0.0.1,ip:::1");
        for (String name : List.of(localName(), host)) {
            if (name.matches("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?") && !name.matches("[0-9.]+|localhost")) {
                names.append(",dns:").append(name);
            }
        }
        InetAddress address = InetAddress.getByName(host);
        if (!address.isAnyLocalAddress() && !address.isLoopbackAddress()) {
            names.append(",ip:").append(address.getHostAddress().replaceAll("%.*", ""));
        }
        return names.toString();
    }

    private static String localName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) { // a machine whose name nobody knows needs no certificate for it
            return "";
        }
    }

    private void export(Path trust) throws IOException {
        try {
            String pem = "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(read().getEncoded()) + "\n-----END CERTIFICATE-----\n";
            Path fresh = trust.resolveSibling(trust.getFileName() + ".new");
            Files.writeString(fresh, pem);
            Files.move(fresh, trust, StandardCopyOption.ATOMIC_MOVE);
        } catch (GeneralSecurityException e) {
            throw new IOException("The simulator's certificate cannot be exported", e);
        }
    }
}
