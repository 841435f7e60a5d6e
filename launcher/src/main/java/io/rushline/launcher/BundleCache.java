package io.rushline.launcher;

import io.rushline.launcher.module.Folders;
import io.rushline.launcher.module.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * The framework's own folder. It is trusted only with a {@link CacheStamp} that was written, after everything in it was on disk, at the end of a good
 * start with the same Java and the same distribution's launcher; and only while the jars unpacked in it are what they were. Otherwise it is made anew: nothing in
 * it is state, but for what the Configurator remembers of the configuration it applied last. Which bundles are in it may change: those that are not stamped are
 * installed anew, those whose jar has changed are updated.
 */
final class BundleCache {

    private final Path folder;
    private final Path stampFile;
    private final String origin;
    private final Map<String, String> hashes;

    /** @param bundles whose hashes are known */
    BundleCache(Path folder, Distribution distribution, List<WantedBundle> bundles) {
        this.folder = folder;
        this.stampFile = folder.resolveSibling(folder.getFileName() + ".stamp");
        this.origin = origin(distribution);
        this.hashes = bundles.stream().collect(Collectors.toMap(WantedBundle::location, bundle -> bundle.hash().orElse(""), (a, b) -> a));
    }

    Path folder() {
        return folder;
    }

    /** What the next start can use of what is there; empty when it cannot use any of it. */
    CacheStamp usable() {
        try {
            CacheStamp stamp = CacheStamp.read(stampFile);
            if (!stamp.origin().equals(origin)) {
                return CacheStamp.NONE;
            }
            Map<Long, CacheStamp.Entry> usable = new TreeMap<>();
            for (Map.Entry<Long, CacheStamp.Entry> bundle : stamp.bundles().entrySet()) {
                if (!Files.isDirectory(folder(bundle.getKey()))) {
                    continue;
                }
                Map<String, String> jars = jars(bundle.getKey());
                if (!jars.entrySet().containsAll(bundle.getValue().jars().entrySet())) {
                    log(System.Logger.Level.WARNING, "the bundle cache is damaged and is made anew", null);
                    return CacheStamp.NONE;
                }
                if (jars.size() == bundle.getValue().jars().size()) {
                    usable.put(bundle.getKey(), bundle.getValue());
                }
            }
            return new CacheStamp(origin, usable);
        } catch (IOException | UncheckedIOException e) {
            log(System.Logger.Level.WARNING, "the bundle cache cannot be read and is made anew", e);
            return CacheStamp.NONE;
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

    /**
     * Says that what is there now is good.
     *
     * @param installed locations of the bundles by their ids
     */
    void stamp(Map<Long, String> installed) {
        try {
            Map<Long, CacheStamp.Entry> bundles = new TreeMap<>();
            for (Map.Entry<Long, String> bundle : installed.entrySet()) {
                bundles.put(bundle.getKey(), new CacheStamp.Entry(bundle.getValue(), mark(bundle.getValue()), jars(bundle.getKey())));
            }
            CacheStamp stamp = new CacheStamp(origin, bundles);
            if (Files.exists(stampFile) && CacheStamp.read(stampFile).equals(stamp)) {
                return;
            }
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Folders.force(file);
                }
            }
            Path next = stampFile.resolveSibling(stampFile.getFileName() + ".new");
            stamp.write(next);
            Folders.force(next);
            Files.move(next, stampFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | UncheckedIOException e) {
            log(System.Logger.Level.WARNING, "the bundle cache could not be stamped; the next start may make it anew", e);
        }
    }

    /** At an orderly stop: says so again if other bundles are there than those that were {@link #stamp stamped}. */
    void restamp(Map<Long, String> installed) {
        try {
            Map<Long, String> stamped = new TreeMap<>();
            CacheStamp.read(stampFile).bundles().forEach((id, entry) -> stamped.put(id, entry.location()));
            if (!stamped.isEmpty() && !stamped.equals(installed)) {
                stamp(installed);
            }
        } catch (IOException e) {
            log(System.Logger.Level.WARNING, "the stamp of the bundle cache cannot be read", e);
        }
    }

    /** By what a changed jar at the same location is known. */
    String mark(String location) throws IOException {
        Path jar = Part.jar(location);
        return Files.exists(jar) ? Files.size(jar) + " " + Files.getLastModifiedTime(jar) + " " + hashes.getOrDefault(location, "") : "missing";
    }

    private Path folder(long bundle) {
        return folder.resolve("bundle" + bundle);
    }

    private static String origin(Distribution distribution) {
        StringBuilder origin = new StringBuilder(System.getProperty("java.vm.version")).append(" ").append(distribution.root());
        try (Stream<Path> jars = Files.list(distribution.root().resolve("lib"))) {
            for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
                origin.append(' ').append(jar.getFileName()).append(' ').append(Files.size(jar)).append(' ').append(Files.getLastModifiedTime(jar));
            }
        } catch (IOException | UncheckedIOException e) {
            throw new CommandException("The distribution " + distribution.root() + " cannot be read (" + e + "). Unpack it again.", e);
        }
        return origin.toString();
    }

    /** What the framework unpacked of a bundle: the jars in its jar, with their checksums. */
    private Map<String, String> jars(long bundle) throws IOException {
        Map<String, String> jars = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder(bundle))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".jar")).toList()) {
                jars.put(folder.relativize(file).toString(), Long.toHexString(crc(file)));
            }
        }
        return jars;
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
