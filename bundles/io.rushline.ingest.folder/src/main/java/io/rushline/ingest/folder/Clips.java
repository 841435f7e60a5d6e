package io.rushline.ingest.folder;

import io.rushline.media.api.Media;
import io.rushline.queue.api.Clip;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Describes files to the queue. */
final class Clips {

    private static final Logger LOG = System.getLogger(Clips.class.getName());

    private final FolderSettings settings;
    private final Supplier<Media> media;

    /** @param media gives null while nobody can look into clips */
    Clips(FolderSettings settings, Supplier<Media> media) {
        this.settings = settings;
        this.media = media;
    }

    /** A complete file: it was made when its container says so. */
    Clip complete(Path path, Stamp stamp, String fingerprint, String contentPrint) {
        return clip(path, stamp, fingerprint, contentPrint, byContainer(path));
    }

    /** A file of whose content nothing is known: it still grows, or cannot be read. */
    Clip opaque(Path path, Stamp stamp, String fingerprint) {
        return clip(path, stamp, fingerprint, "", Optional.empty());
    }

    private Clip clip(Path path, Stamp stamp, String fingerprint, String contentPrint, Optional<Instant> byContainer) {
        return new Clip(path, path.getFileName().toString(), stamp.size(), Instant.ofEpochMilli(stamp.modifiedMillis()), fingerprint, contentPrint,
                byContainer.orElse(Instant.ofEpochMilli(stamp.madeMillis())), settings.source(), settings.channel(), settings.priority(), byContainer.isEmpty());
    }

    private Optional<Instant> byContainer(Path path) {
        Media to = media.get();
        if (to == null) {
            return Optional.empty();
        }
        try {
            return to.look(path).createdAt();
        } catch (IOException | RuntimeException | LinkageError e) { // its bytes were just read: whoever looks into clips is being replaced
            LOG.log(Level.DEBUG, "Nothing is known of " + RelativeName.shown(path), e);
            return Optional.empty();
        }
    }
}
