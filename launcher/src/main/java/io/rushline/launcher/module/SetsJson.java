package io.rushline.launcher.module;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.Outcome;
import io.rushline.host.api.Plan;
import io.rushline.host.api.Trial;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.osgi.framework.Version;

/** Sets, trials and outcomes as JSON and back. Reading throws a runtime exception for anything that was not written here: an id becomes part of a path. */
final class SetsJson {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    /** So many that none is ever the last. */
    private static final long MAX_NUMBER = 1L << 48;

    private SetsJson() {
    }

    static JsonObject of(ModuleSet set) {
        JsonArrayBuilder modules = Json.createArrayBuilder();
        for (ModuleSet.Entry entry : set.modules()) {
            modules.add(Json.createObjectBuilder().add("sha256", entry.sha256()).add("name", entry.name()).add("version", entry.version())
                    .add("since", entry.since().toString()));
        }
        return Json.createObjectBuilder().add("number", set.number()).add("modules", modules).build();
    }

    static ModuleSet set(JsonObject object) {
        Set<String> names = new HashSet<>();
        List<ModuleSet.Entry> modules = list(object, "modules", value -> {
            JsonObject entry = value.asJsonObject();
            String name = matching(NAME, entry.getString("name"));
            if (!names.add(name)) {
                throw new IllegalArgumentException("the module " + name + " is in the set twice");
            }
            return new ModuleSet.Entry(sha256(entry.getString("sha256")), name, Version.parseVersion(entry.getString("version")).toString(),
                    Instant.parse(entry.getString("since")));
        });
        return new ModuleSet(number(object, "number"), modules);
    }

    static JsonObject of(Trial trial) {
        return Json.createObjectBuilder().add("set", trial.set()).add("plan", of(trial.plan())).add("startedAt", trial.startedAt().toString())
                .add("deadline", trial.deadline().toString()).build();
    }

    static Trial trial(JsonObject object) {
        return new Trial(number(object, "set"), plan(object.getJsonObject("plan")), Instant.parse(object.getString("startedAt")),
                Instant.parse(object.getString("deadline")));
    }

    static JsonObject of(Outcome outcome) {
        return Json.createObjectBuilder().add("set", outcome.set()).add("plan", of(outcome.plan())).add("at", outcome.at().toString())
                .add("why", outcome.why().name()).add("detail", outcome.detail()).build();
    }

    static Outcome outcome(JsonObject object) {
        return new Outcome(number(object, "set"), plan(object.getJsonObject("plan")), Instant.parse(object.getString("at")),
                ModuleException.Code.valueOf(object.getString("why")), object.getString("detail"));
    }

    static long number(JsonObject object, String key) {
        long number = object.getJsonNumber(key).longValueExact();
        if (number < 0 || number > MAX_NUMBER) {
            throw new IllegalArgumentException(key + " is " + number);
        }
        return number;
    }

    static <T> List<T> list(JsonObject object, String key, Function<JsonValue, T> reading) {
        JsonArray array = object.getJsonArray(key);
        return array.stream().map(reading).toList();
    }

    private static JsonObject of(Plan plan) {
        JsonArrayBuilder changes = Json.createArrayBuilder();
        for (Plan.Change change : plan.changes()) {
            JsonObjectBuilder one = Json.createObjectBuilder().add("module", change.module());
            change.from().ifPresent(from -> one.add("from", from));
            change.to().ifPresent(to -> one.add("to", to));
            changes.add(one);
        }
        return Json.createObjectBuilder().add("base", plan.base()).add("changes", changes).add("restarts", Json.createArrayBuilder(plan.restarts()))
                .add("modules", Json.createArrayBuilder(plan.modules())).build();
    }

    private static Plan plan(JsonObject object) {
        return new Plan(number(object, "base"),
                list(object, "changes", value -> {
                    JsonObject change = value.asJsonObject();
                    return new Plan.Change(change.getString("module"), Optional.ofNullable(change.getString("from", null)),
                            Optional.ofNullable(change.getString("to", null)));
                }),
                list(object, "restarts", value -> ((JsonString) value).getString()),
                list(object, "modules", value -> sha256(((JsonString) value).getString())));
    }

    private static String sha256(String text) {
        return matching(SHA256, text);
    }

    private static String matching(Pattern pattern, String text) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException("this was not written here: " + text);
        }
        return text;
    }
}
