package io.rushline.modules;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.host.api.ModuleHost;
import io.rushline.host.api.Plan;
import io.rushline.host.api.Trial;
import io.rushline.modules.api.Update.State;
import io.rushline.modules.api.When;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Brings the current update forward: begins it when it is due, looks at it while it settles, keeps it or goes back. One thread, which the host may stop this bundle from. */
final class Progress {

    private static final Logger LOG = System.getLogger(Progress.class.getName());
    /** Updates from before this start wait, so that what is compared with has come up. */
    private static final Duration COME_UP = Duration.ofSeconds(30);
    private static final int PLANS = 3;
    /** With these the switch had begun. */
    private static final Set<Code> WENT_BACK = EnumSet.of(Code.DOES_NOT_START, Code.HUNG, Code.UNHEALTHY);

    private final ModuleHost host;
    private final Ledger ledger;
    private final Inspector inspector;
    private final Rules rules;
    private final Time time;
    private final BooleanSupplier idle;
    private final String framework;
    private final Duration activated;
    /** The last update that somebody asked this object's bundle for, rather than a predecessor. */
    private volatile long asked;
    private volatile boolean closed;
    private volatile boolean inHost;
    /** Of the trial {@code settlingSet}; null when none is looked at. */
    private Settling settling;
    private long settlingSet;
    private String complaint;

    /** @param framework UUID of the framework that runs */
    Progress(ModuleHost host, Ledger ledger, Inspector inspector, Rules rules, Time time, BooleanSupplier idle, String framework) {
        this.host = host;
        this.ledger = ledger;
        this.inspector = inspector;
        this.rules = rules;
        this.time = time;
        this.idle = idle;
        this.framework = framework;
        this.activated = time.passed();
    }

    /** One step. */
    void step() {
        Optional<Row> current = ledger.current();
        if (closed || current.isEmpty()) {
            return;
        }
        Row row = current.get();
        if (row.state() == State.SCHEDULED && due(row)) {
            begin(row);
        } else if (row.state() == State.SETTLING) {
            host.trial().filter(trial -> row.isOf(trial.set(), trial.plan())).ifPresent(trial -> settle(row, trial));
        }
    }

    /** This one was asked for now; or is to be looked at. */
    void asked(long id) {
        asked = id;
    }

    /** What the caller asked for may stop the bundle that this belongs to: whoever stops it must not wait. */
    boolean inHost() {
        return inHost;
    }

    void close() {
        closed = true;
    }

    private boolean due(Row row) {
        boolean nothingBusy = idle.getAsBoolean(); // asked always: it counts the time
        boolean now = row.when().kind() == When.Kind.NOW;
        if (now && row.id() == asked) {
            return true;
        }
        if (time.passed().minus(activated).compareTo(COME_UP) < 0) {
            return false;
        }
        return now || row.when().at().map(at -> !time.now().isBefore(at)).orElse(nothingBusy);
    }

    private void begin(Row row) {
        try {
            for (int tries = 1;; tries++) {
                Plan plan = row.wish().plan(host);
                if (plan.changes().isEmpty()) {
                    ledger.change(row.id(), each -> each.state() == State.SCHEDULED ? each.detail(Requests.NOTHING_TO_DO).to(State.COMMITTED, time.now()) : each);
                    return;
                }
                if (begun(row, plan, tries)) {
                    return;
                }
            }
        } catch (ModuleException refused) {
            ended(row, refused);
        }
    }

    /** @return false where it is to be planned anew */
    private boolean begun(Row row, Plan plan, int tries) throws ModuleException {
        Picture before = inspector.look(new Scope(host).bundles(plan.changes(), new HashSet<>(plan.restarts())));
        Optional<Row> written = ledger.change(row.id(), each -> {
            Row tried = each.tried(Attempt.of(plan, framework, before), plan.changes());
            return each.state() == State.SCHEDULED ? tried.to(State.SWITCHING, time.now()) : each.state() == State.SWITCHING ? tried : each;
        });
        if (written.isEmpty() || written.get().state() != State.SWITCHING) {
            return true; // cancelled meanwhile
        }
        LOG.log(Level.INFO, "Update {0} begins: {1}", row.id(), Requests.text(plan.changes()));
        try {
            Trial trial = inHost(() -> host.begin(plan, rules.trial()));
            if (!closed) { // else the successor finds the trial
                ledger.change(row.id(), each -> each.tried(each.attempt().orElseThrow().set(trial.set()), each.changes()).to(State.SETTLING, time.now()));
            }
            return true;
        } catch (ModuleException failed) {
            if (failed.code() == Code.OUTDATED && tries < PLANS && !closed) {
                return false;
            }
            throw failed;
        }
    }

    private interface Call<T> {
        T run() throws ModuleException;
    }

    private <T> T inHost(Call<T> call) throws ModuleException {
        inHost = true;
        try {
            return call.run();
        } finally {
            inHost = false;
        }
    }

    /** Such a failure is met with each look, and told once. */
    private void notYet(Row row, String what, ModuleException failed) {
        String text = "Update " + row.id() + " " + what;
        if (!text.equals(complaint)) {
            complaint = text;
            LOG.log(Level.WARNING, text + "; it is tried again until its trial ends", failed);
        }
    }

    private void ended(Row row, ModuleException failed) {
        if (failed.code() == Code.CUT) { // the process is ending: what became of it, the host tells its next start
            LOG.log(Level.WARNING, "Update " + row.id() + " is cut off");
            return;
        }
        LOG.log(Level.WARNING, "Update " + row.id() + " did not come about: " + failed.getMessage());
        ledger.change(row.id(), each -> {
            if (each.state().isFinal()) {
                return each;
            }
            boolean wentBack = each.state() == State.SWITCHING && WENT_BACK.contains(failed.code());
            return each.because(failed.code(), failed.detail()).to(wentBack ? State.ROLLED_BACK : State.REFUSED, time.now());
        });
    }

    private void settle(Row row, Trial trial) {
        if (row.why().isPresent()) {
            if (time.passed().minus(activated).compareTo(Recovery.NOTE) >= 0) { // a predecessor may be at it
                goBack(row, trial);
            }
            return;
        }
        if (settling == null || settlingSet != trial.set()) {
            settling = new Settling(rules.settle(), rules.bad(), time.passed());
            settlingSet = trial.set();
        }
        Set<String> touched = new HashSet<>(trial.plan().restarts());
        Set<String> expected = new Scope(host).bundles(row.changes(), touched);
        Picture before = row.attempt().map(Attempt::before).orElse(Picture.NONE);
        Settling.Verdict verdict = settling.look(new Comparison(before).findings(inspector.look(expected), expected, touched), time.passed());
        if (verdict.kind() == Settling.Verdict.Kind.KEEP) {
            keep(row, trial);
        } else if (verdict.kind() == Settling.Verdict.Kind.GO_BACK) {
            LOG.log(Level.WARNING, "Update " + row.id() + " is not healthy: " + verdict.detail());
            ledger.change(row.id(), each -> each.why().isPresent() ? each : each.because(Code.UNHEALTHY, verdict.detail()))
                    .ifPresent(noted -> goBack(noted, trial));
        }
    }

    private void keep(Row row, Trial trial) {
        if (ledger.current().filter(now -> now.why().isPresent()).isPresent()) {
            return; // cancelled while it was looked at: the next step goes back
        }
        try {
            inHost(() -> {
                host.commit(trial);
                return null;
            });
        } catch (ModuleException failed) {
            notYet(row, "is healthy, but cannot be kept yet", failed);
            return;
        }
        settling = null;
        LOG.log(Level.INFO, "Update {0} is kept", row.id());
        ledger.change(row.id(), each -> each.state() == State.SETTLING ? each.to(State.COMMITTED, time.now()) : each);
    }

    private void goBack(Row row, Trial trial) {
        Code why = row.why().orElseThrow();
        try {
            inHost(() -> {
                host.rollBack(trial, why, row.detail());
                return null;
            });
        } catch (ModuleException failed) {
            notYet(row, "cannot be gone back yet", failed);
            return;
        }
        settling = null;
        LOG.log(Level.WARNING, "Update {0} was gone back: {1} {2}", row.id(), why.what, row.detail());
        ledger.change(row.id(), each -> wentBack(each, time));
    }

    /** The end of an update that was gone back for the reason noted in it. */
    static Row wentBack(Row row, Time time) {
        return row.state().isFinal() ? row : row.to(row.why().equals(Optional.of(Code.CANCELLED)) ? State.CANCELLED : State.ROLLED_BACK, time.now());
    }
}
