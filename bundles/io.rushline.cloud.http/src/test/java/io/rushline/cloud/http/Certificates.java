package io.rushline.cloud.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A key store made by the JDK's keytool, for a test server.
 *
 * @param anchor alias of the certificate to trust
 */
record Certificates(Path store, String anchor) {

    /** Kept between runs: keytool takes its time. */
    private static final Path FOLDER = Path.of("target", "test-certificates");
    private static final char[] PASSWORD = "changeit".toCharArray();

    /** Signed by itself. */
    static Certificates make(String name, String subjectAlternativeName) throws IOException, InterruptedException {
        Path store = FOLDER.resolve(name + ".p12");
        if (!Files.exists(store)) {
            keytool(store, "-alias", "server", "-dname", "CN=" + name, "-ext", "san=" + subjectAlternativeName, "-validity", "3650");
        }
        return new Certificates(store, "server");
    }

    /** Good for a while that begins so many days from now, signed by an authority that is good now. */
    static Certificates dated(String subjectAlternativeName, int startDays) throws IOException, InterruptedException {
        Path store = FOLDER.resolve("dated" + startDays + ".p12");
        if (!Files.exists(store)) {
            keytool(store, "-alias", "authority", "-dname", "CN=authority", "-ext", "bc:critical=ca:true", "-startdate", "-20d", "-validity", "3650");
            keytool(store, "-alias", "server", "-dname", "CN=dated", "-ext", "san=" + subjectAlternativeName, "-signer", "authority",
                    "-startdate", (startDays < 0 ? "" : "+") + startDays + "d", "-validity", startDays < 0 ? "1" : "2000");
        }
        return new Certificates(store, "authority");
    }

    private static void keytool(Path store, String... arguments) throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                "-keyalg", "EC", "-groupname", "secp256r1", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", "changeit"));
        command.addAll(List.of(arguments));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool ended with " + keytool.exitValue());
        }
    }

    SSLContext server() throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(load(), PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** A file with the certificate to trust. */
    Path pem() throws Exception {
        String body = Base64.getMimeEncoder(64, "\n".getBytes()).encodeToString(load().getCertificate(anchor).getEncoded());
        return Files.writeString(FOLDER.resolve(store.getFileName() + ".pem"), "-----BEGIN CERTIFICATE-----\n" + body
                + "\n-----END CERTIFICATE-----\n");
    }

    private KeyStore load() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }
}
