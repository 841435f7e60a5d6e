package io.rushline.console.http;

import io.rushline.console.access.Role;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Base of the API's resources: finds the route of a request, checks the role, and turns records into JSON and exceptions into problem
 * documents. A subclass lists its routes in its constructor. {@code {id}} in a path stands for a whole number, {@code {sha256}} for a hash,
 * {@code {uuid}} and {@code {network}} for what they say.
 */
public abstract class JsonResource extends HttpServlet {

    /** Where all routes begin. */
    public static final String ROOT = "/api/v1";

    private static final long serialVersionUID = 1L;

    /** Answers a request: a view is sent as JSON with 200, null as 204. */
    @FunctionalInterface
    protected interface Handler {
        Object handle(Request request) throws Exception;
    }

    /** @param role the least one that is needed; empty: open to all */
    record Route(String method, String path, Optional<Role> role, Handler handler, Pattern pattern) {
    }

    private final transient List<Route> routes = new ArrayList<>();

    protected final void get(String path, Role role, Handler handler) {
        add("GET", path, Optional.of(role), handler);
    }

    protected final void post(String path, Role role, Handler handler) {
        add("POST", path, Optional.of(role), handler);
    }

    protected final void put(String path, Role role, Handler handler) {
        add("PUT", path, Optional.of(role), handler);
    }

    protected final void delete(String path, Role role, Handler handler) {
        add("DELETE", path, Optional.of(role), handler);
    }

    /** A route that needs no login. */
    protected final void open(String method, String path, Handler handler) {
        add(method, path, Optional.empty(), handler);
    }

    private void add(String method, String path, Optional<Role> role, Handler handler) {
        Pattern pattern = Pattern.compile(Pattern.quote(ROOT + path).replace("{id}", "\\E(\\d{1,18})\\Q")
                .replace("{sha256}", "\\E([0-9a-f]{64})\\Q").replace("{uuid}", "\\E([0-9a-f-]{36})\\Q")
                .replace("{network}", "\\E([^/]{1,64})\\Q"));
        routes.add(new Route(method, ROOT + path, role, handler, pattern));
    }

    final List<Route> routes() {
        return List.copyOf(routes);
    }

    @Override
    protected final void service(HttpServletRequest http, HttpServletResponse response) throws IOException {
        try {
            answer(http, response);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            Problems.of(e).send(response);
        } catch (IOException e) {
            throw e; // the caller is gone
        } catch (Exception e) {
            Problems.of(e).send(response);
        }
    }

    private void answer(HttpServletRequest http, HttpServletResponse response) throws Exception {
        String path = http.getServletPath() + Optional.ofNullable(http.getPathInfo()).orElse("");
        List<Route> there = routes.stream().filter(route -> route.pattern().matcher(path).matches()).toList();
        if (there.isEmpty()) {
            throw ProblemException.notFound("request.unknown-path", "There is nothing at this address.");
        }
        String method = http.getMethod().equals("HEAD") ? "GET" : http.getMethod();
        Route route = there.stream().filter(r -> r.method().equals(method)).findFirst().orElseThrow(() -> wrongMethod(there));
        Matcher match = route.pattern().matcher(path);
        String named = match.matches() && match.groupCount() > 0 ? match.group(1) : "";
        Request request = new Request(http, response, named);
        request.requireGate();
        if (route.role().isPresent()) {
            request.require(route.role().get());
        }
        Object result = route.handler().handle(request);
        send(result == null ? Answer.NO_CONTENT : result instanceof Answer answer ? answer : Answer.json(200, result), response);
    }

    private static ProblemException wrongMethod(List<Route> there) {
        String allowed = there.stream().map(Route::method).distinct().sorted().collect(Collectors.joining(", "));
        return ProblemException.with(Problem.of(405, "request.method", "This method is not known here.", "Allowed: " + allowed, null), "Allow",
                allowed);
    }

    private static void send(Answer answer, HttpServletResponse response) throws IOException {
        if (answer == Answer.TAKEN_OVER) {
            return;
        }
        response.setStatus(answer.status());
        if (answer.body() != null) {
            response.setContentType(answer.type());
            response.setContentLength(answer.body().length);
            response.getOutputStream().write(answer.body());
            response.flushBuffer(); // what was asked for may be to replace this bundle: the answer is out before
        }
    }
}
