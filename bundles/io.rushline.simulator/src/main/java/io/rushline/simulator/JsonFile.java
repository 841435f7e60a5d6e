package io.rushline.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** A JSON document on disk that is always whole: it is written beside and moved into place. Its callers write one at a time. */
final class JsonFile<T> {

    private final Path path;
    private final Class<T> type;

    JsonFile(Path path, Class<T> type) {
        this.path = path;
        this.type = type;
    }

    /** Empty when it was never written. */
    Optional<T> read() throws IOException {
        return Files.exists(path) ? Optional.of(Json.MAPPER.readValue(path.toFile(), type)) : Optional.empty();
    }

    void write(T value) throws IOException {
        Files.createDirectories(path.getParent());
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        OwnerOnly.create(fresh);
        Files.write(fresh, Json.bytes(value));
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    }
}
