package io.rushline.launcher.module;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.Outcome;
import io.rushline.host.api.Trial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Which set is kept, which was before it, which is on trial, and how trials ended: files below {@code <home>/modules}, each replaced in one step and on disk when a method
 * returns. Whatever moment the power is cut, the next {@link #open} finds either the former or the new set. Any thread.
 *
 * <p>A commit is decided by the replacement of {@code kept.json}: a {@code trial.json} of the number that is kept was committed, and the next {@link #open} finishes it.
 */
public final class ModuleSets {

    private static final Logger LOG = System.getLogger(ModuleSets.class.getName());

    private final StateFiles files;
    private final SetsState state;
    private final Supervision supervision;
    private final InstantSource clock;
    private ModuleSet kept;
    private Optional<ModuleSet> before;
    private Optional<SetsState.Running> running = Optional.empty();
    /** The set before, where a commit could not write it down. */
    private Optional<ModuleSet> unwritten = Optional.empty();

    private ModuleSets(StateFiles files, SetsState state, Supervision supervision, InstantSource clock) {
        this.files = files;
        this.state = state;
        this.supervision = supervision;
        this.clock = clock;
        this.kept = state.kept();
        this.before = state.before();
    }

    /** Reads what is there. A trial that was cut off has ended: it becomes an {@link Outcome}. Damaged files lead to what ships, and say so. */
    public static ModuleSets open(Path folder) {
        return open(folder, Supervision.ofThisProcess());
    }

    /** @param supervision is told while a trial is on */
    public static ModuleSets open(Path folder, Supervision supervision) {
        return open(folder, supervision, Disk.REAL, InstantSource.system());
    }

    static ModuleSets open(Path folder, Supervision supervision, Disk disk, InstantSource clock) {
        StateFiles files = new StateFiles(folder, disk);
        try {
            files.make();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " cannot be made", e);
        }
        SetsState state = new SetsState(files, clock);
        state.read();
        return new ModuleSets(files, state, supervision, clock);
    }

    /** The one to run in ordinary times. */
    public synchronized ModuleSet kept() {
        return kept;
    }

    /** The one before it. */
    public synchronized Optional<ModuleSet> before() {
        return before;
    }

    public synchronized long nextNumber() {
        return state.highest() + 1;
    }

    public synchronized Optional<Trial> trial() {
        return running.map(SetsState.Running::trial);
    }

    /**
     * This process runs another set than the kept one. Nothing on disk changes; for this process it is the {@link #kept} one, and the other the one {@link #before} it:
     * a plan that goes back leads to it.
     */
    public synchronized void runInstead(ModuleSet other) {
        if (other.number() != kept.number()) {
            before = Optional.of(state.kept());
            kept = other;
        }
    }

    /** As {@link #runInstead}, because the kept set does not run; leaves an {@link Outcome}. */
    public synchronized void fallBack(ModuleSet other, ModuleException.Code why, String detail) {
        state.add(new Outcome(kept.number(), SetsState.way(other, kept), clock.instant(), why, detail));
        runInstead(other);
    }

    /** Writes down that this set is about to run. */
    public synchronized void tryOut(ModuleSet next, Trial trial) throws ModuleException {
        if (running.isPresent()) {
            throw new ModuleException(ModuleException.Code.BUSY, "Set " + running.get().set().number() + " is on trial.");
        }
        if (next.number() != nextNumber() || trial.set() != next.number()) {
            throw new IllegalArgumentException("set " + next.number() + ", trial of " + trial.set() + ": the next number is " + nextNumber());
        }
        SetsState.Running begun = new SetsState.Running(next, trial, kept, Optional.empty());
        supervision.ask(Supervision.Reason.TRIAL);
        try {
            state.settleKept();
            if (unwritten.isPresent()) {
                state.finishCommit(unwritten.get());
                unwritten = Optional.empty();
            }
            state.writeHighest(next.number());
            state.writeTrial(begun);
            running = Optional.of(begun);
        } catch (IOException e) {
            supervision.withdraw(Supervision.Reason.TRIAL);
            throw failed("The trial cannot be written down.", e);
        }
    }

    /** The set on trial becomes the kept one; what was kept becomes the one before. */
    public synchronized void keep() throws ModuleException {
        SetsState.Running trial = onTrial();
        try {
            state.writeKept(trial.set());
        } catch (IOException e) {
            throw failed("The new set cannot be written down.", e);
        }
        kept = trial.set();
        before = Optional.of(trial.former());
        running = Optional.empty();
        try {
            state.finishCommit(trial.former());
        } catch (IOException e) {
            unwritten = before;
            LOG.log(Level.WARNING, "set " + kept.number() + " is kept, but the one before it could not be written down yet", e);
        }
        supervision.withdraw(Supervision.Reason.TRIAL);
    }

    /** The trial is over, the kept set stays. @param told whether it is an {@link Outcome} that nobody has been told of yet */
    public synchronized void goBack(ModuleException.Code why, String detail, boolean told) throws ModuleException {
        SetsState.Running trial = onTrial();
        running = Optional.empty(); // also where the disk says no: what it still holds of the trial, the next one or the next start puts in order
        supervision.withdraw(Supervision.Reason.TRIAL);
        try {
            try {
                state.settleKept();
            } finally {
                if (told) {
                    state.add(new Outcome(trial.set().number(), trial.trial().plan(), clock.instant(), why, detail));
                }
            }
            state.deleteTrial();
        } catch (IOException e) {
            throw failed("The end of the trial cannot be written down.", e);
        }
    }

    /** The process is about to end because of the set on trial: the next {@link #open} tells why. The trial stays on until then, so that the process is started again. */
    public synchronized void giveUp(ModuleException.Code why, String detail) throws ModuleException {
        SetsState.Running trial = onTrial();
        try {
            state.settleKept();
            state.writeTrial(new SetsState.Running(trial.set(), trial.trial(), trial.former(), Optional.of(new SetsState.Ended(why, detail))));
        } catch (IOException e) {
            throw failed("Why the process ends cannot be written down.", e);
        }
    }

    public synchronized List<Outcome> outcomes() {
        return state.outcomes();
    }

    public synchronized void forget(Outcome outcome) {
        state.remove(outcome);
    }

    private SetsState.Running onTrial() throws ModuleException {
        return running.orElseThrow(() -> new ModuleException(ModuleException.Code.OUTDATED, "No set is on trial."));
    }

    private ModuleException failed(String detail, IOException e) {
        return new ModuleException(files.isFull() ? ModuleException.Code.NO_SPACE : ModuleException.Code.STORE, detail, e);
    }
}
