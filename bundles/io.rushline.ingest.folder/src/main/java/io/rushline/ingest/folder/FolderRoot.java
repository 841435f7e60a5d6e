package io.rushline.ingest.folder;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/** Tells whether the watched folder is there. */
final class FolderRoot {

    private final Path folder;
    private final boolean create;
    private final SeenFiles seen;
    private OptionalLong device = OptionalLong.empty();

    /** Why the folder cannot be watched, and what a person can do. */
    record Away(String what, String todo) {
    }

    FolderRoot(Path folder, boolean create, SeenFiles seen) {
        this.folder = folder;
        this.create = create;
        this.seen = seen;
    }

    /** Empty when it can be watched. */
    Optional<Away> away() throws SQLException {
        try {
            if (create && Files.notExists(folder)) {
                Files.createDirectories(folder);
            }
            Stamp now = Stamp.following(folder);
            if (now.kind() != Stamp.Kind.DIRECTORY) {
                return away("is not a folder", "Correct the setting, or put a folder there.");
            }
            if (!Files.isReadable(folder) || !Files.isExecutable(folder)) {
                return unreadable();
            }
            return diskIsAway(now) ? away("is empty, and the disk that was there is away", "Connect the disk. If the folder is meant to be"
                    + " on this disk from now on, put a file into it.") : Optional.empty();
        } catch (NoSuchFileException e) {
            return away("is not there", "Connect its disk, create it, or correct the setting.");
        } catch (AccessDeniedException e) {
            return unreadable();
        } catch (IOException e) {
            return away("cannot be read (" + e.getMessage() + ")", "Check the disk and its connection.");
        }
    }

    private Optional<Away> unreadable() {
        return away("may not be read by this program", "Give the account it runs under the right to read and enter the folder.");
    }

    private Optional<Away> away(String how, String todo) {
        return Optional.of(new Away("The watched folder " + RelativeName.shown(folder) + " " + how + ".", todo));
    }

    /** What is left of an unmounted disk: an empty directory of the disk below, where clips were seen on another. */
    private boolean diskIsAway(Stamp now) throws IOException, SQLException {
        long found = now.device() == Stamp.following(folder.getRoot()).device() ? 0 : now.device();
        if (device.isEmpty()) {
            device = seen.device();
        }
        if (device.isPresent() && device.getAsLong() == found) {
            return false;
        }
        if (device.isPresent() && !isMountPoint(now) && isEmpty() && !seen.isEmpty()) {
            return true;
        }
        seen.recordDevice(found);
        device = OptionalLong.of(found);
        return false;
    }

    private boolean isMountPoint(Stamp now) throws IOException {
        Path real = folder.toRealPath();
        return real.getParent() == null || Stamp.following(real.getParent()).device() != now.device();
    }

    private boolean isEmpty() throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            return !entries.iterator().hasNext();
        }
    }
}
