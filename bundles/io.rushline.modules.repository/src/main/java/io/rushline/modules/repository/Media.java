package io.rushline.modules.repository;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Media with an index that are there now. Looking again costs little while nothing changes. {@link #look} by one thread at a time; the rest any. */
final class Media {

    private static final int MOST_DEPTH = 2;
    private static final int MOST_FOLDERS = 500;
    private static final List<String> NAMES = List.of("rushline/index.xml", "rushline/index.xml.gz");

    /**
     * A medium.
     *
     * @param index   what it offers; empty when it cannot be read
     * @param trouble why it cannot be read, for people
     */
    record Medium(Path root, Index index, Optional<String> trouble) {
        String name() {
            return String.valueOf(root.getFileName());
        }

        /** The file, if it is a plain file of this medium. */
        Optional<Path> file(Offered module) throws IOException {
            Path file;
            try {
                file = Path.of(module.address()).normalize();
            } catch (IllegalArgumentException notHere) {
                return Optional.empty();
            }
            boolean inside = file.startsWith(root) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && file.toRealPath().equals(root.toRealPath().resolve(root.relativize(file)));
            return inside ? Optional.of(file) : Optional.empty();
        }
    }

    private record Seen(FileTime modified, long size, Object key, Medium medium) {
    }

    private final IndexReader reader;
    private volatile Map<Path, Seen> seen = Map.of();

    Media(IndexReader reader) {
        this.reader = reader;
    }

    List<Medium> present() {
        return seen.values().stream().map(Seen::medium).toList();
    }

    /** Looks which are there. @return those that have come, or changed, since */
    List<Medium> look(List<Path> folders) {
        Map<Path, Seen> now = new LinkedHashMap<>();
        List<Medium> come = new ArrayList<>();
        for (Path root : candidates(folders)) {
            for (String name : NAMES) {
                Path index = root.resolve(name);
                if (Files.isDirectory(index.getParent(), LinkOption.NOFOLLOW_LINKS) && Files.isRegularFile(index, LinkOption.NOFOLLOW_LINKS) && !now.containsKey(root)) {
                    Seen one = seen(root, index);
                    now.put(root, one);
                    if (one != seen.get(root)) {
                        come.add(one.medium);
                    }
                }
            }
        }
        seen = now;
        return come;
    }

    private Seen seen(Path root, Path index) {
        try {
            BasicFileAttributes file = Files.readAttributes(index, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            Seen before = seen.get(root);
            if (before != null && before.modified.equals(file.lastModifiedTime()) && before.size == file.size() && String.valueOf(file.fileKey()).equals(before.key)) {
                return before;
            }
            return new Seen(file.lastModifiedTime(), file.size(), String.valueOf(file.fileKey()), read(root, index));
        } catch (IOException gone) {
            return new Seen(FileTime.fromMillis(0), 0, "", trouble(root, "It cannot be read: it is damaged, or was just pulled."));
        }
    }

    private Medium read(Path root, Path index) throws IOException {
        try (InputStream in = Files.newInputStream(index, LinkOption.NOFOLLOW_LINKS)) {
            return new Medium(root, reader.read(index.toUri(), in), Optional.empty());
        } catch (BadIndex bad) {
            return trouble(root, bad.getMessage());
        }
    }

    private static Medium trouble(Path root, String sentence) {
        return new Medium(root, new Index(List.of(), List.of(), List.of()), Optional.of("Medium " + root.getFileName() + ": " + sentence));
    }

    private static List<Path> candidates(List<Path> folders) {
        List<Path> found = new ArrayList<>();
        List<Path> level = folders.stream().filter(Files::isDirectory).map(Path::normalize).toList();
        for (int depth = 0; depth <= MOST_DEPTH; depth++) {
            found.addAll(level.subList(0, Math.min(level.size(), MOST_FOLDERS)));
            level = depth == MOST_DEPTH ? List.of() : level.stream().limit(MOST_FOLDERS).flatMap(folder -> below(folder).stream()).toList();
        }
        return found;
    }

    private static List<Path> below(Path folder) {
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))) {
            entries.forEach(folders::add);
        } catch (IOException | java.nio.file.DirectoryIteratorException unreadable) {
            return List.of(); // another user's, or just pulled: it offers nothing
        }
        return folders;
    }
}
