package io.rushline.launcher;

import io.rushline.launcher.ctl.Rest;
import io.rushline.launcher.ctl.RestException;
import io.rushline.launcher.ctl.Text;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code rushline demo}: a cloud simulator and an appliance, each a framework of its own in this process, paired with each other. With the same home
 * it goes on where it was stopped or killed.
 */
@Command(name = "demo", description = "Shows it at work: a simulated cloud, an appliance paired with it, and clips going up.")
final class DemoCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** For samples, which are small: there is a minute to look, and to pull the plug. */
    private static final int SAMPLES_MBIT = 10;

    @Option(names = "--media", paramLabel = "DIR", description = "The clips to upload (default: samples it makes).")
    private Path media;

    @Option(names = "--home", paramLabel = "DIR", defaultValue = "${sys:user.home}/.rushline-demo",
            description = "Where all state is kept (default: ${DEFAULT-VALUE}).")
    private Path home;

    @Option(names = "--exit", description = "Verify every clip in the cloud, print a table and stop: status 0 only if all are there.")
    private boolean exit;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the table as JSON.")
    private Path report;

    @Mixin
    private ApplianceOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, RestException {
        Distribution distribution = Distribution.own();
        PrintWriter out = spec.commandLine().getOut();
        if (Files.exists(home.resolve("db")) && !Files.exists(home.resolve("cloud"))) {
            throw new CommandException(home + " is the home of an appliance, not of a demo: its connection would be lost. Choose another --home.");
        }
        try (Home own = Home.open(home); Home cloudHome = Home.open(own.file("cloud"))) {
            Logs.to(own);
            Path clips = clips(own, out);
            try (Host cloud = SimulateCommand.start(distribution, cloudHome, 0)) {
                JsonObject address = SimulateCommand.await(cloudHome);
                try (Host appliance = start(distribution, own, clips, address)) {
                    Shutdown.onSignal(appliance, cloud);
                    URI console = RunCommand.console(own);
                    Rest simulator = Rest.of(URI.create(address.getString("url")), Trust.of(Path.of(address.getString("trust"))));
                    Rest device = Rest.ofHome(own.root());
                    pair(device, simulator);
                    HeldClips held = new HeldClips(device);
                    out.println("Console: " + console + "\nCloud:   " + address.getString("url") + "\nClips:   " + clips
                            + "\nCommand: " + System.getProperty("rushline.command", "rushline") + " ctl --home " + own.root() + " status");
                    out.flush();
                    if (!exit) {
                        if (media == null) {
                            out.println("Samples go up at " + SAMPLES_MBIT + " Mbit/s unless another limit is set, slowly enough to look and to pull the plug;"
                                    + " 'network bandwidth --limit 0' in place of 'status' lets them go.");
                        }
                        out.println("Ctrl-C ends it; the same command goes on from there.");
                        out.flush();
                        held.sendEarlyOnes(PATIENCE);
                        appliance.awaitStop();
                        return 0;
                    }
                    Delivery delivery = new Delivery(device, simulator, held, clips, out, spec.commandLine().getErr());
                    delivery.await();
                    return delivery.verify(report) ? 0 : 1;
                }
            }
        }
    }

    private Path clips(Home own, PrintWriter out) {
        if (media == null) {
            return Samples.in(own.file("samples"), out);
        }
        if (!Files.isDirectory(media)) {
            throw new CommandException("There is no folder " + media + ". Name one that holds clips with --media, or leave it out for samples.");
        }
        return media.toAbsolutePath().normalize();
    }

    private Host start(Distribution distribution, Home own, Path clips, JsonObject cloud) {
        Features features = Features.read(distribution.features(), "appliance");
        Settings settings = Settings.of(distribution, features, own.root());
        settings.put("io.rushline.cloud.http", ApplianceOptions.cloud(URI.create(cloud.getString("url")), Path.of(cloud.getString("trust"))));
        settings.put("io.rushline.network", Map.of("speedTestUrl", cloud.getString("url") + "/_sim/speed"));
        settings.put("io.rushline.ingest.folder~demo", Map.of("folder", clips.toString()));
        if (media == null && !exit) {
            settings.putIfAbsent("io.rushline.uploader.c2c", "bandwidthLimitBitsPerSecond", SAMPLES_MBIT * 1_000_000);
        }
        return options.start(distribution, features, own, settings, false);
    }

    /** Does what a user does: starts pairing on the device and types the code in the cloud. */
    private static void pair(Rest device, Rest simulator) throws RestException {
        if (Text.string(device.getObject("/api/v1/connection"), "state").equals("CONNECTED")) {
            return;
        }
        device.post("/api/v1/pairing", JsonValue.EMPTY_JSON_OBJECT);
        JsonObject pairing = Condition.await(PATIENCE, () -> device.getObject("/api/v1/pairing"), p -> Text.string(p, "step").equals("CODE"));
        String code = Text.string(pairing, "userCode");
        if (code.isEmpty()) {
            throw new CommandException("The simulated cloud gave no code: " + Text.string(pairing, "trouble"));
        }
        simulator.post("/_sim/approve", Json.createObjectBuilder().add("user_code", code).build());
        JsonObject connection = Condition.await(PATIENCE, () -> device.getObject("/api/v1/connection"),
                c -> Text.string(c, "state").equals("CONNECTED") && !Text.string(c, "projectId").isEmpty());
        if (!Text.string(connection, "state").equals("CONNECTED")) {
            throw new CommandException("The device was not connected: " + connection);
        }
    }
}
