package io.rushline.store;

import io.rushline.status.api.Warning;
import io.rushline.status.api.Warning.Severity;
import java.time.Clock;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** Shows warnings to people, by registering them as services. */
final class Warnings {

    private final BundleContext context;
    private final Clock clock;

    Warnings(BundleContext context, Clock clock) {
        this.context = context;
        this.clock = clock;
    }

    /** The warning shows until it is unregistered. */
    ServiceRegistration<Warning> show(String code, Severity severity, String what, String todo) {
        return context.registerService(Warning.class, new Warning(code, severity, what, todo, clock.instant()), null);
    }
}
