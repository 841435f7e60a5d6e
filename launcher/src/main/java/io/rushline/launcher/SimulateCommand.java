package io.rushline.launcher;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rushline simulate}: the cloud simulator alone. */
@Command(name = "simulate", description = "Runs the cloud simulator in the foreground.")
final class SimulateCommand implements Callable<Integer> {

    @Option(names = "--port", paramLabel = "N", required = true, description = "Port; 0 for any.")
    private int port;

    @Option(names = "--home", paramLabel = "DIR", required = true, description = "Where all state is kept.")
    private Path home;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        try (Home opened = Home.open(home)) {
            Logs.to(opened);
            Ports.requireFree(port);
            try (Host host = start(Distribution.own(), opened, port)) {
                Shutdown.onSignal(host);
                JsonObject address = await(opened);
                spec.commandLine().getOut().println("The cloud simulator runs: " + address.getString("url") + "\n"
                        + "Start an appliance with: rushline run --home DIR --cloud " + address.getString("url") + " --trust " + address.getString("trust"));
                host.awaitStop();
            }
        }
        return 0;
    }

    static Host start(Distribution distribution, Home home, int port) {
        Features features = Features.read(distribution.features(), "simulator");
        Settings settings = Settings.of(distribution, features, home.root());
        settings.put("io.rushline.simulator", Map.of("port", port));
        return Host.start(distribution, features, settings, home, Map.of());
    }

    /** Waits until the simulator answers. */
    static JsonObject await(Home home) {
        return Condition.await(RunCommand.READY, () -> Addresses.simulator(home), Optional::isPresent)
                .orElseThrow(() -> new CommandException("The simulator does not answer; " + home.file("logs/rushline.0.log") + " says why."));
    }
}
