package io.rushline.launcher;

import io.rushline.launcher.ctl.Rest;
import io.rushline.launcher.ctl.RestException;
import io.rushline.launcher.ctl.Text;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Answers, as a person would in the console, what the queue asks about a demo's clips: send them all. */
final class HeldClips {

    private static final String EARLY = "queue.before-pairing";
    /** What a folder may make the queue ask: clips that were there before the device was paired, and two of the same content. */
    private static final Set<String> ASKED = Set.of(EARLY, "queue.duplicate");

    private static final Set<String> UNFINISHED = Set.of("WAITING", "UPLOADING", "RETRYING", "PAUSED", "HELD");

    private final Rest device;

    HeldClips(Rest device) {
        this.device = device;
    }

    /** Whether this clip waits for an answer that {@link #sendAll} gives. */
    static boolean isAsked(JsonObject item) {
        return Text.string(item, "state").equals("HELD") && ASKED.contains(Text.string(Text.object(item, "reason"), "code"));
    }

    void sendAll() throws RestException {
        for (String reason : ASKED) {
            send(reason);
        }
    }

    /**
     * Sends those that were in the folder before the device was paired. A clip that comes just while it is being paired may still become such a
     * one: it looks again until the queue gives clips their project, which an empty folder never shows.
     */
    void sendEarlyOnes(Duration patience) throws RestException {
        Condition.await(patience, () -> {
            send(EARLY);
            return Text.objects(device.getObject("/api/v1/queue?limit=1000"), "items");
        }, HeldClips::settled);
    }

    private static boolean settled(List<JsonObject> items) {
        return !items.isEmpty() && items.stream().filter(item -> UNFINISHED.contains(Text.string(item, "state")))
                .noneMatch(item -> item.isNull("projectId") || Text.string(Text.object(item, "reason"), "code").equals(EARLY));
    }

    private void send(String reason) throws RestException {
        JsonValue matching = Json.createObjectBuilder().add("states", Json.createArrayBuilder().add("HELD")).add("reason", reason).build();
        device.post("/api/v1/queue/actions", Json.createObjectBuilder().add("action", "resume").add("matching", matching).build());
    }
}
