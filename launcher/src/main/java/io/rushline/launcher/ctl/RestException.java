package io.rushline.launcher.ctl;

import jakarta.json.JsonObject;

/** The API said no: an RFC 9457 problem. */
public final class RestException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient JsonObject problem;

    RestException(int status, JsonObject problem) {
        super(what(status, problem) + todo(problem));
        this.status = status;
        this.problem = problem;
    }

    /** The title says what happened, the detail what is particular about it; some details begin with the title. */
    private static String what(int status, JsonObject problem) {
        String title = problem.getString("title", "HTTP status " + status);
        String detail = Text.string(problem, "detail");
        return detail.startsWith(title) ? detail : detail.isEmpty() ? title : title + " " + detail;
    }

    private static String todo(JsonObject problem) {
        String todo = problem.containsKey("todo") && !problem.isNull("todo") ? problem.getString("todo") : "";
        return todo.isEmpty() ? "" : " " + todo;
    }

    public int status() {
        return status;
    }

    public JsonObject problem() {
        return problem;
    }
}
