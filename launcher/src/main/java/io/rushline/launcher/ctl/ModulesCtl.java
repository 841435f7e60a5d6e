package io.rushline.launcher.ctl;

import jakarta.json.JsonArray;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code ctl modules …}: what is installed. */
@Command(name = "modules", description = "Lists modules.", subcommands = {ModulesCtl.Listing.class, ModulesCtl.Install.class, ModulesCtl.Update.class,
    ModulesCtl.Rollback.class, ModulesCtl.Verify.class})
final class ModulesCtl extends Group {

    /** {@code ctl modules list}. */
    @Command(name = "list", description = "Lists bundles with version and state.")
    static final class Listing implements Callable<Integer> {
        @ParentCommand
        private ModulesCtl modules;

        @Override
        public Integer call() {
            return modules.ctl.answer(appliance -> appliance.get("/api/v1/modules"), answer -> {
                JsonArray bundles = answer instanceof JsonArray array ? array : Text.array(answer.asJsonObject(), "modules");
                bundles.forEach(value -> modules.ctl.say(Text.string(value.asJsonObject(), "state") + "  " + Text.string(value.asJsonObject(), "name")
                        + " " + Text.string(value.asJsonObject(), "version")));
            });
        }
    }

    /** {@code ctl modules install}. */
    @Command(name = "install", description = "Installs a module (comes with a later version).")
    static final class Install extends Later { }

    /** {@code ctl modules update}. */
    @Command(name = "update", description = "Updates a module (comes with a later version).")
    static final class Update extends Later { }

    /** {@code ctl modules rollback}. */
    @Command(name = "rollback", description = "Goes back to the former version (comes with a later version).")
    static final class Rollback extends Later { }

    /** {@code ctl modules verify}. */
    @Command(name = "verify", description = "Checks signatures (comes with a later version).")
    static final class Verify extends Later { }
}
