package io.rushline.modules.repository;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** What has come of a file, on disk: {@code SHA256.part}, and beside it what the server called that version of it. */
final class PartFile implements AutoCloseable {

    /** Left for the queue and everything else that writes. */
    static final long RESERVE_BYTES = 64L << 20;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final System.Logger LOG = System.getLogger(PartFile.class.getName());

    /** By what the server knows its file; null: it did not say. */
    record Validators(String etag, String lastModified) {
    }

    private final Path file;
    private final Path note;
    private final FileChannel channel;

    PartFile(Path folder, String sha256) throws ModuleException {
        this.file = folder.resolve(sha256 + ".part");
        this.note = folder.resolve(sha256 + ".json");
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            channel.position(channel.size());
        } catch (IOException e) {
            throw new ModuleException(Code.STORE, "", e);
        }
    }

    Path path() {
        return file;
    }

    long size() throws ModuleException {
        try {
            return channel.size();
        } catch (IOException e) {
            throw trouble(e);
        }
    }

    void append(ByteBuffer bytes) throws ModuleException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw trouble(e);
        }
    }

    /** On disk when it returns. */
    void force() throws ModuleException {
        try {
            channel.force(false);
        } catch (IOException e) {
            throw trouble(e);
        }
    }

    /** Begins again from nothing. */
    void clear() throws ModuleException {
        try {
            channel.truncate(0);
            channel.position(0);
            Files.deleteIfExists(note);
        } catch (IOException e) {
            throw trouble(e);
        }
    }

    /** @throws ModuleException {@link Code#NO_SPACE} where so many more bytes would leave too little */
    void reserve(long bytes) throws ModuleException {
        try {
            long usable = Files.getFileStore(file).getUsableSpace();
            if (usable < bytes + RESERVE_BYTES) {
                throw new ModuleException(Code.NO_SPACE, bytes + " more bytes and " + RESERVE_BYTES + " to spare are needed; " + usable + " are free.");
            }
        } catch (IOException e) {
            throw trouble(e);
        }
    }

    Optional<Validators> validators() {
        if (!Files.isRegularFile(note, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(note.toFile(), Validators.class));
        } catch (IOException broken) {
            LOG.log(System.Logger.Level.DEBUG, "A download's note cannot be read; its hash decides", broken);
            return Optional.empty();
        }
    }

    void validators(Validators now) throws ModuleException {
        if (validators().filter(now::equals).isPresent()) {
            return;
        }
        try {
            JSON.writeValue(note.toFile(), now);
        } catch (IOException e) {
            throw trouble(e);
        }
    }

    String sha256() throws ModuleException {
        try {
            return sha256(file);
        } catch (IOException e) {
            throw trouble(e);
        }
    }

    static String sha256(Path file) throws IOException {
        MessageDigest digest = digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The file has gone elsewhere, or is not wanted. */
    void forget() throws ModuleException {
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(note);
        } catch (IOException e) {
            throw trouble(e);
        }
    }

    @Override
    public void close() throws ModuleException {
        try {
            channel.close();
        } catch (IOException e) {
            throw trouble(e);
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private ModuleException trouble(IOException e) {
        // The system's own message is not for deciding on; the disk's room is.
        return new ModuleException(file.toFile().getUsableSpace() < RESERVE_BYTES / 4 ? Code.NO_SPACE : Code.STORE, "", e);
    }
}
