package io.rushline.launcher;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleRevision;

/** One running framework: installs what the features name, resolves all of it, then starts it level by level. */
final class Host implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Host.class.getName());
    private static final int LAST_LEVEL = 10;
    private static final long STOP_MILLIS = 25_000;
    /** Logging and JSON-P belong to the launcher: bundles see the very same classes, without service loaders between bundles. The Web Console and the health checks ask for SLF4J 1.7. */
    private static final String SHARED_PACKAGES = "org.slf4j;version=1.7.36,org.slf4j;version=2.0.17,org.slf4j.spi;version=2.0.17,org.slf4j.event;version=2.0.17,"
            + "org.slf4j.helpers;version=1.7.36,org.slf4j.helpers;version=2.0.17,org.osgi.service.log;version=1.5.0,io.rushline.host.api;version=1.0.0,"
            + "jakarta.json;version=2.1.0,jakarta.json.stream;version=2.1.0,jakarta.json.spi;version=2.1.0";

    private final Framework framework;
    private final BundleCache cache;
    private AutoCloseable attached = () -> { };
    private BooleanSupplier unproved = () -> false;

    private Host(Framework framework, BundleCache cache) {
        this.framework = framework;
        this.cache = cache;
    }

    /** What the launcher offers to the bundles: made when they are installed, before any of them starts. */
    @FunctionalInterface
    interface Offer {
        /** @param stamp says that the cache is good as it is now */
        AutoCloseable make(Framework framework, Runnable stamp);
    }

    /**
     * @param properties launching properties beside those of the features
     * @throws CommandException where something is missing, damaged or contradictory
     */
    static Host start(Distribution distribution, Features features, Settings settings, Home home, Map<String, String> properties) {
        List<WantedBundle> wanted = new WantedBundles(distribution, features).shipped();
        return start(new BundleCache(home.file("cache"), distribution, wanted), wanted, properties(features, settings, home, properties), (framework, stamp) -> () -> { });
    }

    /** @throws CommandException where something is missing, damaged or contradictory */
    static Host start(BundleCache cache, List<WantedBundle> wanted, Map<String, String> properties, Offer offer) {
        CacheStamp usable = cache.usable();
        if (usable.isNone()) {
            cache.clear();
        }
        try {
            return start(cache, usable, wanted, properties, offer);
        } catch (BundleException | RuntimeException e) {
            if (usable.isNone() || e instanceof CommandException) {
                throw e instanceof CommandException known ? known : new CommandException("The framework does not start: " + e.getMessage(), e);
            }
            LOG.log(Level.WARNING, "the framework did not start from its cache, which is made anew", e);
            cache.clear();
            return start(cache, wanted, properties, offer);
        }
    }

    private static Host start(BundleCache cache, CacheStamp usable, List<WantedBundle> wanted, Map<String, String> properties, Offer offer) throws BundleException {
        Map<String, String> all = new HashMap<>(properties);
        all.put(Constants.FRAMEWORK_STORAGE, cache.folder().toString());
        Framework framework = new FrameworkFactory().newFramework(all);
        framework.init();
        Host host = new Host(framework, cache);
        try {
            List<Bundle> bundles = new Installation(framework.getBundleContext(), cache, usable).install(wanted);
            List<String> missing = Resolution.missing(framework.getBundleContext(), bundles);
            if (!missing.isEmpty()) {
                throw new Resolution.MissingException("Nothing was started, since something is missing:\n  " + String.join("\n  ", missing)
                        + "\nAdd a feature that offers it.");
            }
            for (Bundle bundle : bundles) {
                if (!isFragment(bundle)) {
                    bundle.start(Bundle.START_ACTIVATION_POLICY);
                }
            }
            OsgiLog.forward(framework.getBundleContext());
            host.attached = offer.make(framework, host::stamp);
            framework.start();
            host.reach(LAST_LEVEL);
            if (host.allStarted()) {
                host.stamp();
            }
            return host;
        } catch (BundleException | RuntimeException e) {
            host.close();
            throw e;
        }
    }

    private void stamp() {
        cache.stamp(installed());
    }

    private Map<Long, String> installed() {
        return Arrays.stream(framework.getBundleContext().getBundles()).filter(bundle -> bundle.getBundleId() != 0)
                .collect(Collectors.toMap(Bundle::getBundleId, Bundle::getLocation));
    }

    private static boolean isFragment(Bundle bundle) {
        return (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    /** Launching properties; the Configurator's settings are written where it reads them. */
    static Map<String, String> properties(Features features, Settings settings, Home home, Map<String, String> more) {
        Map<String, String> all = new HashMap<>();
        all.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, "1");
        all.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, SHARED_PACKAGES);
        all.put("felix.log.level", "2");
        all.put("felix.cm.dir", home.file("configurations").toString());
        all.put("configurator.initial", ChangedSettings.write(settings, home).toUri().toString());
        all.put("rushline.home", home.root().toString());
        all.put("rushline.version", Distribution.VERSION);
        all.putAll(features.frameworkProperties());
        all.putAll(more);
        return all;
    }

    /** Raises the start level and waits until it is there. */
    private void reach(int level) {
        Object done = new Object();
        boolean[] reached = {false};
        framework.adapt(FrameworkStartLevel.class).setStartLevel(level, event -> {
            synchronized (done) {
                reached[0] = event.getType() == FrameworkEvent.STARTLEVEL_CHANGED || event.getType() == FrameworkEvent.ERROR;
                done.notifyAll();
            }
        });
        synchronized (done) {
            while (!reached[0]) {
                try {
                    done.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new CommandException("Interrupted while starting.", e);
                }
            }
        }
    }

    /** Whether every bundle runs, but for those that stand by; one that does not is named in the log and leaves the others running. */
    boolean allStarted() {
        String idle = String.join(", ", idle().keySet());
        if (!idle.isEmpty()) {
            LOG.log(Level.ERROR, "these bundles did not start: {0}; the others run. The log above says why.", idle);
        }
        return idle.isEmpty();
    }

    /** Symbolic names and locations of the bundles that should run but do not. */
    Map<String, String> idle() {
        return Arrays.stream(framework.getBundleContext().getBundles())
                .filter(bundle -> !isFragment(bundle) && bundle.adapt(BundleStartLevel.class).isPersistentlyStarted())
                .filter(bundle -> (bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) == 0)
                .collect(Collectors.toMap(Bundle::getSymbolicName, Bundle::getLocation, (a, b) -> a, TreeMap::new));
    }

    /** @param unproved whether modules run that may have to be gone back from */
    void mayBeGoneBackFrom(BooleanSupplier unproved) {
        this.unproved = unproved;
    }

    /** Whether modules run that may have to be gone back from: then it is better to end soon than to end well. */
    boolean isUnproved() {
        return unproved.getAsBoolean();
    }

    /** Waits until the framework is stopped from inside or by {@link #close}. */
    void awaitStop() throws InterruptedException {
        framework.waitForStop(0);
    }

    /** Once, although a signal and the end of the command both close this. */
    private void detach() {
        try {
            AutoCloseable once;
            synchronized (this) {
                once = attached;
                attached = () -> { };
            }
            once.close();
        } catch (Exception e) {
            LOG.log(Level.WARNING, "the modules were not let go of cleanly", e);
        }
    }

    /** Stops level by level, last started first; gives running parts the time that their bundles take. */
    @Override
    public void close() {
        detach();
        try {
            BundleContext system = framework.getBundleContext();
            Map<Long, String> installed = system == null || framework.getState() != Bundle.ACTIVE ? Map.of() : installed();
            framework.stop();
            FrameworkEvent end = framework.waitForStop(STOP_MILLIS);
            if (end.getType() == FrameworkEvent.STOPPED && !installed.isEmpty()) {
                cache.restamp(installed);
            }
        } catch (BundleException e) {
            LOG.log(Level.WARNING, "the framework did not stop cleanly", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
