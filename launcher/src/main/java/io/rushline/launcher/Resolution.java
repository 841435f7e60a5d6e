package io.rushline.launcher;

import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/** Resolves everything before anything is started, and names what is missing. */
final class Resolution {

    private Resolution() {
    }

    /** @return one line for each requirement that nobody meets; empty when all is well */
    static List<String> missing(BundleContext system, List<Bundle> bundles) {
        if (system.getBundle().adapt(FrameworkWiring.class).resolveBundles(bundles)) {
            return List.of();
        }
        List<BundleCapability> offered = new ArrayList<>();
        for (Bundle bundle : system.getBundles()) {
            offered.addAll(bundle.adapt(BundleRevision.class).getDeclaredCapabilities(null));
        }
        List<String> missing = new ArrayList<>();
        List<String> dragged = new ArrayList<>();
        for (Bundle bundle : bundles) {
            if (bundle.getState() != Bundle.INSTALLED) {
                continue;
            }
            List<BundleRequirement> unmet = bundle.adapt(BundleRevision.class).getDeclaredRequirements(null).stream()
                    .filter(r -> !"optional".equals(r.getDirectives().get("resolution")) && !"dynamic".equals(r.getDirectives().get("resolution")))
                    .filter(r -> !"active".equals(r.getDirectives().get("effective")))
                    .filter(r -> offered.stream().noneMatch(r::matches))
                    .toList();
            unmet.forEach(r -> missing.add(name(bundle) + " needs " + readable(r)));
            if (unmet.isEmpty()) {
                dragged.add(name(bundle));
            }
        }
        if (missing.isEmpty()) {
            missing.add("these bundles contradict one another: " + String.join(", ", dragged));
        }
        return missing;
    }

    /** Something is needed that nobody offers. */
    static final class MissingException extends CommandException {

        private static final long serialVersionUID = 1L;

        MissingException(String message) {
            super(message);
        }
    }

    private static String name(Bundle bundle) {
        return bundle.getSymbolicName() + " " + bundle.getVersion();
    }

    private static String readable(BundleRequirement requirement) {
        String filter = requirement.getDirectives().get("filter");
        return requirement.getNamespace() + (filter == null ? requirement.getAttributes().toString() : " " + filter);
    }
}
