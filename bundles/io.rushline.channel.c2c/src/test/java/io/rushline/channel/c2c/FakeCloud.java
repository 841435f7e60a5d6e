package io.rushline.channel.c2c;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rushline.auth.api.AccessToken;
import io.rushline.auth.api.AuthException;
import io.rushline.cloud.api.Answer;
import io.rushline.cloud.api.Call;
import io.rushline.cloud.api.CloudException;
import io.rushline.cloud.api.CloudSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Connector and cloud in one, which do as a test tells them and remember what was done. */
final class FakeCloud implements Cloud {

    /** A socket's far end. */
    final class Line implements CloudSocket {
        final String bearer;
        final Listener device;
        final List<JsonNode> sent = new ArrayList<>();
        boolean closed;

        Line(String bearer, Listener device) {
            this.bearer = bearer;
            this.device = device;
        }

        @Override
        public void send(String text) throws CloudException {
            if (closed) {
                throw new CloudException(CloudException.Code.CUT);
            }
            JsonNode message = parse(text);
            sent.add(message);
            boolean join = message.get("event").asText().equals("phx_join");
            if (join ? joins != null : heartbeats) {
                device.received("{\"topic\":\"" + message.get("topic").asText() + "\",\"event\":\"phx_reply\",\"payload\":{\"status\":\""
                        + (join ? joins : "ok") + "\",\"response\":{\"reason\":\"because\"}},\"ref\":\"" + message.get("ref").asText() + "\"}");
            }
        }

        @Override
        public void close() {
            closed = true;
        }

        void letsIn() {
            device.received("{\"topic\":\"devices:pd1\",\"event\":\"phx_reply\",\"payload\":{\"status\":\"ok\"},\"ref\":\"1\"}");
        }

        void says(String topic, String event) {
            device.received("{\"topic\":\"" + topic + "\",\"event\":\"" + event + "\",\"payload\":{},\"ref\":null}");
        }

        long heartbeats() {
            return sent.stream().filter(message -> message.get("event").asText().equals("heartbeat")).count();
        }
    }

    final List<Line> lines = new ArrayList<>();
    final List<Instant> openings = new ArrayList<>();
    final List<Call> calls = new ArrayList<>();
    private final Time time;
    private final Duration life;
    CloudException noSocket;
    String joins = "ok"; // status of the answer; null: none
    boolean heartbeats = true;
    boolean apiAway;
    boolean authIsReplaced;
    int looks;
    int tokens;
    private Instant until;

    FakeCloud(Time time, Duration life) {
        this.time = time;
        this.life = life;
        refresh();
    }

    void refresh() {
        tokens++;
        until = time.clock().instant().plus(life);
    }

    Line line() {
        return lines.get(lines.size() - 1);
    }

    @Override
    public AccessToken token() throws AuthException {
        if (authIsReplaced) {
            throw new NoClassDefFoundError("gone");
        }
        return new AccessToken("access" + tokens, until);
    }

    @Override
    public CloudSocket open(String path, String bearer, CloudSocket.Listener listener) throws CloudException {
        openings.add(time.clock().instant());
        if (noSocket != null) {
            throw noSocket;
        }
        lines.add(new Line(bearer, listener));
        return line();
    }

    @Override
    public Answer call(Call call) throws CloudException {
        calls.add(call);
        if (apiAway) {
            throw new CloudException(CloudException.Code.UNREACHABLE);
        }
        return new Answer(204, Map.of(), "");
    }

    @Override
    public void look() {
        looks++;
    }

    private static JsonNode parse(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException notJson) {
            throw new AssertionError(notJson);
        }
    }
}
