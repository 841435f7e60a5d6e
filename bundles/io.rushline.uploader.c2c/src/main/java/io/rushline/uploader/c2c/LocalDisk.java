package io.rushline.uploader.c2c;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.OptionalLong;

/** The disks of this machine. */
final class LocalDisk implements Disk {

    @Override
    public Seen look(Path file) throws IOException {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Seen(attributes.isRegularFile(), attributes.size(), attributes.lastModifiedTime().toInstant(), device(folder(file)));
    }

    @Override
    public OptionalLong holder(Path file) throws IOException {
        Path folder = folder(file);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, entry -> !Files.isDirectory(entry))) {
            return files.iterator().hasNext() ? OptionalLong.of(device(folder)) : OptionalLong.empty();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return OptionalLong.empty();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    @Override
    public SeekableByteChannel open(Path file) throws IOException {
        return Files.newByteChannel(file, StandardOpenOption.READ);
    }

    private static Path folder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? file : folder;
    }

    /** Of the folder, not the file: a file system of several layers tells another device for each file. */
    private static long device(Path folder) throws IOException {
        return folder.getFileSystem().supportedFileAttributeViews().contains("unix") ? (long) Files.getAttribute(folder, "unix:dev") : 0;
    }
}
