package io.rushline.launcher.module;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.felix.resolver.Logger;
import org.apache.felix.resolver.ResolverImpl;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.service.resolver.ResolutionException;

/** Tells, without touching anything, whether a switch would leave all bundles resolved and restart no other than those of the set. */
final class DryRun {

    private static final Set<String> LAUNCHER = Set.of(Constants.SYSTEM_BUNDLE_SYMBOLICNAME, "org.apache.felix.framework", "io.rushline.launcher",
            "io.rushline.host.api");

    private final Framework framework;
    private final Predicate<Bundle> managed;

    /** @param managed bundles that belong to some set: where it is not the one that runs, they stand by */
    DryRun(Framework framework, Predicate<Bundle> managed) {
        this.framework = framework;
        this.managed = managed;
    }

    /**
     * @throws ModuleException {@link Code#UNRESOLVED} with every requirement that nobody would meet, {@link Code#RESTARTS_OTHERS} with every bundle that would be
     *         restarted without being in the set, {@link Code#BUILT_IN} for what belongs to the launcher
     */
    void require(Composition now, Composition next) throws ModuleException {
        List<Part> leaving = now.without(next);
        List<Part> coming = next.without(now);
        List<Resource> arriving = new ArrayList<>();
        for (Part part : coming) {
            arriving.add(arriving(part));
        }
        Set<String> left = leaving.stream().map(Part::identity).collect(Collectors.toSet());
        Set<String> staying = next.parts().stream().map(Part::identity).collect(Collectors.toSet());
        List<Resource> members = new ArrayList<>();
        for (Bundle bundle : framework.getBundleContext().getBundles()) {
            String identity = Part.identity(bundle);
            boolean standby = managed.test(bundle) && !staying.contains(identity);
            if (isResolved(bundle) && !left.contains(identity) && !standby) {
                members.add(World.resource(bundle.adapt(BundleRevision.class)));
            }
        }
        members.addAll(arriving);
        World world = new World(members);
        requireResolved(world);
        requireNoOthers(world, leaving, arriving);
    }

    private static Resource arriving(Part part) throws ModuleException {
        Resource resource;
        try {
            resource = World.resource(part.identity(), part.jar());
        } catch (IOException e) {
            throw new ModuleException(Code.STORE, part.identity() + " cannot be read (" + e + ").", e);
        } catch (BundleException e) {
            throw new ModuleException(Code.NOT_A_MODULE, part.identity() + ": " + e.getMessage(), e);
        }
        boolean extendsFramework = resource.getRequirements(HostNamespace.HOST_NAMESPACE).stream().map(Readable::of)
                .anyMatch(host -> LAUNCHER.stream().anyMatch(name -> (host + " ").startsWith("host " + name + " ")));
        if (extendsFramework || LAUNCHER.contains(part.symbolicName())) {
            throw new ModuleException(Code.BUILT_IN, part.symbolicName() + " is a part of the launcher, which comes with a distribution only.");
        }
        return resource;
    }

    private static void requireResolved(World world) throws ModuleException {
        List<String> missing = new ArrayList<>();
        for (Resource member : world.members()) {
            member.getRequirements(null).stream().filter(World::isNeeded).filter(r -> world.findProviders(r).isEmpty())
                    .forEach(r -> missing.add(member + " needs " + Readable.of(r)));
        }
        if (missing.isEmpty()) {
            try {
                new ResolverImpl(new Logger(0), Runnable::run).resolve(world);
            } catch (ResolutionException e) {
                for (Requirement requirement : e.getUnresolvedRequirements()) {
                    missing.add(requirement.getResource() + " needs " + Readable.of(requirement));
                }
                if (missing.isEmpty()) {
                    missing.add(e.getMessage());
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new ModuleException(Code.UNRESOLVED, String.join("; ", new LinkedHashSet<>(missing)));
        }
    }

    private void requireNoOthers(World world, List<Part> leaving, List<Resource> arriving) throws ModuleException {
        Map<String, Bundle> installed = Arrays.stream(framework.getBundleContext().getBundles())
                .collect(Collectors.toMap(Part::identity, b -> b, (one, other) -> one));
        Set<Bundle> gone = leaving.stream().map(p -> installed.get(p.identity())).filter(b -> b != null).collect(Collectors.toSet());
        Set<String> others = new TreeSet<>();
        framework.adapt(FrameworkWiring.class).getDependencyClosure(gone).stream().filter(b -> !gone.contains(b)).filter(DryRun::isRunning)
                .map(Part::identity).forEach(others::add);
        for (Resource fragment : arriving) {
            for (Requirement host : fragment.getRequirements(HostNamespace.HOST_NAMESPACE)) {
                world.findProviders(host).stream().map(Capability::getResource).filter(r -> !arriving.contains(r)).map(Object::toString).forEach(others::add);
            }
        }
        if (!others.isEmpty()) {
            throw new ModuleException(Code.RESTARTS_OTHERS, "It would restart " + String.join(", ", others) + ".");
        }
    }

    private static boolean isResolved(Bundle bundle) {
        return (bundle.getState() & (Bundle.INSTALLED | Bundle.UNINSTALLED)) == 0;
    }

    /** A fragment runs with its host. */
    static boolean isRunning(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        boolean fragment = revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
        return (bundle.getState() & (Bundle.STARTING | Bundle.ACTIVE)) != 0 || fragment && bundle.getState() == Bundle.RESOLVED;
    }
}
