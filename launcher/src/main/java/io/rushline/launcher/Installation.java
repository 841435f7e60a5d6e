package io.rushline.launcher;

import io.rushline.launcher.module.Hashes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;

/** Brings a framework that does not run yet from what its cache holds to what is wanted, changing nothing that is right. */
final class Installation {

    private final BundleContext system;
    private final BundleCache cache;
    private final CacheStamp usable;

    /** @param usable what the cache holds that can be trusted */
    Installation(BundleContext system, BundleCache cache, CacheStamp usable) {
        this.system = system;
        this.cache = cache;
        this.usable = usable;
    }

    /**
     * @return those that are to run
     * @throws CommandException where a jar of the distribution is missing or not the one that the feature means
     */
    List<Bundle> install(List<WantedBundle> wanted) throws BundleException {
        Map<String, WantedBundle> byLocation = new LinkedHashMap<>();
        wanted.forEach(bundle -> byLocation.put(bundle.location(), bundle));
        for (Bundle old : system.getBundles()) {
            if (old.getBundleId() != 0 && !(byLocation.containsKey(old.getLocation()) && usable.has(old.getBundleId(), old.getLocation()))) {
                old.uninstall();
            }
        }
        List<Bundle> toRun = new ArrayList<>();
        for (WantedBundle bundle : byLocation.values()) {
            Bundle installed = install(bundle);
            if (bundle.standby()) {
                installed.stop();
            } else {
                toRun.add(installed);
            }
        }
        return toRun;
    }

    private Bundle install(WantedBundle wanted) throws BundleException {
        Optional<String> known = usable.mark(wanted.location());
        boolean changed = !known.equals(Optional.of(mark(wanted)));
        if (changed) {
            verify(wanted);
        }
        Bundle bundle = system.getBundle(wanted.location());
        if (bundle == null) {
            bundle = installNew(wanted);
        } else if (changed) {
            bundle.update();
        }
        bundle.adapt(BundleStartLevel.class).setStartLevel(wanted.startLevel());
        return bundle;
    }

    /** A failure is the jar's, not the cache's. */
    private Bundle installNew(WantedBundle wanted) {
        try {
            return system.installBundle(wanted.location());
        } catch (BundleException e) {
            throw new CommandException(wanted.jar() + " cannot be installed: " + e.getMessage() + ".", e);
        }
    }

    private String mark(WantedBundle wanted) {
        try {
            return cache.mark(wanted.location());
        } catch (IOException e) {
            throw new CommandException(wanted.jar() + " cannot be read (" + e + ").", e);
        }
    }

    private static void verify(WantedBundle wanted) {
        Path jar = wanted.jar();
        try {
            if (!Files.exists(jar)) {
                throw new CommandException("The distribution has no " + jar + ", which a feature names. Install it, or unpack the distribution again.");
            }
            if (!Hashes.isAsTold(jar, wanted.hash())) {
                throw new CommandException(jar + " is not what the feature says it is (SHA-256 differs). Unpack the distribution again.");
            }
        } catch (IOException e) {
            throw new CommandException(jar + " cannot be read (" + e + ").", e);
        }
    }
}
