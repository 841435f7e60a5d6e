package io.rushline.launcher.module;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.osgi.framework.Version;

/** Makes bundles, and modules of them. */
final class Jars {

    private final Path folder;
    private int made;

    Jars(Path folder) {
        this.folder = folder;
    }

    /** @param headers pairs */
    BundleFile bundle(String name, String version, String... headers) {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", name);
        main.putValue("Bundle-Version", version);
        main.putValue("Import-Package", "org.osgi.framework,io.rushline.host.api");
        main.putValue("Bundle-Activator", Probe.class.getName());
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i].equals("Import-Package")) {
                main.putValue("Import-Package", main.getValue("Import-Package") + "," + headers[i + 1]);
            } else {
                main.putValue(headers[i], headers[i + 1]);
            }
        }
        if (main.getValue("Fragment-Host") != null) {
            main.remove(new Attributes.Name("Bundle-Activator"));
        }
        Path jar = folder.resolve(made++ + "-" + name + ".jar");
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream file = new JarOutputStream(out)) {
            file.putNextEntry(entry(JarFile.MANIFEST_NAME));
            manifest.write(file);
            String entry = Probe.class.getName().replace('.', '/') + ".class";
            file.putNextEntry(entry(entry));
            try (InputStream in = Probe.class.getClassLoader().getResourceAsStream(entry)) {
                in.transferTo(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new BundleFile(name, Version.parseVersion(version), jar, OptionalInt.empty());
    }

    /** The same content makes the same file. */
    private static ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        return entry;
    }

    /** A module with one bundle of the same name and version. */
    ModuleFile module(String name, String version, String... headers) {
        return module(name, version, List.of(bundle(name, version, headers)));
    }

    ModuleFile module(String name, String version, List<BundleFile> bundles) {
        return new ModuleFile("sha-" + made++, name, Version.parseVersion(version), "CN=Vendor", 1, bundles);
    }

    LiveModules.Shipped shipped(String name, String version, int level, String... headers) {
        BundleFile bundle = bundle(name, version, headers);
        return new LiveModules.Shipped(name, bundle.version(), Part.location(bundle.jar()), level, Optional.of("sha256:" + hash(bundle.jar())));
    }

    private static String hash(Path jar) {
        try {
            return Hashes.sha256(jar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, String> levels() {
        return Map.of("org.osgi.framework.startlevel.beginning", "10", "org.osgi.framework.system.packages.extra", "io.rushline.host.api;version=1.0.0",
                "org.osgi.framework.storage.clean", "onFirstInit");
    }
}
