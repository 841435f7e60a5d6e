package io.rushline.console.access;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Remembers outside the database that there is an admin password, so that losing the database opens nothing. */
final class PasswordMarker {

    private final Path file;

    /** @param home home directory of the appliance */
    PasswordMarker(Path home) {
        file = home.resolve("secrets").resolve("admin-password-set");
    }

    /** Whether there was a password; also where that cannot be told. */
    boolean isSet() {
        return !Files.notExists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * On return the marker is on disk.
     *
     * @return whether it is new
     */
    boolean set() throws IOException {
        Files.createDirectories(file.getParent(), ownerOnly("rwx------"));
        try {
            Files.createFile(file, ownerOnly("rw-------"));
        } catch (FileAlreadyExistsException e) {
            return false;
        }
        try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
        return true;
    }

    void remove() throws IOException {
        Files.deleteIfExists(file);
    }

    private static FileAttribute<?> ownerOnly(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
