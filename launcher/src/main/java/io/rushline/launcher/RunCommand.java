package io.rushline.launcher;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rushline run}: the appliance in the foreground. */
@Command(name = "run", description = "Runs the appliance in the foreground; keeps state only below its home.")
final class RunCommand implements Callable<Integer> {

    static final Duration READY = Duration.ofSeconds(30);

    @Option(names = "--home", paramLabel = "DIR", required = true, description = "Where all state is kept.")
    private Path home;

    @Option(names = "--cloud", paramLabel = "URL", description = "The cloud's address, https only (default: https://api.frame.io).")
    private URI cloud;

    @Option(names = "--trust", paramLabel = "PEM", description = "A certificate to trust beside the usual ones, as of a simulator.")
    private Path trust;

    @Option(names = "--feature", paramLabel = "F", defaultValue = "appliance",
            description = "What to start: a feature's name, or the path of a feature file (default: ${DEFAULT-VALUE}).")
    private String feature;

    @Option(names = "--check", description = "Start, check that all parts run, and stop: status 0 if they do. Where the distribution can be written it also"
            + " readies it for this machine's Java, so that later starts take less time.")
    private boolean check;

    @Option(names = "--safe", description = "Start the set of modules before the present one, else what ships; changes nothing.")
    private boolean safe;

    @Mixin
    private ApplianceOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Distribution distribution = Distribution.own();
        try (Home opened = Home.open(home)) {
            Logs.to(opened);
            Features features = Features.read(distribution.features(), feature);
            Settings settings = Settings.of(distribution, features, opened.root());
            settings.put("io.rushline.cloud.http", ApplianceOptions.cloud(cloud, trust));
            try (Host host = options.start(distribution, features, opened, settings, safe)) {
                Shutdown.onSignal(host);
                spec.commandLine().getOut().println("Rushline " + Distribution.VERSION + " runs on " + opened.root());
                if (features.names().contains("console")) {
                    tellConsole(opened);
                }
                if (check) {
                    return host.allStarted() ? 0 : 1;
                }
                host.awaitStop();
            }
        }
        return 0;
    }

    /** Without its console an appliance still uploads. */
    private void tellConsole(Home opened) {
        try {
            spec.commandLine().getOut().println("Console: " + console(opened));
        } catch (CommandException e) {
            spec.commandLine().getErr().println("rushline: " + e.getMessage());
        }
    }

    /** Waits until the console answers. */
    static URI console(Home home) {
        return Condition.await(READY, () -> Addresses.console(home), Optional::isPresent)
                .orElseThrow(() -> new CommandException("The console does not answer; " + home.file("logs/rushline.0.log") + " says why."));
    }
}
