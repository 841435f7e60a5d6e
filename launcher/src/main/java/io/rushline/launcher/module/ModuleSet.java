package io.rushline.launcher.module;

import java.time.Instant;
import java.util.List;

/**
 * What runs beside, and in place of, what ships.
 *
 * @param number 0 is what ships alone; each new set has the next number
 */
public record ModuleSet(long number, List<Entry> modules) {
    /** What ships alone. */
    public static final ModuleSet BUILT_IN = new ModuleSet(0, List.of());

    public ModuleSet {
        modules = List.copyOf(modules);
    }

    /** @param since when it came into the set */
    public record Entry(String sha256, String name, String version, Instant since) {
    }
}
