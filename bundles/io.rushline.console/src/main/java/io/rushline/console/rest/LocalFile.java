package io.rushline.console.rest;

import io.rushline.console.http.Problem;
import io.rushline.console.http.ProblemException;
import io.rushline.queue.api.Clip;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/** Makes a clip of a file that somebody names. */
final class LocalFile {

    private static final int SAMPLE_BYTES = 64 * 1024;
    /** What lies in the home and is nobody else's: keys, tokens, databases, settings, logs. */
    private static final String PRIVATE = "{secrets,run,db*,configurations,cache,logs}";

    private LocalFile() {
    }

    /**
     * @param home holds what the appliance keeps for itself, which must not leave it as a clip
     * @throws ProblemException 422 where it is no readable regular file, or one of the appliance's own
     */
    static Clip clip(Path home, String name, int priority) throws ProblemException {
        try {
            Path given = Path.of(name);
            if (!given.isAbsolute()) {
                throw refused("path-relative", "The path is not absolute.", "Give the whole path, from the root.");
            }
            Path path = given.toRealPath();
            if (isPrivate(home, path)) {
                throw refused("private", "This file belongs to the appliance itself and is no clip.", "Choose a file outside its private folders.");
            }
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw refused("not-a-file", "This is not a regular file.", "Add files one by one, or let a folder be watched.");
            }
            Instant modified = attributes.lastModifiedTime().toInstant();
            Instant created = attributes.creationTime().toInstant();
            String fileName = given.getFileName().toString();
            return new Clip(path, fileName, attributes.size(), modified, fingerprint(path, fileName, attributes.size(), modified.toEpochMilli()), "",
                    created.isBefore(modified) ? created : modified, "by hand", 0, priority);
        } catch (InvalidPathException e) {
            throw refused("path-invalid", "No file can have this path.", "Correct the path.");
        } catch (NoSuchFileException e) {
            throw refused("file-missing", "There is no such file.", "Correct the path, or check that its disk or card is there.");
        } catch (IOException e) {
            throw refused("file-unreadable", "The file cannot be read.", "Check its permissions and its disk.");
        }
    }

    /** By real paths: a folder of the home may be a link to another disk. */
    private static boolean isPrivate(Path home, Path file) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(home, PRIVATE)) {
            for (Path folder : folders) {
                if (file.startsWith(folder.toRealPath())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static ProblemException refused(String code, String what, String todo) {
        return new ProblemException(Problem.of(422, "file." + code, what, null, todo));
    }

    /** SHA-256 over file name, size, time of modification (ms), and the first and last 64 KiB. */
    private static String fingerprint(Path path, String name, long size, long modifiedMillis) throws IOException {
        MessageDigest digest = sha256();
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(nameBytes.length).flip());
        digest.update(nameBytes);
        digest.update(ByteBuffer.allocate(2 * Long.BYTES).putLong(size).putLong(modifiedMillis).flip());
        try (FileChannel file = FileChannel.open(path)) {
            sample(file, 0, digest);
            sample(file, Math.max(0, size - SAMPLE_BYTES), digest);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void sample(FileChannel file, long from, MessageDigest digest) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SAMPLE_BYTES);
        long at = from;
        int read;
        while (bytes.hasRemaining() && (read = file.read(bytes, at)) >= 0) {
            at += read;
        }
        digest.update(bytes.flip());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }
}
