package io.rushline.itests.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;

/**
 * A fleet's server that speaks hawkBit's DDI API v1 over HTTPS: offers the actions it is told to until they are closed, and keeps what it was told. The files
 * lie in a {@link VendorRepository}, as they may lie on another host.
 */
public final class FleetServer implements AutoCloseable {

    /** A request. @param path below the controller's base; @param status its answer's */
    public record Request(String method, String path, String authorization, String body, int status) {
        public JsonNode json() {
            try {
                return Api.JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public static final String CONTROLLER = "device-1";
    private static final String BASE = "/DEFAULT/controller/v1/" + CONTROLLER;

    private final Signer server;
    private final HttpsServer http;
    private final VendorRepository files;
    private final ExecutorService workers = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "fleet's server");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile ObjectNode offered;
    private volatile String cancelled;
    private volatile ToIntFunction<Request> refusal = request -> 200;

    /** @param folder takes keys; @param files where the artifacts come from */
    public FleetServer(Path folder, VendorRepository files) throws IOException {
        this.files = files;
        server = Signer.ofAServer(Files.createDirectories(folder), "Fleet of a test");
        http = server.serve(workers, this::answer);
    }

    public Path pem() {
        return server.pem();
    }

    public String url() {
        return "https://127.0.0.1:" + http.getAddress().getPort();
    }

    /** Deploys these modules as one set, forced, until the action is closed or cancelled. */
    public void deploys(String action, Path... modules) throws IOException {
        ObjectNode all = Api.JSON.createObjectNode().put("id", action);
        ArrayNode chunks = all.putObject("deployment").put("download", "forced").put("update", "forced").putArray("chunks");
        for (Path module : modules) {
            ObjectNode artifact = chunks.addObject().put("part", "bApp").put("version", "1.0.0").put("name", "module").putArray("artifacts").addObject()
                    .put("filename", module.getFileName().toString()).put("size", Files.size(module));
            artifact.putObject("hashes").put("sha256", Sha256.of(module));
            artifact.putObject("_links").putObject("download").put("href", files.indexUrl().replace("{channel}/index.xml", "fleet/" + module.getFileName()));
        }
        cancelled = null;
        offered = all;
    }

    /** Cancels what is deployed. */
    public void cancels() {
        cancelled = offered.get("id").asText();
    }

    /** Offers it no more, without a word. */
    public void withdraws() {
        offered = null;
    }

    /** Whether it has nothing more for the appliance. */
    public boolean idle() {
        return offered == null;
    }

    /** @param status what a request is answered with instead of 200, before anything is done with it */
    public void answers(ToIntFunction<Request> status) {
        refusal = status;
    }

    public List<Request> requests() {
        return requests;
    }

    /** Feedback that was taken, oldest first: execution and result. @param resource {@code deploymentBase} or {@code cancelAction} */
    public List<String> told(String resource, String action) {
        return feedback(resource, action).stream().map(body -> body.at("/status/execution").asText() + " " + body.at("/status/result/finished").asText()).toList();
    }

    /** The same, whole. */
    public List<JsonNode> feedback(String resource, String action) {
        return requests.stream().filter(one -> one.path.equals("/" + resource + "/" + action + "/feedback") && one.status == 200).map(Request::json).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Request request = new Request(exchange.getRequestMethod(), path.startsWith(BASE) ? path.substring(BASE.length()) : "outside " + path,
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")), body, 0);
            int refused = refusal.applyAsInt(request);
            String answer = refused == 200 ? content(request) : "";
            int status = answer == null ? 404 : refused;
            requests.add(new Request(request.method, request.path, request.authorization, body, status));
            if (status == 200) {
                took(request); // who waits until the server is idle finds the request
            }
            byte[] bytes = (answer == null ? "" : answer).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/hal+json");
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Null: there is no such thing. */
    private synchronized String content(Request request) {
        ObjectNode now = offered;
        String id = now == null ? "" : now.get("id").asText();
        if (request.path.isEmpty()) {
            return base(id).toString();
        }
        if (request.path.equals("/deploymentBase/" + id)) {
            return now.toString();
        }
        if (request.path.equals("/cancelAction/" + cancelled)) {
            ObjectNode cancel = Api.JSON.createObjectNode().put("id", cancelled);
            cancel.putObject("cancelAction").put("stopId", cancelled);
            return cancel.toString();
        }
        return request.path.endsWith("/feedback") ? "" : null;
    }

    private synchronized void took(Request request) {
        if (offered != null && request.path.endsWith("/" + offered.get("id").asText() + "/feedback")
                && request.json().at("/status/execution").asText().equals("closed")) {
            offered = null;
            cancelled = null;
        }
    }

    private ObjectNode base(String id) {
        ObjectNode base = Api.JSON.createObjectNode();
        base.putObject("config").putObject("polling").put("sleep", "00:00:30");
        ObjectNode links = base.putObject("_links");
        if (cancelled != null) {
            links.putObject("cancelAction").put("href", url() + BASE + "/cancelAction/" + cancelled);
        } else if (!id.isEmpty()) {
            links.putObject("deploymentBase").put("href", url() + BASE + "/deploymentBase/" + id + "?c=" + offered.hashCode());
        }
        return base;
    }

    @Override
    public void close() {
        http.stop(0);
        workers.shutdownNow();
    }
}
