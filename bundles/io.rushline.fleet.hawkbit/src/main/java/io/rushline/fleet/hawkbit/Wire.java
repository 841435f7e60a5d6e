package io.rushline.fleet.hawkbit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rushline.fleet.hawkbit.Deployment.Artifact;
import io.rushline.fleet.hawkbit.Deployment.Handling;
import io.rushline.fleet.hawkbit.Deployment.Item;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the server's answers (hawkBit DDI API v1), and believes none of them. */
final class Wire {

    /**
     * A resource of an action. The rest of its address is made here, so that a link can lead to no other host.
     *
     * @param id   digits
     * @param look the query, {@code ?c=…}; may be empty
     */
    record Link(String id, String look) {
    }

    /** The base resource. @param sleep until the next poll */
    record Base(Optional<Duration> sleep, boolean configData, Optional<Link> deployment, Optional<Link> confirmation, Optional<Link> cancel) {
    }

    static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder().streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(32).maxNumberLength(32)
            .maxStringLength(64 * 1024).build()).build()).build();
    private static final int MOST_ARTIFACTS = 100;
    private static final Pattern ID = Pattern.compile("[0-9]{1,19}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern SLEEP = Pattern.compile("([0-9]{1,4}):([0-5][0-9]):([0-5][0-9])");
    private static final Pattern LOOK = Pattern.compile("c=-?[0-9]{1,12}");

    private final URI server;

    Wire(URI server) {
        this.server = server;
    }

    static JsonNode json(byte[] body) throws BadAnswer {
        try {
            JsonNode node = JSON.readTree(body);
            if (node == null || !node.isObject()) {
                throw new BadAnswer("The server answered with something that is no JSON object.");
            }
            return node;
        } catch (IOException notJson) {
            throw new BadAnswer("The server answered with something that is no JSON, or too deep.", notJson);
        }
    }

    Base base(JsonNode answer) throws BadAnswer {
        Optional<String> sleep = text(object(object(answer, "config"), "polling"), "sleep");
        JsonNode links = object(answer, "_links");
        return new Base(sleep.flatMap(Wire::sleep), href(links, "configData").isPresent(), link(links, "deploymentBase"), link(links, "confirmationBase"), link(links, "cancelAction"));
    }

    /** @param field {@code deployment}, or {@code confirmation} */
    Deployment deployment(JsonNode answer, String id, String field) throws BadAnswer {
        same(text(answer, "id"), id);
        JsonNode body = answer.get(field);
        if (body == null || !body.isObject()) {
            throw new BadAnswer("The server's action has no " + field + ".");
        }
        Map<String, Artifact> artifacts = new LinkedHashMap<>();
        for (JsonNode chunk : array(body, "chunks")) {
            for (JsonNode one : array(chunk, "artifacts")) {
                Artifact artifact = artifact(one);
                artifacts.put(artifact.item().sha256(), artifact);
                if (artifacts.size() > MOST_ARTIFACTS) {
                    throw new BadAnswer("The action has more than " + MOST_ARTIFACTS + " files.");
                }
            }
        }
        if (artifacts.isEmpty()) {
            throw new BadAnswer("The action has no file: put a module's signed .jar or .rlm into its software module.");
        }
        Optional<String> window = text(body, "maintenanceWindow");
        return new Deployment(handling(body, "download"), handling(body, "update"), window.isEmpty() || window.get().equals("available"), java.util.List.copyOf(artifacts.values()));
    }

    /** The id of the action to stop. */
    String toStop(JsonNode answer) throws BadAnswer {
        return text(object(answer, "cancelAction"), "stopId").filter(id -> ID.matcher(id).matches()).orElseThrow(() -> new BadAnswer("The server does not say which action to cancel."));
    }

    private Artifact artifact(JsonNode one) throws BadAnswer {
        String name = text(one, "filename").map(Wire::fileName).filter(text -> !text.isEmpty()).orElseThrow(() -> new BadAnswer("A file of the action has no name."));
        String sha = text(object(one, "hashes"), "sha256").orElseThrow(() -> new BadAnswer("The server gives no SHA-256 for " + name + "."));
        if (!SHA256.matcher(sha).matches()) {
            throw new BadAnswer("The SHA-256 of " + name + " is none.");
        }
        JsonNode size = one.get("size");
        if (size == null || !size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() < 1) {
            throw new BadAnswer("The size of " + name + " is none.");
        }
        JsonNode links = object(one, "_links");
        boolean plain = href(links, "download-http").isPresent();
        String href = href(links, "download").orElseThrow(() -> new BadAnswer(plain ? "The server offers " + name + " over plain HTTP only."
                : "The server gives no address for " + name + "."));
        return new Artifact(new Item(name, size.longValue(), sha.toLowerCase(Locale.ROOT)), https(href, "The address of " + name));
    }

    private Optional<Link> link(JsonNode links, String name) throws BadAnswer {
        Optional<String> href = href(links, name);
        if (href.isEmpty()) {
            return Optional.empty();
        }
        URI address = https(href.get(), "The link " + name);
        if (!atServer(address)) {
            throw new BadAnswer("The link " + name + " leads to another host than the server.");
        }
        Matcher path = Pattern.compile(".*/" + name + "/([0-9]{1,19})").matcher(address.getRawPath());
        if (!path.matches()) {
            throw new BadAnswer("The link " + name + " does not end with the id of an action.");
        }
        String query = address.getRawQuery();
        return Optional.of(new Link(path.group(1), query != null && LOOK.matcher(query).matches() ? "?" + query : ""));
    }

    boolean atServer(URI address) {
        return address.getHost().equalsIgnoreCase(server.getHost()) && port(address) == port(server);
    }

    private static int port(URI address) {
        return address.getPort() < 0 ? 443 : address.getPort();
    }

    private static URI https(String href, String what) throws BadAnswer {
        try {
            URI address = new URI(href);
            if ("https".equalsIgnoreCase(address.getScheme()) && address.getHost() != null && address.getRawUserInfo() == null) {
                return address;
            }
        } catch (URISyntaxException noAddress) {
            // without its cause, whose message quotes an address that may be a secret
            throw new BadAnswer(what + " is no address.");
        }
        throw new BadAnswer(what + " is not https.");
    }

    private static Handling handling(JsonNode body, String name) throws BadAnswer {
        String text = text(body, name).orElse("");
        return switch (text) {
            case "skip" -> Handling.SKIP;
            case "attempt" -> Handling.ATTEMPT;
            case "forced" -> Handling.FORCED;
            default -> throw new BadAnswer("The action does not say whether " + name + " is forced, attempt or skip.");
        };
    }

    private static void same(Optional<String> said, String id) throws BadAnswer {
        if (said.isPresent() && !said.get().equals(id)) {
            throw new BadAnswer("The server answered with another action than was asked for.");
        }
    }

    /** Hours, minutes and seconds. */
    private static Optional<Duration> sleep(String text) {
        Matcher parts = SLEEP.matcher(text);
        return parts.matches() ? Optional.of(Duration.ofHours(Long.parseLong(parts.group(1))).plusMinutes(Long.parseLong(parts.group(2))).plusSeconds(Long.parseLong(parts.group(3))))
                : Optional.empty();
    }

    private static String fileName(String given) {
        String last = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
        return Texts.printable(last, 200);
    }

    private static Optional<String> href(JsonNode links, String name) throws BadAnswer {
        return text(object(links, name), "href");
    }

    private static JsonNode object(JsonNode from, String name) throws BadAnswer {
        JsonNode found = from.get(name);
        if (found == null || found.isNull()) {
            return JSON.createObjectNode();
        }
        if (!found.isObject()) {
            throw new BadAnswer("In the server's answer, " + name + " is of another type than documented.");
        }
        return found;
    }

    private static JsonNode array(JsonNode from, String name) throws BadAnswer {
        JsonNode found = from.get(name);
        if (found == null || found.isNull()) {
            return JSON.createArrayNode();
        }
        if (!found.isArray()) {
            throw new BadAnswer("In the server's answer, " + name + " is of another type than documented.");
        }
        return found;
    }

    private static Optional<String> text(JsonNode from, String name) throws BadAnswer {
        JsonNode found = from.get(name);
        if (found == null || found.isNull()) {
            return Optional.empty();
        }
        if (!found.isTextual() && !found.isIntegralNumber()) {
            throw new BadAnswer("In the server's answer, " + name + " is of another type than documented.");
        }
        return Optional.of(found.asText());
    }
}
