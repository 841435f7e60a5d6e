package io.rushline.launcher.ctl;

import jakarta.json.JsonString;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code ctl logs}: the end of the appliance's log. */
@Command(name = "logs", description = "Prints the last lines of the log.")
final class LogsCtl implements Callable<Integer> {

    @ParentCommand
    private CtlCommand ctl;

    @Option(names = "--lines", defaultValue = "100", description = "How many, up to 1000 (default: ${DEFAULT-VALUE}).")
    private int lines;

    @Override
    public Integer call() {
        return ctl.answer(appliance -> appliance.get("/api/v1/logs?lines=" + lines),
                answer -> Text.array(answer.asJsonObject(), "lines").getValuesAs(JsonString::getString).forEach(line -> ctl.say(Text.printable(line))));
    }
}
