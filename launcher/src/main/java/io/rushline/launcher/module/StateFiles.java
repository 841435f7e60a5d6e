package io.rushline.launcher.module;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** JSON files of one folder: each is replaced in one step; one that makes no sense is set aside, never deleted. */
final class StateFiles {

    private static final Logger LOG = System.getLogger(StateFiles.class.getName());
    /** Far more than hundreds of modules need. */
    private static final long MAX_BYTES = 4 << 20;

    private final Path folder;
    private final Disk disk;

    StateFiles(Path folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
    }

    /** Makes it, for the eyes of the owner only. */
    void make() throws IOException {
        Folders.make(folder);
        Folders.toOwner(folder);
    }

    /** What is read from a file's object; throws any runtime exception where it makes no sense. */
    @FunctionalInterface
    interface Reading<T> {
        T of(JsonObject object);
    }

    /**
     * Reads a file.
     *
     * @return empty where there is none
     * @throws DamagedException where it makes no sense; it is set aside then
     */
    <T> Optional<T> read(String name, Reading<T> reading) throws DamagedException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IllegalArgumentException("larger than any that was written");
            }
            try (JsonReader reader = Json.createReader(new ByteArrayInputStream(Files.readAllBytes(file)))) {
                return Optional.of(reading.of(reader.readObject()));
            }
        } catch (IOException | RuntimeException e) {
            String aside = setAside(file);
            throw new DamagedException(name + " could not be read and stands aside as " + aside + ".", e);
        }
    }

    private String setAside(Path file) {
        Path aside = folder.resolve(file.getFileName() + ".set-aside-" + Instant.now().toString().replace(':', '-'));
        try {
            disk.rename(file, aside);
            return aside.getFileName().toString();
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the damaged " + file + " cannot be set aside", e);
            return file.getFileName().toString();
        }
    }

    /** On disk when it returns; until then the former content is. */
    void write(String name, JsonObject content) throws IOException {
        prepare(name, content);
        replace(name);
    }

    /** The first half of a {@link #write}, which leaves the file as it is. */
    void prepare(String name, JsonObject content) throws IOException {
        disk.write(next(name), content.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The other half. Where it throws, the file may have either content. */
    void replace(String name) throws IOException {
        disk.rename(next(name), folder.resolve(name));
    }

    private Path next(String name) {
        return folder.resolve(name + ".new");
    }

    void delete(String name) throws IOException {
        disk.delete(folder.resolve(name));
    }

    /** Whether a failure to write may come from a disk that is full. */
    boolean isFull() {
        try {
            return Files.getFileStore(folder).getUsableSpace() < (1 << 20);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the space of " + folder + " cannot be asked for", e);
            return false;
        }
    }

    /** A file makes no sense. */
    static final class DamagedException extends Exception {
        private static final long serialVersionUID = 1L;

        DamagedException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
