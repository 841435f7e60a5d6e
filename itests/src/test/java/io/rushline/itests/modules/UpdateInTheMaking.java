package io.rushline.itests.modules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rushline.itests.support.Api;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Somebody who asks an appliance for an update, and watches it until the current goes. One thread of its own; its state is for any. */
final class UpdateInTheMaking {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Path home;
    private final Map<String, Path> files;
    private final Optional<Map<String, String>> wanted;
    private final Thread thread;
    private volatile String seen = "before it was asked for";
    private volatile long id;
    private volatile boolean trial;
    private volatile boolean cut;
    private volatile boolean done;
    private volatile Throwable failure;
    private Api api;

    /**
     * Somebody at this appliance.
     *
     * @param files by name; empty: the way back
     */
    UpdateInTheMaking(Path home, UpdateKind kind, Map<String, Path> files) {
        this.home = home;
        this.api = Api.ofAppliance(home);
        this.files = files;
        this.wanted = kind == UpdateKind.BACK ? Optional.empty() : Optional.of(versions(files));
        this.thread = new Thread(this::run, "update");
    }

    private static Map<String, String> versions(Map<String, Path> files) {
        Map<String, String> versions = new TreeMap<>();
        files.forEach((name, file) -> versions.put(name, file.getFileName().toString().substring(name.length() + 1).replaceFirst("-\\d+\\.jar$", "")));
        return versions;
    }

    void start() {
        thread.start();
    }

    /** From now on nothing is a failure. */
    void cutNow() {
        cut = true;
    }

    void end() throws InterruptedException {
        cut = true;
        thread.join(60_000);
        if (failure != null) {
            throw new AssertionError("the update could not be asked for", failure);
        }
    }

    /** The last state that it was seen in. */
    String seen() {
        return seen;
    }

    boolean hadTrial() {
        return trial;
    }

    /** That it was on trial was seen on the disk. */
    void sawTrial() {
        trial = true;
    }

    boolean isDone() {
        return done;
    }

    int moduleCount() {
        return files.size();
    }

    /** Once the appliance has answered that it will be made. */
    Optional<Long> id() {
        return id == 0 ? Optional.empty() : Optional.of(id);
    }

    /** Versions by name that it leads to; empty where that is the set before. */
    Optional<Map<String, String>> wanted() {
        return wanted;
    }

    private void run() {
        try {
            id = ask().get("id").asLong();
        } catch (Exception | AssertionError e) {
            if (!cut) {
                failure = e;
            }
            return;
        }
        while (!cut && !done) {
            look();
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private JsonNode ask() throws Exception {
        if (files.isEmpty()) {
            return api.post("/api/v1/modules/rollback", "{}");
        }
        ObjectNode request = Api.JSON.createObjectNode();
        ArrayNode ids = request.putArray("ids");
        for (Path file : files.values()) {
            HttpResponse<String> staged = api.tryUpload("/api/v1/modules/staged?name=" + file.getFileName(), file);
            if (staged.statusCode() != 201) {
                throw new AssertionError(staged.body());
            }
            ids.add(Api.JSON.readTree(staged.body()).get("id").asText());
        }
        return api.post("/api/v1/modules/install", request.toString());
    }

    private void look() {
        try {
            JsonNode update = api.get("/api/v1/modules/updates/" + id);
            seen = update.get("state").asText() + (update.hasNonNull("detail") && !update.hasNonNull("endedAt") ? " going back" : "");
            done = update.hasNonNull("endedAt");
        } catch (AssertionError away) {
            // the update may be that of the console, whose successor has another token, and the console may have gone with the current
            if (!seen.endsWith("?")) {
                seen = seen + " or later?";
            }
            if (!cut && Files.exists(home.resolve("run/ctl.json"))) {
                api = Api.ofAppliance(home);
            }
        }
    }
}
