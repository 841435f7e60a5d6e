package io.rushline.network.nm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All of NetworkManager's objects at one moment: path, then interface, then properties. */
record Snapshot(Map<String, Map<String, Props>> objects) {

    /** One call for all of them, so that they fit each other. */
    static Snapshot read(Caller nm) throws BusException {
        Object answer = Values.plain(nm.call(Nm.ROOT, Nm.OBJECTS, "GetManagedObjects", "")[0]);
        Map<String, Map<String, Props>> objects = new LinkedHashMap<>();
        Props.of(answer).values().forEach((path, types) -> {
            Map<String, Props> of = new LinkedHashMap<>();
            Props.of(types).values().forEach((type, properties) -> of.put(type, Props.of(properties)));
            objects.put(path, of);
        });
        return new Snapshot(objects);
    }

    Props get(String path, String type) {
        return objects.getOrDefault(path, Map.of()).getOrDefault(type, Props.NONE);
    }

    Props get(Optional<String> path, String type) {
        return path.map(there -> get(there, type)).orElse(Props.NONE);
    }

    Props manager() {
        return get(Nm.PATH, Nm.MANAGER);
    }

    List<String> paths(String type) {
        return objects.entrySet().stream().filter(object -> object.getValue().containsKey(type)).map(Map.Entry::getKey).toList();
    }

    /** The device of this name. */
    Optional<String> device(String name) {
        return paths(Nm.DEVICE).stream().filter(path -> name(path).equals(name)).findFirst();
    }

    /** What the kernel calls the device; a modem has another one for its control port. */
    String name(String device) {
        Props props = get(device, Nm.DEVICE);
        return props.text("IpInterface").or(() -> props.text("Interface")).orElse(device);
    }

    /** The cable is out: known at once, while NetworkManager itself waits some seconds for it to come back before it does anything. */
    boolean unplugged(String device) {
        boolean canTell = (get(device, Nm.DEVICE).number("Capabilities", 0) & Nm.CARRIER_DETECT) != 0;
        return canTell && !get(device, Nm.WIRED).flag("Carrier", true);
    }

    /** Somebody else configured it, and NetworkManager only looks on. */
    boolean external(String device) {
        return (get(get(device, Nm.DEVICE).path("ActiveConnection"), Nm.ACTIVE).number("StateFlags", 0) & Nm.ACTIVE_EXTERNAL) != 0;
    }

    /** It is an access point, or about to be. */
    boolean hotspot(String device) {
        return get(device, Nm.WIRELESS).number("Mode", 0) == Nm.MODE_ACCESS_POINT;
    }

    /** The connection object in force on a device. */
    Optional<String> connectionOn(String device) {
        return get(get(device, Nm.DEVICE).path("ActiveConnection"), Nm.ACTIVE).path("Connection");
    }

    /** The device on which a connection object is in force or about to be. */
    Optional<String> deviceOf(String connection) {
        return paths(Nm.DEVICE).stream().filter(device -> connectionOn(device).equals(Optional.of(connection))).findFirst();
    }
}
