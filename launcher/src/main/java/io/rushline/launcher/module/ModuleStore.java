package io.rushline.launcher.module;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/**
 * Keeps checked modules below {@code <home>/modules/store}, by the SHA-256 of their content, and lets nothing out of it that it has not just checked. Any
 * thread; one at a time.
 */
public final class ModuleStore {

    private static final System.Logger LOG = System.getLogger(ModuleStore.class.getName());
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final String JAR = ".jar";
    private static final String SET = ".rlm";

    private final StoreFolder folder;
    private final TrustedSigners trusted;
    private final Limits limits;
    private final StoreFolder.Disk disk;

    /**
     * What a power cut has left half written is deleted.
     *
     * @param trusted PEM files, or folders of them, with the certificates of vendors
     */
    public ModuleStore(Path folder, List<Path> trusted) {
        this(folder, trusted, Clock.systemUTC(), Limits.DEFAULT, StoreFolder.Disk.REAL);
    }

    ModuleStore(Path folder, List<Path> trusted, Clock clock, Limits limits, StoreFolder.Disk disk) {
        this.folder = new StoreFolder(folder.toAbsolutePath().normalize(), disk);
        this.trusted = new TrustedSigners(trusted, clock);
        this.limits = limits;
        this.disk = disk;
        try {
            this.folder.make();
            for (Path left : this.folder.temporaries()) {
                StoreFolder.delete(left);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the modules' folder " + folder + " is not in order", e);
        }
    }

    /** Copies, checks, keeps. On disk when it returns. The same content again is checked again, and heals what is damaged in the store. */
    public synchronized ModuleFile add(Path file) throws ModuleException {
        String where = String.valueOf(file.getFileName());
        try {
            folder.make();
            StoreFolder.Copied copy = copy(file, where);
            try {
                return check(copy.file(), copy.sha256(), where, true);
            } finally {
                Files.deleteIfExists(copy.file());
            }
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private StoreFolder.Copied copy(Path file, String where) throws IOException, ModuleException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new ModuleException(Code.UNKNOWN, "There is no file " + file + ".");
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new ModuleException(Code.NOT_A_MODULE, file + " is a folder, a link or a device. Give the file itself.");
        }
        InputStream in;
        long size;
        try {
            size = Files.size(file);
            in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new ModuleException(Code.NOT_A_MODULE, file + " cannot be read (" + e + ").", e);
        }
        try (in) {
            if (size > limits.fileBytes()) {
                throw new ModuleException(Code.TOO_LARGE, where + " has " + size + " bytes; " + limits.fileBytes() + " are taken.");
            }
            return folder.copy(in, size, limits.fileBytes(), where);
        }
    }

    /**
     * Checked anew, its bundles unpacked where they are missing or differ. Trust is asked anew too, but not whether the certificates are valid today: they were
     * when the module was {@link #add added}, and an appliance that was on a shelf for a year, or whose clock has lost the time, starts with what it had.
     */
    public synchronized ModuleFile get(String sha256) throws ModuleException {
        String where = "Module " + sha256;
        try {
            for (String kind : List.of(SET, JAR)) {
                Path file = folder.path.resolve(sha256 + kind);
                if (SHA256.matcher(sha256).matches() && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !Hashes.sha256(file, LinkOption.NOFOLLOW_LINKS).equals(sha256)) {
                        throw new ModuleException(Code.TAMPERED, "The file " + file + " was changed in the store.");
                    }
                    return check(file, sha256, where, false);
                }
            }
        } catch (IOException e) {
            throw broken(e);
        }
        throw new ModuleException(Code.UNKNOWN, where + " is not in " + folder.path + ".");
    }

    /** The whole check of a file that is in this folder, under its own name or a temporary one; when it has passed, it is there under its own name. */
    private ModuleFile check(Path file, String sha256, String where, boolean today) throws IOException, ModuleException {
        long begin = System.nanoTime();
        Budget budget = new Budget(limits);
        Archive archive = Archive.read(file, where, budget);
        if (today) {
            archive.checkLastBits(file); // of one that was kept before the SHA-256 has told
        }
        Manifest manifest = archive.manifest();
        List<X509Certificate> signer = JarSignature.check(file, where, archive);
        trusted.check(signer, today, where);
        ModuleHeaders headers = ModuleHeaders.of(manifest, where);
        Path named = folder.path.resolve(sha256 + (headers.isSet() ? SET : JAR));
        List<BundleFile> bundles = headers.isSet()
            ? unpack(file, archive, headers, sha256, new InnerBundles(new StoreFolder(folder.path.resolve(sha256), disk), where, budget), named)
            : List.of(new BundleFile(headers.name(), headers.version(), named, headers.startLevel()));
        if (!file.equals(named)) {
            folder.rename(file, named.getFileName().toString());
        }
        long size = Files.size(named);
        LOG.log(System.Logger.Level.INFO, "module {0} {1} of {2} ({3} bytes) checked in {4} ms",
            headers.name(), headers.version().toString(), TrustedSigners.name(signer.get(0)), String.valueOf(size), String.valueOf((System.nanoTime() - begin) / 1_000_000));
        return new ModuleFile(sha256, headers.name(), headers.version(), TrustedSigners.name(signer.get(0)), size, bundles);
    }

    private List<BundleFile> unpack(Path file, Archive archive, ModuleHeaders headers, String sha256, InnerBundles inner, Path named)
        throws IOException, ModuleException {
        boolean kept = Files.exists(named, LinkOption.NOFOLLOW_LINKS);
        boolean done = false;
        try {
            List<BundleFile> bundles = inner.unpack(file, archive, headers);
            done = true;
            return bundles;
        } finally {
            if (!done && !kept) {
                StoreFolder.delete(folder.path.resolve(sha256));
            }
        }
    }

    /** Deletes all other files. What cannot be deleted is logged, and tried again the next time. */
    public synchronized void keepOnly(Set<String> sha256) {
        try {
            for (Path file : folder.list()) {
                String name = file.getFileName().toString();
                if (!sha256.contains(name.replaceFirst("\\.(jar|rlm)$", ""))) {
                    delete(file);
                }
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "modules that nobody needs could not be looked for", e);
        }
    }

    private static void delete(Path file) {
        try {
            StoreFolder.delete(file);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, file + ", which nobody needs, could not be deleted", e);
        }
    }

    private ModuleException broken(IOException e) {
        return new ModuleException(Code.STORE, folder.path + " (" + e + ").", e);
    }
}
