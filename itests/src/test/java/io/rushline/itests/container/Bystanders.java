package io.rushline.itests.container;

import io.rushline.status.api.Warning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.SynchronousBundleListener;

/** Notes which bundles stop or start, and whose services go, while it is open. Each component of ours is a service, so none restarts unseen. */
final class Bystanders implements AutoCloseable, SynchronousBundleListener, ServiceListener {

    private final BundleContext context;
    private final String replaced;
    private final List<String> bundles = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> services = Collections.synchronizedSet(new TreeSet<>());

    /** @param replaced what others hold for this bundle alone, as the store its database, goes with it */
    Bystanders(BundleContext context, String replaced) {
        this.context = context;
        this.replaced = replaced;
        context.addBundleListener(this);
        context.addServiceListener(this);
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPED || event.getType() == BundleEvent.STARTED) {
            bundles.add((event.getType() == BundleEvent.STOPPED ? "stopped " : "started ") + event.getBundle().getSymbolicName());
        }
    }

    @Override
    public void serviceChanged(ServiceEvent event) {
        Bundle owner = event.getServiceReference().getBundle();
        Object types = event.getServiceReference().getProperty(Constants.OBJECTCLASS);
        boolean warning = types instanceof String[] names && Arrays.asList(names).contains(Warning.class.getName());
        boolean forIt = replaced.equals(event.getServiceReference().getProperty("owner"));
        if (event.getType() == ServiceEvent.UNREGISTERING && owner != null && !warning && !forIt && owner.getSymbolicName().startsWith("io.rushline.")) {
            services.add(owner.getSymbolicName());
        }
    }

    /** As in {@code stopped io.rushline.media}, in their order. */
    List<String> bundles() {
        return List.copyOf(bundles);
    }

    /** Of these of our bundles a service went. */
    Set<String> lost() {
        return new TreeSet<>(services);
    }

    @Override
    public void close() {
        context.removeBundleListener(this);
        context.removeServiceListener(this);
    }
}
