package io.rushline.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;

/** One device's live socket, the cloud's end of it (Phoenix channels, serialisation 1.0.0). Public since Jetty wants so. */
public final class DeviceSocket implements Session.Listener.AutoDemanding {

    private static final int MAX_TEXT = 64 << 10;

    private final Sockets sockets;
    private final String deviceId;
    private final String tokenKey;
    private final Duration silence;
    private volatile Session session;
    private volatile boolean joined;

    DeviceSocket(Sockets sockets, String deviceId, String tokenKey, Duration silence) {
        this.sockets = sockets;
        this.deviceId = deviceId;
        this.tokenKey = tokenKey;
        this.silence = silence;
    }

    String deviceId() {
        return deviceId;
    }

    boolean joined() {
        return joined;
    }

    private String topic() {
        return "devices:" + deviceId;
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        opened.setIdleTimeout(silence);
        opened.setMaxTextMessageSize(MAX_TEXT);
        session = opened;
        sockets.opened(this);
    }

    @Override
    public void onWebSocketText(String text) {
        if (!sockets.mayStay(tokenKey)) {
            close(StatusCode.POLICY_VIOLATION, "The access token is no longer good");
            return;
        }
        try {
            JsonNode message = Json.MAPPER.readTree(text);
            answer(message.path("topic").asText(), message.path("event").asText(), message.path("ref"));
        } catch (JsonProcessingException notJson) {
            sockets.refused("What came is not JSON");
            close(StatusCode.BAD_PAYLOAD, "not JSON");
        }
    }

    private void answer(String topic, String event, JsonNode ref) {
        if (topic.equals("phoenix") && event.equals("heartbeat")) {
            sockets.heartbeat(deviceId);
            reply(topic, ref, "ok", null);
        } else if (event.equals("phx_join") && topic.equals(topic())) {
            joined = true;
            reply(topic, ref, "ok", null);
        } else if (event.equals("phx_leave") && topic.equals(topic())) {
            joined = false;
            reply(topic, ref, "ok", null);
        } else {
            sockets.refused(event + " on topic " + topic + ": this device's is " + topic());
            reply(topic, ref, "error", "unmatched topic");
        }
    }

    private void reply(String topic, JsonNode ref, String status, String reason) {
        ObjectNode message = Json.MAPPER.createObjectNode().put("topic", topic).put("event", "phx_reply");
        ObjectNode response = message.putObject("payload").put("status", status).putObject("response");
        if (reason != null) {
            response.put("reason", reason);
        }
        send(message.set("ref", ref.isMissingNode() ? null : ref));
    }

    /** Tells of a change, as far as anybody listens. */
    void statusUpdated(String status) {
        if (joined) {
            ObjectNode message = Json.MAPPER.createObjectNode().put("topic", topic()).put("event", "status_updated");
            message.putObject("payload").put("status", status);
            send(message.putNull("ref"));
        }
    }

    private void send(JsonNode message) {
        Session open = session;
        if (open != null && open.isOpen()) {
            open.sendText(message.toString(), Callback.NOOP);
        }
    }

    void close(int code, String reason) {
        Session open = session;
        if (open != null) {
            open.close(code, reason, Callback.NOOP);
        }
    }

    @Override
    public void onWebSocketError(Throwable broken) {
        sockets.closed(this); // also when it was silent for too long
    }

    @Override
    public void onWebSocketClose(int code, String reason) {
        sockets.closed(this);
    }
}
