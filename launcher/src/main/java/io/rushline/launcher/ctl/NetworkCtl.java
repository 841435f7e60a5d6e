package io.rushline.launcher.ctl;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code ctl network …}: the links. */
@Command(name = "network", description = "Lists networks.", subcommands = {NetworkCtl.Listing.class, NetworkCtl.Connect.class, NetworkCtl.Forget.class})
final class NetworkCtl extends Group {

    /** {@code ctl network list}. */
    @Command(name = "list", description = "Lists interfaces, addresses and whether the cloud answers.")
    static final class Listing implements Callable<Integer> {
        @ParentCommand
        private NetworkCtl network;

        @Override
        public Integer call() {
            return network.ctl.answer(appliance -> appliance.get("/api/v1/network"), answer -> {
                JsonObject status = answer.asJsonObject();
                network.ctl.say("cloud: " + Text.string(status, "reach") + Text.maybe(status, "trouble", " (%s)"));
                for (JsonValue value : Text.array(status, "links")) {
                    JsonObject link = value.asJsonObject();
                    network.ctl.say(Text.string(link, "name") + "  " + Text.string(link, "kind") + (link.getBoolean("up", false) ? "  up  " : "  down  ")
                            + Text.array(link, "addresses").getValuesAs(JsonString::getString).stream().collect(Collectors.joining(" ")));
                }
            });
        }
    }

    /** {@code ctl network connect}. */
    @Command(name = "connect", description = "Joins a network (comes with a later version).")
    static final class Connect extends Later { }

    /** {@code ctl network forget}. */
    @Command(name = "forget", description = "Forgets a network (comes with a later version).")
    static final class Forget extends Later { }
}
