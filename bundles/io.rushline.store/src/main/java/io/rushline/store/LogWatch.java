package io.rushline.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * Notices that Derby began a new transaction log for an old database: it does so without a word when the log is gone or unreadable, and the
 * database may then lack what was committed last. (Derby source, {@code LogToFile.boot}.)
 */
final class LogWatch implements AutoCloseable {

    private final Path first;
    private final Object before;
    /** Held open so that a new file cannot get the old one's identity. */
    private final FileChannel held;

    /** To be made before the database in this folder is booted. */
    LogWatch(Path folder) throws IOException {
        first = folder.resolve("log").resolve("log1.dat");
        held = Files.exists(first) ? FileChannel.open(first, StandardOpenOption.READ) : null;
        before = identity();
    }

    /** After booting: whether the log is another one than before. Only a new log begins with the file number 1. */
    boolean begunAnew() throws IOException {
        Object now = identity();
        return now != null && !Objects.equals(before, now);
    }

    private Object identity() throws IOException {
        return Files.exists(first) ? Files.readAttributes(first, BasicFileAttributes.class).fileKey() : null;
    }

    @Override
    public void close() throws IOException {
        if (held != null) {
            held.close();
        }
    }
}
