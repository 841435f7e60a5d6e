package io.rushline.launcher.module;

import io.rushline.host.api.Module;
import io.rushline.host.api.Module.Role;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.resource.Resource;

/** Lists modules for people: what each bundle is, does, offers and needs. */
final class Inventory {

    private static final Map<Integer, String> STATES = Map.of(Bundle.ACTIVE, "ACTIVE", Bundle.STARTING, "STARTING", Bundle.STOPPING, "STOPPING",
            Bundle.RESOLVED, "RESOLVED");
    /** What every bundle offers, and says nothing about one. */
    private static final Set<String> ITSELF = Set.of("osgi.identity", "osgi.wiring.bundle", "osgi.wiring.host", "osgi.content");
    /** What the Java virtual machine meets. */
    private static final Set<String> MACHINE = Set.of("osgi.ee", "osgi.native");

    private final Switch bundles;
    private final List<LiveModules.Shipped> shipped;

    Inventory(Switch bundles, List<LiveModules.Shipped> shipped) {
        this.bundles = bundles;
        this.shipped = shipped;
    }

    /** @param before the set before; what is in the present one too is left out */
    List<Module> modules(Composition now, Optional<Composition> before) {
        List<Module> modules = new ArrayList<>();
        Set<String> running = new HashSet<>();
        for (Part part : now.parts()) {
            running.add(part.identity());
            if (part.ships()) {
                modules.add(builtIn(part, Role.BUILT_IN));
            }
        }
        for (ModuleFile module : now.modules()) {
            modules.add(added(now, module, Role.ADDED));
        }
        Set<String> present = new HashSet<>(now.modules().stream().map(ModuleFile::sha256).toList());
        before.ifPresent(former -> former.modules().stream().filter(m -> present.add(m.sha256())).forEach(m -> modules.add(added(former, m, Role.STANDBY))));
        shipped.stream().map(LiveModules.Shipped::part).filter(p -> !running.contains(p.identity())).forEach(p -> modules.add(builtIn(p, Role.STANDBY)));
        return modules;
    }

    private Module builtIn(Part part, Role role) {
        return new Module(part.symbolicName(), part.version().toString(), role, Optional.empty(), Optional.empty(), List.of(describe(part)));
    }

    private Module added(Composition set, ModuleFile module, Role role) {
        List<Module.Part> parts = set.parts().stream().filter(p -> p.module().equals(module.sha256())).map(this::describe).toList();
        return new Module(module.name(), module.version().toString(), role, Optional.of(module.signer()),
                set.set().modules().stream().filter(e -> e.sha256().equals(module.sha256())).map(ModuleSet.Entry::since).findFirst(), parts);
    }

    private Module.Part describe(Part part) {
        Optional<Bundle> bundle = bundles.installed(part);
        Set<String> offers = new TreeSet<>();
        Set<String> needs = new TreeSet<>();
        boolean running = bundle.filter(DryRun::isRunning).isPresent();
        resource(part, bundle).ifPresent(resource -> {
            resource.getCapabilities(null).stream().filter(c -> !ITSELF.contains(c.getNamespace()) && !(running && c.getNamespace().equals("osgi.service")))
                    .forEach(c -> offers.add(Readable.of(c)));
            resource.getRequirements(null).stream().filter(r -> !MACHINE.contains(r.getNamespace()))
                    .map(Readable::of).filter(r -> !r.startsWith("package java.")).forEach(needs::add);
        });
        bundle.ifPresent(b -> services(b, offers));
        String state = bundle.map(b -> STATES.getOrDefault(b.getState(), "INSTALLED")).orElse("INSTALLED");
        return new Module.Part(part.symbolicName(), part.version().toString(), state, List.copyOf(offers), List.copyOf(needs));
    }

    private static Optional<Resource> resource(Part part, Optional<Bundle> bundle) {
        BundleRevision revision = bundle.map(b -> b.adapt(BundleRevision.class)).orElse(null);
        if (revision != null) {
            return Optional.of(revision);
        }
        try {
            return Optional.of(World.resource(part.identity(), part.jar()));
        } catch (IOException | BundleException e) {
            System.getLogger(Inventory.class.getName()).log(Level.DEBUG, part.identity() + " stands by, but cannot be read", e);
            return Optional.empty();
        }
    }

    private static void services(Bundle bundle, Set<String> offers) {
        try {
            ServiceReference<?>[] services = bundle.getRegisteredServices();
            for (ServiceReference<?> service : services == null ? new ServiceReference<?>[0] : services) {
                Arrays.stream((String[]) service.getProperty(Constants.OBJECTCLASS)).map(name -> "service " + name).forEach(offers::add);
            }
        } catch (IllegalStateException e) {
            System.getLogger(Inventory.class.getName()).log(Level.DEBUG, Part.identity(bundle) + " was uninstalled meanwhile", e);
        }
    }
}
