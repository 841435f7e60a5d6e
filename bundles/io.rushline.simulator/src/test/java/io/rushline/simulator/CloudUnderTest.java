package io.rushline.simulator;

import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/** A running simulator and a device that talks to it as any HTTP client would, trusting nothing but {@code trust.pem}. */
final class CloudUnderTest extends ExternalResource {

    record Answer(int status, String text) {
        JsonNode json() throws IOException {
            return Json.MAPPER.readTree(text);
        }
    }

    final ManualClock clock = new ManualClock();
    private final TemporaryFolder folder = new TemporaryFolder();
    private final TestCertificate certificate;
    private final Random random = new Random();
    private HttpClient client;
    private Cloud cloud;
    private String token;

    CloudUnderTest(TestCertificate certificate) {
        this.certificate = certificate;
    }

    @Override
    protected void before() throws Throwable {
        folder.create();
        certificate.copyTo(Files.createDirectory(home().resolve("cloud")));
        start();
        client = HttpClient.newBuilder().sslContext(trusting(home().resolve("trust.pem"))).version(HttpClient.Version.HTTP_1_1).build();
    }

    @Override
    protected void after() {
        cloud.close();
        folder.delete();
    }

    void start() throws IOException {
        cloud = Cloud.open(new Config(home(), home().resolve("cloud"), "127.0.0.1", 0, Set.of("rushline-development"), Duration.ofSeconds(1),
                Duration.ofSeconds(120), 1), clock, random);
    }

    void stop() {
        cloud.close();
    }

    Path home() {
        return folder.getRoot().toPath();
    }

    Path assetFolder(String id) {
        return home().resolve("cloud").resolve("assets").resolve(id);
    }

    URI url() {
        return cloud.url();
    }

    SSLContext trusting(Path pem) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(pem)) {
            trusted.setCertificateEntry("simulator", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(url().resolve(path)).header("x-client-version", "1.2.3");
    }

    Answer send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    byte[] bytes(String path) throws Exception {
        return client.send(to(path).build(), HttpResponse.BodyHandlers.ofByteArray()).body();
    }

    Answer form(String path, Map<String, String> fields) throws Exception {
        String body = fields.entrySet().stream().map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(to(path).header("Content-Type", "application/x-www-form-urlencoded").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer multipart(String path, Map<String, String> fields) throws Exception {
        String body = fields.entrySet().stream()
                .map(field -> "--limit\r\nContent-Disposition: form-data; name=\"" + field.getKey() + "\"\r\n\r\n" + field.getValue() + "\r\n")
                .collect(Collectors.joining("", "", "--limit--\r\n"));
        return send(to(path).header("Content-Type", "multipart/form-data; boundary=limit").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** As the paired device. */
    Answer get(String path) throws Exception {
        return send(to(path).header("Authorization", "Bearer " + token));
    }

    /** As the paired device; quotes may be written as apostrophes. */
    Answer post(String path, String json) throws Exception {
        return send(to(path).header("Authorization", "Bearer " + token).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"'))));
    }

    Answer put(String url, String type, byte[] body) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url)).header("Content-Type", type).header("x-amz-acl", "private")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    Map<String, String> client() {
        return Map.of("client_id", "unit-1", "client_secret", "rushline-development");
    }

    /** Pairs with the default project; from here on calls carry the token. */
    JsonNode pair() throws Exception {
        JsonNode code = multipart("/v2/auth/device/code", Map.of("client_id", "unit-1", "client_secret", "rushline-development",
                "scope", "asset_create offline")).json();
        post("/_sim/approve", "{'user_code':'" + code.get("user_code").textValue() + "'}");
        JsonNode tokens = form("/v2/auth/token", Map.of("grant_type", Authority.DEVICE_GRANT, "client_id", "unit-1",
                "device_code", code.get("device_code").textValue())).json();
        token = tokens.get("access_token").textValue();
        return tokens;
    }

    Answer delete(String path) throws Exception {
        return send(to(path).DELETE());
    }

    HttpHeaders headers(String path) throws Exception {
        return client.send(to(path).build(), HttpResponse.BodyHandlers.discarding()).headers();
    }

    /** A live socket that is open. */
    TestSocket socket(String access) {
        TestSocket socket = new TestSocket();
        client.newWebSocketBuilder().buildAsync(socketAddress(access), socket).join();
        return socket;
    }

    /** The status with which no socket was given. */
    int refusedSocket(String access) {
        CompletionException none = assertThrows(CompletionException.class,
                () -> client.newWebSocketBuilder().buildAsync(socketAddress(access), new TestSocket()).join());
        return ((WebSocketHandshakeException) none.getCause()).getResponse().statusCode();
    }

    private URI socketAddress(String access) {
        return URI.create("wss" + url().toString().substring("https".length()) + "/devices/websocket?Authorization=Bearer%20" + access);
    }

    void until(String what, Callable<Boolean> holds) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!holds.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Not within 10 s: " + what);
            }
        }
    }

    JsonNode state() throws Exception {
        return get("/_sim/state").json();
    }

    JsonNode asset(String id) throws Exception {
        for (JsonNode one : get("/_sim/assets").json()) {
            if (one.get("id").textValue().equals(id)) {
                return one;
            }
        }
        throw new AssertionError("There is no asset " + id);
    }

    JsonNode completed(String id) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!asset(id).get("complete").booleanValue()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Not complete within 10 s: " + asset(id));
            }
        }
        return asset(id);
    }
}
