package io.rushline.launcher.module;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;

/** Capabilities and requirements in words: {@code package io.rushline.recorder.api [2.0.0,3.0.0)}. */
final class Readable {

    private static final Map<String, String> WORDS = Map.of("osgi.wiring.package", "package", "osgi.wiring.bundle", "bundle", "osgi.wiring.host", "host",
            "osgi.service", "service");
    private static final List<String> VERSIONS = List.of("version", "bundle-version");

    private Readable() {
    }

    static String of(Requirement requirement) {
        String namespace = requirement.getNamespace();
        String filter = requirement.getDirectives().get("filter");
        if (filter == null) {
            Object name = requirement.getAttributes().get(namespace);
            return word(namespace) + (name == null ? "" : " " + name);
        }
        Optional<String> name = value(filter, key(namespace), "=");
        return word(namespace) + name.map(n -> " " + n + range(filter)).orElse(" " + filter);
    }

    static String of(Capability capability) {
        String namespace = capability.getNamespace();
        Object name = capability.getAttributes().get(key(namespace));
        Object version = capability.getAttributes().get("version");
        String text = name instanceof List<?> list ? String.join(", ", list.stream().map(Object::toString).toList()) : String.valueOf(name);
        return word(namespace) + (name == null ? "" : " " + text) + (version == null || namespace.equals("osgi.service") ? "" : " " + version);
    }

    private static String word(String namespace) {
        return WORDS.getOrDefault(namespace, namespace);
    }

    private static String key(String namespace) {
        return namespace.equals("osgi.service") ? "objectClass" : namespace;
    }

    private static String range(String filter) {
        for (String key : VERSIONS) {
            Optional<String> above = value(filter, "!(" + key, "<=");
            Optional<String> below = value(filter, "!(" + key, ">=");
            String rest = filter.replace("(!(" + key, "(");
            Optional<String> from = value(rest, key, ">=");
            Optional<String> to = value(rest, key, "<=");
            if (below.isPresent() || to.isPresent()) {
                return " " + above.map(v -> "(" + v).or(() -> from.map(v -> "[" + v)).orElse("[0.0.0") + "," + below.map(v -> v + ")").orElseGet(() -> to.get() + "]");
            }
            if (from.isPresent() || above.isPresent()) {
                return from.filter(v -> v.equals("0.0.0")).isPresent() ? "" : " " + from.orElseGet(() -> "above " + above.get());
            }
        }
        return "";
    }

    private static Optional<String> value(String filter, String key, String operator) {
        Matcher matcher = Pattern.compile("\\(" + Pattern.quote(key + operator) + "([^)]*)\\)").matcher(filter);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
