package io.rushline.launcher.ctl;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A command below {@code ctl} that only holds others: {@code queue}, {@code network}, {@code modules}. */
abstract class Group implements Runnable {

    @ParentCommand
    CtlCommand ctl;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing after '" + spec.name() + "'.");
    }
}
