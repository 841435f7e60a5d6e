package io.rushline.network.nm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.types.Variant;

/** A connection's settings as NetworkManager gives and takes them: what this program does not know stays as it is. May hold secrets: has no text. */
final class ConnectionSettings {

    static final String CONNECTION = "connection";
    static final String WIFI = "802-11-wireless";
    static final String SECURITY = "802-11-wireless-security";
    static final String ENTERPRISE = "802-1x";
    static final String MODEM = "gsm";
    static final String IP4 = "ipv4";
    static final String IP6 = "ipv6";

    private final Map<String, Map<String, Variant<?>>> groups = new LinkedHashMap<>();

    /** Those of a connection that is kept; without secrets, which NetworkManager does not tell this way. */
    static ConnectionSettings read(Caller nm, String path) throws BusException {
        return of(nm.call(path, Nm.CONNECTION, "GetSettings", "")[0]);
    }

    /** As NetworkManager answers: {@code a{sa{sv}}}. */
    static ConnectionSettings of(Object answer) {
        ConnectionSettings settings = new ConnectionSettings();
        if (answer instanceof Map<?, ?> all) {
            all.forEach((group, values) -> {
                if (values instanceof Map<?, ?> named) {
                    Map<String, Variant<?>> into = settings.groups.computeIfAbsent(String.valueOf(group), g -> new LinkedHashMap<>());
                    named.forEach((key, value) -> into.put(String.valueOf(key), (Variant<?>) value));
                }
            });
        }
        return settings;
    }

    /** As plain Java; empty where there is no such group. */
    Props group(String group) {
        return Props.of(Values.plain(groups.getOrDefault(group, Map.of())));
    }

    /** A value that is a list of named values, for D-Bus; empty where there is none. */
    @SuppressWarnings("unchecked")
    List<Map<String, Variant<?>>> maps(String group, String key) {
        Variant<?> value = groups.getOrDefault(group, Map.of()).get(key);
        return value == null ? List.of() : (List<Map<String, Variant<?>>>) value.getValue();
    }

    /** Addresses and routes once only: NetworkManager tells them in their older form too. */
    ConnectionSettings withoutOldForms() {
        remove(IP4, "addresses", "routes");
        remove(IP6, "addresses", "routes");
        return this;
    }

    boolean has(String group) {
        return groups.containsKey(group);
    }

    void put(String group, String key, Object value, String signature) {
        groups.computeIfAbsent(group, g -> new LinkedHashMap<>()).put(key, new Variant<>(value, signature));
    }

    void put(String group, String key, String text) {
        put(group, key, text, "s");
    }

    void remove(String group) {
        groups.remove(group);
    }

    void remove(String group, String... keys) {
        Map<String, Variant<?>> values = groups.getOrDefault(group, new LinkedHashMap<>());
        for (String key : keys) {
            values.remove(key);
        }
    }

    /** For D-Bus: {@code a{sa{sv}}}. */
    Map<String, Map<String, Variant<?>>> raw() {
        return groups;
    }
}
