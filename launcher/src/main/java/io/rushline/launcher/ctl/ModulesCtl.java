package io.rushline.launcher.ctl;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code ctl modules …}: what the appliance is made of, and its updates. */
@Command(name = "modules", description = "Lists, installs and updates modules, and takes them back.",
        subcommands = {ModulesCtl.Listing.class, ModulesInstall.class, ModulesUpdate.class, ModulesBack.Rollback.class, ModulesBack.Remove.class,
            ModulesBack.Cancel.class, ModulesVerify.class, ModulesCtl.History.class})
final class ModulesCtl extends Group {

    static final String PATH = "/api/v1/modules";

    /** Asks for a change and, if wanted, waits for what comes of it. */
    int change(CtlCommand.Request request, boolean wait) {
        return ctl.answer(appliance -> {
            JsonObject update = request.send(appliance).asJsonObject();
            return wait ? watch().follow(update) : update;
        }, answer -> ctl.say(UpdateText.line(answer.asJsonObject())), answer -> UpdateText.failure(answer.asJsonObject()));
    }

    UpdateWatch watch() {
        return new UpdateWatch(ctl::look, ctl::step);
    }

    /** Says why the appliance does not run what it should, if so. */
    private void warn(JsonObject list) {
        String why = Text.string(list, "safeMode");
        if (!why.isEmpty()) {
            ctl.step("The appliance runs its last known good modules: " + why);
        }
    }

    /** {@code ctl modules list}. */
    @Command(name = "list", description = "Lists modules with version, role, state, signer and since when.")
    static final class Listing implements Callable<Integer> {
        @ParentCommand
        private ModulesCtl modules;
        @Option(names = "--all", description = "Also what each of their bundles offers and needs.")
        private boolean all;

        @Override
        public Integer call() {
            return modules.ctl.answer(appliance -> appliance.get(PATH), this::show);
        }

        private void show(JsonStructure answer) {
            JsonObject list = answer.asJsonObject();
            modules.warn(list);
            List<JsonObject> found = Text.objects(list, "modules");
            if (all) {
                found.forEach(this::details);
                return;
            }
            Table table = new Table().row("NAME", "VERSION", "ROLE", "STATE", "SIGNER", "SINCE");
            found.forEach(module -> table.row(Text.string(module, "name"), Text.string(module, "version"),
                    Text.string(module, "role"), Text.string(module, "state"), or(Text.string(module, "signer"), "-"), or(Text.time(module, "since"), "-")));
            modules.ctl.say(table);
        }

        private void details(JsonObject module) {
            modules.ctl.say(Text.string(module, "name") + " " + Text.string(module, "version") + "  " + Text.string(module, "role") + "  "
                    + Text.string(module, "state") + Text.maybe(module, "signer", "  signed by %s") + since(module));
            for (JsonObject part : Text.objects(module, "parts")) {
                modules.ctl.say("  " + Text.string(part, "name") + " " + Text.string(part, "version") + "  " + Text.string(part, "state"));
                each(part, "offers");
                each(part, "needs");
            }
        }

        private static String since(JsonObject module) {
            String time = Text.time(module, "since");
            return time.isEmpty() ? "" : "  since " + time;
        }

        private void each(JsonObject part, String key) {
            Text.array(part, key).getValuesAs(JsonString.class).forEach(value -> modules.ctl.say("    " + key + " " + Text.printable(value.getString())));
        }

        private static String or(String value, String otherwise) {
            return value.isEmpty() ? otherwise : value;
        }
    }

    /** {@code ctl modules history}. */
    @Command(name = "history", description = "Lists who changed which module when, and what came of it; newest first.")
    static final class History implements Callable<Integer> {
        @ParentCommand
        private ModulesCtl modules;
        @Option(names = "--offset", defaultValue = "0", description = "How many to skip.")
        private int offset;
        @Option(names = "--limit", defaultValue = "50", description = "How many at most, up to 500 (default: ${DEFAULT-VALUE}).")
        private int limit;

        @Override
        public Integer call() {
            return modules.ctl.answer(appliance -> appliance.get(PATH + "/history?offset=" + offset + "&limit=" + limit), answer -> {
                Table table = new Table();
                Text.objects(answer.asJsonObject(), "updates").forEach(update -> table.row(Text.string(update, "id"),
                        Text.time(update, "askedAt"), Text.string(update, "state"),
                        Text.string(Text.object(update, "by"), "via") + " " + Text.string(Text.object(update, "by"), "name"),
                        UpdateText.changes(update) + (UpdateText.why(update).isEmpty() ? "" : "  (" + UpdateText.why(update) + ")")));
                modules.ctl.say(table);
            });
        }
    }
}
