package io.rushline.launcher.module;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.jar.JarFile;

/**
 * The bundles of a set, as files of their own. Whatever is on disk is looked up by the hash of what the signature covers, so that only this content is
 * given out: what is missing is unpacked, what is another is deleted.
 */
final class InnerBundles {

    private final StoreFolder folder;
    private final String where;
    private final Budget budget;

    /** @param budget what is left of it after the outer jar */
    InnerBundles(StoreFolder folder, String where, Budget budget) {
        this.folder = folder;
        this.where = where;
        this.budget = budget;
    }

    /** @param module a jar whose signature was checked */
    List<BundleFile> unpack(Path module, Archive archive, ModuleHeaders headers) throws IOException, ModuleException {
        namesMatch(archive, headers);
        folder.make();
        Map<String, Path> present = present();
        List<BundleFile> bundles = new ArrayList<>();
        Set<Path> wanted = new HashSet<>();
        try (JarFile jar = new JarFile(module.toFile(), false)) {
            for (Map.Entry<String, OptionalInt> inner : headers.bundles().entrySet()) {
                BundleFile bundle = unpack(jar, inner.getKey(), inner.getValue(), present);
                if (!wanted.add(bundle.jar())) {
                    throw new ModuleException(Code.SAME_IDENTITY, where + " has " + bundle.symbolicName() + " " + bundle.version() + " twice.");
                }
                bundles.add(bundle);
            }
        }
        for (Path other : folder.list()) {
            if (!wanted.contains(other)) {
                StoreFolder.delete(other);
            }
        }
        return bundles;
    }

    private void namesMatch(Archive archive, ModuleHeaders headers) throws ModuleException {
        Set<String> files = archive.files();
        for (String path : headers.bundles().keySet()) {
            if (!files.contains(path)) {
                throw new ModuleException(Code.NOT_A_MODULE, where + ": " + path + ", named in " + ModuleHeaders.BUNDLES + ", is not in it.");
            }
        }
        for (String file : files) {
            if (file.toLowerCase(Locale.ROOT).endsWith(".jar") && !headers.bundles().containsKey(file)) {
                throw new ModuleException(Code.NOT_A_MODULE, where + ": " + file + " is in it, but not named in " + ModuleHeaders.BUNDLES + ".");
            }
        }
    }

    private Map<String, Path> present() throws IOException {
        Map<String, Path> byHash = new HashMap<>();
        for (Path file : folder.list()) {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                byHash.put(Hashes.sha256(file, LinkOption.NOFOLLOW_LINKS), file);
            }
        }
        return byHash;
    }

    private BundleFile unpack(JarFile jar, String path, OptionalInt level, Map<String, Path> present) throws IOException, ModuleException {
        Path file;
        try (InputStream covered = jar.getInputStream(jar.getJarEntry(path))) {
            file = present.get(Hashes.sha256(covered));
        }
        if (file == null) {
            try (InputStream covered = jar.getInputStream(jar.getJarEntry(path))) {
                file = folder.copy(covered, jar.getJarEntry(path).getSize(), budget.limits.fileBytes(), where + ", " + path).file();
            }
        }
        String inner = where + ", " + path;
        Archive archive = Archive.read(file, inner, budget);
        ModuleHeaders headers = ModuleHeaders.ofBundle(archive.manifest(), inner);
        String name = headers.name() + "-" + headers.version() + ".jar";
        Path named = file;
        if (!file.getFileName().toString().equals(name)) {
            named = folder.rename(file, name);
            present.values().remove(named);
        }
        return new BundleFile(headers.name(), headers.version(), named, level.isPresent() ? level : headers.startLevel());
    }
}
