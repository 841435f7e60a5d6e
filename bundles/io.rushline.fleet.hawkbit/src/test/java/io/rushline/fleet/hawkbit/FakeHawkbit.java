package io.rushline.fleet.hawkbit;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An HTTPS server that answers with the recorded exchanges of hawkBit's DDI API, and does what a test wants. */
final class FakeHawkbit implements AutoCloseable {

    static final String BASE = "/DEFAULT/controller/v1/device-1";

    /** @param path below the controller's base, without the query */
    record Request(String method, String path, String authorization, String body) {
        JsonNode json() throws IOException {
            return Wire.JSON.readTree(body);
        }
    }

    /** Answers a request; false: the server answers it as ever. */
    interface Script {
        boolean answer(HttpExchange exchange, String path) throws IOException;
    }

    private static final Path FOLDER = Path.of("target", "test-certificates");
    private static final char[] PASSWORD = "changeit".toCharArray();

    final List<Request> requests = new CopyOnWriteArrayList<>();
    /** What a GET of a path gives. */
    final Map<String, String> answers = new ConcurrentHashMap<>();
    /** What a path gives instead of 200. */
    final Map<String, Integer> statuses = new ConcurrentHashMap<>();
    volatile Script script = (exchange, path) -> false;
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else each answer waits 40 ms for an acknowledgement
    }

    FakeHawkbit() throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls()));
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        offers("base-idle");
    }

    URI address() {
        return URI.create("https://localhost:" + server.getAddress().getPort());
    }

    /** A recorded base resource, from the next poll on. */
    void offers(String recorded) throws IOException {
        answers.put("", recorded(recorded));
    }

    String recorded(String name) throws IOException {
        return resource(name).replace("https://server.example", address().toString());
    }

    static String resource(String name) throws IOException {
        try (InputStream in = FakeHawkbit.class.getResourceAsStream("/ddi/" + name + ".json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** What was posted there, oldest first. */
    List<JsonNode> posted(String path) throws IOException {
        List<JsonNode> bodies = new java.util.ArrayList<>();
        for (Request request : requests) {
            if (!request.method().equals("GET") && request.path().equals(path)) {
                bodies.add(request.json());
            }
        }
        return bodies;
    }

    long polls() {
        return requests.stream().filter(one -> one.path().isEmpty()).count();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            path = path.startsWith(BASE) ? path.substring(BASE.length()) : "outside " + path;
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(new Request(exchange.getRequestMethod(), path, String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")), body));
            if (script.answer(exchange, path)) {
                return;
            }
            boolean get = exchange.getRequestMethod().equals("GET");
            String answer = get ? answers.get(path) : "";
            int status = statuses.getOrDefault(path, answer == null ? 404 : 200);
            send(exchange, status, answer == null ? "" : answer);
        }
    }

    static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/hal+json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    static Path pem() throws Exception {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(keys().getCertificate("server").getEncoded());
        return Files.writeString(FOLDER.resolve("server.pem"), "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n").toAbsolutePath();
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
}
