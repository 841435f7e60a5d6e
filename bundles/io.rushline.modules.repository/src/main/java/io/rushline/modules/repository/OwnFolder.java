package io.rushline.modules.repository;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** A folder that only its owner can look into. */
final class OwnFolder {

    private OwnFolder() {
    }

    static void make(Path folder) throws ModuleException {
        FileAttribute<?>[] owner = FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))} : new FileAttribute<?>[0];
        try {
            Files.createDirectories(folder, owner);
        } catch (IOException e) {
            throw new ModuleException(Code.STORE, "", e);
        }
    }
}
