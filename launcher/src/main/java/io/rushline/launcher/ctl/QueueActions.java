package io.rushline.launcher.ctl;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
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

/** What {@code ctl queue pause}, {@code resume}, {@code cancel} and {@code retry} have in common: several clips, named or all that match. */
abstract class QueueActions implements Callable<Integer> {

    @ParentCommand
    private QueueCtl queue;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "The clips.")
    private List<Long> items = List.of();

    @Option(names = "--all", description = "All clips with which it can be done. Without --state and --reason, resume leaves those that are held as "
            + "they are, and retry those that were cancelled.")
    private boolean all;

    @Option(names = "--state", split = ",", paramLabel = "STATE", description = "With --all: only clips in these states.")
    private List<String> states = List.of();

    @Option(names = "--reason", paramLabel = "CODE", description = "With --all: only clips with this reason, as in queue.before-pairing.")
    private String reason;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (all == !items.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Name the clips, or all of them with --all.");
        }
        if (!all && (!states.isEmpty() || reason != null)) {
            throw new ParameterException(spec.commandLine(), "--state and --reason go with --all.");
        }
        boolean[] refused = {false};
        int status = queue.ctl.answer(appliance -> {
            JsonStructure answer = appliance.post("/api/v1/queue/" + spec.name(), request());
            refused[0] = !Text.array(answer.asJsonObject(), "refused").isEmpty();
            return answer;
        }, this::show);
        return status == 0 && refused[0] ? 1 : status;
    }

    private JsonObject request() {
        if (!all) {
            return Json.createObjectBuilder().add("ids", Json.createArrayBuilder(items)).build();
        }
        JsonArrayBuilder named = Json.createArrayBuilder();
        states.forEach(state -> named.add(state.toUpperCase(Locale.ROOT)));
        JsonObjectBuilder matching = Json.createObjectBuilder().add("states", named);
        if (reason != null) {
            matching.add("reason", reason);
        }
        return Json.createObjectBuilder().add("all", true).add("matching", matching).build();
    }

    private void show(JsonStructure answer) {
        queue.ctl.say(Text.array(answer.asJsonObject(), "changed").size() + " changed");
        for (JsonValue value : Text.array(answer.asJsonObject(), "refused")) {
            queue.ctl.say(Text.string(value.asJsonObject(), "id") + ": " + Text.string(value.asJsonObject(), "detail"));
        }
    }

    /** {@code ctl queue pause}. */
    @Command(name = "pause", description = "Pauses clips.")
    static final class Pause extends QueueActions { }

    /** {@code ctl queue resume}. */
    @Command(name = "resume", description = "Puts paused or held clips back in line.")
    static final class Resume extends QueueActions { }

    /** {@code ctl queue cancel}. */
    @Command(name = "cancel", description = "Cancels clips.")
    static final class Cancel extends QueueActions { }

    /** {@code ctl queue retry}. */
    @Command(name = "retry", description = "Tries clips again now.")
    static final class Retry extends QueueActions { }
}
