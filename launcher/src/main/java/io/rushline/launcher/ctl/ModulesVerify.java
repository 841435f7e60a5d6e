package io.rushline.launcher.ctl;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ctl modules verify}: whether this appliance would take a file, without keeping it, or whether what runs is what was installed. */
@Command(name = "verify", description = "Lets the appliance check files without keeping them; without a file, reads again the files of what runs.")
final class ModulesVerify implements Callable<Integer> {

    @ParentCommand
    private ModulesCtl modules;

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Signed modules (.jar, .rlm).")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
        if (files.isEmpty()) {
            return modules.ctl.answer(appliance -> appliance.post(ModulesCtl.PATH + "/verify", JsonValue.EMPTY_JSON_OBJECT), this::signers,
                    answer -> Text.objects(answer.asJsonObject(), "modules").stream().allMatch(module -> module.isNull("problem")) ? Optional.empty()
                            : Optional.of("Not all that runs is what was installed."));
        }
        files.forEach(Staging::check);
        boolean[] refused = {false};
        return modules.ctl.answer(appliance -> {
            Staging staging = new Staging(appliance);
            JsonArrayBuilder results = Json.createArrayBuilder();
            for (Path file : files) {
                JsonObject result = verify(staging, file);
                refused[0] |= result.containsKey("problem");
                results.add(result);
            }
            return Json.createObjectBuilder().add("files", results).build();
        }, this::show, answer -> refused[0] ? Optional.of("Not all of them would be taken.") : Optional.empty());
    }

    private static JsonObject verify(Staging staging, Path file) throws RestException {
        JsonObject module;
        try {
            module = staging.send(file);
        } catch (RestException e) {
            if (e.status() != 413 && e.status() != 422) {
                throw e;
            }
            return Json.createObjectBuilder().add("file", file.toString()).add("problem", e.problem()).build();
        }
        staging.takeBack(Text.string(module, "id"));
        return Json.createObjectBuilder().add("file", file.toString()).add("module", module).build();
    }

    private void show(JsonStructure answer) {
        for (JsonObject result : Text.objects(answer.asJsonObject(), "files")) {
            JsonObject module = Text.object(result, "module");
            JsonObject problem = Text.object(result, "problem");
            modules.ctl.say(Text.string(result, "file") + ": " + (problem.isEmpty()
                    ? "good, " + Text.string(module, "name") + " " + Text.string(module, "version") + ", signed by " + Text.string(module, "signer")
                    : Text.string(problem, "title") + Text.maybe(problem, "detail", " %s") + Text.maybe(problem, "todo", " %s")));
        }
    }

    private void signers(JsonStructure answer) {
        Table table = new Table();
        Text.objects(answer.asJsonObject(), "modules").forEach(module -> table.row(Text.string(module, "name"), Text.string(module, "version"),
                !module.isNull("problem") ? Text.string(module, "problem")
                        : Text.string(module, "signer").isEmpty() ? "as the distribution shipped it" : "as signed by " + Text.string(module, "signer")));
        modules.ctl.say(table);
    }
}
