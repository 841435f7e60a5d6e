package io.rushline.fleet.hawkbit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Instant;
import java.util.List;

/**
 * What is to be told to the server about an action (DDI: feedback).
 *
 * @param id   of the action
 * @param body JSON
 */
record Message(Resource resource, String id, String body) {

    /** Where it is told. */
    enum Resource {
        DEPLOYMENT("deploymentBase"), CANCEL("cancelAction"), CONFIRMATION("confirmationBase");

        final String path;

        Resource(String path) {
            this.path = path;
        }
    }

    /** DDI: status.execution. */
    enum Execution {
        CLOSED, PROCEEDING, SCHEDULED, REJECTED, DOWNLOAD, DOWNLOADED
    }

    /** DDI: status.result.finished. */
    enum Finished {
        SUCCESS, FAILURE, NONE
    }

    /** Servers before 0.3 want the id in the body, later ones ignore it. */
    private record Feedback(String id, long timestamp, StatusBody status) {
    }

    private record StatusBody(String execution, ResultBody result, List<String> details) {
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record ResultBody(String finished, ProgressBody progress) {
    }

    private record ProgressBody(int cnt, int of) {
    }

    private record Confirmation(String confirmation, List<String> details) {
    }

    /** As long as a server's messages may be. */
    private static final int MOST_CHARACTERS = 500;

    static Message feedback(Resource resource, String id, Execution execution, Finished finished, String detail, Instant now) {
        return feedback(resource, id, execution, new ResultBody(lower(finished), null), detail, now);
    }

    /** That nothing of the action will be installed. @param id of the cancellation */
    static Message cancelled(String id, Instant now) {
        return feedback(Resource.CANCEL, id, Execution.CLOSED, Finished.SUCCESS, "Cancelled; nothing of it is installed.", now);
    }

    /** @param id of the cancellation */
    static Message tooLateToCancel(String id, Instant now) {
        return feedback(Resource.CANCEL, id, Execution.REJECTED, Finished.NONE, "Too late: the update is installed and kept.", now);
    }

    /** How far it is. */
    static Message progress(String id, Execution execution, int done, int of, String detail, Instant now) {
        return feedback(Resource.DEPLOYMENT, id, execution, new ResultBody(lower(Finished.NONE), new ProgressBody(done, of)), detail, now);
    }

    /** A person's answer. */
    static Message confirmation(String id, boolean agreed, String detail) {
        return new Message(Resource.CONFIRMATION, id, json(new Confirmation(agreed ? "confirmed" : "denied", details(detail))));
    }

    private static Message feedback(Resource resource, String id, Execution execution, ResultBody result, String detail, Instant now) {
        return new Message(resource, id, json(new Feedback(id, now.toEpochMilli(), new StatusBody(lower(execution), result, details(detail)))));
    }

    private static List<String> details(String detail) {
        return detail.isEmpty() ? List.of() : List.of(Texts.printable(detail, MOST_CHARACTERS));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static String json(Object value) {
        try {
            return Wire.JSON.writeValueAsString(value);
        } catch (JsonProcessingException never) {
            throw new IllegalStateException(never);
        }
    }
}
