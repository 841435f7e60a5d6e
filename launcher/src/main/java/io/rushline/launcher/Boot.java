package io.rushline.launcher;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleHost;
import io.rushline.launcher.module.LiveModules;
import io.rushline.launcher.module.ModuleFile;
import io.rushline.launcher.module.ModuleSet;
import io.rushline.launcher.module.ModuleSets;
import io.rushline.launcher.module.ModuleStore;
import io.rushline.launcher.module.StartCount;
import io.rushline.launcher.module.Supervision;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;
import org.osgi.framework.launch.Framework;

/**
 * Starts an appliance with the set of modules that is kept; where that is not whole or does not start, with the one before it, else with what ships. What is kept stays so: the next
 * start tries it again, until too many in a row failed.
 */
final class Boot {

    private static final Logger LOG = System.getLogger(Boot.class.getName());
    private static final Duration LIMIT = Duration.ofMinutes(5);
    /** System property: seconds that a set must run after its start to have come up. */
    private static final String PROOF = "rushline.proofSeconds";
    private static final int PROOF_SECONDS = 60;

    /** Where checked modules are. */
    @FunctionalInterface
    interface Store {
        ModuleFile get(String sha256) throws ModuleException;
    }

    /** Who switches sets while the appliance runs. */
    @FunctionalInterface
    interface Live {
        AutoCloseable make(Framework framework, ModuleSets sets, List<LiveModules.Shipped> shipped, Optional<String> safeMode, Runnable stamp);
    }

    private final Home home;
    private final BundleCache cache;
    private final WantedBundles bundles;
    private final Store store;
    private final Live live;
    private final Supervision supervision;
    private final ModuleSets sets;
    private final StartCount count;

    Boot(Distribution distribution, Features features, Home home, Store store, Live live, Supervision supervision) {
        this.home = home;
        this.bundles = new WantedBundles(distribution, features);
        this.cache = new BundleCache(home.file("cache"), distribution, bundles.shipped());
        this.store = store;
        this.live = live;
        this.supervision = supervision;
        this.sets = ModuleSets.open(home.file("modules"), supervision);
        this.count = StartCount.of(home.file("modules"), sets.kept().number());
    }

    /** @param trusted certificates of vendors: PEM files, or folders of them */
    static Boot of(Distribution distribution, Features features, Home home, List<Path> trusted) {
        ModuleStore store = new ModuleStore(home.file("modules/store"), trusted);
        return new Boot(distribution, features, home, store::get, (framework, sets, shipped, safeMode, stamp) -> {
            LiveModules live = new LiveModules(framework, store, sets, shipped, safeMode, stamp);
            framework.getBundleContext().registerService(ModuleHost.class, live, null);
            return live;
        }, Supervision.ofThisProcess());
    }

    /**
     * @param properties launching properties
     * @param safe       whether the last known good set is to be started, and nothing changed
     * @throws CommandException where not even what ships starts
     */
    Host start(Map<String, String> properties, boolean safe) {
        List<ModuleSet> candidates = candidates();
        ModuleSet kept = candidates.get(0);
        int first = Math.min(safe ? 1 : count.against() / StartCount.GIVEN_UP, candidates.size() - 1);
        Optional<String> safeMode = Optional.empty();
        if (safe) {
            safeMode = Optional.of("It was started with --safe; " + named(candidates.get(first)) + " runs.");
        } else if (first > 0) {
            safeMode = Optional.of(capital(named(kept)) + " did not come up, again and again; " + named(candidates.get(first)) + " runs.");
        }
        for (int i = first;; i++) {
            ModuleSet set = candidates.get(i);
            if (i > 0) {
                sets.runInstead(set);
            }
            // A set that runs because another failed just now does not take that failure back.
            int proved = i == first ? first * StartCount.GIVEN_UP : count.against() + StartCount.FAILED;
            Optional<ComingUp> comingUp = safe || set.modules().isEmpty() ? Optional.empty()
                    : Optional.of(new ComingUp(count, proved, supervision, LIMIT, () -> Runtime.getRuntime().halt(1)));
            safeMode.ifPresent(why -> LOG.log(Level.WARNING, why));
            try {
                return start(set, i == 0, properties, safeMode, comingUp);
            } catch (ModuleException e) {
                comingUp.ifPresent(ComingUp::failed);
                ModuleSet next = candidates.get(i + 1);
                LOG.log(Level.ERROR, named(set) + " of this appliance does not run", e);
                sets.fallBack(next, e.code(), e.detail());
                safeMode = Optional.of(capital(named(set)) + " does not run, " + named(next) + " runs instead: " + e.getMessage());
            }
        }
    }

    /** What to try, one after the other; the last has no modules. */
    private List<ModuleSet> candidates() {
        List<ModuleSet> candidates = new ArrayList<>(List.of(sets.kept()));
        sets.before().ifPresent(candidates::add);
        candidates.add(ModuleSet.BUILT_IN);
        int last = 0;
        while (!candidates.get(last).modules().isEmpty()) {
            last++;
        }
        return candidates.subList(0, last + 1);
    }

    private Host start(ModuleSet set, boolean standby, Map<String, String> properties, Optional<String> safeMode, Optional<ComingUp> comingUp) throws ModuleException {
        List<ModuleFile> modules = new ArrayList<>();
        for (ModuleSet.Entry entry : set.modules()) {
            modules.add(get(entry));
        }
        List<WantedBundle> wanted = bundles.with(modules, standby ? standingBy(set) : List.of());
        Host host;
        try {
            host = Host.start(cache, wanted, properties, (framework, stamp) -> offer(framework, stamp, safeMode, comingUp));
        } catch (CommandException e) {
            if (modules.isEmpty()) {
                throw e;
            }
            throw new ModuleException(e instanceof Resolution.MissingException ? ModuleException.Code.UNRESOLVED : ModuleException.Code.DOES_NOT_START, e.getMessage(), e);
        }
        Set<String> own = modules.stream().flatMap(module -> module.bundles().stream()).map(bundle -> WantedBundle.of(bundle, Optional.empty()).location())
                .collect(Collectors.toSet());
        List<String> idle = host.idle().entrySet().stream().filter(bundle -> own.contains(bundle.getValue())).map(Map.Entry::getKey).toList();
        if (!idle.isEmpty()) {
            host.close();
            throw new ModuleException(ModuleException.Code.DOES_NOT_START, String.join(", ", idle) + " did not start; the log says why.");
        }
        comingUp.ifPresent(c -> c.started(Duration.ofSeconds(Integer.getInteger(PROOF, PROOF_SECONDS))));
        host.mayBeGoneBackFrom(supervision::isAsked);
        return host;
    }

    private ModuleFile get(ModuleSet.Entry entry) throws ModuleException {
        try {
            return store.get(entry.sha256());
        } catch (ModuleException e) {
            throw new ModuleException(e.code(), entry.name() + " " + entry.version() + ": " + e.detail(), e);
        } catch (RuntimeException e) {
            throw new ModuleException(ModuleException.Code.STORE, entry.name() + " " + entry.version() + " could not be read (" + e + ").", e);
        }
    }

    /** Modules of the set before that are not in the one that runs; those that are not whole do without. */
    private List<ModuleFile> standingBy(ModuleSet running) {
        Set<String> present = running.modules().stream().map(ModuleSet.Entry::sha256).collect(Collectors.toSet());
        List<ModuleFile> modules = new ArrayList<>();
        for (ModuleSet.Entry entry : sets.before().map(ModuleSet::modules).orElse(List.of())) {
            if (present.contains(entry.sha256())) {
                continue;
            }
            try {
                modules.add(get(entry));
            } catch (ModuleException e) {
                LOG.log(Level.WARNING, "the former " + entry.name() + " cannot stand by", e);
            }
        }
        return modules;
    }

    private AutoCloseable offer(Framework framework, Runnable stamp, Optional<String> safeMode, Optional<ComingUp> comingUp) {
        AutoCloseable switcher = live.make(framework, sets, bundles.shipped().stream().map(bundle -> shipped(framework, bundle)).toList(), safeMode, stamp);
        return () -> {
            if (Shutdown.isInOrder()) {
                comingUp.ifPresent(ComingUp::close);
            }
            switcher.close();
        };
    }

    private static LiveModules.Shipped shipped(Framework framework, WantedBundle bundle) {
        Bundle installed = framework.getBundleContext().getBundle(bundle.location());
        if (installed != null) {
            return new LiveModules.Shipped(installed.getSymbolicName(), installed.getVersion(), bundle.location(), bundle.startLevel(), bundle.hash());
        }
        WantedBundle.Identity identity = bundle.identity();
        return new LiveModules.Shipped(identity.symbolicName(), identity.version(), bundle.location(), bundle.startLevel(), bundle.hash());
    }

    private static String named(ModuleSet set) {
        return set.number() == 0 ? "what ships" : "set " + set.number() + " of modules";
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
