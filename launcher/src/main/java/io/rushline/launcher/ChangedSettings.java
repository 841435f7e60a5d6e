package io.rushline.launcher;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Brings settings into force that are others than at the last start, or gone. The Configurator keeps what it has once applied, and leaves a configuration alone that is there
 * already: so what has changed is taken from the configurations' folder, and the cache, in which the Configurator remembers, is made anew. What was changed
 * in the Web Console stays, but for those configurations.
 */
final class ChangedSettings {

    private ChangedSettings() {
    }

    /** @return the file that the Configurator reads */
    static Path write(Settings settings, Home home) {
        Path file = home.file("run/configuration.json");
        JsonObject former = read(file);
        JsonObject now = read(settings.write(file));
        try {
            boolean changed = false;
            Set<String> pids = new TreeSet<>(now.keySet());
            pids.addAll(former.keySet()); // what is set no more goes too
            for (String pid : pids) {
                if (!former.isEmpty() && !Objects.equals(now.get(pid), former.get(pid))) {
                    forget(pid, home.file("configurations"));
                    changed = true;
                }
            }
            if (changed) {
                Files.deleteIfExists(home.file("cache.stamp"));
            }
        } catch (IOException | UncheckedIOException e) {
            throw new CommandException("The configurations in " + home.file("configurations") + " cannot be changed (" + e + "). Check the home's disk.", e);
        }
        return file;
    }

    private static JsonObject read(Path file) {
        if (!Files.exists(file)) {
            return JsonValue.EMPTY_JSON_OBJECT;
        }
        try (JsonReader in = Json.createReader(Files.newBufferedReader(file))) {
            return in.readObject();
        } catch (IOException | JsonException e) { // half written, when the power was cut
            System.getLogger(ChangedSettings.class.getName()).log(Level.WARNING, "the settings of the last start cannot be read; those that are in force stay", e);
            return JsonValue.EMPTY_JSON_OBJECT;
        }
    }

    private static void forget(String pid, Path configurations) throws IOException {
        if (!Files.isDirectory(configurations)) {
            return;
        }
        try (Stream<Path> files = Files.walk(configurations)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".config")).toList()) {
                if (Files.readString(file).contains("service.pid=\"" + pid + "\"")) {
                    Files.delete(file);
                }
            }
        }
    }
}
