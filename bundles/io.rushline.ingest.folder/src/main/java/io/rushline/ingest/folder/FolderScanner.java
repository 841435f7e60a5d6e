package io.rushline.ingest.folder;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Looks through directories and has every file followed that is not known yet. Takes a directory's entries in chunks, so that its size does
 * not matter. Symbolic links are left alone: what they lead to inside the folder is found anyway, and the rest is not meant. One thread.
 */
final class FolderScanner {

    private final Path folder;
    private final NameRules rules;
    private final SeenFiles seen;
    private final StabilityTracker tracker;
    private final Watches watches;
    private final Renames renames;
    private final LongSupplier nanos;
    private final BooleanSupplier stopped;

    private final Set<Path> unreadable = new HashSet<>();
    private boolean full;

    private record Found(Path path, Stamp stamp) {
    }

    FolderScanner(FolderSettings settings, SeenFiles seen, StabilityTracker tracker, Watches watches, LongSupplier nanos, BooleanSupplier stopped) {
        this.folder = settings.folder();
        this.rules = settings.rules();
        this.seen = seen;
        this.tracker = tracker;
        this.watches = watches;
        this.renames = new Renames(folder);
        this.nanos = nanos;
        this.stopped = stopped;
    }

    /** Looks at everything. */
    void scan() throws SQLException {
        full = false;
        unreadable.clear();
        watches.retain(walk(folder));
    }

    /** Looks at some entries, and at all that is below them. */
    void look(Collection<Path> entries) throws SQLException {
        Deque<Path> directories = new ArrayDeque<>();
        List<Path> chunk = new ArrayList<>();
        for (Path entry : entries) {
            chunk.add(entry);
            if (chunk.size() == SeenFiles.CHUNK) {
                consider(chunk, directories);
                chunk.clear();
            }
        }
        consider(chunk, directories);
        for (Path directory : directories) {
            walk(directory);
        }
    }

    /** Files were left out because too many are followed; a later scan finds them. */
    boolean full() {
        return full;
    }

    /** A directory or file that was not to be read when everything was last looked at, with how many there are. */
    Optional<Path> unreadable() {
        return unreadable.stream().min(Path::compareTo);
    }

    int unreadableCount() {
        return unreadable.size();
    }

    private Set<Path> walk(Path start) throws SQLException {
        Set<Path> visited = new HashSet<>();
        Deque<Path> todo = new ArrayDeque<>(List.of(start));
        while (!todo.isEmpty() && !stopped.getAsBoolean()) {
            Path directory = todo.pop();
            visited.add(directory);
            watches.watch(directory); // before it is listed: nothing can come in between
            list(directory, todo);
        }
        return visited;
    }

    private void list(Path directory, Deque<Path> todo) throws SQLException {
        List<Path> chunk = new ArrayList<>(SeenFiles.CHUNK);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                chunk.add(entry);
                if (chunk.size() == SeenFiles.CHUNK) {
                    consider(chunk, todo);
                    chunk.clear();
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return; // gone since it was found
        } catch (IOException | DirectoryIteratorException e) {
            unreadable.add(directory);
        }
        consider(chunk, todo);
    }

    private void consider(List<Path> entries, Deque<Path> directories) throws SQLException {
        Map<String, Found> files = new LinkedHashMap<>();
        for (Path entry : entries) {
            if (!tracker.follows(entry) && !stopped.getAsBoolean()) {
                sort(entry, files, directories);
            }
        }
        for (SeenFile known : seen.named(files.keySet()).values()) {
            Found file = files.get(known.name());
            if (known.unchanged(file.stamp()) && !readableAgain(known, file.path())) {
                files.remove(known.name());
            }
        }
        Map<Long, List<SeenFile>> sameInode = seen.withInodes(files.values().stream().map(file -> file.stamp().inode()).toList());
        for (Found file : files.values()) {
            follow(file, sameInode.getOrDefault(file.stamp().inode(), List.of()));
        }
    }

    private void sort(Path entry, Map<String, Found> files, Deque<Path> directories) {
        try {
            Path relative = folder.relativize(entry);
            Stamp stamp = Stamp.of(entry);
            if (stamp.kind() == Stamp.Kind.DIRECTORY && !rules.ignoresDirectory(relative)) {
                directories.add(entry);
            } else if (stamp.kind() == Stamp.Kind.FILE && !rules.ignoresFile(relative)) {
                files.put(RelativeName.of(folder, entry), new Found(entry, stamp));
            }
        } catch (NoSuchFileException e) {
            unreadable.remove(entry); // gone since it was listed
        } catch (IOException e) {
            unreadable.add(entry);
        }
    }

    private static boolean readableAgain(SeenFile known, Path path) {
        return known.reason().filter(Rejections.UNREADABLE::equals).isPresent() && Files.isReadable(path);
    }

    private void follow(Found file, List<SeenFile> sameInode) {
        long now = nanos.getAsLong();
        if (!tracker.observe(file.path(), file.stamp(), now)) {
            full = true;
        } else if (renames.of(file.stamp(), sameInode).isPresent()) {
            tracker.hurry(file.path(), now);
        }
    }
}
