package io.rushline.launcher.ctl;

import io.rushline.launcher.CommandException;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ctl network connect}: joins a known network, or a Wi-Fi that can be heard, which is known from then on. */
@Command(name = "connect", description = "Joins a known network, or a Wi-Fi in range, which is known from then on.")
final class NetworkConnect implements Callable<Integer> {

    @ParentCommand
    private NetworkCtl network;

    @Parameters(paramLabel = "NETWORK", description = "Name or id of a known network, or the name of a Wi-Fi.")
    private String name;

    @Option(names = "--link", paramLabel = "INTERFACE", description = "The interface that joins (default: whichever is fit for it).")
    private String link;

    @Option(names = "--password", description = "Ask for the password of a new Wi-Fi, or a new one of a known Wi-Fi.")
    private boolean ask;

    @Option(names = "--undo-after", paramLabel = "SECONDS", defaultValue = "0",
            description = "Undo it by itself unless 'ctl network confirm' follows in time; 0: it holds at once (default: ${DEFAULT-VALUE}).")
    private int undoAfter;

    @Override
    public Integer call() {
        return network.ctl.answer(this::join, answer -> network.ctl.say("Joined " + Text.printable(name) + "."
                + (undoAfter == 0 ? "" : " It is undone in " + undoAfter + " s unless you say 'rushline ctl network confirm'.")));
    }

    private JsonStructure join(Rest appliance) throws RestException {
        Optional<String> known = NetworkCtl.find(appliance, name);
        String path = known.isPresent() && !ask ? known.get() : learn(appliance, known);
        JsonObjectBuilder request = Json.createObjectBuilder().add("confirmWithinSeconds", undoAfter);
        if (link != null) {
            request.add("link", link);
        }
        return appliance.post(path + "/connect", request.build());
    }

    /** Makes the Wi-Fi known, or changes its password. */
    private String learn(Rest appliance, Optional<String> known) throws RestException {
        JsonObject wifi = heard(appliance);
        boolean open = Text.string(wifi, "security").equals("OPEN");
        if (!open && !ask) {
            throw new CommandException("The Wi-Fi '" + Text.printable(name) + "' wants a password: say '--password', and it is asked for.");
        }
        if (open) {
            network.ctl.step("This Wi-Fi is open: everybody nearby can read what is not encrypted otherwise.");
        }
        JsonObjectBuilder draft = Json.createObjectBuilder().add("name", name).add("kind", "WIFI").add("confirmWithinSeconds", 0)
                .add("wifi", Json.createObjectBuilder().add("ssidHex", Text.string(wifi, "ssidHex")).add("security", Text.string(wifi, "security")));
        if (!open) {
            draft.add("login", Json.createObjectBuilder().add("passphrase", Typed.password(network.ctl, "'" + name + "'")));
        }
        JsonObject kept = (known.isPresent() ? appliance.put(known.get(), draft.build()) : appliance.post(NetworkCtl.PATH + "/profiles", draft.build())).asJsonObject();
        return NetworkCtl.PATH + "/profiles/" + kept.getString("id");
    }

    private JsonObject heard(Rest appliance) throws RestException {
        List<JsonObject> heard = Text.objects(appliance.post(NetworkCtl.PATH + "/scan", JsonValue.EMPTY_JSON_OBJECT).asJsonObject(), "accessPoints");
        return heard.stream().map(each -> Text.object(each, "wifi")).filter(wifi -> wifi.getString("ssid").equals(name)).findFirst()
                .orElseThrow(() -> new CommandException("No known network is called '" + Text.printable(name)
                        + "', and no such Wi-Fi is in range. 'rushline ctl network known' and 'rushline ctl network scan' list what there is."));
    }
}
