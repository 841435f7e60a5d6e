package io.rushline.launcher;

import io.rushline.launcher.ctl.Rest;
import io.rushline.launcher.ctl.RestException;
import io.rushline.launcher.ctl.Text;
import io.rushline.launcher.module.Hashes;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.JsonWriter;
import jakarta.json.stream.JsonGenerator;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Waits until all clips of a folder have ended one way or another, then compares each with what the simulated cloud has, byte for byte. */
final class Delivery {

    private static final Set<String> ENDED = Set.of("COMPLETED", "FAILED", "CANCELLED", "REJECTED", "HELD", "PAUSED");
    private static final Duration LIMIT = Duration.ofHours(12);
    private static final Duration TELL = Duration.ofSeconds(5);
    private static final Duration SCAN = Duration.ofMinutes(5);
    private static final int PAGE = 1000;
    /** Names that the folder ingest leaves out, as its README lists them. */
    private static final Pattern NO_CLIP = Pattern.compile("(?i)\\..*|.*~|~\\$.*|Thumbs\\.db|.*\\.(part|partial|tmp|temp|crdownload|filepart)"
            + "|lost\\+found|System Volume Information|\\$RECYCLE\\.BIN");

    private final Rest device;
    private final Rest simulator;
    private final HeldClips held;
    private final Path folder;
    private final PrintWriter out;
    private final PrintWriter err;
    private Instant told = Instant.EPOCH;
    private String news = Text.queue(JsonValue.EMPTY_JSON_OBJECT); // to begin with there is nothing

    /** @param err for what is going on, while the table on {@code out} is not there yet */
    Delivery(Rest device, Rest simulator, HeldClips held, Path folder, PrintWriter out, PrintWriter err) {
        this.device = device;
        this.simulator = simulator;
        this.held = held;
        this.folder = folder;
        this.out = out;
        this.err = err;
    }

    /** One line of the table. */
    private record Row(Path file, long size, String state, String reason, long parts, double seconds, String here, String there, String asset, boolean ok) {
    }

    void await() throws RestException {
        boolean complete = Condition.await(LIMIT, this::settled, Boolean::booleanValue);
        if (!complete) {
            throw new CommandException("Not all clips ended within " + LIMIT.toHours() + " h.");
        }
    }

    /** All that is there was looked at since now, nothing is growing, and none of the folder's clips is on its way. */
    private boolean settled() throws RestException {
        requireConnection();
        Instant before = Instant.now();
        device.post("/api/v1/ingests/rescan", JsonValue.EMPTY_JSON_OBJECT);
        JsonObject ingest = Condition.await(SCAN, this::ingest, found -> scannedSince(before, found));
        if (!Text.string(ingest, "state").equals("WATCHING")) {
            throw new CommandException("The folder " + folder + " is not watched. " + (ingest.isEmpty() ? "The log says why: 'rushline ctl logs'."
                    : Text.string(ingest, "reason")));
        }
        held.sendAll();
        return scannedSince(before, ingest) && items().values().stream().allMatch(Delivery::ended);
    }

    private static boolean ended(JsonObject item) {
        return ENDED.contains(Text.string(item, "state")) && !HeldClips.isAsked(item);
    }

    private void requireConnection() throws RestException {
        JsonObject connection = device.getObject("/api/v1/connection");
        if (!Text.string(connection, "state").equals("CONNECTED")) {
            throw new CommandException("The device is not connected any more (" + Text.string(connection, "state") + " "
                    + Text.string(connection, "trouble") + "). Choose another --home to begin anew.");
        }
    }

    private JsonObject ingest() throws RestException {
        tell();
        return Text.array(device.getObject("/api/v1/ingests"), "ingests").stream().map(JsonValue::asJsonObject)
                .filter(i -> Text.string(i, "location").equals(folder.toString())).findFirst().orElse(JsonValue.EMPTY_JSON_OBJECT);
    }

    /** What is going on: when it has changed, and only now and then. */
    private void tell() throws RestException {
        if (told.plus(TELL).isAfter(Instant.now())) {
            return;
        }
        told = Instant.now();
        String now = Text.queue(Text.object(device.getObject("/api/v1/status"), "queue"));
        if (!now.equals(news)) {
            news = now;
            err.println("rushline: " + now);
            err.flush();
        }
    }

    private static boolean scannedSince(Instant before, JsonObject ingest) {
        String scannedAt = Text.string(ingest, "scannedAt");
        return Text.number(ingest, "growing") == 0 && !scannedAt.isEmpty() && Instant.parse(scannedAt).isAfter(before);
    }

    /** The clips of the folder, by path. */
    private Map<String, JsonObject> items() throws RestException {
        Map<String, JsonObject> byPath = new HashMap<>();
        for (int offset = 0;; offset += PAGE) {
            JsonObject page = device.getObject("/api/v1/queue?limit=" + PAGE + "&offset=" + offset);
            Text.array(page, "items").stream().map(JsonValue::asJsonObject).filter(i -> Path.of(i.getString("path")).startsWith(folder))
                    .forEach(i -> byPath.merge(i.getString("path"), i, Delivery::newer));
            if (offset + PAGE >= Text.number(page, "total")) {
                return byPath;
            }
        }
    }

    private Map<String, JsonObject> assets() throws RestException {
        Map<String, JsonObject> byId = new HashMap<>();
        simulator.get("/_sim/assets").asJsonArray().forEach(a -> byId.put(a.asJsonObject().getString("id"), a.asJsonObject()));
        return byId;
    }

    /** A file that changed under its name has an item for each of its contents. */
    private static JsonObject newer(JsonObject one, JsonObject other) {
        return Text.number(one, "id") > Text.number(other, "id") ? one : other;
    }

    /** @return whether every clip is in the cloud, whole */
    boolean verify(Path report) throws RestException {
        Map<String, JsonObject> items = items();
        // The cloud puts a clip together after its last part: that takes a moment.
        Map<String, JsonObject> assets = Condition.await(Duration.ofMinutes(1), this::assets, found -> items.values().stream()
                .filter(i -> Text.string(i, "state").equals("COMPLETED"))
                .allMatch(i -> found.getOrDefault(Text.string(i, "assetId"), JsonValue.EMPTY_JSON_OBJECT).getBoolean("complete", false)));
        List<Row> rows = new ArrayList<>();
        for (Path file : files()) {
            Row row = row(file, items.get(file.toString()), assets);
            print(row);
            rows.add(row);
        }
        long good = rows.stream().filter(Row::ok).count();
        out.println(good + " of " + rows.size() + " clips are in the cloud, whole");
        if (report != null) {
            write(report, rows, good == rows.size());
        }
        return good == rows.size();
    }

    /** All that could be clips; what the folder ingest leaves out by its name is none. */
    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    boolean none = !directory.equals(folder) && NO_CLIP.matcher(directory.getFileName().toString()).matches();
                    return none ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile() && !NO_CLIP.matcher(file.getFileName().toString()).matches()) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    out.println("cannot be read: " + Text.printable(file.toString()) + " (" + e + ")");
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new CommandException("The folder " + folder + " cannot be read (" + e + ").", e);
        }
        files.sort(null);
        return files;
    }

    private Row row(Path file, JsonObject item, Map<String, JsonObject> assets) throws RestException {
        try {
            return compared(file, item, assets);
        } catch (IOException e) {
            return new Row(file, 0, "UNREADABLE", e.toString(), 0, 0, "", "", "", false);
        }
    }

    private Row compared(Path file, JsonObject item, Map<String, JsonObject> assets) throws IOException, RestException {
        long size = Files.size(file);
        if (item == null) {
            return new Row(file, size, "MISSING", "The appliance has not taken this file.", 0, 0, "", "", "", false);
        }
        String id = Text.string(item, "assetId");
        JsonObject asset = assets.getOrDefault(id, JsonValue.EMPTY_JSON_OBJECT);
        String here = Hashes.sha256(file);
        String there = Text.string(asset, "sha256");
        boolean ok = Text.string(item, "state").equals("COMPLETED") && asset.getBoolean("complete", false) && here.equals(there)
                && here.equals(Text.string(item, "sha256")) && sameBytes(file, id);
        return new Row(file, size, Text.string(item, "state"), Text.string(Text.object(item, "reason"), "what"), Text.number(item, "partCount"),
                seconds(item), here, there, id, ok);
    }

    private boolean sameBytes(Path file, String asset) throws IOException, RestException {
        try (InputStream there = new BufferedInputStream(simulator.open("/_sim/assets/" + asset + "/content"), 1 << 16);
                InputStream here = Files.newInputStream(file)) {
            byte[] a = new byte[1 << 16];
            byte[] b = new byte[1 << 16];
            int n;
            do {
                n = here.readNBytes(a, 0, a.length);
                int m = there.readNBytes(b, 0, b.length);
                if (n != m || !Arrays.equals(a, 0, n, b, 0, n)) {
                    return false;
                }
            } while (n > 0);
            return true;
        }
    }

    private static double seconds(JsonObject item) {
        String start = Text.string(item, "startedAt");
        String end = Text.string(item, "completedAt");
        return start.isEmpty() || end.isEmpty() ? 0 : Duration.between(Instant.parse(start), Instant.parse(end)).toMillis() / 1000.0;
    }

    private void print(Row row) {
        out.println(String.format(Locale.ROOT, "%-4s %-10s %10s %5d parts %8.2f s  %-16s %s%s", row.ok ? "ok" : "BAD", row.state, Text.bytes(row.size),
                row.parts, row.seconds, row.there.isEmpty() ? "-" : row.there.substring(0, 16), Text.printable(folder.relativize(row.file).toString()),
                row.reason.isEmpty() ? "" : "  (" + row.reason + ")"));
        out.flush();
    }

    private void write(Path report, List<Row> rows, boolean ok) throws RestException {
        JsonArrayBuilder clips = Json.createArrayBuilder();
        for (Row row : rows) {
            clips.add(Json.createObjectBuilder().add("name", row.file.getFileName().toString()).add("path", row.file.toString())
                    .add("sizeBytes", row.size).add("parts", row.parts).add("seconds", row.seconds).add("sha256", row.here)
                    .add("sha256Cloud", row.there).add("assetId", row.asset).add("state", row.state).add("reason", row.reason).add("ok", row.ok));
        }
        JsonObjectBuilder document = Json.createObjectBuilder().add("ok", ok).add("clips", clips)
                .add("cloud", simulator.getObject("/_sim/state"));
        try (Writer writer = Files.newBufferedWriter(report);
                JsonWriter json = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true)).createWriter(writer)) {
            json.writeObject(document.build());
        } catch (IOException e) {
            throw new CommandException("The report " + report + " cannot be written (" + e + ").", e);
        }
    }
}
