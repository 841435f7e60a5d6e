package io.rushline.itests.modules;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Api;
import io.rushline.itests.support.Await;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The modules that run, as the appliance tells.
 *
 * @param versions by name
 * @param added    of these, those that do not ship
 * @param states   by name, where that is not ACTIVE
 */
record RunningSet(Map<String, String> versions, Map<String, String> added, Map<String, String> states) {

    static RunningSet of(Api api) {
        RunningSet set = new RunningSet(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        for (JsonNode module : api.get("/api/v1/modules").get("modules")) {
            String name = module.get("name").asText();
            String version = module.get("version").asText();
            String role = module.get("role").asText();
            if (role.equals("STANDBY")) {
                continue;
            }
            if (set.versions.put(name, version) != null) {
                throw new AssertionError(name + " runs twice");
            }
            if (role.equals("ADDED")) {
                set.added.put(name, version);
            }
            if (!module.get("state").asText().equals("ACTIVE")) {
                set.states.put(name, module.get("state").asText());
            }
        }
        return set;
    }

    /** Once all of them are active; fragments never are. */
    static RunningSet healthy(Api api, Duration limit) {
        api.awaitAllParts();
        return Await.until("all modules are active", limit, () -> of(api), set -> set.states.entrySet().stream()
                .allMatch(state -> state.getValue().equals("RESOLVED") && !state.getKey().startsWith("io.rushline.") && !state.getKey().startsWith("com.example.")));
    }

    boolean sameAs(RunningSet other) {
        return versions.equals(other.versions);
    }

    /** Versions by name after these changes of an update. */
    Map<String, String> with(JsonNode changes) {
        Map<String, String> after = new TreeMap<>(versions);
        for (JsonNode change : changes) {
            if (change.hasNonNull("to")) {
                after.put(change.get("module").asText(), change.get("to").asText());
            } else {
                after.remove(change.get("module").asText());
            }
        }
        return after;
    }
}
