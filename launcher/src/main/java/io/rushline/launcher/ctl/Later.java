package io.rushline.launcher.ctl;

import io.rushline.launcher.CommandException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command of the contract that a later version brings: says so, with status 1. */
abstract class Later implements Callable<Integer> {

    @Parameters(paramLabel = "ARGUMENT", arity = "0..*")
    private List<String> arguments;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new CommandException("'" + spec.qualifiedName() + "' is not there yet; it comes with a later version.");
    }
}
