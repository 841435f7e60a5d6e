package io.rushline.simulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;
import org.owasp.encoder.Encode;

/** An answer other than the one asked for, in the words of the service that gives it (protocol sections 1, 2 and 7). */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Reply reply;
    private final boolean fault;

    private Refusal(String reason, Reply reply, boolean fault) {
        super(reason, null, false, false);
        this.reply = reply;
        this.fault = fault;
    }

    /** By the API. */
    static Refusal api(int status, String detail) {
        String title = status == 401 ? "Not Authorized" : HttpStatus.getMessage(status);
        return api(status, title, detail);
    }

    /** By the API, with a title of its own. */
    static Refusal api(int status, String title, String detail) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", status);
        error.put("status", status);
        error.put("title", title);
        error.put("detail", detail);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("code", status);
        body.put("message", title);
        body.put("errors", List.of(error));
        return new Refusal(title + ": " + detail, Reply.json(status, body), true);
    }

    /** By the authorisation server. */
    static Refusal auth(String error, String description) {
        return auth(400, error, description);
    }

    static Refusal auth(int status, String error, String description) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", error);
        body.put("error_description", description);
        return new Refusal(error + ": " + description, Reply.json(status, body), true);
    }

    /** By the store behind the upload URLs. */
    static Refusal s3(int status, String code, String message) {
        String xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<Error><Code>" + code + "</Code><Message>" + Encode.forXml(message) + "</Message></Error>";
        return new Refusal(code + ": " + message, Reply.text(status, "application/xml", xml), true);
    }

    /** The same, being part of the ordinary course: nobody did anything wrong, so it is not recorded. */
    Refusal ordinary() {
        return new Refusal(getMessage(), reply, false);
    }

    /** The same with one more header. */
    Refusal with(String header, String value) {
        return new Refusal(getMessage(), reply.with(header, value), fault);
    }

    Reply reply() {
        return reply;
    }

    /** Whether the caller broke a rule. */
    boolean fault() {
        return fault;
    }
}
