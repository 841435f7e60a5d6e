package io.rushline.launcher.module;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The bundles of a set: what its modules bring, and what ships, but for what a module brings in its place.
 *
 * @param modules those of the set, in its order
 * @param parts   by start level
 */
record Composition(ModuleSet set, List<ModuleFile> modules, List<Part> parts) {

    Composition {
        modules = List.copyOf(modules);
        parts = List.copyOf(parts);
    }

    /** @throws ModuleException {@link Code#SAME_IDENTITY} where two modules, or one twice, bring a bundle of the same symbolic name */
    static Composition of(ModuleSet set, List<ModuleFile> modules, List<LiveModules.Shipped> shipped) throws ModuleException {
        Map<String, Integer> levels = new HashMap<>();
        shipped.forEach(s -> levels.putIfAbsent(s.symbolicName(), s.startLevel()));
        Map<String, ModuleFile> brings = new HashMap<>();
        List<Part> parts = new ArrayList<>();
        for (ModuleFile module : modules) {
            for (BundleFile bundle : module.bundles()) {
                String name = bundle.symbolicName();
                ModuleFile other = brings.putIfAbsent(name, module);
                if (other != null) {
                    throw new ModuleException(Code.SAME_IDENTITY, other == module ? module.name() + " has two bundles " + name + "."
                            : name + " would come from both " + other.name() + " and " + module.name() + ". Update or remove the module that has it.");
                }
                int level = bundle.startLevel(levels.containsKey(name) ? OptionalInt.of(levels.get(name)) : OptionalInt.empty());
                parts.add(new Part(name, bundle.version(), Part.location(bundle.jar()), level, module.sha256()));
            }
        }
        shipped.stream().filter(s -> !brings.containsKey(s.symbolicName())).map(LiveModules.Shipped::part).forEach(parts::add);
        parts.sort(Comparator.comparingInt(Part::startLevel));
        return new Composition(set, modules, parts);
    }

    /** Those that the other has not. */
    List<Part> without(Composition other) {
        Set<String> theirs = other.parts.stream().map(Part::identity).collect(Collectors.toSet());
        return parts.stream().filter(p -> !theirs.contains(p.identity())).toList();
    }

    Optional<Part> part(String symbolicName) {
        return parts.stream().filter(p -> p.symbolicName().equals(symbolicName)).findFirst();
    }

    Optional<ModuleFile> module(String name) {
        return modules.stream().filter(m -> m.name().equals(name)).findFirst();
    }
}
