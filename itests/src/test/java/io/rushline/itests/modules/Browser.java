package io.rushline.itests.modules;

import io.rushline.itests.support.Api;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What a browser does, without a page: keeps cookies, names its origin, sends forms, reads event streams. */
final class Browser {

    private static final String BOUNDARY = "----of-a-test";

    private final URI base;
    private final HttpClient client;

    Browser(URI base) {
        this.base = base;
        this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).cookieHandler(new CookieManager()).connectTimeout(Duration.ofSeconds(5)).build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(30)).header("Origin", base.getScheme() + "://" + base.getAuthority())
                .header("X-Rushline", "1");
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    HttpResponse<String> get(String path) throws IOException {
        return send(request(path).GET().build());
    }

    /** @param body an object that becomes JSON */
    HttpResponse<String> post(String path, Object body) throws IOException {
        return send(request(path).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(Api.JSON.writeValueAsString(body))).build());
    }

    /** Sends a form as the Web Console's pages do. */
    HttpResponse<String> form(String path, Map<String, String> fields) throws IOException {
        String body = fields.entrySet().stream().map(e -> encode(e.getKey()) + "=" + encode(e.getValue())).collect(Collectors.joining("&"));
        return send(request(path).header("Content-Type", "application/x-www-form-urlencoded").POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    /** Sends a form with a file in it. */
    HttpResponse<String> form(String path, Map<String, String> fields, String field, Path file) throws IOException {
        StringBuilder head = new StringBuilder();
        fields.forEach((name, value) -> head.append(part(name, "")).append(value).append("\r\n"));
        head.append(part(field, "; filename=\"" + file.getFileName() + "\"\r\nContent-Type: application/java-archive"));
        HttpRequest request = request(path).header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY).POST(HttpRequest.BodyPublishers.concat(
                HttpRequest.BodyPublishers.ofString(head.toString()), HttpRequest.BodyPublishers.ofFile(file),
                HttpRequest.BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n"))).build();
        IOException cut = null;
        for (int tries = 0; tries < 5; tries++) {
            try {
                return send(request);
            } catch (IOException early) {
                cut = early; // who is refused before the file was read may lose the connection before the answer has come
            }
        }
        throw cut;
    }

    private static String part(String name, String more) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n\r\n";
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Reads an event stream until it ends; gives its status. @param event told the name of each */
    int events(String path, Consumer<String> event) throws IOException {
        try {
            HttpRequest request = HttpRequest.newBuilder(base.resolve(path)).header("Accept", "text/event-stream").build();
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null && answer.statusCode() == 200; line = lines.readLine()) {
                    if (line.startsWith("event:")) {
                        event.accept(line.substring("event:".length()).strip());
                    }
                }
            }
            return answer.statusCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
