package io.rushline.console.http;

import io.rushline.console.access.Caller;
import io.rushline.console.access.Role;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** One request as a resource's routes see it. */
public final class Request {

    static final int BODY_LIMIT_BYTES = 64 * 1024;

    private final HttpServletRequest http;
    private final HttpServletResponse response;
    private final String named;

    Request(HttpServletRequest http, HttpServletResponse response, String named) {
        this.http = http;
        this.response = response;
        this.named = named;
    }

    /** What stands for {@code {id}} in the route's path. */
    public long id() {
        return Long.parseLong(named);
    }

    /** What stands for {@code {sha256}} in the route's path. */
    public String sha256() {
        return named;
    }

    /** What stands for {@code {uuid}} in the route's path. */
    public String uuid() {
        return named;
    }

    /** What stands for {@code {network}} in the route's path. */
    public String network() {
        return named;
    }

    public HttpServletRequest http() {
        return http;
    }

    public HttpServletResponse response() {
        return response;
    }

    /** Who asks; empty only at a route that is open to all. */
    public Optional<Caller> caller() {
        return Caller.of(http);
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(http.getParameter(name)).filter(value -> !value.isEmpty());
    }

    /** A whole number from the query. */
    public int query(String name, int min, int max, int otherwise) throws ProblemException {
        Optional<String> text = query(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text.get());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, as for a number out of range
        }
        throw ProblemException.badRequest(name + " must be a whole number from " + min + " to " + max + ".");
    }

    /** The body, which must be one JSON document of at most 64 KiB. */
    public <T> T body(Class<T> type) throws IOException, ProblemException {
        return body(type, BODY_LIMIT_BYTES);
    }

    /** The body, which must be one JSON document. */
    public <T> T body(Class<T> type, int limitBytes) throws IOException, ProblemException {
        String contentType = Optional.ofNullable(http.getContentType()).orElse("").toLowerCase(Locale.ROOT);
        if (!contentType.split(";", 2)[0].strip().equals("application/json")) {
            throw new ProblemException(Problem.of(415, "request.not-json", "The body must be application/json.", null, null));
        }
        byte[] bytes = http.getInputStream().readNBytes(limitBytes + 1);
        if (bytes.length > limitBytes) {
            throw new ProblemException(Problem.of(413, "request.too-large", "The body is larger than " + limitBytes / 1024 + " KiB.", null, null));
        }
        T value = Json.read(bytes, type);
        if (value == null) {
            throw ProblemException.badRequest("The body must be a JSON object.");
        }
        return value;
    }

    /** Throws where nobody has looked who the caller is: "not logged in" would be a lie, and lead a page to the login. */
    void requireGate() throws ProblemException {
        if (!Gate.passed(http)) {
            throw ProblemException.away("login");
        }
    }

    /** Throws unless the caller has that role. */
    void require(Role role) throws ProblemException {
        Caller caller = caller().orElseThrow(() -> new ProblemException(
                Problem.of(401, "access.login", "Log in first.", null, "Log in, or send the local token.")));
        if (!caller.role().covers(role)) {
            throw new ProblemException(Problem.of(403, "access.role", "This needs the role " + role + ".", null, null));
        }
    }
}
