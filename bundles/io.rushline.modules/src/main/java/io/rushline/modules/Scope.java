package io.rushline.modules;

import io.rushline.host.api.Module;
import io.rushline.host.api.Module.Part;
import io.rushline.host.api.Module.Role;
import io.rushline.host.api.ModuleHost;
import io.rushline.host.api.Plan.Change;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which bundles an update is about, and whether its changes are in effect. */
final class Scope {

    private final List<Module> running;

    Scope(ModuleHost host) {
        running = host.modules().stream().filter(module -> module.role() != Role.STANDBY).toList();
    }

    /** Symbolic names of the bundles of these changes' modules that are in the set that runs, and of those that they restart. */
    Set<String> bundles(List<Change> changes, Set<String> restarts) {
        Set<String> changed = changes.stream().map(Change::module).collect(Collectors.toSet());
        Set<String> names = new HashSet<>();
        for (Module module : running) {
            for (Part part : module.parts()) {
                if (changed.contains(module.name()) || restarts.contains(part.symbolicName())) {
                    names.add(part.symbolicName());
                }
            }
        }
        return names;
    }

    boolean inEffect(List<Change> changes) {
        return !changes.isEmpty() && changes.stream().allMatch(change -> version(change.module()).equals(change.to()));
    }

    Optional<String> version(String name) {
        return running.stream().filter(module -> module.name().equals(name)).map(Module::version).findFirst();
    }
}
