package io.rushline.console.http;

/**
 * What a route answers when it is more than a JSON document with 200.
 *
 * @param status HTTP status
 * @param type   MIME type; null without a body
 * @param body   null without one
 */
public record Answer(int status, String type, byte[] body) {

    /** The route has taken the response over. */
    public static final Answer TAKEN_OVER = new Answer(0, null, null);

    public static final Answer NO_CONTENT = new Answer(204, null, null);

    public static Answer json(int status, Object view) {
        return new Answer(status, "application/json", Json.bytes(view));
    }
}
