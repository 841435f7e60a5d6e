package io.rushline.modules;

import io.rushline.host.api.CheckedModule;
import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.host.api.ModuleHost;
import io.rushline.host.api.ModuleHost.Allow;
import io.rushline.host.api.Plan;
import io.rushline.host.api.Plan.Change;
import io.rushline.modules.api.Actor;
import io.rushline.modules.api.Update;
import io.rushline.modules.api.Update.State;
import io.rushline.modules.api.When;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** Takes what people ask for: plans it, writes it down, and says no where it cannot be. Any thread. */
final class Requests {

    static final String NOTHING_TO_DO = "All of it runs already.";

    private static final Logger LOG = System.getLogger(Requests.class.getName());
    /** How long an update waits to be written to the history; a broken store must not keep its own repair away. */
    private static final Duration WITHOUT_HISTORY = Duration.ofSeconds(30);

    private final ModuleHost host;
    private final Ledger ledger;
    private final Time time;
    private final LongConsumer go;
    private final Duration activated;

    /** @param go makes the update of this id go on soon */
    Requests(ModuleHost host, Ledger ledger, Time time, LongConsumer go) {
        this.host = host;
        this.ledger = ledger;
        this.time = time;
        this.go = go;
        this.activated = time.passed();
    }

    Plan look(List<String> files, Set<Allow> allowed) throws ModuleException {
        return Wish.install(new LinkedHashSet<>(files), allowed).plan(host);
    }

    Update install(List<String> files, Set<Allow> allowed, When when, Actor by) throws ModuleException {
        return ask(Wish.install(new LinkedHashSet<>(files), allowed), when, by);
    }

    Update rollBack(Actor by) throws ModuleException {
        return ask(Wish.rollBack(), When.NOW, by);
    }

    Update remove(String module, Actor by) throws ModuleException {
        return ask(Wish.remove(module), When.NOW, by);
    }

    private synchronized Update ask(Wish wish, When when, Actor by) throws ModuleException {
        try {
            whetherFree();
            Plan plan = wish.plan(host);
            Row asked = Row.asked(ledger.nextId(), wish, plan.changes(), by, when, time.now());
            if (plan.changes().isEmpty()) {
                asked = asked.detail(NOTHING_TO_DO).to(State.COMMITTED, time.now());
            }
            if (!ledger.add(asked)) { // the host's own trial was noted meanwhile
                throw new ModuleException(Code.BUSY, "");
            }
            LOG.log(Level.INFO, "Update {0}, asked for by {1} {2}: {3}", asked.id(), by.via(), Text.name(by.name()), text(plan.changes()));
            go.accept(asked.id());
            return asked.update();
        } catch (ModuleException refused) {
            refused(wish, when, by, refused);
            throw refused;
        }
    }

    /** Whether nothing can be asked for right now, but soon. */
    boolean busy() {
        boolean goesOn = ledger.current().filter(row -> row.state() != State.SCHEDULED || row.when().kind() == When.Kind.NOW).isPresent() || host.trial().isPresent();
        return goesOn || !ledger.isLoaded() && starting();
    }

    private boolean starting() {
        return time.passed().minus(activated).compareTo(WITHOUT_HISTORY) < 0;
    }

    private void whetherFree() throws ModuleException {
        Optional<Row> current = ledger.current();
        if (current.isPresent()) {
            throw new ModuleException(Code.BUSY, "Update " + current.get().id() + (current.get().state() == State.SCHEDULED ? " is scheduled." : " goes on."));
        }
        if (host.trial().isPresent()) {
            throw new ModuleException(Code.BUSY, "");
        }
        if (!ledger.isLoaded() && !ledger.keepUp() && starting()) {
            throw new ModuleException(Code.BUSY, "The database is not open yet.");
        }
    }

    /** Notes in the history what was refused. */
    void refused(Wish wish, When when, Actor by, ModuleException why) {
        LOG.log(Level.WARNING, "Refused, asked for by " + by.via() + " " + Text.name(by.name()) + ": " + Text.name(why.getMessage()));
        ledger.add(Row.asked(ledger.nextId(), wish, wanted(wish), by, when, time.now()).because(why.code(), why.detail()).to(State.REFUSED, time.now()));
    }

    /** The changes, as far as they are known without a plan. */
    private List<Change> wanted(Wish wish) {
        Scope now = new Scope(host);
        if (wish.kind() == Wish.Kind.REMOVE) {
            return List.of(new Change(wish.module(), now.version(wish.module()), Optional.empty()));
        }
        List<Change> changes = new ArrayList<>();
        for (String file : wish.files()) {
            try {
                CheckedModule module = host.checked(file);
                changes.add(new Change(module.name(), now.version(module.name()), Optional.of(module.version())));
            } catch (ModuleException unknown) {
                LOG.log(Level.DEBUG, "Nothing is known of a module that was refused", unknown);
            }
        }
        return changes;
    }

    /** A scheduled one does not begin, one on trial is gone back. */
    void cancel(long id, Actor by) throws ModuleException {
        String who = "Cancelled by " + by.via() + " " + Text.name(by.name());
        Row row = ledger.change(id, each -> switch (each.state()) {
            case SCHEDULED -> each.because(Code.CANCELLED, who).to(State.CANCELLED, time.now());
            case SWITCHING, SETTLING -> each.why().isPresent() ? each : each.because(Code.CANCELLED, who);
            default -> each;
        }).orElseThrow(() -> new ModuleException(Code.UNKNOWN, "Update " + id + " does not go on."));
        LOG.log(Level.INFO, "Update {0}: {1}", row.id(), who);
        go.accept(id);
    }

    static String text(List<Change> changes) {
        return changes.stream().map(change -> change.module() + " " + change.from().orElse("(new)") + " -> " + change.to().orElse("(gone)")).collect(Collectors.joining(", "));
    }
}
