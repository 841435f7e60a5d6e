package io.rushline.launcher.ctl;

import io.rushline.launcher.CommandException;
import io.rushline.launcher.Condition;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Speaks JSON with a REST API on this machine. One thread. */
public final class Rest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final URI base;
    private final Map<String, String> headers;
    private final HttpClient client;

    private Rest(URI base, Map<String, String> headers, Optional<SSLContext> tls) {
        this.base = base;
        this.headers = headers;
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5));
        tls.ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    /**
     * The appliance that runs on a home; whoever may read {@code run/ctl.json} there may command it.
     *
     * @throws CommandException where none runs
     */
    public static Rest ofHome(Path home) {
        Path file = home.resolve("run/ctl.json");
        try (JsonReader reader = Json.createReader(Files.newBufferedReader(file))) {
            JsonObject found = reader.readObject();
            return new Rest(URI.create(found.getString("url")), Map.of("Authorization", "Bearer " + found.getString("token")), Optional.empty());
        } catch (IOException | JsonException e) {
            throw new CommandException("No appliance runs on " + home.toAbsolutePath() + ", or you may not command it (" + file
                    + " cannot be read). Start it with 'rushline run --home " + home + "', or name its --home.", e);
        }
    }

    /** A server that needs no token. */
    public static Rest of(URI base, SSLContext tls) {
        return new Rest(base, Map.of(), Optional.of(tls));
    }

    public URI base() {
        return base;
    }

    public JsonStructure get(String path) throws RestException {
        return json(request(path).GET().build());
    }

    public JsonObject getObject(String path) throws RestException {
        return get(path).asJsonObject();
    }

    public JsonStructure post(String path, JsonObject body) throws RestException {
        return json(request(path).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body.toString())).build());
    }

    public JsonStructure put(String path, JsonObject body) throws RestException {
        return json(request(path).header("Content-Type", "application/json").PUT(HttpRequest.BodyPublishers.ofString(body.toString())).build());
    }

    public JsonStructure delete(String path) throws RestException {
        return json(request(path).DELETE().build());
    }

    /** The bytes of a document; the caller closes them. */
    public InputStream open(String path) throws RestException {
        HttpResponse<InputStream> answer = send(request(path).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            throw new RestException(answer.statusCode(), JsonValue.EMPTY_JSON_OBJECT);
        }
        return answer.body();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
        headers.forEach(request::header);
        return request;
    }

    private JsonStructure json(HttpRequest request) throws RestException {
        // 503: a part is just being started or replaced.
        HttpResponse<String> answer = Condition.await(PATIENCE, () -> send(request, HttpResponse.BodyHandlers.ofString()), a -> a.statusCode() != 503);
        JsonStructure body = parse(answer.body());
        if (answer.statusCode() >= 300) {
            throw new RestException(answer.statusCode(), body instanceof JsonObject problem ? problem : JsonValue.EMPTY_JSON_OBJECT);
        }
        return body;
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request, handler);
        } catch (IOException e) {
            throw new CommandException(base + " does not answer (" + e + "). Check that the appliance still runs.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("Interrupted.", e);
        }
    }

    private static JsonStructure parse(String text) {
        if (text.isBlank()) {
            return JsonValue.EMPTY_JSON_OBJECT;
        }
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.read();
        } catch (JsonException e) {
            throw new CommandException("The answer is no JSON: something else listens at this address.", e);
        }
    }
}
