package io.rushline.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The one folder below which an appliance keeps all its state. Holding it open is holding its lock: the kernel lets go of it however the process
 * ends, so there is no stale lock after a power cut.
 */
final class Home implements AutoCloseable {

    private final Path root;
    private final FileChannel lock;

    private Home(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /** @throws CommandException where it cannot be made, or another instance runs on it */
    static Home open(Path folder) {
        Path root = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(root);
            Path run = Files.createDirectories(root.resolve("run"));
            Files.createDirectories(root.resolve("logs"));
            if (Files.getFileStore(root).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwx------"));
            }
            FileChannel lock = FileChannel.open(run.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(lock)) {
                lock.close();
                throw new CommandException("Another Rushline already runs on " + root + ". Stop it first, or choose another --home.");
            }
            Files.deleteIfExists(run.resolve("ctl.json"));
            Files.deleteIfExists(run.resolve("simulator.json"));
            return new Home(root, lock);
        } catch (IOException e) {
            throw new CommandException("The home " + root + " cannot be used (" + e + "). Check that its disk is there and that you may write to it.", e);
        }
    }

    private static boolean locked(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    Path root() {
        return root;
    }

    Path file(String relative) {
        return root.resolve(relative);
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            System.getLogger(Home.class.getName()).log(System.Logger.Level.WARNING, "the lock of " + root + " was not given back cleanly", e);
        }
    }
}
