package io.rushline.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The note that the database was closed in order, with size and time of each of its files: nobody has written to them since. */
final class CleanStop {

    private final Path home;
    private final Path folder;
    private final Path note;

    CleanStop(Path home, Path folder) {
        this.home = home;
        this.folder = folder;
        this.note = home.resolve("db.clean");
    }

    /** To be called before the database is booted: the note is gone on return, so that it is there only after the next stop in order. */
    boolean take() throws IOException {
        String noted;
        try {
            noted = Files.readString(note);
        } catch (NoSuchFileException none) {
            return false;
        }
        boolean same = noted.equals(files());
        Files.delete(note);
        sync(home);
        return same;
    }

    /** To be called when the database was shut down and all it had to write is written. */
    void leave() throws IOException {
        Path written = home.resolve("db.clean.new");
        Files.writeString(written, files());
        try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(written, note, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(home);
    }

    private String files() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                BasicFileAttributes of = Files.readAttributes(file, BasicFileAttributes.class);
                lines.add(folder.relativize(file) + " " + of.size() + " " + of.lastModifiedTime().to(TimeUnit.NANOSECONDS));
            }
        }
        return String.join("\n", lines);
    }

    static void sync(Path folder) throws IOException {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
