package io.rushline.launcher.ctl;

import io.rushline.launcher.CommandException;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The ways back: {@code ctl modules rollback}, {@code remove} and {@code cancel}. */
final class ModulesBack {

    private ModulesBack() {
    }

    /** {@code ctl modules rollback}. */
    @Command(name = "rollback", description = "Goes back to the modules before the last update.")
    static final class Rollback implements Callable<Integer> {
        @ParentCommand
        private ModulesCtl modules;
        @Option(names = "--no-wait", description = "Do not wait for what comes of it.")
        private boolean noWait;

        @Override
        public Integer call() {
            return modules.change(appliance -> appliance.post(ModulesCtl.PATH + "/rollback", JsonValue.EMPTY_JSON_OBJECT), !noWait);
        }
    }

    /** {@code ctl modules remove}. */
    @Command(name = "remove", description = "Takes a module away that was added, or puts what ships in the place of one that replaced it.")
    static final class Remove implements Callable<Integer> {
        @ParentCommand
        private ModulesCtl modules;
        @Parameters(paramLabel = "NAME", description = "The module's symbolic name.")
        private String name;
        @Option(names = "--no-wait", description = "Do not wait for what comes of it.")
        private boolean noWait;

        @Override
        public Integer call() {
            JsonObject body = Json.createObjectBuilder().add("module", name).build();
            return modules.change(appliance -> appliance.post(ModulesCtl.PATH + "/remove", body), !noWait);
        }
    }

    /** {@code ctl modules cancel}. */
    @Command(name = "cancel", description = "Ends an update that is not kept yet: a scheduled one does not begin, one on trial is taken back.")
    static final class Cancel implements Callable<Integer> {
        @ParentCommand
        private ModulesCtl modules;
        @Parameters(paramLabel = "ID", arity = "0..1", description = "The update; without it, the one that goes on or is scheduled.")
        private Long id;

        @Override
        public Integer call() {
            return modules.ctl.answer(appliance -> {
                long update = id == null ? current(appliance) : id;
                JsonObject asked = appliance.post(ModulesCtl.PATH + "/updates/" + update + "/cancel", JsonValue.EMPTY_JSON_OBJECT).asJsonObject();
                return modules.watch().follow(asked);
            }, answer -> modules.ctl.say(UpdateText.line(answer.asJsonObject())), answer -> UpdateText.isKept(answer.asJsonObject())
                    ? Optional.of("It was kept before it could be cancelled. Go back with 'modules rollback'.") : Optional.empty());
        }

        private static long current(Rest appliance) throws RestException {
            JsonObject current = Text.object(appliance.getObject(ModulesCtl.PATH), "current");
            if (current.isEmpty()) {
                throw new CommandException("No update goes on, and none is scheduled.");
            }
            return Text.number(current, "id");
        }
    }
}
