package io.rushline.launcher.module;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleHost;
import io.rushline.host.api.Plan;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Goes into the bundles that tests make; does what their manifests say. Offers itself as a service that begins a plan in its caller's thread. */
public class Probe implements BundleActivator, Function<Plan, Object> {

    /** When this property is set, whatever blocks goes on: the test is over. */
    static final String OVER = "io.rushline.probe.over";

    private BundleContext context;

    @Override
    public void start(BundleContext bundle) throws Exception {
        context = bundle;
        act(bundle.getBundle().getHeaders("").get("Probe-Start"));
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("bundle", bundle.getBundle().getSymbolicName());
        properties.put("version", bundle.getBundle().getVersion());
        bundle.registerService(Function.class, this, properties);
    }

    @Override
    public void stop(BundleContext bundle) throws Exception {
        act(bundle.getBundle().getHeaders("").get("Probe-Stop"));
    }

    private static void act(String how) throws InterruptedException {
        switch (how == null ? "" : how) {
            case "throws" -> throw new IllegalArgumentException("no licence");
            case "blocks" -> block(false);
            case "deaf" -> block(true);
            default -> { }
        }
    }

    private static void block(boolean deaf) throws InterruptedException {
        while (System.getProperty(OVER) == null) {
            LockSupport.parkNanos(1_000_000);
            if (Thread.interrupted() && !deaf) {
                throw new InterruptedException();
            }
        }
    }

    @Override
    public Object apply(Plan plan) {
        ModuleHost host = context.getService(context.getServiceReference(ModuleHost.class));
        try {
            return host.begin(plan, Duration.ofMinutes(1));
        } catch (ModuleException e) {
            return e;
        }
    }
}
