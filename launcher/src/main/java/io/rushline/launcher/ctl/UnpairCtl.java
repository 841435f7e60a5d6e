package io.rushline.launcher.ctl;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code ctl unpair}: ends the connection to the project. */
@Command(name = "unpair", description = "Ends the connection to the project; the queue stays.")
final class UnpairCtl implements Callable<Integer> {

    @ParentCommand
    private CtlCommand ctl;

    @Override
    public Integer call() {
        return ctl.answer(appliance -> appliance.delete("/api/v1/connection"), answer -> ctl.say("The device is unpaired."));
    }
}
