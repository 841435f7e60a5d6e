package io.rushline.ingest.folder;

import io.rushline.ingest.folder.OpenForWriting.FileKey;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemFilter;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.Selection;
import io.rushline.queue.api.UploadQueue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Knows which files in the folder recorders make: who listens to recorders hands those over. Left alone here while they are recorded; afterwards the
 * queue is asked, so that a recording which nobody handed over is not lost. One thread.
 */
final class Recorded {

    private static final int MOST = 1_000;

    private final FolderSettings settings;
    private final Supplier<Collection<Path>> recording;
    private final Set<FileKey> running = new HashSet<>();
    /** By the file itself, since recorders rename when they stop: where it was recorded. */
    private final Map<FileKey, Path> recorded = new LinkedHashMap<>();

    /** What the queue has of a file. */
    enum Standing {
        /** Nothing: it is to be handed over. */
        NONE,
        /** It is still given to the queue by somebody else. */
        GROWING,
        /** All of it. */
        COMPLETE
    }

    /**
     * How a file stands.
     *
     * @param item which stands for it; empty for {@link Standing#NONE}
     */
    record Found(Standing standing, Optional<Item> item) {
    }

    Recorded(FolderSettings settings, Supplier<Collection<Path>> recording) {
        this.settings = settings;
        this.recording = recording;
    }

    /** Notes what is recorded now. */
    void look() {
        running.clear();
        for (Path file : recording.get()) {
            if (file.startsWith(settings.folder())) {
                try {
                    FileKey key = FileKey.of(Stamp.of(file));
                    running.add(key);
                    recorded.put(key, file);
                } catch (IOException e) { // it is not there yet, or not any more
                    continue;
                }
            }
        }
        if (recorded.size() > MOST) {
            recorded.keySet().removeIf(key -> !running.contains(key));
        }
    }

    boolean isRunning(Stamp stamp) {
        return running.contains(FileKey.of(stamp));
    }

    /** What the queue has of a file that is complete. */
    Found find(UploadQueue in, Path path, Stamp stamp) throws QueueException {
        Path before = recorded.get(FileKey.of(stamp));
        if (before == null) {
            return new Found(Standing.NONE, Optional.empty());
        }
        for (Path place : new HashSet<>(List.of(path, before))) {
            Selection.Matching named = new Selection.Matching(Set.of(), place.getFileName().toString(), Optional.empty(), Optional.empty());
            for (Item item : in.list(new ItemFilter(named, 0, MOST)).items()) {
                if (item.clip().path().equals(place) && !item.clip().source().equals(settings.source())
                        && (item.growing() || item.clip().sizeBytes() == stamp.size())) {
                    return new Found(isOver(item) ? Standing.COMPLETE : Standing.GROWING, Optional.of(item));
                }
            }
        }
        return new Found(Standing.NONE, Optional.empty());
    }

    /** A growing item that a person cancelled grows no more. */
    private static boolean isOver(Item item) {
        return switch (item.state()) {
            case CANCELLED, REJECTED, COMPLETED -> true;
            default -> !item.growing();
        };
    }

    /** It is known now. */
    void forget(Stamp stamp) {
        recorded.remove(FileKey.of(stamp));
    }
}
