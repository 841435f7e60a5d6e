package io.rushline.itests.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.Assume;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/** A model of NetworkManager (python-dbusmock's) on a bus of its own, which can be brought into states that no lab has. Each test has a fresh one. */
public final class ManagerModel extends ExternalResource {

    private static final String PYTHON = "/usr/bin/python3";
    private static final Duration START = Duration.ofSeconds(60);
    private static final String PREAMBLE = """
            import dbus, sys
            NM, PATH = 'org.freedesktop.NetworkManager', '/org/freedesktop/NetworkManager'
            bus = dbus.bus.BusConnection('%s')
            def at(path): return dbus.Interface(bus.get_object(NM, path), 'org.freedesktop.DBus.Mock')
            def refusing(path, type, method, takes, gives, error):
                at(path).AddMethod(type, method, takes, gives, "raise dbus.exceptions.DBusException('no', name='%%s')" %% error)
            nm = at(PATH)
            """;

    private final TemporaryFolder folder = new TemporaryFolder();
    private Process bus;
    private Process model;

    @Override
    protected void before() throws IOException {
        folder.create();
        try {
            python("import dbusmock");
        } catch (IOException missing) {
            folder.delete();
            Assume.assumeNoException("the model of NetworkManager needs Debian's python3-dbusmock", missing);
        }
        Assume.assumeTrue("the model of NetworkManager needs dbus-daemon", Sides.possible(List.of("dbus-daemon")));
        Files.writeString(file("bus.conf"), "<busconfig><type>system</type><listen>unix:path=" + file("bus") + "</listen><auth>EXTERNAL</auth><policy context=\"default\">"
                + "<allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>");
        start();
    }

    @Override
    protected void after() {
        kill();
        killBus();
        folder.delete();
    }

    private Path file(String name) {
        return folder.getRoot().toPath().resolve(name);
    }

    private String address() {
        return "unix:path=" + file("bus");
    }

    /** What makes an appliance believe in it. */
    public Map<String, String> environment() {
        return Map.of("DBUS_SYSTEM_BUS_ADDRESS", address());
    }

    /** It is there, without a device; its bus too. */
    public void start() {
        try {
            if (bus == null || !bus.isAlive()) {
                Files.deleteIfExists(file("bus"));
                bus = begin("dbus-daemon", "--nofork", "--nopidfile", "--config-file=" + file("bus.conf"));
                Await.until("the bus is there", START, () -> Files.exists(file("bus")));
            }
            model = begin(PYTHON, "-m", "dbusmock", "--system", "--template", "networkmanager");
            Await.until("the model answers", START, () -> {
                run("nm.GetCalls()");
                return true;
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It dies without a word. */
    public void kill() {
        if (model != null) {
            Sides.kill(model);
        }
    }

    /** The bus dies without a word, and the model with it. */
    public void killBus() {
        if (bus != null) {
            Sides.kill(bus);
        }
    }

    /**
     * Brings it into a state.
     *
     * @param python what to do with {@code nm}, {@code at(path)} and {@code refusing(…)}
     */
    public String run(String python) throws IOException {
        return python(PREAMBLE.formatted(address()) + python);
    }

    private String python(String program) throws IOException {
        return Sides.output(surroundings(), PYTHON, "-c", program);
    }

    private Process begin(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(file("said").toFile());
        builder.environment().putAll(surroundings());
        return builder.start();
    }

    /** With the Python modules that itests/run has unpacked. */
    private Map<String, String> surroundings() {
        Map<String, String> all = new HashMap<>(environment());
        all.put("PYTHONPATH", Path.of("target/packages/usr/lib/python3/dist-packages").toAbsolutePath().toString());
        return all;
    }
}
