package io.rushline.itests.support;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertPath;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.zip.ZipFile;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import jdk.security.jarsigner.JarSigner;

/** A vendor's key with its certificate, made for one test by the JDK's keytool, and what it signs. */
public final class Signer {

    private static final String ALIAS = "vendor";

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final Path pem;

    private Signer(PrivateKey key, X509Certificate certificate, Path pem) {
        this.key = key;
        this.certificate = certificate;
        this.pem = pem;
    }

    /** One whose certificate is valid now, for code signing. */
    public static Signer valid(Path folder, String commonName) {
        return make(folder, commonName, "-validity", "3650", "-ext", "eku=codeSigning");
    }

    public static Signer expired(Path folder, String commonName) {
        return make(folder, commonName, "-startdate", "-20d", "-validity", "10", "-ext", "eku=codeSigning");
    }

    public static Signer notYetValid(Path folder, String commonName) {
        return make(folder, commonName, "-startdate", "+10d", "-validity", "10", "-ext", "eku=codeSigning");
    }

    /** One whose certificate is for another purpose: a server's, on this machine. */
    public static Signer ofAServer(Path folder, String commonName) {
        return make(folder, commonName, "-validity", "3650", "-ext", "eku=serverAuth", "-ext", "san=ip:127.0.0.1");
    }

    private static Signer make(Path folder, String commonName, String... more) {
        String password = UUID.randomUUID().toString();
        try {
            Path store = Files.createTempDirectory(folder, "key-").resolve("key.p12");
            List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                    "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass:env", "RUSHLINE_KEY_PASSWORD", "-alias", ALIAS, "-keyalg", "EC",
                    "-groupname", "secp256r1", "-sigalg", "SHA256withECDSA", "-dname", "CN=" + commonName, "-ext", "bc:critical=ca:false",
                    "-ext", "ku:critical=digitalSignature"));
            command.addAll(List.of(more));
            ProcessBuilder keytool = new ProcessBuilder(command).redirectErrorStream(true);
            keytool.environment().put("RUSHLINE_KEY_PASSWORD", password);
            Process running = keytool.start();
            String said = new String(running.getInputStream().readAllBytes());
            if (running.waitFor() != 0) {
                throw new AssertionError("keytool: " + said);
            }
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, password.toCharArray());
            }
            X509Certificate certificate = (X509Certificate) keys.getCertificate(ALIAS);
            Path pem = Files.writeString(store.resolveSibling("cert.pem"), "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded()) + "\n-----END CERTIFICATE-----\n");
            return new Signer((PrivateKey) keys.getKey(ALIAS, password.toCharArray()), certificate, pem);
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Its certificate as a file, for an appliance's trust. */
    public Path pem() {
        return pem;
    }

    /** The subject of its certificate, RFC 2253. */
    public String name() {
        return certificate.getSubjectX500Principal().getName();
    }

    /** TLS of a server that shows this certificate. */
    public SSLContext tls() {
        char[] password = UUID.randomUUID().toString().toCharArray();
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry(ALIAS, key, password, new Certificate[] {certificate});
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, password);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(managers.getKeyManagers(), null, null);
            return tls;
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** A server with this certificate, on this machine and under way. @param answer is asked for every path */
    HttpsServer serve(Executor workers, HttpHandler answer) throws IOException {
        HttpsServer http = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        http.setHttpsConfigurator(new HttpsConfigurator(tls()));
        http.setExecutor(workers);
        http.createContext("/", answer);
        http.start();
        return http;
    }

    /** Signs all of it, in place. */
    public Path sign(Path jar) {
        try {
            Path signed = jar.resolveSibling(jar.getFileName() + ".signed");
            CertPath chain = CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate));
            try (ZipFile in = new ZipFile(jar.toFile()); OutputStream out = Files.newOutputStream(signed)) {
                new JarSigner.Builder(key, chain).digestAlgorithm("SHA-256").signatureAlgorithm("SHA256withECDSA").signerName("VENDOR").build()
                        .sign(in, out);
            }
            return Files.move(signed, jar, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(jar.toString(), e);
        }
    }
}
