package io.rushline.launcher.ctl;

import io.rushline.launcher.Condition;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code ctl status}: what the appliance is doing, in a few lines. */
@Command(name = "status", description = "Shows connection, queue, network and warnings.")
final class StatusCtl implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @ParentCommand
    private CtlCommand ctl;

    @Override
    public Integer call() {
        return ctl.answer(StatusCtl::status, this::show);
    }

    /** Right after a start or while a part is replaced, its section is null: worth a moment's wait, but no more. */
    private static JsonStructure status(Rest appliance) throws RestException {
        return Condition.await(PATIENCE, () -> appliance.getObject("/api/v1/status"),
                status -> !status.isNull("connection") && !status.isNull("queue") && !status.isNull("uploader"));
    }

    private void show(JsonStructure answer) {
        JsonObject status = answer.asJsonObject();
        connection(Text.object(status, "connection"), Text.object(status, "live"));
        queue(Text.object(status, "queue"), Text.object(status, "settings"));
        uploader(Text.object(status, "uploader"));
        JsonObject network = Text.object(status, "network");
        ctl.say("network     " + Text.string(network, "reach") + Text.maybe(network, "trouble", " (%s)"));
        for (JsonValue value : Text.array(status, "warnings")) {
            JsonObject warning = value.asJsonObject();
            ctl.say(Text.string(warning, "severity") + ": " + Text.string(warning, "what") + " " + Text.string(warning, "todo"));
        }
    }

    private void connection(JsonObject connection, JsonObject live) {
        ctl.say("connection  " + Text.string(connection, "state")
                + Text.maybe(connection, "project", " to \"%s\"") + Text.maybe(connection, "user", " by %s")
                + Text.maybe(connection, "validUntil", ", until %s") + Text.maybe(connection, "trouble", " (%s)"));
        String paused = Text.array(connection, "channels").stream().map(JsonValue::asJsonObject).filter(c -> c.getBoolean("paused", false))
                .map(c -> Text.string(c, "index") + Text.maybe(c, "name", " \"%s\"")).collect(Collectors.joining(", "));
        if (connection.getBoolean("paused", false)) {
            ctl.say("            paused in the cloud: what is recorded now is not wanted");
        } else if (!paused.isEmpty()) {
            ctl.say("            paused in the cloud: channel " + paused);
        }
        if (!live.isEmpty()) {
            ctl.say("live        " + Text.string(live, "state") + Text.maybe(live, "since", " since %s") + Text.maybe(live, "why", " (%s)"));
        }
    }

    private void queue(JsonObject queue, JsonObject settings) {
        ctl.say("queue       " + Text.queue(queue) + (settings.getBoolean("paused", false) ? "; paused" : "")
                + (settings.getBoolean("manual", false) ? "; new clips are held until chosen" : ""));
        for (JsonValue value : Text.array(queue, "held")) {
            JsonObject held = value.asJsonObject();
            ctl.say("held        " + Text.number(held, "count") + ", " + Text.bytes(Text.number(held, "bytes")) + ": " + Text.string(held, "code")
                    + " (send them: queue resume --all --reason " + Text.string(held, "code") + ")");
        }
    }

    private void uploader(JsonObject uploader) {
        JsonObject flow = Text.object(uploader, "flow");
        String activity = Text.string(uploader, "activity");
        // Rate and time are those of the last seconds, in which the last part may have gone.
        ctl.say("uploader    " + activity + Text.maybe(uploader, "why", " (%s)") + (!activity.equals("SENDING") ? "" : ", "
                + Text.number(uploader, "bitsPerSecond") / 1_000_000 + " Mbit/s" + Text.maybe(flow, "remainingSeconds", ", about %s s to go")));
        ctl.say("link        " + Text.number(flow, "parallelParts") + " of up to " + Text.number(flow, "mostParallelParts") + " parts at a time"
                + (Text.number(flow, "limitBitsPerSecond") > 0 ? ", limit " + Text.number(flow, "limitBitsPerSecond") / 1_000 + " kbit/s" : "")
                + Text.maybe(flow, "transport", ", %s") + ", " + Text.bytes(Text.number(uploader, "wastedBytes")) + " sent in vain");
    }
}
