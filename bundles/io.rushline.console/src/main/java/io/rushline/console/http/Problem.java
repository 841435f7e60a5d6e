package io.rushline.console.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * What went wrong, as a problem document (RFC 9457).
 *
 * @param title  what happened
 * @param detail what is particular about this case; may be null
 * @param code   stable, for programs: {@code queue.unknown-item}
 * @param todo   what the user can do; may be null
 */
public record Problem(String type, String title, int status, String detail, String code, String todo) {

    public static Problem of(int status, String code, String title, String detail, String todo) {
        return new Problem("urn:rushline:problem:" + code, title, status, detail, code, todo == null || todo.isEmpty() ? null : todo);
    }

    /** {@code queue} and UNKNOWN_ITEM give {@code queue.unknown-item}. */
    static String code(String area, Enum<?> code) {
        return area + "." + code.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** Answers with this problem. */
    public void send(HttpServletResponse response) throws IOException {
        byte[] body = Json.bytes(this);
        response.setStatus(status);
        response.setContentType("application/problem+json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
