package io.rushline.launcher;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.osgi.service.feature.FeatureBundle;

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

    private Host(Framework framework) {
        this.framework = framework;
    }

    /**
     * @param properties launching properties beside those of the features
     * @throws CommandException where something is missing, damaged or contradictory
     */
    static Host start(Distribution distribution, Features features, Settings settings, Home home, Map<String, String> properties) {
        BundleCache cache = new BundleCache(home.file("cache"), distribution, features.bundles());
        Map<String, String> all = properties(features, settings, home, cache, properties);
        boolean fresh = !cache.isGood();
        if (fresh) {
            cache.clear();
            verify(distribution, features);
        }
        try {
            return start(distribution, features, cache, all);
        } catch (BundleException | RuntimeException e) {
            if (fresh || e instanceof CommandException) {
                throw e instanceof CommandException known ? known : new CommandException("The framework does not start: " + e.getMessage(), e);
            }
            LOG.log(Level.WARNING, "the framework did not start from its cache, which is made anew", e);
            cache.clear();
            return start(distribution, features, settings, home, properties);
        }
    }

    private static Host start(Distribution distribution, Features features, BundleCache cache, Map<String, String> properties)
            throws BundleException {
        Framework framework = new FrameworkFactory().newFramework(properties);
        framework.init();
        Host host = new Host(framework);
        try {
            List<Bundle> bundles = host.install(distribution, features);
            List<String> missing = Resolution.missing(framework.getBundleContext(), bundles);
            if (!missing.isEmpty()) {
                throw new CommandException("Nothing was started, since something is missing:\n  " + String.join("\n  ", missing)
                        + "\nAdd a feature that offers it.");
            }
            for (Bundle bundle : bundles) {
                if ((bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) == 0) {
                    bundle.start(Bundle.START_ACTIVATION_POLICY);
                }
            }
            OsgiLog.forward(framework.getBundleContext());
            framework.start();
            host.reach(LAST_LEVEL);
            if (host.allStarted()) {
                cache.stamp();
            }
            return host;
        } catch (BundleException | RuntimeException e) {
            host.close();
            throw e;
        }
    }

    private static Map<String, String> properties(Features features, Settings settings, Home home, BundleCache cache, Map<String, String> more) {
        Map<String, String> all = new HashMap<>();
        all.put(Constants.FRAMEWORK_STORAGE, cache.folder().toString());
        all.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, "1");
        all.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, SHARED_PACKAGES);
        all.put("felix.log.level", "2");
        all.put("felix.cm.dir", home.file("configurations").toString());
        all.put("configurator.initial", settings.write(home.file("run/configuration.json")).toUri().toString());
        all.put("rushline.home", home.root().toString());
        all.put("rushline.version", Distribution.VERSION);
        all.putAll(features.frameworkProperties());
        all.putAll(more);
        return all;
    }

    private static void verify(Distribution distribution, Features features) {
        for (FeatureBundle bundle : features.bundles()) {
            Path jar = distribution.jar(bundle.getID());
            try {
                if (!Files.exists(jar)) {
                    throw new CommandException("The distribution has no " + jar + ", which a feature names. Install it, or unpack the distribution again.");
                }
                Object expected = bundle.getMetadata().get("hash");
                if (expected != null && !expected.equals(Hashes.sha256(jar))) {
                    throw new CommandException(jar + " is not what the feature says it is (SHA-256 differs). Unpack the distribution again.");
                }
            } catch (IOException e) {
                throw new CommandException(jar + " cannot be read (" + e + ").", e);
            }
        }
    }

    private List<Bundle> install(Distribution distribution, Features features) throws BundleException {
        BundleContext system = framework.getBundleContext();
        Map<String, FeatureBundle> wanted = new LinkedHashMap<>();
        features.bundles().forEach(b -> wanted.put("reference:" + distribution.jar(b.getID()).toUri(), b));
        Set<String> locations = wanted.keySet();
        for (Bundle old : system.getBundles()) {
            if (old.getBundleId() != 0 && !locations.contains(old.getLocation())) {
                old.uninstall();
            }
        }
        List<Bundle> bundles = new ArrayList<>();
        for (Map.Entry<String, FeatureBundle> entry : wanted.entrySet()) {
            Bundle bundle = system.installBundle(entry.getKey());
            Object level = entry.getValue().getMetadata().getOrDefault("start-level", 1);
            bundle.adapt(BundleStartLevel.class).setStartLevel(((Number) level).intValue());
            bundles.add(bundle);
        }
        return bundles;
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

    /** Whether every bundle runs; one that does not is named in the log and leaves the others running. */
    boolean allStarted() {
        String idle = Arrays.stream(framework.getBundleContext().getBundles())
                .filter(b -> (b.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) == 0)
                .filter(b -> (b.getState() & (Bundle.ACTIVE | Bundle.STARTING)) == 0)
                .map(Bundle::getSymbolicName).collect(Collectors.joining(", "));
        if (!idle.isEmpty()) {
            LOG.log(Level.ERROR, "these bundles did not start: {0}; the others run. The log above says why.", idle);
        }
        return idle.isEmpty();
    }

    /** Waits until the framework is stopped from inside or by {@link #close}. */
    void awaitStop() throws InterruptedException {
        framework.waitForStop(0);
    }

    /** Stops level by level, last started first; gives running parts the time that their bundles take. */
    @Override
    public void close() {
        try {
            framework.stop();
            framework.waitForStop(STOP_MILLIS);
        } catch (BundleException e) {
            LOG.log(Level.WARNING, "the framework did not stop cleanly", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
