package io.rushline.launcher.module;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.osgi.framework.Version;

/**
 * A bundle of a checked module, as a file of its own that the framework can be given.
 *
 * @param startLevel as the module says, 1 to 10; empty: that of the bundle it replaces, else 9
 */
public record BundleFile(String symbolicName, Version version, Path jar, OptionalInt startLevel) {

    private static final int LEVEL = 9;

    /** @param replaced start level of the bundle that it takes the place of */
    public int startLevel(OptionalInt replaced) {
        return startLevel.orElse(replaced.orElse(LEVEL));
    }
}
