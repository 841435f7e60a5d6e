package io.rushline.launcher.ctl;

import io.rushline.launcher.CommandException;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ctl network …}: the links, and the networks this device knows. */
@Command(name = "network", description = "Shows the links, joins and forgets networks, says what each is for.",
        subcommands = {NetworkCtl.Listing.class, NetworkCtl.Known.class, NetworkCtl.Check.class, NetworkCtl.Scan.class, NetworkCtl.Portal.class, NetworkConnect.class,
            NetworkCtl.Forget.class, NetworkCtl.Confirm.class, NetworkCtl.Undo.class, NetworkRules.class, NetworkRules.Change.class, NetworkCtl.Kinds.class,
            NetworkBandwidth.class, NetworkTransfer.Export.class, NetworkTransfer.Import.class, NetworkHotspot.class, NetworkHotspot.Country.class})
final class NetworkCtl extends Group {

    static final String PATH = "/api/v1/network";

    /** The path of the known network that a person means by its name, its Wi-Fi's name or its id. */
    static Optional<String> find(Rest appliance, String meant) throws RestException {
        return Text.objects(appliance.get(PATH + "/profiles").asJsonObject(), "profiles").stream()
                .filter(profile -> meant.equals(profile.getString("id")) || meant.equals(profile.getString("name"))
                        || meant.equals(Text.object(profile, "wifi").getString("ssid", null)))
                .findFirst().map(profile -> PATH + "/profiles/" + profile.getString("id"));
    }

    /** {@code ctl network list}. */
    @Command(name = "list", description = "Lists interfaces with kind, state, addresses, speed and health, and whether the cloud answers.")
    static final class Listing implements Callable<Integer> {
        @ParentCommand
        private NetworkCtl network;

        @Override
        public Integer call() {
            return network.ctl.answer(appliance -> appliance.get(PATH), answer -> {
                JsonObject status = answer.asJsonObject();
                network.ctl.say("cloud: " + Text.string(status, "reach") + Text.maybe(status, "trouble", " (%s)") + Text.maybe(status, "roundTripMillis", ", round trip %s ms")
                        + Text.maybe(status, "lastContactAt", ", last contact %s"));
                network.ctl.say("clips leave by: " + carriers(Text.objects(status, "carriers")));
                Table table = new Table().row("NAME", "KIND", "STATE", "NETWORK", "ADDRESSES", "SPEED", "INTERNET");
                for (JsonObject link : Text.objects(status, "links")) {
                    table.row(Text.string(link, "name") + (link.getBoolean("main", false) ? "*" : ""), Text.string(link, "kind"), Text.string(link, "state"),
                            dash(Text.string(link, "network")), dash(addresses(link)), speed(link), Text.string(link, "reach") + Text.maybe(link, "trouble", " (%s)"));
                }
                network.ctl.say(table);
            });
        }

        private static String carriers(List<JsonObject> carriers) {
            return carriers.isEmpty() ? "nothing" : carriers.stream().map(carrier -> (carrier.isNull("link") ? "whichever link the system takes" : Text.string(carrier, "link"))
                    + (carrier.getString("when").equals("BEHIND") ? " while others cannot keep up" : "") + (carrier.getString("what").equals("PROXIES") ? " (proxies only)" : ""))
                    .collect(Collectors.joining(", "));
        }

        private static String addresses(JsonObject link) {
            return Text.array(link, "addresses").getValuesAs(JsonString::getString).stream().collect(Collectors.joining(" "));
        }

        private static String speed(JsonObject link) {
            long bits = Text.number(link, "bitsPerSecond");
            return (bits == 0 ? "-" : bits / 1_000_000 + " Mbit/s") + Text.maybe(link, "signalPercent", ", signal %s %%");
        }

        private static String dash(String text) {
            return text.isEmpty() ? "-" : text;
        }
    }

    /** {@code ctl network known}. */
    @Command(name = "known", description = "Lists the networks this device knows, the preferred ones first.")
    static final class Known implements Callable<Integer> {
        @ParentCommand
        private NetworkCtl network;

        @Override
        public Integer call() {
            return network.ctl.answer(appliance -> appliance.get(PATH + "/profiles"), answer -> {
                Table table = new Table().row("NAME", "KIND", "WI-FI", "ADDRESS", "JOINED ON");
                for (JsonObject profile : Text.objects(answer.asJsonObject(), "profiles")) {
                    JsonObject addressing = Text.object(profile, "addressing");
                    table.row(Text.string(profile, "name"), Text.string(profile, "kind"), Text.maybe(Text.object(profile, "wifi"), "ssid", "%s"),
                            Text.string(addressing, "method") + Text.maybe(addressing, "address", " %s") + Text.maybe(addressing, "prefix", "/%s"),
                            Text.string(profile, "activeOn"));
                }
                network.ctl.say(table);
            });
        }
    }

    /** {@code ctl network check}. */
    @Command(name = "check", description = "Looks at the way to the cloud step by step; status 1 where it is broken.")
    static final class Check implements Callable<Integer> {
        @ParentCommand
        private NetworkCtl network;
        @Option(names = "--speed", description = "Also send bytes of no meaning over each link, to measure how fast it is; uploads share the link meanwhile.")
        private boolean speed;
        @Option(names = "--metered", description = "With --speed: also over links whose bytes cost money.")
        private boolean metered;

        @Override
        public Integer call() {
            return network.ctl.answer(this::check, answer -> {
                Table table = new Table();
                for (JsonObject finding : findings(answer)) {
                    table.row(finding.getBoolean("good") ? "ok" : "BAD", Text.string(finding, "step"), Text.number(finding, "millis") + " ms", Text.string(finding, "what"));
                }
                for (JsonObject link : speeds(answer)) {
                    boolean measured = !link.isNull("bitsPerSecond");
                    table.row(measured ? "ok" : "-", "SPEED", Text.string(link, "link"),
                            measured ? String.format(Locale.ROOT, "%.1f Mbit/s up", Text.number(link, "bitsPerSecond") / 1e6) : Text.string(link, "what") + Text.maybe(link, "todo", " %s"));
                }
                network.ctl.say(table);
            }, answer -> findings(answer).stream().filter(finding -> !finding.getBoolean("good")).findFirst()
                    .or(() -> speeds(answer).stream().allMatch(link -> link.isNull("bitsPerSecond")) ? speeds(answer).stream().findFirst() : Optional.empty())
                    .map(bad -> Text.string(bad, "what") + Text.maybe(bad, "todo", " %s")));
        }

        private JsonStructure check(Rest appliance) throws RestException {
            JsonStructure found = appliance.post(PATH + "/check", JsonValue.EMPTY_JSON_OBJECT);
            return !speed ? found : Json.createObjectBuilder(found.asJsonObject()).addAll(Json.createObjectBuilder(
                    appliance.post(PATH + "/speed", Json.createObjectBuilder().add("metered", metered).build()).asJsonObject())).build();
        }

        private static List<JsonObject> speeds(JsonStructure answer) {
            return Text.objects(answer.asJsonObject(), "speeds");
        }

        private static List<JsonObject> findings(JsonStructure answer) {
            return Text.objects(answer.asJsonObject(), "findings");
        }
    }

    /** {@code ctl network portal}. */
    @Command(name = "portal", description = "Opens the way of a browser on this machine to the page on which a network wants a sign-in: an HTTP proxy, for 15 minutes.")
    static final class Portal implements Callable<Integer> {
        @ParentCommand
        private NetworkCtl network;

        @Option(names = "--close", description = "Closes it.")
        private boolean close;

        @Override
        public Integer call() {
            return close ? network.ctl.answer(appliance -> appliance.delete(PATH + "/portal"), answer -> network.ctl.say("It is closed."))
                    : network.ctl.answer(appliance -> appliance.post(PATH + "/portal", JsonValue.EMPTY_JSON_OBJECT), answer -> {
                        JsonObject portal = Text.object(answer.asJsonObject(), "portal");
                        network.ctl.say(new Table().row("PROXY", "USER", "PASSWORD", "UNTIL", "LINK", "MAC", "PAGE")
                                .row(Text.string(portal, "host") + ":" + Text.number(portal, "port"), Text.string(portal, "user"), Text.string(portal, "password"), Text.string(portal, "until"),
                                        Text.string(portal, "link"), Text.string(portal, "hardwareAddress"), Text.string(portal, "page")));
                    });
        }
    }

    /** {@code ctl network scan}. */
    @Command(name = "scan", description = "Lists the Wi-Fis that can be heard, the strongest first.")
    static final class Scan implements Callable<Integer> {
        @ParentCommand
        private NetworkCtl network;

        @Override
        public Integer call() {
            return network.ctl.answer(appliance -> appliance.post(PATH + "/scan", JsonValue.EMPTY_JSON_OBJECT), answer -> {
                Table table = new Table().row("WI-FI", "SECURITY", "SIGNAL", "INTERFACE");
                for (JsonObject heard : Text.objects(answer.asJsonObject(), "accessPoints")) {
                    JsonObject wifi = Text.object(heard, "wifi");
                    table.row(Text.string(wifi, "ssid") + (heard.getBoolean("joined", false) ? "*" : ""), Text.string(wifi, "security"),
                            Text.string(heard, "signalPercent") + " %", Text.string(heard, "link"));
                }
                network.ctl.say(table);
            });
        }
    }

    /** {@code ctl network forget}. */
    @Command(name = "forget", description = "Leaves a network and never joins it again.")
    static final class Forget implements Callable<Integer> {
        @ParentCommand
        private NetworkCtl network;
        @Parameters(paramLabel = "NETWORK", description = "Name or id.")
        private String name;

        @Override
        public Integer call() {
            return network.ctl.answer(appliance -> appliance.delete(find(appliance, name).orElseThrow(() -> new CommandException(
                    "No known network is called '" + Text.printable(name) + "': 'rushline ctl network known' lists them."))), answer -> network.ctl.say("Forgotten."));
        }
    }

    /** {@code ctl network confirm}. */
    @Command(name = "confirm", description = "Keeps the change that would undo itself.")
    static final class Confirm implements Callable<Integer> {
        @ParentCommand
        private NetworkCtl network;

        @Override
        public Integer call() {
            return network.ctl.answer(appliance -> appliance.post(PATH + "/trial", JsonValue.EMPTY_JSON_OBJECT), answer -> network.ctl.say("It holds."));
        }
    }

    /** {@code ctl network undo}. */
    @Command(name = "undo", description = "Undoes the change that waits for its confirmation.")
    static final class Undo implements Callable<Integer> {
        @ParentCommand
        private NetworkCtl network;

        @Override
        public Integer call() {
            return network.ctl.answer(appliance -> appliance.delete(PATH + "/trial"), answer -> network.ctl.say("Everything is as before."));
        }
    }

    /** {@code ctl network kinds}. */
    @Command(name = "kinds", description = "Shows, or says, of which kind of links the main one is taken, the most wanted first.")
    static final class Kinds implements Callable<Integer> {

        /** As the API has it. */
        enum Kind { ETHERNET, WIFI, MODEM, BOND, BRIDGE, TETHERING, OTHER }

        @ParentCommand
        private NetworkCtl network;
        @Parameters(paramLabel = "KIND", arity = "0..*", description = "${COMPLETION-CANDIDATES}; none: show the order.")
        private List<Kind> wanted = List.of();

        @Override
        public Integer call() {
            return network.ctl.answer(this::order, answer -> network.ctl.say(Text.array(answer.asJsonObject(), "kinds").getValuesAs(JsonString::getString).stream()
                    .collect(Collectors.joining(" "))));
        }

        private JsonStructure order(Rest appliance) throws RestException {
            JsonArrayBuilder kinds = Json.createArrayBuilder();
            wanted.forEach(kind -> kinds.add(kind.name()));
            return wanted.isEmpty() ? appliance.get(PATH + "/kinds") : appliance.put(PATH + "/kinds", Json.createObjectBuilder().add("kinds", kinds).build());
        }
    }
}
