package io.rushline.channel.c2c;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Pattern;

/** Messages of a Phoenix channel in JSON (protocol section 4; Phoenix, Writing a Channels Client, serialisation 1.0.0). Pure functions. */
final class Phoenix {

    /** The topic of heartbeats. */
    static final String PHOENIX = "phoenix";
    static final String REPLY = "phx_reply";
    private static final int MAX_CHARACTERS = 64 << 10; // what concerns us fits in a fraction of it
    private static final int MAX_DEPTH = 64;
    private static final Pattern REASON = Pattern.compile("[\\x20-\\x7e]{1,100}"); // shown to people as it is
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build()).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private Phoenix() { }

    /**
     * A message that came in; what it did not say is empty.
     *
     * @param ok     a reply's status
     * @param reason why a reply is not ok, fit to be shown
     */
    record Message(String topic, String event, String ref, boolean ok, String reason) { }

    static String join(String topic, String ref) {
        return message(topic, "phx_join", ref);
    }

    static String heartbeat(String ref) {
        return message(PHOENIX, "heartbeat", ref);
    }

    private static String message(String topic, String event, String ref) {
        ObjectNode message = JSON.createObjectNode().put("topic", topic).put("event", event);
        message.putObject("payload");
        return message.put("ref", ref).toString();
    }

    /** Empty: this is no JSON, or larger or deeper than any message is. JSON of another shape is a message that nobody knows. */
    static Optional<Message> read(String text) {
        if (text.length() > MAX_CHARACTERS) {
            return Optional.empty();
        }
        try {
            JsonNode message = JSON.readTree(text);
            JsonNode payload = message.path("payload");
            JsonNode reason = payload.path("response").path("reason");
            return message.isMissingNode() ? Optional.empty() : Optional.of(new Message(message.path("topic").asText(),
                    message.path("event").asText(), message.path("ref").asText(), payload.path("status").asText().equals("ok"),
                    REASON.matcher(reason.asText()).matches() ? reason.asText() : ""));
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }
}
