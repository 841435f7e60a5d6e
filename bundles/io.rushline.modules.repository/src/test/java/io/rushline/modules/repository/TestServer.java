package io.rushline.modules.repository;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An HTTPS server that serves files by range, and does to single requests what a test wants. */
final class TestServer implements AutoCloseable {

    /** Answers a request; false: the server answers it as ever. */
    interface Script {
        boolean answer(HttpExchange exchange, int number) throws IOException;
    }

    private static final Path FOLDER = Path.of("target", "test-certificates");
    private static final char[] PASSWORD = "changeit".toCharArray();

    final Map<String, byte[]> files = new ConcurrentHashMap<>();
    /** Method, path and range of each request. */
    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<com.sun.net.httpserver.Headers> headers = new CopyOnWriteArrayList<>();
    final AtomicLong sentBytes = new AtomicLong();
    volatile Script script = (exchange, number) -> false;
    volatile String etag = "\"one\"";
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    TestServer() throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls()));
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI at(String path) {
        return URI.create("https://localhost:" + server.getAddress().getPort() + path);
    }

    static Path pem() throws Exception {
        String body = Base64.getMimeEncoder(64, "\n".getBytes()).encodeToString(keys().getCertificate("server").getEncoded());
        return Files.writeString(FOLDER.resolve("server.pem"), "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n").toAbsolutePath();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String range = exchange.getRequestHeaders().getFirst("Range");
            requests.add(exchange.getRequestURI().getPath() + (range == null ? "" : " " + range));
            headers.add(exchange.getRequestHeaders());
            if (!script.answer(exchange, requests.size())) {
                serve(exchange, range);
            }
        }
    }

    private void serve(HttpExchange exchange, String range) throws IOException {
        byte[] content = files.get(exchange.getRequestURI().getPath());
        if (content == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        exchange.getResponseHeaders().set("ETag", etag);
        String ifRange = exchange.getRequestHeaders().getFirst("If-Range");
        if (range == null || ifRange != null && !ifRange.equals(etag)) {
            send(exchange, 200, content, 0, content.length);
            return;
        }
        String[] ends = range.substring("bytes=".length()).split("-");
        int from = Integer.parseInt(ends[0]);
        int to = Math.min(content.length - 1, Integer.parseInt(ends[1]));
        if (from >= content.length) {
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + to + "/" + content.length);
        send(exchange, 206, content, from, to - from + 1);
    }

    /** @param length 0: none */
    void send(HttpExchange exchange, int status, byte[] content, int from, int length) throws IOException {
        exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(content, from, length);
            sentBytes.addAndGet(length);
        }
    }

    /** Promises so many bytes and hangs up after some. */
    static void cut(HttpExchange exchange, int status, byte[] content, int promised, int sent) throws IOException {
        exchange.sendResponseHeaders(status, promised);
        OutputStream out = exchange.getResponseBody();
        out.write(content, 0, sent);
        out.flush();
        exchange.close(); // with bytes missing, this closes the connection
    }

    private static SSLContext tls() throws Exception {
        KeyManagerFactory manager = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        manager.init(keys(), PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(manager.getKeyManagers(), null, null);
        return tls;
    }

    /** Made once by the JDK's keytool, which takes its time. */
    private static synchronized KeyStore keys() throws Exception {
        Path store = FOLDER.resolve("server.p12");
        if (!Files.exists(store)) {
            Files.createDirectories(FOLDER);
            Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keyalg", "EC", "-groupname",
                    "secp256r1", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", "changeit", "-alias", "server", "-dname", "CN=localhost", "-ext",
                    "san=dns:localhost", "-validity", "3650").redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool ended with " + keytool.exitValue());
            }
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    static Https client(java.time.Duration silence) {
        try {
            return new Https(java.util.Optional.of(TrustPem.tls(pem())), silence);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
