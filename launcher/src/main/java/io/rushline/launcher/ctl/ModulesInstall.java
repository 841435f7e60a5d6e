package io.rushline.launcher.ctl;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ctl modules install}: files, as one set. */
@Command(name = "install", description = "Installs modules from files as one set, all of them or none, and waits until they are kept or have gone back.")
final class ModulesInstall implements Callable<Integer> {

    @ParentCommand
    private ModulesCtl modules;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Signed modules (.jar, .rlm).")
    private List<Path> files;

    @Option(names = "--allow-downgrade", description = "Also lower versions than those that run.")
    private boolean allowDowngrade;

    @Mixin
    private WhenOption timing;

    @Override
    public Integer call() {
        files.forEach(Staging::check);
        return modules.change(this::install, !timing.noWait);
    }

    private JsonObject install(Rest appliance) throws RestException {
        Staging staging = new Staging(appliance);
        List<String> ids = new ArrayList<>();
        try {
            for (Path file : files) {
                JsonObject module = staging.send(file);
                ids.add(Text.string(module, "id"));
                modules.ctl.step(Text.printable(file.toString()) + " is " + Text.string(module, "name") + " " + Text.string(module, "version") + ", signed by "
                        + Text.string(module, "signer"));
            }
            look(appliance, ids);
            return appliance.post(ModulesCtl.PATH + "/install", request(ids).add("when", timing.when).build()).asJsonObject();
        } catch (RestException e) {
            takeBack(staging, ids, e);
            throw e;
        }
    }

    private JsonObjectBuilder request(List<String> ids) {
        return Json.createObjectBuilder().add("ids", Json.createArrayBuilder(ids)).add("allowDowngrade", allowDowngrade);
    }

    private void look(Rest appliance, List<String> ids) throws RestException {
        try {
            JsonObject plan = appliance.post(ModulesCtl.PATH + "/look", request(ids).build()).asJsonObject();
            modules.ctl.step(UpdateText.changes(plan) + "; " + UpdateText.restarts(plan));
        } catch (RestException e) {
            if (e.status() >= 500) {
                throw e;
            }
            // What is in the way is in the way of the installation too, whose refusal is kept in the history: that one is reported.
        }
    }

    private static void takeBack(Staging staging, List<String> ids, RestException because) {
        for (String id : ids) {
            try {
                staging.takeBack(id);
            } catch (RestException e) {
                because.addSuppressed(e);
            }
        }
    }
}
