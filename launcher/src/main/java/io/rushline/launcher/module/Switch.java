package io.rushline.launcher.module;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.launcher.module.Limit.StuckException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** Stops the bundles of one set and starts those of another, with as little time between as there can be. One thread. */
final class Switch {

    private static final System.Logger LOG = System.getLogger(Switch.class.getName());
    /** What nobody is wired to but by a fragment or a required bundle, which the wires themselves show; services come and go without wires. */
    private static final Set<String> PLAIN = Set.of("osgi.identity", "osgi.wiring.bundle", "osgi.wiring.host", "osgi.service");

    private final Framework framework;
    private final Limit limit;
    /** Parts of all sets that came by, by identity. */
    private final Map<String, Part> known = new ConcurrentHashMap<>();

    Switch(Framework framework, Limit limit) {
        this.framework = framework;
        this.limit = limit;
    }

    void know(Collection<Part> parts) {
        parts.forEach(p -> known.put(p.identity(), p));
    }

    boolean isManaged(Bundle bundle) {
        return known.containsKey(Part.identity(bundle));
    }

    Optional<Bundle> installed(Part part) {
        return Arrays.stream(framework.getBundleContext().getBundles()).filter(b -> part.identity().equals(Part.identity(b))).findFirst();
    }

    /** Modules whose files are in use by installed bundles. */
    Set<String> modulesInUse() {
        return Arrays.stream(framework.getBundleContext().getBundles()).map(b -> known.get(Part.identity(b)))
                .filter(p -> p != null && !p.ships()).map(Part::module).collect(Collectors.toSet());
    }

    /**
     * Where it throws, some may have been stopped and started: the way back is another switch.
     *
     * @param leaving by start level
     * @param coming  by start level; those that are installed, or run, are taken as they are
     * @param end     {@link System#nanoTime} at which it is to have ended
     * @param back    it is the way back: a bundle that had to be interrupted, but has stopped, is good enough
     */
    void over(List<Part> leaving, List<Part> coming, long end, boolean back) throws ModuleException, StuckException {
        List<Bundle> old = new ArrayList<>();
        leaving.forEach(p -> installed(p).ifPresent(old::add));
        Collections.reverse(old);
        boolean apart = old.stream().anyMatch(b -> !canStandBy(b));
        List<Bundle> fresh = install(coming);
        if (!apart) {
            resolve(fresh);
            Preload.of(fresh);
        }
        for (Bundle bundle : old) {
            stop(bundle, end, back);
        }
        if (apart) {
            takeAway(old, end);
            resolve(fresh);
        }
        for (Bundle bundle : fresh) {
            start(bundle, end);
        }
        List<String> idle = fresh.stream().filter(b -> !runs(b)).map(Part::identity).toList();
        if (!idle.isEmpty()) {
            throw new ModuleException(Code.DOES_NOT_START, String.join(", ", idle) + " did not stay started.");
        }
    }

    /** Uninstalls what belongs neither to the set that runs nor to these, and what cannot stand by without being wired to. */
    void tidy(Composition running, Collection<Part> standby) {
        Set<String> runs = running.parts().stream().map(Part::identity).collect(Collectors.toSet());
        Set<String> stay = standby.stream().map(Part::identity).collect(Collectors.toSet());
        for (Bundle bundle : framework.getBundleContext().getBundles()) {
            String identity = Part.identity(bundle);
            if (!isManaged(bundle) || runs.contains(identity) || stay.contains(identity) && canStandBy(bundle)) {
                continue;
            }
            try {
                bundle.uninstall();
            } catch (BundleException | IllegalStateException e) {
                LOG.log(Level.WARNING, identity + " could not be uninstalled; the next start does without it", e);
            }
        }
        known.keySet().removeIf(i -> !runs.contains(i) && !stay.contains(i));
    }

    private List<Bundle> install(List<Part> coming) throws ModuleException {
        List<Bundle> fresh = new ArrayList<>();
        know(coming);
        for (Part part : coming) {
            try {
                Optional<Bundle> present = installed(part);
                if (present.isPresent() && !present.get().getLocation().equals(part.location()) && !DryRun.isRunning(present.get())) {
                    present.get().uninstall(); // of a module that was replaced by another with the same bundle in it
                    present = Optional.empty();
                }
                Bundle bundle = present.isPresent() ? present.get() : framework.getBundleContext().installBundle(part.location());
                if (!part.identity().equals(Part.identity(bundle))) {
                    throw new ModuleException(Code.STORE, part.location() + " holds " + Part.identity(bundle) + " instead of " + part.identity() + ".");
                }
                bundle.adapt(BundleStartLevel.class).setStartLevel(part.startLevel());
                fresh.add(bundle);
            } catch (BundleException e) {
                throw new ModuleException(Code.DOES_NOT_START, part.identity() + ": " + e.getMessage(), e);
            }
        }
        return fresh;
    }

    private void resolve(List<Bundle> fresh) throws ModuleException {
        framework.adapt(FrameworkWiring.class).resolveBundles(fresh);
        List<String> unresolved = fresh.stream().filter(b -> b.getState() == Bundle.INSTALLED).map(Part::identity).toList();
        if (!unresolved.isEmpty()) {
            throw new ModuleException(Code.UNRESOLVED, "The framework cannot wire " + String.join(", ", unresolved) + ".");
        }
    }

    private void stop(Bundle bundle, long end, boolean back) throws ModuleException, StuckException {
        if (isFragment(bundle)) {
            return;
        }
        long now = System.nanoTime();
        try {
            limit.run("stopping " + Part.identity(bundle), back ? now + (end - now) / 2 : end, bundle::stop);
        } catch (BundleException e) {
            LOG.log(Level.WARNING, Part.identity(bundle) + " complained while it was stopped", e);
        } catch (ModuleException e) {
            if (!back) {
                throw e;
            }
            LOG.log(Level.WARNING, Part.identity(bundle) + " was interrupted while it was stopped", e);
        }
        if (DryRun.isRunning(bundle)) {
            throw new ModuleException(Code.HUNG, Part.identity(bundle) + " does not stop.");
        }
    }

    private void start(Bundle bundle, long end) throws ModuleException, StuckException {
        if (isFragment(bundle)) {
            return;
        }
        try {
            limit.run("starting " + Part.identity(bundle), end, () -> bundle.start(Bundle.START_ACTIVATION_POLICY));
        } catch (BundleException e) {
            throw new ModuleException(Code.DOES_NOT_START, Part.identity(bundle) + ": " + reason(e), e);
        }
    }

    /** What the bundle itself threw says more than that it threw. */
    private static String reason(BundleException e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause == e ? e.getMessage() : cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
    }

    private void takeAway(List<Bundle> old, long end) throws ModuleException, StuckException {
        try {
            for (Bundle bundle : old) {
                bundle.uninstall();
            }
        } catch (BundleException e) {
            throw new ModuleException(Code.HUNG, e.getMessage(), e);
        }
        FrameworkWiring wiring = framework.adapt(FrameworkWiring.class);
        List<Bundle> pending = wiring.getRemovalPendingBundles().stream().filter(old::contains).toList();
        if (pending.isEmpty()) {
            return;
        }
        CountDownLatch refreshed = new CountDownLatch(1);
        wiring.refreshBundles(pending, event -> refreshed.countDown());
        try {
            if (!refreshed.await(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                throw new StuckException("The framework did not let go of " + old.stream().map(Part::identity).collect(Collectors.joining(", ")) + " in time.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StuckException("interrupted while the framework was refreshed");
        }
    }

    /** Whether it may stay installed while its successor runs: nobody can be wired to it. */
    static boolean canStandBy(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        boolean singleton = bundle.getHeaders("").get(Constants.BUNDLE_SYMBOLICNAME).replace(" ", "").contains("singleton:=true");
        return revision != null && !isFragment(bundle) && !singleton && (wiring == null || wiring.getProvidedWires(null).isEmpty())
                && revision.getDeclaredCapabilities(null).stream().allMatch(c -> PLAIN.contains(c.getNamespace()) || !World.isResolvedEarly(c));
    }

    private static boolean runs(Bundle bundle) {
        String policy = bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATIONPOLICY);
        return bundle.getState() == Bundle.ACTIVE || bundle.getState() == Bundle.STARTING && policy != null && policy.trim().startsWith(Constants.ACTIVATION_LAZY)
                || isFragment(bundle) && bundle.getState() == Bundle.RESOLVED;
    }

    /** Whether it was told to start, though its start level may not have been reached yet. */
    static boolean isMeantToRun(Bundle bundle) {
        return isFragment(bundle) || bundle.adapt(BundleStartLevel.class).isPersistentlyStarted();
    }

    private static boolean isFragment(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }
}
