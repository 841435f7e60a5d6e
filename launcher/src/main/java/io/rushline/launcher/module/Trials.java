package io.rushline.launcher.module;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.host.api.Trial;
import io.rushline.launcher.module.Limit.StuckException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;

/**
 * Tries one set at a time: disk first, then bundles, then the wait until somebody keeps it. Where nobody does, or the former set does not come back, it ends that by itself.
 * All but {@link #trial} is called in one thread, the worker.
 */
final class Trials {

    private static final System.Logger LOG = System.getLogger(Trials.class.getName());

    private final Framework framework;
    private final Seams.Sets sets;
    private final Switch bundles;
    private final Supplier<Collection<Part>> standby;
    private final Consumer<Composition> runs;
    private final Terms terms;
    private final Runnable stamp;
    private final ExecutorService worker;
    private final Watchdog watchdog;
    private final AtomicBoolean gaveUp = new AtomicBoolean();
    private volatile Attempt attempt;
    /** Why the set on trial, which is good, could not be kept so far. */
    private Optional<ModuleException> unkept = Optional.empty();

    /** The one that goes on. */
    private record Attempt(Trial trial, Composition former, Composition next, Watchdog.Watch deadline) {
    }

    /**
     * @param standby what may stay installed beside the set that runs
     * @param runs    is told which set runs now
     */
    Trials(Framework framework, Seams.Sets sets, Switch bundles, Supplier<Collection<Part>> standby, Consumer<Composition> runs, Terms terms, Runnable stamp,
            ExecutorService worker, Watchdog watchdog) {
        this.framework = framework;
        this.sets = sets;
        this.bundles = bundles;
        this.standby = standby;
        this.runs = runs;
        this.terms = terms;
        this.stamp = stamp;
        this.worker = worker;
        this.watchdog = watchdog;
    }

    Optional<Trial> trial() {
        return Optional.ofNullable(attempt).map(Attempt::trial);
    }

    /** @param told whether a failure is to be written down, since whoever asked will not hear of it */
    void begin(Trial trial, Composition former, Composition next, BooleanSupplier told) throws ModuleException {
        sets.tryOut(next.set(), trial);
        Duration length = Duration.between(trial.startedAt(), trial.deadline());
        long end = System.nanoTime() + length.toNanos();
        Attempt begun = new Attempt(trial, former, next, watchdog.after(length, () -> late(trial)));
        attempt = begun;
        unkept = Optional.empty();
        LOG.log(Level.INFO, "set {0} is tried: {1}", trial.set(), trial.plan().changes());
        try {
            bundles.over(former.without(next), next.without(former), end, false);
            runs.accept(next);
        } catch (ModuleException e) {
            back(begun, e.code(), e.detail(), told);
            throw e;
        } catch (StuckException | RuntimeException e) {
            if (isEnding()) {
                throw new ModuleException(Code.CUT, "", e);
            }
            if (e instanceof StuckException) {
                giveUp(e.getMessage());
                throw new ModuleException(Code.HUNG, e.getMessage(), e);
            }
            back(begun, Code.DOES_NOT_START, e.toString(), told);
            throw new ModuleException(Code.DOES_NOT_START, e.toString(), e);
        }
    }

    void commit(Trial trial) throws ModuleException {
        Attempt kept = require(trial);
        try {
            sets.keep();
        } catch (ModuleException e) {
            unkept = Optional.of(e);
            throw e;
        }
        end(kept);
        runs.accept(kept.next);
        bundles.tidy(kept.next, standby.get());
        stamp.run();
        LOG.log(Level.INFO, "set {0} is kept", trial.set());
    }

    void rollBack(Trial trial, Code why, String detail) throws ModuleException {
        back(require(trial), why, detail, () -> false);
    }

    private Attempt require(Trial trial) throws ModuleException {
        Attempt present = attempt;
        if (present == null || present.trial.set() != trial.set()) {
            throw new ModuleException(Code.OUTDATED, "Set " + trial.set() + " is not on trial any more.");
        }
        return present;
    }

    private void back(Attempt left, Code why, String detail, BooleanSupplier told) throws ModuleException {
        LOG.log(Level.WARNING, "set {0} is left: {1} {2}", left.trial.set(), why.what, detail);
        String reason = detail.isEmpty() ? why.what : why.what + " " + detail;
        Watchdog.Watch watch = watchdog.after(terms.rollBack(), () -> {
            if (attempt == left) {
                giveUp(reason + " The former set did not run again in time.");
            }
        });
        try {
            bundles.over(left.next.without(left.former), left.former.without(left.next), System.nanoTime() + terms.rollBack().toNanos(), true);
        } catch (StuckException | ModuleException | RuntimeException e) {
            watch.close();
            if (!isEnding()) {
                giveUp(reason + " The former set does not run again: " + e.getMessage());
            }
            throw new ModuleException(why, detail, e);
        }
        runs.accept(left.former);
        try {
            sets.goBack(why, detail, told.getAsBoolean());
        } finally {
            // Where the disk says no, it still says that a trial was cut off, which leads to the same set.
            watch.close();
            end(left);
        }
        bundles.tidy(left.former, standby.get());
        stamp.run();
    }

    private void end(Attempt ended) {
        ended.deadline.close();
        attempt = null;
    }

    /** In the watchdog's thread. */
    private void late(Trial trial) {
        String detail = "It was not kept within " + Duration.between(trial.startedAt(), trial.deadline()).toSeconds() + " s.";
        watchdog.after(terms.rollBack().plus(terms.grace()), () -> {
            if (trial().filter(trial::equals).isPresent()) {
                giveUp(detail + " The former set did not run again in time.");
            }
        });
        worker.execute(() -> {
            Attempt present = attempt;
            if (present != null && present.trial.equals(trial)) {
                try {
                    back(present, unkept.map(ModuleException::code).orElse(Code.HUNG), unkept.map(e -> e.detail() + " ").orElse("") + detail, () -> true);
                } catch (ModuleException e) {
                    LOG.log(Level.ERROR, "set " + trial.set() + " could not be left in order", e);
                }
            }
        });
    }

    /** Nothing but a new process leads back to the former set. That it does is written down, unless the disk is what hangs. */
    private void giveUp(String detail) {
        if (isEnding() || !gaveUp.compareAndSet(false, true)) {
            return;
        }
        LOG.log(Level.ERROR, "the process ends, to start anew with the former set: {0}", detail);
        Thread writer = new Thread(() -> {
            try {
                sets.giveUp(Code.HUNG, detail);
            } catch (ModuleException e) {
                LOG.log(Level.ERROR, "why the process ends could not be written down", e);
            }
        }, "rushline-modules-last-words");
        writer.setDaemon(true);
        writer.start();
        try {
            writer.join(Math.max(1, terms.grace().toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        terms.halt().accept(Terms.RESTART);
    }

    /** The process is ending anyway; the next start finds that the trial was cut off. */
    private boolean isEnding() {
        return worker.isShutdown() || (framework.getState() & (Bundle.STARTING | Bundle.ACTIVE)) == 0;
    }
}
