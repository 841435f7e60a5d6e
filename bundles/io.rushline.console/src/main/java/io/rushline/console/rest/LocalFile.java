package io.rushline.console.rest;

import io.rushline.console.http.Problem;
import io.rushline.console.http.ProblemException;
import io.rushline.media.api.Media;
import io.rushline.queue.api.Clip;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;

/** Makes a clip of a file that somebody names. */
final class LocalFile {

    private static final Logger LOG = System.getLogger(LocalFile.class.getName());
    /** What lies in the home and is nobody else's: keys, tokens, databases, settings, logs. */
    private static final String PRIVATE = "{secrets,run,db*,configurations,cache,logs}";

    private LocalFile() {
    }

    /**
     * @param home  holds what the appliance keeps for itself, which must not leave it as a clip
     * @param media asked when it was made; empty while it is away
     * @throws ProblemException 422 where it is no readable regular file, or one of the appliance's own
     */
    static Clip clip(Path home, Optional<Media> media, String name, int channel, int priority) throws ProblemException {
        try {
            Path given = Path.of(name);
            if (!given.isAbsolute()) {
                throw refused("path-relative", "The path is not absolute.", "Give the whole path, from the root.");
            }
            Path path = given.toRealPath();
            if (isPrivate(home, path)) {
                throw refused("private", "This file belongs to the appliance itself and is no clip.", "Choose a file outside its private folders.");
            }
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw refused("not-a-file", "This is not a regular file.", "Add files one by one, or let a folder be watched.");
            }
            Instant modified = attributes.lastModifiedTime().toInstant();
            String fileName = given.getFileName().toString();
            Optional<Instant> byContainer = byContainer(media, path);
            Prints prints = Prints.of(path, attributes.size());
            return new Clip(path, fileName, attributes.size(), modified, prints.fingerprint(fileName, modified.toEpochMilli()), prints.content(),
                    byContainer.orElseGet(() -> fileTime(attributes)), "by hand", channel, priority, byContainer.isEmpty());
        } catch (InvalidPathException e) {
            throw refused("path-invalid", "No file can have this path.", "Correct the path.");
        } catch (NoSuchFileException e) {
            throw refused("file-missing", "There is no such file.", "Correct the path, or check that its disk or card is there.");
        } catch (IOException e) {
            throw refused("file-unreadable", "The file cannot be read.", "Check its permissions and its disk.");
        }
    }

    private static Optional<Instant> byContainer(Optional<Media> media, Path path) {
        try {
            return media.isEmpty() ? Optional.empty() : media.get().look(path).createdAt();
        } catch (IOException | RuntimeException | LinkageError e) { // its bytes were just read: whoever looks into clips is being replaced
            LOG.log(Level.DEBUG, "Nothing is known of a clip added by hand", e);
            return Optional.empty();
        }
    }

    private static Instant fileTime(BasicFileAttributes attributes) {
        Instant modified = attributes.lastModifiedTime().toInstant();
        Instant created = attributes.creationTime().toInstant();
        return created.isBefore(modified) ? created : modified;
    }

    /** By real paths: a folder of the home may be a link to another disk. */
    private static boolean isPrivate(Path home, Path file) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(home, PRIVATE)) {
            for (Path folder : folders) {
                if (file.startsWith(folder.toRealPath())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static ProblemException refused(String code, String what, String todo) {
        return new ProblemException(Problem.of(422, "file." + code, what, null, todo));
    }
}
