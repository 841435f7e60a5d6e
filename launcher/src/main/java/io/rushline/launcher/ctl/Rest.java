package io.rushline.launcher.ctl;

import io.rushline.launcher.CommandException;
import io.rushline.launcher.Condition;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.io.FileNotFoundException;
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
import java.util.Set;
import javax.net.ssl.SSLContext;

/** Speaks JSON with a REST API on this machine. One thread. */
public final class Rest {

    /** Reading a repository's index takes up to a minute. */
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Duration UPLOAD_TIMEOUT = Duration.ofMinutes(30);
    private static final Duration POLL_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final String CONTROL_FILE = "run/ctl.json";

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
        try {
            return read(home);
        } catch (IOException | JsonException e) {
            throw new CommandException("No appliance runs on " + home.toAbsolutePath() + ", or you may not command it (" + home.resolve(CONTROL_FILE)
                    + " cannot be read). Start it with 'rushline run --home " + home + "', or name its --home.", e);
        }
    }

    /** The appliance that runs on a home, for who waits for it: empty while there is none. */
    static Optional<Rest> find(Path home) {
        try {
            return Optional.of(read(home));
        } catch (IOException | JsonException e) {
            return Optional.empty(); // that is the answer
        }
    }

    private static Rest read(Path home) throws IOException {
        try (JsonReader reader = Json.createReader(Files.newBufferedReader(home.resolve(CONTROL_FILE)))) {
            JsonObject found = reader.readObject();
            return new Rest(URI.create(found.getString("url")), Map.of("Authorization", "Bearer " + found.getString("token")), Optional.empty());
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

    /** Sends a file as it is. */
    JsonStructure upload(String path, Path file) throws RestException {
        try {
            return json(request(path).timeout(UPLOAD_TIMEOUT).header("Content-Type", "application/octet-stream")
                    .POST(HttpRequest.BodyPublishers.ofFile(file)).build());
        } catch (FileNotFoundException e) {
            throw new CommandException(file + " cannot be read.", e);
        }
    }

    /** For who waits while the appliance, its console, or the part that is asked is replaced: empty then. */
    Optional<JsonObject> poll(String path) throws RestException {
        HttpResponse<String> answer;
        try {
            answer = client.send(request(path).timeout(POLL_TIMEOUT).GET().build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            return Optional.empty(); // nobody there
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        // 401: the token is that of the console before; 404 and 503: the part that would know is not there yet.
        return Set.of(401, 404, 503).contains(answer.statusCode()) ? Optional.empty() : Optional.of(checked(answer).asJsonObject());
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
        return checked(answer);
    }

    private static JsonStructure checked(HttpResponse<String> answer) throws RestException {
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
            throw interrupted(e);
        }
    }

    private static CommandException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new CommandException("Interrupted.", e);
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
