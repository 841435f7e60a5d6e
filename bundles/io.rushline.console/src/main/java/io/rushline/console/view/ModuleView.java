package io.rushline.console.view;

import io.rushline.host.api.Module;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * One or several bundles that are updated together ({@code Module} in openapi.json).
 *
 * @param state  that of its part that is the least far
 * @param signer null for what ships
 * @param since  null for what ships
 */
public record ModuleView(String name, String version, Module.Role role, String state, String signer, Instant since, List<PartView> parts) {

    private static final List<String> LEAST_FIRST = List.of("UNINSTALLED", "INSTALLED", "RESOLVED", "STOPPING", "STARTING", "ACTIVE");
    private static final Comparator<ModuleView> BY_NAME = Comparator.comparing(ModuleView::name).thenComparing(ModuleView::role);

    /** A bundle. */
    public record PartView(String name, String version, String state, List<String> offers, List<String> needs) {
    }

    public static List<ModuleView> of(List<Module> modules) {
        return modules.stream().map(ModuleView::of).sorted(BY_NAME).toList();
    }

    private static ModuleView of(Module module) {
        List<PartView> parts = module.parts().stream()
                .map(part -> new PartView(part.symbolicName(), part.version(), part.state(), part.offers(), part.needs())).toList();
        return new ModuleView(module.name(), module.version(), module.role(),
                parts.stream().map(PartView::state).min(Comparator.comparing(LEAST_FIRST::indexOf)).orElse("UNINSTALLED"),
                module.signer().orElse(null), module.since().orElse(null), parts);
    }
}
