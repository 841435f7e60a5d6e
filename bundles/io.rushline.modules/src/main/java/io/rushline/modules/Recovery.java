package io.rushline.modules;

import io.rushline.host.api.ModuleException.Code;
import io.rushline.host.api.ModuleHost;
import io.rushline.host.api.Outcome;
import io.rushline.host.api.Plan;
import io.rushline.host.api.Trial;
import io.rushline.modules.api.Actor;
import io.rushline.modules.api.Update.State;
import io.rushline.modules.api.When;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds out what became of updates that were cut off, by the host, by the end of the process, or by the replacement of this bundle. One thread, never during a switch of its own. */
final class Recovery {

    private static final Logger LOG = System.getLogger(Recovery.class.getName());
    /** For a predecessor to note how it ended. */
    static final Duration NOTE = Duration.ofSeconds(10);
    private static final Actor SELF = new Actor(Actor.Via.SELF, "module host");
    private static final Wish UNKNOWN = Wish.install(List.of(), Set.of());

    private final ModuleHost host;
    private final Ledger ledger;
    private final Rules rules;
    private final Time time;
    private final String framework;
    /** Since when the update {@code lostId} has had no trial. */
    private Optional<Duration> lostSince = Optional.empty();
    private long lostId;
    /** Since when the trial of {@code orphan} has been in no history. */
    private Optional<Duration> orphanSince = Optional.empty();
    private long orphan;

    Recovery(ModuleHost host, Ledger ledger, Rules rules, Time time, String framework) {
        this.host = host;
        this.ledger = ledger;
        this.rules = rules;
        this.time = time;
        this.framework = framework;
    }

    /** Only once the ledger is loaded: before, nobody knows whose trial it is. */
    void look() {
        for (Outcome outcome : host.outcomes()) {
            take(outcome);
        }
        ledger.leftovers().forEach(row -> ledger.end(row.state() == State.SCHEDULED ? row.because(Code.BUSY, "").to(State.REFUSED, time.now()) : byWhatRuns(row)));
        Optional<Trial> trial = host.trial();
        Optional<Row> current = ledger.current();
        if (trial.isPresent()) {
            onTrial(trial.get(), current);
        } else if (current.isPresent() && current.get().state() != State.SCHEDULED) {
            lost(current.get());
        }
    }

    private void take(Outcome outcome) {
        Optional<Row> current = ledger.current().filter(row -> row.state() != State.SCHEDULED && row.isOf(outcome.set(), outcome.plan()));
        Optional<Long> id;
        if (current.isPresent()) {
            id = current.map(Row::id);
            // With the number, by which it is known should the host not be able to forget the outcome any more.
            ledger.change(id.get(), row -> Progress.wentBack((row.why().isPresent() ? row : row.because(outcome.why(), outcome.detail()))
                    .tried(row.attempt().orElseThrow().set(outcome.set()), row.changes()), time));
            LOG.log(Level.WARNING, "Update " + id.get() + " was gone back: " + outcome.why().what + " " + outcome.detail());
        } else {
            try {
                id = ledger.knows(outcome.set()) ? Optional.empty() : Optional.of(note(outcome));
            } catch (SQLException later) {
                LOG.log(Level.DEBUG, "The outcome of set " + outcome.set() + " is noted when the database is back", later);
                return;
            }
        }
        if (id.isEmpty() || ledger.written(id.get())) {
            host.forget(outcome);
        }
    }

    /** Nothing is known of its beginning: it was begun while the database was away. */
    private long note(Outcome outcome) {
        Row row = of(outcome.plan(), outcome.set(), outcome.at()).because(outcome.why(), outcome.detail());
        ledger.end(row.to(State.SWITCHING, outcome.at()).to(State.ROLLED_BACK, outcome.at()));
        return row.id();
    }

    private Row of(Plan plan, long set, Instant at) {
        return Row.asked(ledger.nextId(), UNKNOWN, plan.changes(), SELF, When.NOW, at).tried(Attempt.of(plan, framework, Picture.NONE).set(set), plan.changes());
    }

    private void onTrial(Trial trial, Optional<Row> current) {
        lostSince = Optional.empty();
        if (current.isPresent() && current.get().state() != State.SCHEDULED) {
            Row row = current.get();
            if (!row.isOf(trial.set(), trial.plan())) {
                ledger.change(row.id(), each -> each.state().isFinal() ? each : byWhatRuns(each));
            } else if (row.state() == State.SWITCHING) { // a predecessor began it
                ledger.change(row.id(), each -> each.tried(each.attempt().orElseThrow().set(trial.set()), each.changes()).to(State.SETTLING, time.now()));
            }
        }
        if (ledger.current().isPresent()) {
            orphanSince = Optional.empty();
            return;
        }
        if (orphanSince.isEmpty() || orphan != trial.set()) {
            orphanSince = Optional.of(time.passed());
            orphan = trial.set();
        }
        if (time.passed().minus(orphanSince.get()).compareTo(NOTE) >= 0) { // else it may be one that is just ending
            ledger.add(of(trial.plan(), trial.set(), trial.startedAt()).to(State.SWITCHING, time.now()).to(State.SETTLING, time.now()));
        }
    }

    /** Neither on trial, nor did the host end it. */
    private void lost(Row row) {
        if (lostSince.isEmpty() || lostId != row.id()) {
            lostSince = Optional.of(time.passed());
            lostId = row.id();
        }
        if (row.attempt().filter(begun -> begun.framework().equals(framework)).isPresent()) { // a predecessor, in this process, may still be at it
            Duration patience = row.state() == State.SWITCHING ? rules.trial().plus(NOTE) : NOTE;
            if (time.passed().minus(lostSince.get()).compareTo(patience) < 0) {
                ledger.reread();
                return;
            }
        }
        ledger.change(row.id(), each -> each.state().isFinal() ? each : byWhatRuns(each));
    }

    private Row byWhatRuns(Row row) {
        if (new Scope(host).inEffect(row.changes())) {
            return row.to(State.COMMITTED, time.now());
        }
        boolean sameProcess = row.attempt().filter(begun -> begun.framework().equals(framework)).isPresent();
        Row explained = row.why().isPresent() ? row : row.because(sameProcess ? Code.DOES_NOT_START : Code.CUT, "");
        return Progress.wentBack(explained, time);
    }
}
