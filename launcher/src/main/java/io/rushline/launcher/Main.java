package io.rushline.launcher;

import io.rushline.launcher.ctl.CtlCommand;
import io.rushline.launcher.ctl.RestException;
import java.io.PrintWriter;
import java.security.Security;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code rushline} command: status 0 success, 1 the operation failed, 2 wrong usage. */
@Command(name = "rushline", description = "Gets every recorded clip into the cloud, whole and once.", mixinStandardHelpOptions = true, scope = ScopeType.INHERIT,
        versionProvider = Main.Version.class,
        subcommands = {DemoCommand.class, RunCommand.class, SimulateCommand.class, CertifyCommand.class})
public final class Main implements Runnable {

    private static final Set<String> STARTING = Set.of("run", "demo", "simulate");

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        // A name that could not be looked up while there was no network is looked up again as soon as there is one; by default the JDK waits for 10 s.
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        // Scripts read UTF-8 whatever the locale of the appliance is.
        System.setOut(new java.io.PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, java.nio.charset.StandardCharsets.UTF_8));
        System.exit(commandLine(args).execute(args));
    }

    /** The two dozen commands below {@code ctl} take a moment to be read: an appliance that starts does not wait for them. */
    static CommandLine commandLine(String... args) {
        CommandLine commandLine = new CommandLine(new Main());
        if (args.length == 0 || !STARTING.contains(args[0])) {
            commandLine.addSubcommand(new CtlCommand());
        }
        return commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setDefaultValueProvider(new EnvironmentDefaults(System.getenv()))
                .setParameterExceptionHandler(Main::usage)
                .setExecutionExceptionHandler(Main::report);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing.");
    }

    private static int usage(ParameterException e, String[] arguments) {
        PrintWriter err = e.getCommandLine().getErr();
        err.println("rushline: " + e.getMessage());
        e.getCommandLine().usage(err);
        return CommandLine.ExitCode.USAGE;
    }

    private static int report(Exception e, CommandLine commandLine, CommandLine.ParseResult result) {
        PrintWriter err = commandLine.getErr();
        if (e instanceof CommandException || e instanceof RestException) {
            err.println("rushline: " + e.getMessage());
        } else {
            err.println("rushline: this should not have happened; please report it:");
            e.printStackTrace(err);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** The version of the distribution, which is also the firmware version told to the cloud. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"rushline " + Distribution.VERSION};
        }
    }
}
