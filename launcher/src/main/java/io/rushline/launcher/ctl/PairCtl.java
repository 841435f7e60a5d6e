package io.rushline.launcher.ctl;

import io.rushline.launcher.Condition;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code ctl pair}: starts pairing and shows the code; the appliance goes on polling after this command has ended. */
@Command(name = "pair", description = "Shows a code to type in Frame.io; the appliance waits for it in the background.")
final class PairCtl implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @ParentCommand
    private CtlCommand ctl;

    @Option(names = "--cancel", description = "End pairing instead.")
    private boolean cancel;

    private boolean shown;

    @Override
    public Integer call() {
        if (cancel) {
            return ctl.answer(appliance -> appliance.delete("/api/v1/pairing"), answer -> ctl.say("Pairing is cancelled."));
        }
        int status = ctl.answer(this::start, this::show);
        return status == 0 && !shown ? 1 : status;
    }

    /** Waits until there is a code to show, or a reason why there is none. */
    private JsonStructure start(Rest appliance) throws RestException {
        appliance.post("/api/v1/pairing", JsonValue.EMPTY_JSON_OBJECT);
        JsonObject pairing = Condition.await(PATIENCE, () -> appliance.getObject("/api/v1/pairing"), p -> !Text.string(p, "step").equals("ASKING"));
        shown = Text.string(pairing, "step").equals("CODE");
        return pairing;
    }

    private void show(JsonStructure answer) {
        JsonObject pairing = answer.asJsonObject();
        if (Text.string(pairing, "step").equals("CODE")) {
            ctl.say("code   " + Text.string(pairing, "userCode"));
            ctl.say("link   " + Text.string(pairing, "completeUri") + Text.maybe(pairing, "verificationUri", " (or type the code at %s)"));
            ctl.say("until  " + Text.string(pairing, "expiresAt"));
        } else {
            ctl.say(Text.string(pairing, "step") + Text.maybe(pairing, "trouble", ": %s"));
        }
    }
}
