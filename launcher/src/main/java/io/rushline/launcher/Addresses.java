package io.rushline.launcher;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The addresses that running parts write below the home. */
final class Addresses {

    private Addresses() {
    }

    /** The console's, once it answers. */
    static Optional<URI> console(Home home) {
        return read(home.file("run/ctl.json")).map(found -> URI.create(found.getString("url") + "/"));
    }

    /** The simulator's file, once it answers: {@code url} and {@code trust}. */
    static Optional<JsonObject> simulator(Home home) {
        return read(home.file("run/simulator.json"));
    }

    private static Optional<JsonObject> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (JsonReader reader = Json.createReader(Files.newBufferedReader(file))) {
            return Optional.of(reader.readObject());
        } catch (IOException | JsonException e) {
            throw new CommandException(file + " cannot be read (" + e.getMessage() + ").", e);
        }
    }
}
