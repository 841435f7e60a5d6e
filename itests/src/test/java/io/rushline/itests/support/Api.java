package io.rushline.itests.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A JSON API, the console's or the simulator's, as a test speaks with it. */
public final class Api {

    public static final ObjectMapper JSON = new ObjectMapper();

    /** A busy machine takes its time. */
    private static final Duration START = Duration.ofSeconds(120);

    /** To join a network takes up to a minute. */
    private static final Duration ANSWER = Duration.ofSeconds(90);

    private final URI base;
    private final Map<String, String> headers;
    private final HttpClient client;

    private Api(URI base, Map<String, String> headers, SSLContext tls) {
        this.base = base;
        this.headers = headers;
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(START);
        this.client = (tls == null ? builder : builder.sslContext(tls)).build();
    }

    /** The appliance that runs on a home, with the local token. */
    public static Api ofAppliance(Path home) {
        return ofAppliance(home, port -> port);
    }

    /** @param reached by which port of this machine's loopback its port is reached */
    public static Api ofAppliance(Path home, IntUnaryOperator reached) {
        JsonNode found = Await.until("the appliance answers", START, () -> JSON.readTree(home.resolve("run/ctl.json").toFile()),
                n -> n.hasNonNull("token"));
        return new Api(at(found, reached), Map.of("Authorization", "Bearer " + found.get("token").asText()), null);
    }

    /** The simulator that runs on a home. */
    public static Api ofSimulator(Path home) {
        return ofSimulator(home, port -> port);
    }

    /** @param reached by which port of this machine's loopback its port is reached */
    public static Api ofSimulator(Path home, IntUnaryOperator reached) {
        JsonNode found = Await.until("the simulator answers", START, () -> JSON.readTree(home.resolve("run/simulator.json").toFile()),
                n -> n.hasNonNull("url"));
        return new Api(at(found, reached), Map.of(), trusting(Path.of(found.get("trust").asText())));
    }

    /** As a browser that has logged in: with its cookie and no token. */
    public Api loggedIn(String password) {
        Api browser = new Api(base, Map.of("X-Rushline", "1"), null);
        HttpResponse<String> answer = browser.send("POST", "/api/v1/login", JSON.createObjectNode().put("name", "admin").put("password", password).toString());
        ok(answer, "/api/v1/login");
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
        return new Api(base, Map.of("X-Rushline", "1", "Cookie", cookie), null);
    }

    /** A stream of server-sent events, read line by line; ends when the server ends it. */
    public HttpResponse<Stream<String>> stream(String path) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(30));
        headers.forEach(request::header);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofLines());
    }

    private static URI at(JsonNode found, IntUnaryOperator reached) {
        URI url = URI.create(found.get("url").asText());
        return URI.create(url.getScheme() + "://" + url.getHost() + ":" + reached.applyAsInt(url.getPort()));
    }

    /** Waits until every part of the appliance has started. */
    public void awaitAllParts() {
        Await.until("all parts have started", START, this::hasAllParts, all -> all);
    }

    boolean hasAllParts() {
        JsonNode status = get("/api/v1/status");
        return status.hasNonNull("connection") && status.hasNonNull("queue") && status.hasNonNull("uploader") && status.hasNonNull("network");
    }

    public URI base() {
        return base;
    }

    public HttpResponse<String> send(String method, String path, String body, String... moreHeaders) {
        if (body == null) {
            return exchange(method, path, HttpRequest.BodyPublishers.noBody(), moreHeaders);
        }
        String[] all = Arrays.copyOf(moreHeaders, moreHeaders.length + 2);
        all[moreHeaders.length] = "Content-Type";
        all[moreHeaders.length + 1] = "application/json";
        return exchange(method, path, HttpRequest.BodyPublishers.ofString(body), all);
    }

    private HttpResponse<String> exchange(String method, String path, HttpRequest.BodyPublisher body, String... moreHeaders) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(ANSWER).method(method, body);
            headers.forEach(request::header);
            if (moreHeaders.length > 0) {
                request.headers(moreHeaders);
            }
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(method + " " + base.resolve(path), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Sends a file as it is. */
    public JsonNode upload(String path, Path file) {
        return ok(tryUpload(path, file), path);
    }

    /** Sends a file as it is. @return whatever the answer is */
    public HttpResponse<String> tryUpload(String path, Path file) {
        try {
            return exchange("POST", path, HttpRequest.BodyPublishers.ofFile(file), "Content-Type", "application/octet-stream");
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }

    public JsonNode get(String path) {
        return ok(send("GET", path, null), path);
    }

    public JsonNode post(String path, String body) {
        return ok(send("POST", path, body), path);
    }

    public JsonNode delete(String path) {
        return ok(send("DELETE", path, null), path);
    }

    private static JsonNode ok(HttpResponse<String> answer, String path) {
        if (answer.statusCode() >= 300) {
            throw new AssertionError(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        try {
            return JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
        } catch (IOException e) {
            throw new AssertionError(path + " answered no JSON: " + answer.body(), e);
        }
    }

    private static SSLContext trusting(Path pem) {
        try (InputStream in = Files.newInputStream(pem)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("simulator", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
