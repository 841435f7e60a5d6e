package io.rushline.launcher.module;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.host.api.Plan;
import io.rushline.host.api.Plan.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.Version;

/** Puts the next set together from the present one and what is to change, and says what that means. */
final class Planner {

    private final List<LiveModules.Shipped> shipped;

    Planner(List<LiveModules.Shipped> shipped) {
        this.shipped = List.copyOf(shipped);
    }

    /** @param since for those that are not in the present set */
    Composition next(Composition now, long number, List<ModuleFile> modules, Instant since) throws ModuleException {
        List<ModuleSet.Entry> entries = new ArrayList<>();
        for (ModuleFile module : modules) {
            entries.add(now.set().modules().stream().filter(e -> e.sha256().equals(module.sha256())).findFirst()
                    .orElseGet(() -> new ModuleSet.Entry(module.sha256(), module.name(), module.version().toString(), since)));
        }
        Composition next = Composition.of(new ModuleSet(number, entries), modules, shipped);
        requireOwnIdentities(now, next);
        return next;
    }

    /** The modules of the next set when these are added, or take the place of their former versions. */
    List<ModuleFile> with(Composition now, List<ModuleFile> added, boolean mayDowngrade) throws ModuleException {
        Map<String, ModuleFile> next = new LinkedHashMap<>();
        now.modules().forEach(m -> next.put(m.name(), m));
        Set<String> names = new HashSet<>();
        for (ModuleFile module : added) {
            if (!names.add(module.name())) {
                throw new ModuleException(Code.SAME_IDENTITY, "Two of the files are " + module.name() + ".");
            }
            ModuleFile former = next.put(module.name(), module);
            if (former != null && !former.sha256().equals(module.sha256())) {
                requireHigher(module.name(), former.version(), module.version(), mayDowngrade);
            }
            for (BundleFile bundle : module.bundles()) {
                Version runs = now.part(bundle.symbolicName()).map(Part::version).orElse(bundle.version());
                if (!mayDowngrade && bundle.version().compareTo(runs) < 0) {
                    throw new ModuleException(Code.DOWNGRADE, bundle.symbolicName() + " " + runs + " runs, this is " + bundle.version() + ".");
                }
            }
        }
        return List.copyOf(next.values());
    }

    private static void requireHigher(String name, Version former, Version version, boolean mayDowngrade) throws ModuleException {
        if (version.equals(former)) {
            throw new ModuleException(Code.SAME_IDENTITY, name + " " + version + " is installed with another content.");
        }
        if (!mayDowngrade && version.compareTo(former) < 0) {
            throw new ModuleException(Code.DOWNGRADE, name + " " + former + " is installed, this is " + version + ".");
        }
    }

    /** A name and version mean one content: among what runs, what ships and what comes. */
    private void requireOwnIdentities(Composition now, Composition next) throws ModuleException {
        Map<String, Part> taken = new HashMap<>();
        now.parts().forEach(p -> taken.put(p.identity(), p));
        shipped.stream().map(LiveModules.Shipped::part).forEach(p -> taken.putIfAbsent(p.identity(), p));
        for (Part part : next.parts()) {
            Part other = taken.get(part.identity());
            try {
                if (other != null && !other.location().equals(part.location()) && Files.mismatch(other.jar(), part.jar()) >= 0) {
                    throw new ModuleException(Code.SAME_IDENTITY, part.identity() + (other.ships() ? " ships" : " runs") + " with another content.");
                }
            } catch (IOException e) {
                throw new ModuleException(Code.STORE, part.identity() + " cannot be compared (" + e + ").", e);
            }
        }
    }

    Plan plan(Composition now, Composition next) {
        List<Change> changes = new ArrayList<>();
        for (ModuleFile module : next.modules()) {
            Optional<ModuleFile> former = now.module(module.name());
            if (former.isEmpty() || !former.get().sha256().equals(module.sha256())) {
                Optional<String> from = former.map(ModuleFile::version).or(() -> ships(module.name())).map(Version::toString);
                changes.add(new Change(module.name(), from, Optional.of(module.version().toString())));
            }
        }
        for (ModuleFile module : now.modules()) {
            if (next.module(module.name()).isEmpty()) {
                changes.add(new Change(module.name(), Optional.of(module.version().toString()), ships(module.name()).map(Version::toString)));
            }
        }
        Set<String> restarts = new TreeSet<>();
        now.without(next).forEach(p -> restarts.add(p.symbolicName()));
        next.without(now).forEach(p -> restarts.add(p.symbolicName()));
        return new Plan(now.set().number(), changes, List.copyOf(restarts), next.modules().stream().map(ModuleFile::sha256).toList());
    }

    boolean isShipped(String name) {
        return ships(name).isPresent();
    }

    private Optional<Version> ships(String name) {
        return shipped.stream().filter(s -> s.symbolicName().equals(name)).map(LiveModules.Shipped::version).findFirst();
    }
}
