package io.rushline.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.service.feature.ID;

/** Where the parts of an unpacked distribution stand. */
record Distribution(Path root) {

    static final String VERSION = version();

    /** The distribution this JVM was started from. */
    static Distribution own() {
        String root = System.getProperty("rushline.dist");
        if (root == null) {
            throw new CommandException("Start it with bin/rushline of a distribution, or with launcher/rushline of the sources.");
        }
        return new Distribution(Path.of(root));
    }

    Path features() {
        return root.resolve("features");
    }

    Path config() {
        return root.resolve("config");
    }

    /** The jar of a bundle; what the launcher itself needs as well stands only once, in {@code lib}. */
    Path jar(ID bundle) {
        String name = bundle.getArtifactId() + "-" + bundle.getVersion() + ".jar";
        Path own = root.resolve("bundles").resolve(name);
        return Files.exists(own) ? own : root.resolve("lib").resolve(name);
    }

    private static String version() {
        String version = Distribution.class.getPackage().getImplementationVersion();
        return version == null ? "0.0.0" : version;
    }
}
