package io.rushline.ingest.folder;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds out which files some process has open for writing, by Linux' {@code /proc}. What it may not look into (processes of others when not
 * root, other systems than Linux) counts as not writing: then only stability speaks.
 */
final class OpenForWriting {

    /** A file on this machine, by whatever path. */
    record FileKey(long device, long inode) {
        static FileKey of(Stamp stamp) {
            return new FileKey(stamp.device(), stamp.inode());
        }
    }

    private static final int ACCESS_MODE = 3; // O_ACCMODE; 0 is O_RDONLY
    private final Path proc;

    OpenForWriting(Path proc) {
        this.proc = proc;
    }

    /** Those of the files that are open for writing. One walk for all: it costs a few microseconds for each open file of the machine. */
    Set<FileKey> among(Set<FileKey> files) {
        Set<FileKey> found = new HashSet<>();
        if (files.isEmpty() || !Files.isDirectory(proc)) {
            return found;
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                lookInto(process, files, found);
            }
        } catch (IOException | DirectoryIteratorException e) {
            return found; // no /proc to look into
        }
        return found;
    }

    private static void lookInto(Path process, Set<FileKey> files, Set<FileKey> found) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                FileKey key = regularFile(descriptor);
                if (key != null && files.contains(key) && !found.contains(key) && writes(process, descriptor)) {
                    found.add(key);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // the process has ended meanwhile, or belongs to somebody else: its files are judged by their stability
        }
    }

    /** The file behind a descriptor, or null. Reading the link first saves the stat() of sockets and pipes, which are most. */
    private static FileKey regularFile(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            if (!target.startsWith("/") || target.startsWith("/dev/") || target.startsWith("/proc/")) {
                return null;
            }
            return FileKey.of(Stamp.following(descriptor));
        } catch (IOException e) {
            return null; // closed meanwhile
        }
    }

    private static boolean writes(Path process, Path descriptor) {
        try {
            for (String line : Files.readAllLines(process.resolve("fdinfo").resolve(descriptor.getFileName()))) {
                if (line.startsWith("flags:")) {
                    return (Integer.parseInt(line.substring("flags:".length()).trim(), 8) & ACCESS_MODE) != 0;
                }
            }
        } catch (IOException e) {
            return false; // closed meanwhile
        }
        return false;
    }
}
