package io.rushline.launcher.module;

import io.rushline.host.api.CheckedModule;
import io.rushline.host.api.Module;
import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.host.api.ModuleHost;
import io.rushline.host.api.Outcome;
import io.rushline.host.api.Plan;
import io.rushline.host.api.Trial;
import io.rushline.host.api.Verification;
import java.io.IOException;
import java.lang.StackWalker.Option;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.Version;
import org.osgi.framework.launch.Framework;

/** The modules of a running framework: which there are, and the way from one set of them to the next. All that changes something is done by one thread, {@code rushline-modules}. */
public final class LiveModules implements ModuleHost, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(LiveModules.class.getName());
    private static final StackWalker CALLER = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);

    private final Seams.Store store;
    private final Seams.Sets sets;
    private final List<Shipped> shipped;
    private final Optional<String> safeMode;
    private final Terms terms;
    private final Planner planner;
    private final Switch bundles;
    private final DryRun dryRun;
    private final Inventory inventory;
    private final Watchdog watchdog = new Watchdog();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "rushline-modules");
        thread.setDaemon(true);
        thread.setContextClassLoader(LiveModules.class.getClassLoader());
        return thread;
    });
    private final Trials trials;
    /** Sets that were looked at, by number: their modules' signatures were checked then. */
    private final Map<Long, Composition> compositions = new ConcurrentHashMap<>();
    private volatile Composition running;

    /**
     * A bundle of the distribution.
     *
     * @param location as the framework was given it
     * @param hash     as features write it, {@code sha256:…}; empty: the distribution tells none
     */
    public record Shipped(String symbolicName, Version version, String location, int startLevel, Optional<String> hash) {
        Part part() {
            return new Part(symbolicName, version, location, startLevel, "");
        }
    }

    /**
     * @param safeMode why another set than the kept one may run
     * @param stamp    run when a set was kept, and when the former one runs again: what the framework has on disk is good then
     */
    public LiveModules(Framework framework, ModuleStore store, ModuleSets sets, List<Shipped> shipped, Optional<String> safeMode, Runnable stamp) {
        this(framework, Seams.Store.of(store), Seams.Sets.of(sets), shipped, safeMode, stamp, Terms.ofThisProcess());
    }

    LiveModules(Framework framework, Seams.Store store, Seams.Sets sets, List<Shipped> shipped, Optional<String> safeMode, Runnable stamp, Terms terms) {
        this.store = store;
        this.sets = sets;
        this.shipped = List.copyOf(shipped);
        this.safeMode = safeMode;
        this.terms = terms;
        this.planner = new Planner(shipped);
        this.bundles = new Switch(framework, new Limit(terms.call(), terms.grace()));
        this.dryRun = new DryRun(framework, bundles::isManaged);
        this.inventory = new Inventory(bundles, this.shipped);
        this.trials = new Trials(framework, sets, bundles, this::standby, this::runs, terms, stamp, worker, watchdog);
    }

    @Override
    public List<Module> modules() {
        return inventory.modules(readable(), before());
    }

    @Override
    public CheckedModule check(Path file) throws ModuleException {
        return checked(store.add(file));
    }

    @Override
    public CheckedModule checked(String sha256) throws ModuleException {
        return checked(store.get(sha256));
    }

    @Override
    public List<Verification> verify() {
        Composition now = readable();
        Set<String> locations = now.parts().stream().map(Part::location).collect(Collectors.toSet());
        List<Verification> all = new ArrayList<>();
        shipped.stream().filter(s -> locations.contains(s.location())).map(LiveModules::verify).forEach(all::add);
        now.modules().stream().map(this::verify).forEach(all::add);
        return all;
    }

    private static Verification verify(Shipped part) {
        Path jar = part.part().jar();
        Optional<String> problem = Optional.empty();
        try {
            if (!Hashes.isAsTold(jar, part.hash())) {
                problem = Optional.of(jar + " is not what the distribution shipped. Unpack the distribution again.");
            }
        } catch (IOException e) {
            problem = Optional.of(jar + " cannot be read (" + e + "). Check the disk, and unpack the distribution again.");
        }
        return new Verification(part.symbolicName(), part.version().toString(), Optional.empty(), problem);
    }

    private Verification verify(ModuleFile module) {
        Optional<String> problem = Optional.empty();
        try {
            store.get(module.sha256());
        } catch (ModuleException e) {
            problem = Optional.of(e.getMessage() + " " + e.code().todo);
        }
        return new Verification(module.name(), module.version().toString(), Optional.of(module.signer()), problem);
    }

    private static CheckedModule checked(ModuleFile file) {
        return new CheckedModule(file.sha256(), file.name(), file.version().toString(), file.signer(), file.sizeBytes(),
                file.bundles().stream().map(b -> b.symbolicName() + " " + b.version()).toList());
    }

    @Override
    public void discardExcept(Set<String> sha256) {
        Set<String> keep = new HashSet<>(sha256);
        sets.kept().modules().forEach(e -> keep.add(e.sha256()));
        sets.before().ifPresent(set -> set.modules().forEach(e -> keep.add(e.sha256())));
        trials.trial().ifPresent(trial -> keep.addAll(trial.plan().modules()));
        keep.addAll(bundles.modulesInUse());
        store.keepOnly(keep);
    }

    @Override
    public Plan plan(List<CheckedModule> modules, Set<Allow> allowed) throws ModuleException {
        List<ModuleFile> added = new ArrayList<>();
        for (CheckedModule module : modules) {
            added.add(store.get(module.sha256()));
        }
        Composition now = running();
        return plan(now, planner.with(now, added, allowed.contains(Allow.DOWNGRADE)));
    }

    @Override
    public Plan planRollBack() throws ModuleException {
        ModuleSet before = sets.before().orElseThrow(() -> new ModuleException(Code.NOTHING_BEFORE, ""));
        return plan(running(), files(before.modules().stream().map(ModuleSet.Entry::sha256).toList()));
    }

    @Override
    public Plan planRemoval(String module) throws ModuleException {
        Composition now = running();
        if (now.module(module).isEmpty()) {
            throw new ModuleException(planner.isShipped(module) ? Code.BUILT_IN : Code.UNKNOWN, module);
        }
        return plan(now, now.modules().stream().filter(m -> !m.name().equals(module)).toList());
    }

    private Plan plan(Composition now, List<ModuleFile> modules) throws ModuleException {
        Composition next = planner.next(now, now.set().number() + 1, modules, terms.clock().instant());
        dryRun.require(now, next);
        return planner.plan(now, next);
    }

    @Override
    public Trial begin(Plan plan, Duration trial) throws ModuleException {
        Bundle caller = FrameworkUtil.getBundle(CALLER.getCallerClass());
        AtomicBoolean gone = new AtomicBoolean();
        return await(() -> begin(plan, trial, caller, gone), gone);
    }

    private Trial begin(Plan plan, Duration length, Bundle caller, AtomicBoolean gone) throws ModuleException {
        if (trials.trial().isPresent()) {
            throw new ModuleException(Code.BUSY, "");
        }
        Composition now = running();
        if (plan.base() != now.set().number()) {
            throw new ModuleException(Code.OUTDATED, "");
        }
        Instant start = terms.clock().instant();
        Composition next = planner.next(now, sets.nextNumber(), files(plan.modules()), start);
        dryRun.require(now, next);
        Trial trial = new Trial(next.set().number(), plan, start, start.plus(length));
        boolean leaves = caller != null && now.without(next).stream().anyMatch(p -> p.identity().equals(Part.identity(caller)));
        compositions.put(trial.set(), next);
        trials.begin(trial, now, next, () -> leaves || gone.get());
        return trial;
    }

    @Override
    public Optional<Trial> trial() {
        return trials.trial();
    }

    @Override
    public void commit(Trial trial) throws ModuleException {
        await(() -> {
            trials.commit(trial);
            return null;
        }, new AtomicBoolean());
    }

    @Override
    public void rollBack(Trial trial, Code why, String detail) throws ModuleException {
        await(() -> {
            trials.rollBack(trial, why, detail);
            return null;
        }, new AtomicBoolean());
    }

    @Override
    public List<Outcome> outcomes() {
        return sets.outcomes();
    }

    @Override
    public void forget(Outcome outcome) {
        sets.forget(outcome);
    }

    @Override
    public Optional<String> safeMode() {
        return safeMode;
    }

    /** Leaves what runs as it is; a set on trial is then one that was cut off. */
    @Override
    public void close() {
        watchdog.close();
        worker.shutdown();
    }

    private Composition readable() {
        try {
            return running();
        } catch (ModuleException e) {
            throw new IllegalStateException("The modules of the set that runs cannot be read.", e);
        }
    }

    private synchronized Composition running() throws ModuleException {
        if (running == null) {
            running = safeMode.isPresent() ? started() : composition(sets.kept());
            bundles.know(running.parts());
            bundles.know(standby());
        }
        return running;
    }

    /** Which of the known sets was started, when it need not be the kept one. */
    private Composition started() throws ModuleException {
        Composition best = composition(ModuleSet.BUILT_IN);
        List<ModuleSet> known = new ArrayList<>(List.of(sets.kept()));
        sets.before().ifPresent(known::add);
        for (ModuleSet set : known) {
            try {
                Composition composition = composition(set);
                boolean there = composition.parts().stream().allMatch(p -> bundles.installed(p).filter(Switch::isMeantToRun).isPresent());
                if (there && (best.set().number() == 0 || composition.parts().size() > best.parts().size())) {
                    best = composition;
                }
            } catch (ModuleException e) {
                LOG.log(Level.WARNING, "set " + set.number() + " cannot be what runs", e);
            }
        }
        return best;
    }

    private Composition composition(ModuleSet set) throws ModuleException {
        Composition known = compositions.get(set.number());
        if (known == null || !known.set().equals(set)) {
            List<ModuleFile> files = new ArrayList<>();
            for (ModuleSet.Entry entry : set.modules()) {
                files.add(store.get(entry.sha256()));
            }
            known = Composition.of(set, files, shipped);
            compositions.put(set.number(), known);
        }
        return known;
    }

    /** Checked anew, but for those that run. */
    private List<ModuleFile> files(List<String> ids) throws ModuleException {
        List<ModuleFile> present = running().modules();
        List<ModuleFile> files = new ArrayList<>();
        for (String id : ids) {
            Optional<ModuleFile> known = present.stream().filter(m -> m.sha256().equals(id)).findFirst();
            files.add(known.isPresent() ? known.get() : store.get(id));
        }
        return files;
    }

    private Optional<Composition> before() {
        try {
            Optional<ModuleSet> before = sets.before();
            return before.isPresent() ? Optional.of(composition(before.get())) : Optional.empty();
        } catch (ModuleException e) {
            LOG.log(Level.WARNING, "the set before the present one cannot be read", e);
            return Optional.empty();
        }
    }

    private Collection<Part> standby() {
        List<Part> parts = new ArrayList<>(shipped.stream().map(Shipped::part).toList());
        before().ifPresent(set -> parts.addAll(set.parts()));
        return parts;
    }

    private void runs(Composition set) {
        running = set;
        Set<Long> used = new HashSet<>(List.of(set.set().number(), sets.kept().number(), ModuleSet.BUILT_IN.number()));
        sets.before().ifPresent(before -> used.add(before.number()));
        compositions.keySet().retainAll(used);
    }

    private <T> T await(Callable<T> work, AtomicBoolean gone) throws ModuleException {
        Future<T> future = worker.submit(work);
        try {
            return future.get();
        } catch (InterruptedException e) {
            gone.set(true);
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("What was begun goes on without its caller, who was interrupted.").initCause(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ModuleException known) {
                throw known;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
