package io.rushline.launcher.ctl;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ctl queue …}: the clips. */
@Command(name = "queue", description = "Lists and changes the queue.",
        subcommands = {QueueCtl.List_.class, QueueCtl.Add.class, QueueActions.Pause.class, QueueActions.Resume.class, QueueActions.Cancel.class,
            QueueActions.Retry.class, QueueCtl.Move.class, QueueCtl.Prioritise.class, QueueCtl.UploadAgain.class, QueueSettingsCtl.class,
            QueueCtl.Abandoned.class})
final class QueueCtl extends Group {

    private void row(JsonObject item) {
        long size = Text.number(item, "sizeBytes");
        boolean growing = item.getBoolean("growing", false);
        ctl.say(String.format(Locale.ROOT, "%6s  %-10s %10s %5.1f %%  %s%s", Text.string(item, "id"), Text.string(item, "state"), Text.bytes(size),
                size == 0 ? 0.0 : Math.min(100, 100.0 * Text.number(item, "ackedBytes") / size), Text.string(item, "name") + (growing ? "  recording" : ""),
                Text.maybe(Text.object(item, "reason"), "what", "  (%s)")));
    }

    /** {@code ctl queue list}. */
    @Command(name = "list", description = "Lists clips, those under way first.")
    static final class List_ implements Callable<Integer> {
        @ParentCommand
        private QueueCtl queue;
        @Option(names = "--state", split = ",", paramLabel = "STATE", description = "Only clips in these states.")
        private List<String> states = List.of();
        @Option(names = "--text", paramLabel = "TEXT", defaultValue = "", description = "Only clips whose name holds this text.")
        private String text;
        @Option(names = "--reason", paramLabel = "CODE", defaultValue = "", description = "Only clips with this reason, as in queue.duplicate.")
        private String reason;
        @Option(names = "--project", paramLabel = "ID", defaultValue = "", description = "Only clips of this project.")
        private String project;
        @Option(names = "--offset", defaultValue = "0", description = "How many to skip.")
        private int offset;
        @Option(names = "--limit", defaultValue = "100", description = "How many at most, up to 1000 (default: ${DEFAULT-VALUE}).")
        private int limit;

        @Override
        public Integer call() {
            String query = "/api/v1/queue?offset=" + offset + "&limit=" + limit + "&text=" + encoded(text)
                    + "&reason=" + encoded(reason) + "&project=" + encoded(project)
                    + "&state=" + encoded(String.join(",", states).toUpperCase(Locale.ROOT));
            return queue.ctl.answer(appliance -> appliance.get(query), this::show);
        }

        private void show(JsonStructure answer) {
            JsonObject page = answer.asJsonObject();
            Text.array(page, "items").forEach(item -> queue.row(item.asJsonObject()));
            queue.ctl.say(Text.array(page, "items").size() + " of " + Text.number(page, "total") + " clips");
        }

        private static String encoded(String value) {
            return URLEncoder.encode(value, StandardCharsets.UTF_8);
        }
    }

    /** {@code ctl queue add}. */
    @Command(name = "add", description = "Puts a file into the queue.")
    static final class Add implements Callable<Integer> {
        @ParentCommand
        private QueueCtl queue;
        @Parameters(paramLabel = "FILE", description = "A file on the appliance.")
        private Path file;
        @Option(names = "--channel", defaultValue = "0", description = "Recording input it came from, counted from 0 (default: 0).")
        private int channel;
        @Option(names = "--priority", defaultValue = "0", description = "Higher goes first (default: 0).")
        private int priority;

        @Override
        public Integer call() {
            JsonObject body = Json.createObjectBuilder().add("path", file.toAbsolutePath().toString()).add("channel", channel)
                    .add("priority", priority).build();
            return queue.ctl.answer(appliance -> appliance.post("/api/v1/queue", body), answer -> queue.row(answer.asJsonObject()));
        }
    }

    /** {@code ctl queue move}. */
    @Command(name = "move", description = "Moves a clip in the line.")
    static final class Move implements Callable<Integer> {
        @ParentCommand
        private QueueCtl queue;
        @Parameters(paramLabel = "ID", description = "The clip to move.")
        private long item;
        @Option(names = "--before", paramLabel = "ID", description = "The clip it goes before; without it, to the end.")
        private Long before;

        @Override
        public Integer call() {
            JsonObjectBuilder body = Json.createObjectBuilder();
            JsonObject request = (before == null ? body.addNull("before") : body.add("before", before)).build();
            return queue.ctl.answer(appliance -> appliance.post("/api/v1/queue/" + item + "/move", request), answer -> queue.ctl.say("moved"));
        }
    }

    /** {@code ctl queue prioritise}. */
    @Command(name = "prioritise", description = "Lets a clip go before those of lower priority.")
    static final class Prioritise implements Callable<Integer> {
        @ParentCommand
        private QueueCtl queue;
        @Parameters(index = "0", paramLabel = "ID", description = "The clip.")
        private long item;
        @Parameters(index = "1", paramLabel = "PRIORITY", description = "Higher goes first; 0 is usual.")
        private int priority;

        @Override
        public Integer call() {
            JsonObject body = Json.createObjectBuilder().add("priority", priority).build();
            return queue.ctl.answer(appliance -> appliance.post("/api/v1/queue/" + item + "/prioritise", body), answer -> queue.row(answer.asJsonObject()));
        }
    }

    /** {@code ctl queue upload-again}. */
    @Command(name = "upload-again", description = "Sends a completed clip once more, as a new version of its asset.")
    static final class UploadAgain implements Callable<Integer> {
        @ParentCommand
        private QueueCtl queue;
        @Parameters(paramLabel = "ID", description = "The completed clip.")
        private long item;

        @Override
        public Integer call() {
            return queue.ctl.answer(appliance -> appliance.post("/api/v1/queue/" + item + "/upload-again", JsonValue.EMPTY_JSON_OBJECT),
                    answer -> queue.row(answer.asJsonObject()));
        }
    }

    /** {@code ctl queue abandoned}. */
    @Command(name = "abandoned", description = "Lists assets left behind unfinished in the cloud, newest first.")
    static final class Abandoned implements Callable<Integer> {
        @ParentCommand
        private QueueCtl queue;

        @Override
        public Integer call() {
            return queue.ctl.answer(appliance -> appliance.get("/api/v1/abandoned-assets"), answer -> {
                for (JsonValue value : Text.array(answer.asJsonObject(), "assets")) {
                    JsonObject asset = value.asJsonObject();
                    String id = Text.string(asset, "assetId");
                    queue.ctl.say(Text.string(asset, "at") + "  " + (id.isEmpty() ? "(id not known)" : id) + "  " + Text.string(asset, "name")
                            + Text.maybe(Text.object(asset, "why"), "what", "  (%s)"));
                }
            });
        }
    }
}
