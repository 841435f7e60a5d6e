package io.rushline.launcher.ctl;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ctl network hotspot …}: the device's own Wi-Fi. */
@Command(name = "hotspot", description = "Shows how this device's own Wi-Fi is joined, by which its console is reached where there is no network; opens and closes it.",
        subcommands = {NetworkHotspot.Open.class, NetworkHotspot.Close.class, NetworkHotspot.Password.class})
final class NetworkHotspot implements Callable<Integer> {

    private static final String PATH = NetworkCtl.PATH + "/hotspot";

    @ParentCommand
    private NetworkCtl network;

    @Override
    public Integer call() {
        return network.ctl.answer(appliance -> appliance.get(PATH), this::show);
    }

    private void show(JsonStructure answer) {
        JsonObject hotspot = Text.object(answer.asJsonObject(), "hotspot");
        if (hotspot.isEmpty()) {
            network.ctl.say("It is closed.");
        } else {
            network.ctl.say(new Table().row("WI-FI", "PASSWORD", "CONSOLE", "LINK")
                    .row(Text.string(hotspot, "ssid"), Text.string(hotspot, "password"), Text.string(hotspot, "console"), Text.string(hotspot, "link")));
        }
    }

    /** {@code ctl network hotspot open}. */
    @Command(name = "open", description = "Opens it until it is closed, the device joins a network on the same radio, or starts anew.")
    static final class Open implements Callable<Integer> {
        @ParentCommand
        private NetworkHotspot hotspot;

        @Override
        public Integer call() {
            return hotspot.network.ctl.answer(appliance -> appliance.post(PATH, JsonValue.EMPTY_JSON_OBJECT), hotspot::show);
        }
    }

    /** {@code ctl network hotspot close}. */
    @Command(name = "close", description = "Closes it.")
    static final class Close implements Callable<Integer> {
        @ParentCommand
        private NetworkHotspot hotspot;

        @Override
        public Integer call() {
            return hotspot.network.ctl.answer(appliance -> appliance.delete(PATH), answer -> hotspot.network.ctl.say("It is closed."));
        }
    }

    /** {@code ctl network hotspot password}. */
    @Command(name = "password", description = "Asks for a new password of it; a label that was printed is wrong then.")
    static final class Password implements Callable<Integer> {
        @ParentCommand
        private NetworkHotspot hotspot;

        @Override
        public Integer call() {
            return hotspot.network.ctl.answer(appliance -> appliance.put(PATH + "/password",
                    Json.createObjectBuilder().add("password", hotspot.network.ctl.newSecret("Password of this device's own Wi-Fi")).build()),
                    answer -> hotspot.network.ctl.say("It is set."));
        }
    }

    /** {@code ctl network country}. */
    @Command(name = "country", description = "Shows, or says, by which country's rules the Wi-Fi radios send.")
    static final class Country implements Callable<Integer> {
        private static final String PATH_OF_COUNTRY = NetworkCtl.PATH + "/country";
        private static final String WORLD = "00";

        @ParentCommand
        private NetworkCtl network;
        @Parameters(paramLabel = "CODE", arity = "0..1", description = "Two letters of ISO 3166, such as DE; none: show it; 00: what all countries allow.")
        private String code;

        @Override
        public Integer call() {
            return network.ctl.answer(this::country, answer -> network.ctl.say(answer.asJsonObject().isNull("country")
                    ? "Nobody has said: what all countries allow is sent." : Text.string(answer.asJsonObject(), "country")));
        }

        private JsonStructure country(Rest appliance) throws RestException {
            JsonValue wanted = WORLD.equals(code) ? JsonValue.NULL : code == null ? null : Json.createValue(code.toUpperCase(Locale.ROOT));
            return wanted == null ? appliance.get(PATH_OF_COUNTRY) : appliance.put(PATH_OF_COUNTRY, Json.createObjectBuilder().add("country", wanted).build());
        }
    }
}
