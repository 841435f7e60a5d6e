package io.rushline.launcher;

import io.rushline.launcher.module.Folders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/**
 * The one folder below which an appliance keeps all its state. Holding it open is holding its lock: the kernel lets go of it however the process
 * ends, so there is no stale lock after a power cut.
 */
final class Home implements AutoCloseable {

    /** For the eyes of the owner only: the queue's names, the log, the configuration and the keys. */
    private static final List<String> PRIVATE_FOLDERS = List.of("run", "logs", "secrets", "configurations", "cache");
    /** A JVM whose supervisor was killed dies a moment later. */
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(5);

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
            for (String name : PRIVATE_FOLDERS) {
                Folders.toOwner(Files.createDirectories(root.resolve(name)));
            }
            FileChannel lock = FileChannel.open(root.resolve("run/lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!Condition.await(LOCK_PATIENCE, () -> locked(lock), held -> held)) {
                lock.close();
                throw new CommandException("Another Rushline already runs on " + root + ". Stop it first, or choose another --home.");
            }
            Files.deleteIfExists(root.resolve("run/ctl.json"));
            Files.deleteIfExists(root.resolve("run/simulator.json"));
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
