package io.rushline.host.api;

import java.util.List;
import java.util.Optional;

/**
 * What a switch would do.
 *
 * @param base     number of the set that it starts from; the plan is outdated when another one runs
 * @param changes  of modules; empty: all of it runs already
 * @param restarts symbolic names of all bundles that would be stopped and started, those of the changes themselves
 * @param modules  ids ({@link CheckedModule#sha256}) of all modules of the next set, beside what ships
 */
public record Plan(long base, List<Change> changes, List<String> restarts, List<String> modules) {
    public Plan {
        changes = List.copyOf(changes);
        restarts = List.copyOf(restarts);
        modules = List.copyOf(modules);
    }

    /**
     * One module's change.
     *
     * @param from empty: it is new
     * @param to   empty: it goes
     */
    public record Change(String module, Optional<String> from, Optional<String> to) {
    }
}
