package io.rushline.launcher.module;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.apache.felix.utils.resource.CapabilityImpl;
import org.apache.felix.utils.resource.CapabilitySet;
import org.apache.felix.utils.resource.RequirementImpl;
import org.apache.felix.utils.resource.ResourceBuilder;
import org.apache.felix.utils.resource.ResourceImpl;
import org.osgi.framework.BundleException;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.IdentityNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.resource.Capability;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.resource.Wiring;
import org.osgi.service.resolver.HostedCapability;
import org.osgi.service.resolver.ResolveContext;

/** Bundles that could run together, beside the framework: what each offers and needs, and who meets whose need. */
final class World extends ResolveContext {

    /** The framework's preference: the higher version, then the one that was there first. */
    private final Comparator<Capability> preference = Comparator.comparing(World::version).reversed().thenComparing(c -> order(c.getResource()));
    private final List<Resource> members;
    private final Map<Resource, Integer> order = new HashMap<>();
    private final Map<String, List<Capability>> offered;
    /** There are hundreds of packages, and thousands of requests for one. */
    private final Map<Object, List<Capability>> packages;

    /** @param members in the order in which they came */
    World(Collection<Resource> members) {
        this.members = List.copyOf(members);
        this.members.forEach(m -> order.put(m, order.size()));
        this.offered = this.members.stream().flatMap(m -> m.getCapabilities(null).stream()).filter(World::isResolvedEarly)
                .collect(Collectors.groupingBy(Capability::getNamespace));
        this.packages = offered.getOrDefault(PackageNamespace.PACKAGE_NAMESPACE, List.of()).stream()
                .collect(Collectors.groupingBy(c -> c.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)));
    }

    /** A bundle that is installed, as its present revision says. */
    static Resource resource(BundleRevision revision) {
        Member member = new Member(revision.getSymbolicName() + " " + revision.getVersion());
        revision.getDeclaredCapabilities(null).forEach(c -> member.addCapability(new CapabilityImpl(member, c)));
        revision.getDeclaredRequirements(null).forEach(r -> member.addRequirement(new RequirementImpl(member, r)));
        return member;
    }

    /** A bundle that is not installed, as its manifest says. */
    static Resource resource(String identity, Path jar) throws IOException, BundleException {
        if (!Files.isRegularFile(jar)) {
            throw new IOException(jar + " is not there");
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            if (manifest == null) {
                throw new BundleException(identity + " has no manifest");
            }
            Map<String, String> headers = new HashMap<>();
            manifest.getMainAttributes().forEach((name, value) -> headers.put(name.toString(), value.toString()));
            return ResourceBuilder.build(new Member(identity), null, headers);
        }
    }

    List<Resource> members() {
        return members;
    }

    /** Whether this has to be met before a bundle can start at all. */
    static boolean isNeeded(Requirement requirement) {
        String resolution = requirement.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE);
        return isResolvedEarly(requirement) && (resolution == null || resolution.equals(Namespace.RESOLUTION_MANDATORY));
    }

    private static boolean isResolvedEarly(Requirement requirement) {
        String resolution = requirement.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE);
        return isResolvedEarly(requirement.getDirectives()) && !PackageNamespace.RESOLUTION_DYNAMIC.equals(resolution);
    }

    static boolean isResolvedEarly(Capability capability) {
        return isResolvedEarly(capability.getDirectives());
    }

    private static boolean isResolvedEarly(Map<String, String> directives) {
        String effective = directives.get(Namespace.CAPABILITY_EFFECTIVE_DIRECTIVE);
        return effective == null || effective.equals(Namespace.EFFECTIVE_RESOLVE);
    }

    @Override
    public Collection<Resource> getMandatoryResources() {
        return new ArrayList<>(members);
    }

    @Override
    public List<Capability> findProviders(Requirement requirement) {
        return candidates(requirement).stream().filter(c -> CapabilitySet.matches(c, requirement)).sorted(preference)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private List<Capability> candidates(Requirement requirement) {
        List<Capability> all = offered.getOrDefault(requirement.getNamespace(), List.of());
        String filter = requirement.getDirectives().get(Namespace.REQUIREMENT_FILTER_DIRECTIVE);
        String name = "(" + PackageNamespace.PACKAGE_NAMESPACE + "=";
        if (!requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE) || filter == null || !filter.startsWith(name) && !filter.startsWith("(&" + name)) {
            return all;
        }
        return packages.getOrDefault(filter.substring(filter.indexOf(name) + name.length(), filter.indexOf(')')), List.of());
    }

    @Override
    public int insertHostedCapability(List<Capability> capabilities, HostedCapability hosted) {
        int at = 0;
        while (at < capabilities.size() && preference.compare(capabilities.get(at), hosted) <= 0) {
            at++;
        }
        capabilities.add(at, hosted);
        return at;
    }

    @Override
    public boolean isEffective(Requirement requirement) {
        return isResolvedEarly(requirement);
    }

    @Override
    public Map<Resource, Wiring> getWirings() {
        return Map.of();
    }

    private int order(Resource resource) {
        return order.getOrDefault(resource, order.size());
    }

    private static Version version(Capability capability) {
        Object version = capability.getAttributes().getOrDefault("version", capability.getAttributes().get("bundle-version"));
        return version instanceof Version known ? known : Version.emptyVersion;
    }

    /** Whether it is a fragment. */
    static boolean isFragment(Resource resource) {
        return resource.getCapabilities(IdentityNamespace.IDENTITY_NAMESPACE).stream()
                .anyMatch(c -> IdentityNamespace.TYPE_FRAGMENT.equals(c.getAttributes().get(IdentityNamespace.CAPABILITY_TYPE_ATTRIBUTE)));
    }

    /** Two bundles are the same only when they are one. */
    private static final class Member extends ResourceImpl {
        private final String identity;

        Member(String identity) {
            this.identity = identity;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        @Override
        public String toString() {
            return identity;
        }
    }
}
