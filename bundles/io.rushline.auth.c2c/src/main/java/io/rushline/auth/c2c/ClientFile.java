package io.rushline.auth.c2c;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rushline.vault.api.Vault;
import io.rushline.vault.api.VaultException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Keeps the client id and the client secret, sealed, in a file of their own: they outlive a database that is set aside. */
final class ClientFile {

    /** @param secret null: none was given yet */
    record Client(String id, String secret) {
        /** Without the secrets. */
        @Override
        public String toString() {
            return "Client";
        }
    }

    private static final String PURPOSE = "auth.c2c.client";
    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");

    private final JsonMapper json = JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    private final Vault vault;
    private final Path folder;
    private final Path file;

    /** @param home home directory of the appliance */
    ClientFile(Vault vault, Path home) {
        this.vault = vault;
        this.folder = home.resolve("secrets");
        this.file = folder.resolve("client");
    }

    Path path() {
        return file;
    }

    /** Empty only where there is no file; {@link VaultException.Code#TAMPERED} where there is one that does not open. */
    Optional<Client> read() throws VaultException, IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        byte[] clear = vault.open(PURPOSE, Files.readAllBytes(file));
        try {
            Client client = json.readValue(clear, Client.class);
            if (client != null && client.id() != null) {
                return Optional.of(client);
            }
        } catch (JsonProcessingException notOurs) {
            // without its cause, whose message quotes what it could not read
            throw new VaultException(VaultException.Code.TAMPERED, "the client is not in the form it was kept in", null);
        }
        throw new VaultException(VaultException.Code.TAMPERED, "the client has no id", null);
    }

    /** Whole and on disk when it returns; the old file stays as it was when it throws. */
    void write(Client client) throws VaultException, IOException {
        byte[] sealed = vault.seal(PURPOSE, json.writeValueAsBytes(client));
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_FOLDER));
        Files.setPosixFilePermissions(folder, OWNER_FOLDER); // it may have been there, open to others
        Path unfinished = folder.resolve("client.new");
        Files.deleteIfExists(unfinished);
        try (FileChannel channel = FileChannel.open(unfinished, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER_FILE))) {
            ByteBuffer buffer = ByteBuffer.wrap(sealed);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
