package io.rushline.uploader.c2c;

import io.rushline.queue.api.Reason;
import io.rushline.status.api.Warning;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** Shows the uploader's alarms to people: each is a {@link Warning} service while it holds. One thread at a time. */
final class WarningBoard implements Alarm {

    private final BundleContext context;
    private final Clock clock;
    private final Map<String, ServiceRegistration<Warning>> shown = new HashMap<>();

    WarningBoard(BundleContext context, Clock clock) {
        this.context = context;
        this.clock = clock;
    }

    @Override
    public void raise(Reason reason) {
        shown.computeIfAbsent(reason.code(), code -> context.registerService(Warning.class,
                new Warning(code, Warning.Severity.ERROR, reason.what(), reason.todo(), clock.instant()), null));
    }

    @Override
    public void calm() {
        shown.values().forEach(ServiceRegistration::unregister);
        shown.clear();
    }
}
