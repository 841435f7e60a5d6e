package io.rushline.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The file with the vault's key: 32 bytes that only its owner may read. */
final class KeyFile {

    private static final int KEY_BYTES = 32;
    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");

    private final Path folder;
    private final Path file;

    /** @param home home directory of the appliance */
    KeyFile(Path home) {
        folder = home.resolve("secrets");
        file = folder.resolve("vault.key");
    }

    Path path() {
        return file;
    }

    boolean exists() {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** @throws IOException also when the length is wrong: then it is no key of ours, and must not be overwritten */
    SecretKey read() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try {
            if (bytes.length != KEY_BYTES) {
                throw new IOException(file + " has " + bytes.length + " bytes instead of " + KEY_BYTES);
            }
            return new SecretKeySpec(bytes, "AES");
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Makes a new key; on return it is whole and on disk. */
    SecretKey create(SecureRandom random) throws IOException {
        if (exists()) {
            throw new FileAlreadyExistsException(file.toString());
        }
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_FOLDER));
        Path unfinished = folder.resolve("vault.key.new");
        Files.deleteIfExists(unfinished);
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        try (FileChannel channel = FileChannel.open(unfinished, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER_FILE))) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
        SecretKey key = new SecretKeySpec(bytes, "AES");
        Arrays.fill(bytes, (byte) 0);
        return key;
    }

    /** Whether others than the owner had access; where possible they have it no more. */
    boolean closeToOthers() throws IOException {
        return close(folder, OWNER_FOLDER) | close(file, OWNER_FILE);
    }

    private static boolean close(Path path, Set<PosixFilePermission> wanted) throws IOException {
        if (wanted.containsAll(Files.getPosixFilePermissions(path))) {
            return false;
        }
        Files.setPosixFilePermissions(path, wanted);
        return true;
    }
}
