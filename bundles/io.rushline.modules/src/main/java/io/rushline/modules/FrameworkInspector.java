package io.rushline.modules;

import io.rushline.modules.Picture.Check;
import io.rushline.modules.Picture.Grade;
import io.rushline.modules.Picture.Part;
import io.rushline.status.api.Warning;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.felix.hc.api.execution.HealthCheckExecutionOptions;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** Looks at the framework's bundles, their components and services, and asks the health checks with the tag {@code rushline}. */
final class FrameworkInspector implements Inspector {

    private static final Logger LOG = System.getLogger(FrameworkInspector.class.getName());
    private static final String TAG = "rushline";
    private static final int TIMEOUT_MILLIS = 3000;
    private static final Map<Integer, String> STATES = Map.of(Bundle.UNINSTALLED, "uninstalled", Bundle.INSTALLED, "not resolved", Bundle.RESOLVED, "not started",
            Bundle.STARTING, "still starting", Bundle.STOPPING, "stopping", Bundle.ACTIVE, "active");

    private final BundleContext context;
    private final Supplier<ServiceComponentRuntime> components;
    private final Supplier<HealthCheckExecutor> checks;

    /**
     * @param components null while it is away
     * @param checks     null while it is away
     */
    FrameworkInspector(BundleContext context, Supplier<ServiceComponentRuntime> components, Supplier<HealthCheckExecutor> checks) {
        this.context = context;
        this.components = components;
        this.checks = checks;
    }

    @Override
    public Picture look(Set<String> names) {
        Map<String, Part> bundles = new HashMap<>();
        for (Bundle bundle : context.getBundles()) {
            String name = bundle.getSymbolicName();
            if (name != null && names.contains(name) && (runs(bundle) || !bundles.containsKey(name))) { // else a version that stands by
                bundles.put(name, part(bundle));
            }
        }
        HealthCheckExecutor executor = checks.get();
        return new Picture(bundles, executor != null, executor == null ? List.of() : ask(executor));
    }

    /** Fragments are never active, and lazy bundles are not until they are used. */
    private static boolean runs(Bundle bundle) {
        int state = bundle.getState();
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        boolean fragment = revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
        boolean lazy = Optional.ofNullable(bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATIONPOLICY)).filter(policy -> policy.startsWith(Constants.ACTIVATION_LAZY)).isPresent();
        return state == Bundle.ACTIVE || fragment && state == Bundle.RESOLVED || lazy && state == Bundle.STARTING;
    }

    private Part part(Bundle bundle) {
        Set<String> works = new HashSet<>();
        Set<String> lacks = new HashSet<>();
        ServiceComponentRuntime runtime = components.get();
        if (runtime != null && bundle.getState() == Bundle.ACTIVE) {
            for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs(bundle)) {
                (satisfied(runtime.getComponentConfigurationDTOs(component)) ? works : lacks).add(component.name);
            }
        }
        Set<String> services = new HashSet<>();
        ServiceReference<?>[] registered = bundle.getState() == Bundle.UNINSTALLED ? null : bundle.getRegisteredServices();
        if (registered != null) {
            for (ServiceReference<?> service : registered) {
                services.addAll(Arrays.asList((String[]) service.getProperty(Constants.OBJECTCLASS)));
            }
        }
        services.remove(Warning.class.getName()); // comes and goes
        return new Part(runs(bundle), STATES.getOrDefault(bundle.getState(), "unknown"), works, lacks, services);
    }

    private static boolean satisfied(Collection<ComponentConfigurationDTO> configurations) {
        return configurations.stream().anyMatch(each -> each.state == ComponentConfigurationDTO.SATISFIED || each.state == ComponentConfigurationDTO.ACTIVE);
    }

    private static List<Check> ask(HealthCheckExecutor executor) {
        List<Check> answers = new ArrayList<>();
        try {
            HealthCheckExecutionOptions now = new HealthCheckExecutionOptions().setForceInstantExecution(true).setOverrideGlobalTimeout(TIMEOUT_MILLIS);
            for (HealthCheckExecutionResult result : executor.execute(HealthCheckSelector.tags(TAG), now)) {
                answers.add(check(result));
            }
        } catch (RuntimeException | LinkageError failed) { // while it is replaced itself
            LOG.log(Level.DEBUG, "The health checks could not be asked", failed);
            answers.add(new Check("executor", "org.apache.felix.healthcheck.core", Grade.BAD, "the health checks could not be asked: " + failed));
        }
        return answers;
    }

    private static Check check(HealthCheckExecutionResult result) {
        Bundle bundle = result.getHealthCheckMetadata().getServiceReference().getBundle(); // null once it is unregistered
        String name = result.getHealthCheckMetadata().getTitle();
        String owner = bundle == null ? "" : bundle.getSymbolicName();
        if (result.hasTimedOut()) {
            return new Check(name, owner, Grade.BAD, "it did not answer within " + TIMEOUT_MILLIS / 1000 + " s");
        }
        Grade grade = switch (result.getHealthCheckResult().getStatus()) {
            case OK, WARN -> Grade.GOOD;
            case TEMPORARILY_UNAVAILABLE -> Grade.NOT_YET;
            default -> Grade.BAD;
        };
        return new Check(name, owner, grade, grade == Grade.GOOD ? "" : message(result));
    }

    /** The worst line of its log. */
    private static String message(HealthCheckExecutionResult result) {
        String message = "";
        int worst = -1;
        for (var entry : result.getHealthCheckResult()) {
            if (entry.getStatus().ordinal() > worst) {
                worst = entry.getStatus().ordinal();
                message = entry.getMessage();
            }
        }
        return Text.cut(message, 1000);
    }
}
