package io.rushline.launcher.module;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** A folder, for its owner's eyes only, in which files appear whole or not at all, whatever moment the power is cut. */
final class StoreFolder {

    /** Free bytes of the disk that holds a path. */
    interface Disk {
        Disk REAL = path -> Files.getFileStore(path).getUsableSpace();

        long freeBytes(Path path) throws IOException;
    }

    private static final String TEMPORARY = ".tmp";
    private static final int BUFFER = 1 << 16;

    final Path path;
    private final Disk disk;

    StoreFolder(Path path, Disk disk) {
        this.path = path;
        this.disk = disk;
    }

    /** Makes it where it is missing, or takes the place of whatever is there. */
    void make() throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(path);
        }
        Folders.make(path);
        Folders.toOwner(path);
    }

    /** What a power cut has left. */
    List<Path> temporaries() throws IOException {
        return list().stream().filter(f -> f.getFileName().toString().endsWith(TEMPORARY)).toList();
    }

    /** Everything in it but what is in its folders; empty where it is missing. */
    List<Path> list() throws IOException {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(path)) {
            return all.toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** A file under its temporary name, and its hash. */
    record Copied(Path file, String sha256) {
    }

    /**
     * @param size   about how many bytes will come: with less space it does not begin
     * @param atMost one more is refused
     * @param what   names the source in messages
     */
    Copied copy(InputStream from, long size, long atMost, String what) throws IOException, ModuleException {
        needs(size, what);
        Path file = Files.createTempFile(path, "incoming-", TEMPORARY);
        boolean done = false;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            OutputStream out = Channels.newOutputStream(channel);
            MessageDigest digest = Hashes.sha256();
            byte[] buffer = new byte[BUFFER];
            long copied = 0;
            for (int n = read(from, buffer, what); n >= 0; n = read(from, buffer, what)) {
                copied += n;
                if (copied > atMost) {
                    throw new ModuleException(Code.TOO_LARGE, what + " has more than " + atMost + " bytes.");
                }
                digest.update(buffer, 0, n);
                out.write(buffer, 0, n);
            }
            done = true;
            return new Copied(file, HexFormat.of().formatHex(digest.digest()));
        } catch (IOException e) {
            needs(BUFFER, what);
            throw e;
        } finally {
            if (!done) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static int read(InputStream from, byte[] buffer, String what) throws ModuleException {
        try {
            return from.read(buffer);
        } catch (IOException e) {
            throw new ModuleException(Code.NOT_A_MODULE, what + " cannot be read to its end (" + e.getMessage() + ").", e);
        }
    }

    private void needs(long size, String what) throws IOException, ModuleException {
        long free = disk.freeBytes(path);
        if (free < size) {
            throw new ModuleException(Code.NO_SPACE, what + " needs " + size + " bytes; the disk of " + path + " has " + free + ".");
        }
    }

    /** Gives a file in this folder its name, on disk when it returns. */
    Path rename(Path file, String name) throws IOException {
        Path named = path.resolve(name);
        Folders.force(file);
        if (Files.isDirectory(named, LinkOption.NOFOLLOW_LINKS)) {
            delete(named);
        }
        Files.move(file, named, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Folders.sync(path);
        return named;
    }

    /** A file, or a folder with all in it. Links are deleted, not followed. */
    static void delete(Path fileOrFolder) throws IOException {
        if (!Files.exists(fileOrFolder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(fileOrFolder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
