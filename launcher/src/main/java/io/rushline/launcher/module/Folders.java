package io.rushline.launcher.module;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and folders that are on disk, names included, when a method returns: a file is lost with the name of its folder. */
public final class Folders {

    private Folders() {
    }

    /** Makes it, and those it lies in, where they are missing. */
    static void make(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            make(parent);
        }
        Files.createDirectories(folder);
        if (parent != null) {
            sync(parent);
        }
    }

    /** Nobody but the owner gets in, where the file system knows owners. */
    public static void toOwner(Path folder) throws IOException {
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** Has what a file holds on disk. */
    public static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Has the names in it on disk. */
    static void sync(Path folder) throws IOException {
        // other systems do not open folders, and keep their names without it
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            force(folder);
        }
    }
}
