package io.rushline.launcher;

import io.rushline.launcher.module.BundleFile;
import io.rushline.launcher.module.ModuleFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is installed: the features' bundles, with those of modules in the place of the ones of the same symbolic name, or beside them. What was replaced, and the bundles of the
 * set before, stand by unless they export packages, which would draw others to them.
 */
final class WantedBundles {

    private final List<WantedBundle> shipped;

    WantedBundles(Distribution distribution, Features features) {
        this.shipped = features.bundles().stream().map(bundle -> WantedBundle.of(distribution, bundle)).toList();
    }

    List<WantedBundle> shipped() {
        return shipped;
    }

    /** @param before modules that may stand by */
    List<WantedBundle> with(List<ModuleFile> modules, List<ModuleFile> before) {
        if (modules.isEmpty() && before.isEmpty()) {
            return shipped;
        }
        Map<String, WantedBundle> bySymbolicName = new LinkedHashMap<>();
        shipped.forEach(bundle -> bySymbolicName.put(bundle.identity().symbolicName(), bundle));
        List<WantedBundle> former = new ArrayList<>();
        for (ModuleFile module : modules) {
            for (BundleFile bundle : module.bundles()) {
                Optional<WantedBundle> replaced = Optional.ofNullable(bySymbolicName.get(bundle.symbolicName()));
                bySymbolicName.put(bundle.symbolicName(), WantedBundle.of(bundle, replaced));
                replaced.ifPresent(former::add);
            }
        }
        List<WantedBundle> all = new ArrayList<>(bySymbolicName.values());
        // The framework takes no name and version twice.
        Set<String> identities = new HashSet<>();
        all.forEach(bundle -> identities.add(name(bundle.identity())));
        Stream.concat(former.stream(), before.stream().flatMap(module -> module.bundles().stream()).map(bundle -> WantedBundle.of(bundle, Optional.empty())))
                .filter(bundle -> !bundle.identity().exports() && identities.add(name(bundle.identity())))
                .map(WantedBundle::onStandby).forEach(all::add);
        return all;
    }

    private static String name(WantedBundle.Identity identity) {
        return identity.symbolicName() + " " + identity.version();
    }
}
