package io.rushline.modules.repository;

import aQute.bnd.osgi.repository.SimpleIndexer;
import aQute.bnd.osgi.repository.XMLResourceGenerator;
import aQute.bnd.osgi.resource.CapabilityBuilder;
import aQute.bnd.osgi.resource.ResourceBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Version;

/** Module files, and indexes of them made by bnd, as a vendor makes them. */
final class BndIndex {

    private BndIndex() {
    }

    /** A bundle, as far as bnd and an index are concerned. @param extra further attributes of the manifest */
    static Path jar(Path file, String name, String version, Map<String, String> extra) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.putValue("Manifest-Version", "1.0");
        if (name != null) {
            main.putValue("Bundle-ManifestVersion", "2");
            main.putValue("Bundle-SymbolicName", name);
            main.putValue("Bundle-Version", version);
        }
        extra.forEach(main::putValue);
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file); JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.closeEntry();
        }
        return file;
    }

    /** What {@code bnd index} and its Maven and Gradle plug-ins make. */
    static byte[] of(Path base, boolean compressed, Path... files) throws IOException {
        ByteArrayOutputStream index = new ByteArrayOutputStream();
        new SimpleIndexer().base(base.toUri()).compress(compressed).name("vendor").files(List.of(files).stream().map(Path::toFile).toList()).index(index);
        return index.toByteArray();
    }

    /** What a vendor makes with bnd's library where a file is no bundle. */
    static byte[] ofModule(Path base, Path file, String name, String version) throws Exception {
        ResourceBuilder resource = new ResourceBuilder();
        resource.addFile(file.toFile(), URI.create(base.relativize(file).toString()));
        CapabilityBuilder identity = new CapabilityBuilder("osgi.identity");
        identity.addAttribute("osgi.identity", name);
        identity.addAttribute("type", "rushline.module");
        identity.addAttribute("version", Version.parseVersion(version));
        identity.addAttribute("description", "Several bundles");
        resource.addCapability(identity);
        ByteArrayOutputStream index = new ByteArrayOutputStream();
        new XMLResourceGenerator().name("vendor").resource(resource.build()).save(index);
        return index.toByteArray();
    }
}
