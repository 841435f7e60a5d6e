package io.rushline.launcher.ctl;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code ctl queue settings}: what people decide for the whole queue. */
@Command(name = "settings", description = "Shows or changes what holds for the whole queue.")
final class QueueSettingsCtl implements Callable<Integer> {

    private static final String PATH = "/api/v1/queue/settings";

    /** How new clips are taken. */
    static final class Choosing {
        @Option(names = "--manual", description = "New clips are held until somebody chooses them.")
        private boolean manual;
        @Option(names = "--automatic", description = "New clips go up by themselves.")
        private boolean automatic;
    }

    /** Whether anything is sent. */
    static final class Sending {
        @Option(names = "--pause", description = "Nothing is sent; clips keep their places and states.")
        private boolean pause;
        @Option(names = "--resume", description = "Clips are sent again.")
        private boolean resume;
    }

    @ParentCommand
    private QueueCtl queue;

    @ArgGroup
    private Choosing choosing;

    @ArgGroup
    private Sending sending;

    @Override
    public Integer call() {
        return queue.ctl.answer(this::change, answer -> {
            JsonObject settings = answer.asJsonObject();
            queue.ctl.say("new clips  " + (settings.getBoolean("manual") ? "are held until somebody chooses them" : "go up by themselves"));
            queue.ctl.say("queue      " + (settings.getBoolean("paused") ? "paused" : "running"));
        });
    }

    private JsonStructure change(Rest appliance) throws RestException {
        JsonObject now = appliance.getObject(PATH);
        if (choosing == null && sending == null) {
            return now;
        }
        return appliance.put(PATH, Json.createObjectBuilder().add("manual", choosing == null ? now.getBoolean("manual") : choosing.manual)
                .add("paused", sending == null ? now.getBoolean("paused") : sending.pause).build());
    }
}
