package io.rushline.fleet.hawkbit;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.rushline.host.api.Module;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What the server may know of this appliance (DDI: config data, there called attributes). */
final class Facts {

    /** hawkBit takes 100 attributes of 128 characters. */
    private static final int MOST = 95;
    private static final int MOST_CHARACTERS = 128;

    private record ConfigData(String mode, Map<String, String> data) {
    }

    private Facts() {
    }

    /**
     * In place of what was told before, so that a module that is gone is gone there too.
     *
     * @param version  of the product
     * @param property of the Java machine; may give null
     */
    static String json(String version, List<Module> modules, UnaryOperator<String> property) {
        Map<String, String> data = new TreeMap<>();
        put(data, "rushline.version", version);
        for (String name : List.of("java.version", "java.vendor", "os.name", "os.version", "os.arch")) {
            String value = property.apply(name);
            if (value != null) {
                put(data, name, value);
            }
        }
        modules.stream().filter(one -> one.role() != Module.Role.STANDBY).sorted(java.util.Comparator.comparing(Module::name)).limit(MOST - data.size())
                .forEach(one -> put(data, "module." + one.name(), one.version()));
        try {
            return Wire.JSON.writeValueAsString(new ConfigData("replace", data));
        } catch (JsonProcessingException never) {
            throw new IllegalStateException(never);
        }
    }

    private static void put(Map<String, String> data, String name, String value) {
        data.put(Texts.printable(name, MOST_CHARACTERS), Texts.printable(value, MOST_CHARACTERS));
    }
}
