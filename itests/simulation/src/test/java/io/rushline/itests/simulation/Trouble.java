package io.rushline.itests.simulation;

import io.rushline.cloud.api.Answer;
import io.rushline.cloud.api.CloudException;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What cloud and network answer in place of what was hoped for: the rows of protocol section 7, drawn by lot. */
final class Trouble {

    /** One in so many goes wrong; 0: none does. */
    private double share;
    private final Random chance;

    Trouble(Random chance) {
        this.chance = chance;
    }

    void share(double now) {
        share = now;
    }

    /** In place of the answer of the API; null: none. What comes for ever is drawn by the name of the clip instead. */
    Answer call() throws CloudException {
        if (chance.nextDouble() >= share) {
            return null;
        }
        return switch (chance.nextInt(10)) {
            case 0 -> api(429, Map.of("retry-after", Integer.toString(chance.nextInt(90))));
            case 1 -> api(List.of(408, 425, 500, 502, 503, 504).get(chance.nextInt(6)), Map.of());
            case 2 -> api(503, Map.of("retry-after", "5"));
            case 3 -> new Answer(200, Map.of("content-type", "text/html"), "<html>Sign in</html>");
            case 4 -> new Answer(302, Map.of("location", "https://portal.example/"), "");
            case 5 -> api(chance.nextInt(4) == 0 ? 422 : 500, Map.of());
            case 6 -> api(401, Map.of());
            default -> throw new CloudException(network());
        };
    }

    /** In place of storing a part. */
    Answer put() throws CloudException {
        if (chance.nextDouble() >= share) {
            return null;
        }
        return switch (chance.nextInt(14)) {
            case 0 -> storage(400, "RequestTimeout");
            case 1 -> storage(503, "SlowDown");
            case 2 -> storage(500, "InternalError");
            case 3 -> storage(503, "ServiceUnavailable");
            case 4 -> storage(409, "OperationAborted");
            case 5 -> storage(400, "BadDigest");
            case 6 -> storage(400, "IncompleteBody");
            case 7 -> storage(403, "RequestTimeTooSkewed");
            case 8 -> chance.nextInt(3) == 0 ? storage(403, List.of("AccessDenied", "ExpiredToken", "NoSuchUpload").get(chance.nextInt(3)))
                    : storage(503, "SlowDown");
            case 9 -> chance.nextInt(8) == 0 ? storage(403, "SignatureDoesNotMatch") : storage(500, "InternalError");
            case 10 -> new Answer(403, Map.of("content-type", "text/html"), "<html>Sign in</html>");
            case 11 -> new Answer(502, Map.of(), "");
            default -> throw new CloudException(network());
        };
    }

    /** After it was done: its answer does not arrive. */
    boolean lost() {
        return chance.nextDouble() < share / 2;
    }

    CloudException.Code network() {
        return List.of(CloudException.Code.CUT, CloudException.Code.TIMEOUT, CloudException.Code.UNREACHABLE, CloudException.Code.NAME_UNKNOWN,
                CloudException.Code.BAD_ANSWER).get(chance.nextInt(5));
    }

    static Answer api(int status, Map<String, String> headers) {
        return new Answer(status, headers, "{\"code\":" + status + ",\"message\":\"Simulated\",\"errors\":[]}");
    }

    static Answer storage(int status, String code) {
        return new Answer(status, Map.of("content-type", "application/xml"), "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code
                + "</Code><Message>Simulated.</Message></Error>");
    }
}
