package io.rushline.launcher.module;

import java.net.URI;
import java.nio.file.Path;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

/**
 * One bundle of a set.
 *
 * @param location as the framework is given it: {@code reference:file:…}
 * @param module   id of the module that brings it; empty: it ships
 */
public record Part(String symbolicName, Version version, String location, int startLevel, String module) {

    private static final String REFERENCE = "reference:";

    /** Where the framework is given a jar that stays where it is. */
    public static String location(Path jar) {
        return REFERENCE + jar.toUri();
    }

    boolean ships() {
        return module.isEmpty();
    }

    /** Where the jar is that the framework was given. */
    public static Path jar(String location) {
        return Path.of(URI.create(location.startsWith(REFERENCE) ? location.substring(REFERENCE.length()) : location));
    }

    Path jar() {
        return jar(location);
    }

    /** Two parts of the same identity have the same content: whatever else is refused. */
    String identity() {
        return symbolicName + " " + version;
    }

    static String identity(Bundle bundle) {
        return bundle.getSymbolicName() + " " + bundle.getVersion();
    }
}
