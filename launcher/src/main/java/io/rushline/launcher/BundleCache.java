package io.rushline.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.osgi.service.feature.FeatureBundle;

/**
 * The framework's own folder. It is trusted only with a stamp that was written, after everything in it was on disk, at the end of a good start
 * with the same Java, the same distribution and the same features; and only while the jars unpacked in it are what they were. Otherwise it is
 * made anew: nothing in it is state, but for what the Configurator remembers of the configuration it applied last.
 */
final class BundleCache {

    private final Path folder;
    private final Path stampFile;
    private final String origin;

    BundleCache(Path folder, Distribution distribution, List<FeatureBundle> bundles) {
        this.folder = folder;
        this.stampFile = folder.resolveSibling(folder.getFileName() + ".stamp");
        this.origin = origin(distribution, bundles);
    }

    Path folder() {
        return folder;
    }

    /** Whether the next start can use what is there. */
    boolean isGood() {
        try {
            return Files.exists(stampFile) && Files.readString(stampFile).equals(origin + contents());
        } catch (IOException | UncheckedIOException e) {
            log(System.Logger.Level.WARNING, "the bundle cache cannot be read and is made anew", e);
            return false;
        }
    }

    /** Takes everything away. */
    void clear() {
        try {
            Files.deleteIfExists(stampFile);
            if (Files.exists(folder)) {
                try (Stream<Path> all = Files.walk(folder)) {
                    for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new CommandException("The bundle cache " + folder + " cannot be taken away (" + e + "). Check the home's disk.", e);
        }
    }

    /** Says that what is there now is good; called when everything has started. */
    void stamp() {
        if (isGood()) {
            return;
        }
        try {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    force(file);
                }
            }
            Path next = stampFile.resolveSibling(stampFile.getFileName() + ".new");
            Files.writeString(next, origin + contents());
            force(next);
            Files.move(next, stampFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | UncheckedIOException e) {
            log(System.Logger.Level.WARNING, "the bundle cache could not be stamped; the next start makes it anew", e);
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static String origin(Distribution distribution, List<FeatureBundle> bundles) {
        StringBuilder origin = new StringBuilder(System.getProperty("java.vm.version")).append('\n').append(distribution.root()).append('\n');
        for (FeatureBundle bundle : bundles) {
            origin.append(bundle.getID()).append(' ').append(bundle.getMetadata()).append(' ');
            Path jar = distribution.jar(bundle.getID());
            try {
                origin.append(Files.size(jar)).append(' ').append(Files.getLastModifiedTime(jar)).append('\n');
            } catch (IOException e) {
                origin.append("missing\n");
            }
        }
        return origin.toString();
    }

    /** What the framework unpacked: the jars in jars. */
    private String contents() throws IOException {
        if (!Files.isDirectory(folder)) {
            return "";
        }
        StringBuilder contents = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".jar")).sorted().toList()) {
                contents.append(folder.relativize(file)).append(' ').append(Long.toHexString(crc(file))).append('\n');
            }
        }
        return contents.toString();
    }

    private static long crc(Path file) throws IOException {
        CRC32 crc = new CRC32();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                crc.update(buffer, 0, n);
            }
        }
        return crc.getValue();
    }

    private static void log(System.Logger.Level level, String message, Throwable e) {
        System.getLogger(BundleCache.class.getName()).log(level, message, e);
    }
}
