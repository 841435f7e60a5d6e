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

    /** While this property is set, a deaf bundle stays so. */
    static final String DEAF = "io.rushline.probe.deaf";

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
            case "blocks" -> new java.util.concurrent.CountDownLatch(1).await();
            case "deaf" -> {
                while (System.getProperty(DEAF) != null) {
                    LockSupport.parkNanos(1_000_000);
                    Thread.interrupted();
                }
            }
            default -> { }
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
