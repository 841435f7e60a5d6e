package io.rushline.launcher.ctl;

import io.rushline.launcher.CommandException;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonStructure;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ctl network rules}: what each network is for, and what it has carried this month. */
@Command(name = "rules", description = "Lists what each network is for, and what it has carried this month.")
final class NetworkRules implements Callable<Integer> {

    private static final String PATH = NetworkCtl.PATH + "/rules";

    @ParentCommand
    private NetworkCtl network;

    @Override
    public Integer call() {
        return network.ctl.answer(appliance -> appliance.get(PATH), answer -> network.ctl.say(table(Text.objects(answer.asJsonObject(), "networks"))));
    }

    private static Table table(List<JsonObject> uses) {
        Table table = new Table().row("NAME", "KIND", "ON", "SHARES", "CARRIES", "THIS MONTH", "LEFT");
        for (JsonObject use : uses) {
            boolean limited = !use.isNull("monthlyBytes");
            table.row(Text.string(use, "name"), Text.string(use, "kind") + (use.getBoolean("metered") ? ", metered" : ""), Text.string(use, "link"),
                    Text.string(use, "share"), Text.string(use, "carries"), Text.bytes(Text.number(use, "carriedBytes")),
                    limited ? Text.bytes(Text.number(use, "leftBytes")) + " of " + Text.bytes(Text.number(use, "monthlyBytes")) : "no limit");
        }
        return table;
    }

    /** {@code ctl network rule}. */
    @Command(name = "rule", description = "Says what a network is for; what is not named stays as it is.")
    static final class Change implements Callable<Integer> {

        /** As the API has it. */
        enum Share { OFF, ON, BEHIND }

        /** As the API has it. */
        enum Carries { ALL, PROXIES, NOTHING }

        @ParentCommand
        private NetworkCtl network;
        @Spec
        private CommandSpec spec;
        @Parameters(paramLabel = "NETWORK", description = "Name or id of a known network, or the name of an interface.")
        private String name;
        @Option(names = "--share", paramLabel = "WHEN", description = "Carry clips beside the main link: ${COMPLETION-CANDIDATES} (BEHIND: only while the others cannot keep up).")
        private Share share;
        @Option(names = "--carries", paramLabel = "WHAT", description = "What may go over it at all: ${COMPLETION-CANDIDATES}.")
        private Carries carries;
        @Option(names = "--budget", paramLabel = "GB", description = "Gigabytes a month, both ways together; when they are used up it carries no clips until the next one.")
        private BigDecimal budget;
        @Option(names = "--no-budget", description = "No limit.")
        private boolean noBudget;
        @Option(names = "--standard", description = "As if nobody had said anything: what costs nothing shares the work, what costs money stands in for others.")
        private boolean standard;

        @Override
        public Integer call() {
            boolean named = share != null || carries != null || budget != null || noBudget;
            if (named == standard || budget != null && noBudget) {
                throw new ParameterException(spec.commandLine(), "Say what to change: --share, --carries, --budget or --no-budget; or --standard alone.");
            }
            return network.ctl.answer(this::change, answer -> network.ctl.say(table(List.of(answer.asJsonObject()))));
        }

        private JsonStructure change(Rest appliance) throws RestException {
            JsonObject now = find(appliance);
            String path = PATH + "/" + URLEncoder.encode(now.getString("network"), StandardCharsets.UTF_8);
            if (standard) {
                appliance.delete(path);
                return find(appliance);
            }
            JsonObjectBuilder rule = Json.createObjectBuilder().add("share", share == null ? now.getString("share") : share.name())
                    .add("carries", carries == null ? now.getString("carries") : carries.name());
            if (budget != null) {
                rule.add("monthlyBytes", budget.movePointRight(9).longValue());
            } else if (!noBudget) {
                rule.add("monthlyBytes", now.get("monthlyBytes"));
            }
            return appliance.put(path, rule.build());
        }

        private JsonObject find(Rest appliance) throws RestException {
            return Text.objects(appliance.get(PATH).asJsonObject(), "networks").stream()
                    .filter(use -> List.of(use.getString("network"), use.getString("name"), Text.string(use, "link")).contains(name)).findFirst()
                    .orElseThrow(() -> new CommandException("No network or interface is called '" + Text.printable(name) + "': 'rushline ctl network rules' lists them."));
        }
    }
}
