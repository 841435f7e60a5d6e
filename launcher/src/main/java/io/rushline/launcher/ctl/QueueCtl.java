package io.rushline.launcher.ctl;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ctl queue …}: the clips. */
@Command(name = "queue", description = "Lists and changes the queue.",
        subcommands = {QueueCtl.List_.class, QueueCtl.Add.class, QueueCtl.Pause.class, QueueCtl.Resume.class, QueueCtl.Cancel.class, QueueCtl.Retry.class,
            QueueCtl.Move.class})
final class QueueCtl extends Group {

    private void row(JsonObject item) {
        long size = Text.number(item, "sizeBytes");
        ctl.say(String.format(Locale.ROOT, "%6s  %-10s %10s %5.1f %%  %s%s", Text.string(item, "id"), Text.string(item, "state"), Text.bytes(size),
                size == 0 ? 0.0 : 100.0 * Text.number(item, "ackedBytes") / size, Text.string(item, "name"),
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
        @Option(names = "--offset", defaultValue = "0", description = "How many to skip.")
        private int offset;
        @Option(names = "--limit", defaultValue = "100", description = "How many at most, up to 1000 (default: ${DEFAULT-VALUE}).")
        private int limit;

        @Override
        public Integer call() {
            String query = "/api/v1/queue?offset=" + offset + "&limit=" + limit + "&text=" + encoded(text)
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
        @Option(names = "--priority", defaultValue = "0", description = "Higher goes first (default: 0).")
        private int priority;

        @Override
        public Integer call() {
            JsonObject body = Json.createObjectBuilder().add("path", file.toAbsolutePath().toString()).add("priority", priority).build();
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

    /** What pausing, resuming, cancelling and retrying have in common. */
    abstract static class Bulk implements Callable<Integer> {
        @ParentCommand
        private QueueCtl queue;
        @Parameters(paramLabel = "ID", arity = "0..*", description = "The clips.")
        private List<Long> items = List.of();
        @Option(names = "--all", description = "All clips with which it can be done.")
        private boolean all;
        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            if (all == !items.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "Name the clips, or all of them with --all.");
            }
            JsonArrayBuilder ids = Json.createArrayBuilder();
            items.forEach(ids::add);
            JsonObjectBuilder body = Json.createObjectBuilder();
            JsonObject request = (all ? body.add("all", true) : body.add("ids", ids)).build();
            boolean[] refused = {false};
            int status = queue.ctl.answer(appliance -> {
                JsonStructure answer = appliance.post("/api/v1/queue/" + spec.name(), request);
                refused[0] = !Text.array(answer.asJsonObject(), "refused").isEmpty();
                return answer;
            }, this::show);
            return status == 0 && refused[0] ? 1 : status;
        }

        private void show(JsonStructure answer) {
            queue.ctl.say(Text.array(answer.asJsonObject(), "changed").size() + " changed");
            for (JsonValue value : Text.array(answer.asJsonObject(), "refused")) {
                queue.ctl.say(Text.string(value.asJsonObject(), "id") + ": " + Text.string(value.asJsonObject(), "detail"));
            }
        }
    }

    /** {@code ctl queue pause}. */
    @Command(name = "pause", description = "Pauses clips.")
    static final class Pause extends Bulk { }

    /** {@code ctl queue resume}. */
    @Command(name = "resume", description = "Puts paused or held clips back in line.")
    static final class Resume extends Bulk { }

    /** {@code ctl queue cancel}. */
    @Command(name = "cancel", description = "Cancels clips.")
    static final class Cancel extends Bulk { }

    /** {@code ctl queue retry}. */
    @Command(name = "retry", description = "Tries clips again now.")
    static final class Retry extends Bulk { }
}
