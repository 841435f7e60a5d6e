package io.rushline.itests.modules;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the modules' folder of a home says.
 *
 * @param store names of the files of modules, those that are half there left out
 */
record SetFiles(Path folder, JsonNode kept, JsonNode before, JsonNode trial, int outcomes, Set<String> store) {

    static SetFiles read(Path home) throws IOException {
        Path folder = home.resolve("modules");
        try (Stream<Path> store = Files.exists(folder.resolve("store")) ? Files.list(folder.resolve("store")) : Stream.of()) {
            return new SetFiles(folder, json(folder, "kept.json"), json(folder, "before.json"), json(folder, "trial.json"), json(folder, "outcomes.json").path("outcomes").size(),
                    store.map(file -> file.getFileName().toString()).filter(name -> name.matches("[0-9a-f]{64}\\.(jar|rlm)")).collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    private static JsonNode json(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file) ? Api.JSON.readTree(Files.readAllBytes(file)) : Api.JSON.createObjectNode();
    }

    private static long number(JsonNode set) {
        return set.path("number").asLong(0);
    }

    /** In which part of an update a cut fell that left this on disk. */
    String where(SetFiles former, UpdateInTheMaking update) {
        boolean onTrial = !trial.isEmpty();
        if (number(kept) > number(former.kept)) {
            return onTrial ? "committing (kept.json, trial.json)" : "committed";
        }
        if (onTrial) {
            return "trial.json, " + update.seen();
        }
        if (update.hadTrial()) {
            return "gone back";
        }
        return store.size() >= former.store.size() + update.moduleCount() ? "staged, no trial yet" : "staging";
    }

    /** Nothing is on trial, and the set that runs is the one that is kept. */
    void agreeWith(RunningSet runs) {
        assertTrue("trial.json: " + trial, trial.isEmpty());
        Map<String, String> modules = new TreeMap<>();
        kept.path("modules").forEach(m -> modules.put(m.get("name").asText(), m.get("version").asText()));
        assertEquals("kept.json is what runs", modules, runs.added());
        assertFalse("before.json is another set than kept.json", !before.isEmpty() && number(before) >= number(kept));
        for (JsonNode set : new JsonNode[] {kept, before}) {
            set.path("modules").forEach(m -> assertTrue(m + " is in the store", store.contains(m.get("sha256").asText() + ".jar")));
        }
    }
}
