package io.rushline.fleet.hawkbit;

import io.rushline.fleet.hawkbit.Action.Phase;
import io.rushline.fleet.hawkbit.Deployment.Handling;
import io.rushline.fleet.hawkbit.Message.Execution;
import io.rushline.fleet.hawkbit.Message.Finished;
import io.rushline.fleet.hawkbit.Message.Resource;
import io.rushline.fleet.hawkbit.Notes.Ending;
import io.rushline.host.api.CheckedModule;
import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.modules.api.Modules;
import io.rushline.modules.api.Update;
import io.rushline.modules.api.When;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Has an action's files installed as one set, once, and finds out what became of it, also after a restart. One thread at a time. */
final class Installer {

    private static final System.Logger LOG = System.getLogger(Installer.class.getName());
    /** After a start, or while its database is away, the history may not be whole yet. */
    static final Duration HISTORY_COMES = Duration.ofMinutes(2);
    private static final int HISTORY = 200;

    private final Notebook book;
    private final Around around;
    private final Time time;
    private final Consumer<Message> progress;
    private final Consumer<String> say;
    private Update.State told;
    private Long cancelled;
    private Optional<Long> missingUntil = Optional.empty();

    /**
     * @param progress takes messages that need not arrive
     * @param say      what goes on, for people
     */
    Installer(Notebook book, Around around, Time time, Consumer<Message> progress, Consumer<String> say) {
        this.book = book;
        this.around = around;
        this.time = time;
        this.progress = progress;
        this.say = say;
    }

    /** All files are staged and the server wants them installed: asks for it, unless something has to be waited for. */
    void install(Action action, Handling how) throws ModuleException {
        Optional<Modules> there = around.modules().get();
        if (there.isEmpty()) {
            say.accept("Action " + action.id() + " waits until modules can be installed again.");
            return;
        }
        Modules modules = there.get();
        Set<String> staged = modules.staged().stream().map(CheckedModule::sha256).collect(Collectors.toSet());
        if (!staged.containsAll(action.sha256())) {
            book.change(notes -> notes.with(action.to(Phase.DOWNLOADING)));
            return;
        }
        if (modules.current().isPresent()) {
            say.accept("Action " + action.id() + " waits until another update has ended.");
            return;
        }
        long newest = modules.history(0, 1).stream().mapToLong(Update::id).max().orElse(0);
        Action asked = book.change(notes -> notes.with(action.installing(newest))).action();
        told = null;
        missingUntil = Optional.empty();
        try {
            Update update = modules.install(action.sha256(), Set.of(), how == Handling.FORCED ? When.NOW : When.IDLE, action.actor());
            book.change(notes -> notes.with(asked.following(update.id())));
        } catch (ModuleException refused) {
            if (Fetcher.PASSING.contains(refused.code())) {
                book.change(notes -> notes.with(asked.to(Phase.DOWNLOADED)));
                say.accept("Action " + action.id() + " could not be installed yet: " + refused.getMessage());
            } else {
                close(asked, Fetcher.reason(refused));
            }
        }
    }

    /** Looks what became of the update; tells the server's outbox. */
    void follow() throws ModuleException {
        Action action = book.notes().action();
        Optional<Modules> modules = around.modules().get();
        if (action == null || !action.handedOver() || modules.isEmpty()) {
            return;
        }
        if (action.phase() == Phase.INSTALLING) {
            lookUp(action, modules.get());
            return;
        }
        Optional<Update> update = modules.get().find(action.update());
        if (update.isEmpty()) {
            missing(action, modules.get());
        } else {
            missingUntil = Optional.empty();
            heed(action, update.get());
        }
    }

    /** Whether it has not begun yet. */
    boolean scheduled(Action action) {
        return pending(action).isPresent();
    }

    /** Whether it has not begun yet, and will not as long as there is something to do. */
    boolean waitsForIdle(Action action) {
        return pending(action).filter(update -> update.when().kind() == When.Kind.IDLE).isPresent();
    }

    private Optional<Update> pending(Action action) {
        return action.phase() == Phase.FOLLOWING ? around.modules().get().flatMap(modules -> modules.find(action.update())).filter(update -> update.state() == Update.State.SCHEDULED)
                : Optional.empty();
    }

    /** Ends what has not been kept; what comes of it is seen by {@link #follow}. */
    void cancel(Action action) {
        if (action.phase() != Phase.FOLLOWING || action.update().equals(cancelled) || around.modules().get().isEmpty()) {
            return;
        }
        try {
            around.modules().get().get().cancel(action.update(), action.actor());
            cancelled = action.update();
        } catch (ModuleException late) {
            LOG.log(System.Logger.Level.DEBUG, "update {0} could not be cancelled: {1}", action.update(), late.getMessage());
        }
    }

    /** The server wants an update that still waits for an idle moment at once, or not yet: it is asked for again. */
    void withdraw(Action action) throws ModuleException {
        cancel(action);
        if (action.update().equals(cancelled)) {
            book.change(notes -> notes.with(action.to(Phase.DOWNLOADED)));
        }
    }

    /** The process ended, or its provider was replaced, while the update was being asked for. */
    private void lookUp(Action action, Modules modules) throws ModuleException {
        List<Update> mine = modules.history(0, HISTORY).stream().filter(one -> one.id() > action.mark() && one.by().equals(action.actor())).toList();
        Optional<Update> found = mine.isEmpty() ? modules.current().filter(one -> one.id() > action.mark() && one.by().equals(action.actor())) : Optional.of(mine.get(0));
        if (found.isPresent()) {
            book.lookedUp();
            book.change(notes -> notes.with(action.following(found.get().id())));
            follow();
        } else if (waited()) {
            book.lookedUp();
            // With lost notes it begins anew with all questions; else it was never asked for.
            book.change(notes -> notes.with(action.mark() == Action.LOST ? null : action.to(Phase.DOWNLOADED)));
        } else {
            say.accept("Looks up whether action " + action.id() + " was installed before the restart.");
        }
    }

    /** The history does not know it (any more): what runs is asked. */
    private void missing(Action action, Modules modules) throws ModuleException {
        modules.history(0, 1); // throws while it cannot be read: that says nothing
        if (!waited()) {
            say.accept("Looks up what became of action " + action.id() + ".");
            return;
        }
        boolean staged = modules.staged().stream().anyMatch(one -> action.sha256().contains(one.sha256()));
        if (staged) {
            close(action, "CUT: It is not known what became of the update, and its files still wait to be installed. Assign it again.");
        } else {
            end(action, Ending.SUCCESS, closing(action, Finished.SUCCESS, "The history of the update is lost; its files are no longer waiting to be installed."));
        }
    }

    private boolean waited() {
        if (missingUntil.isEmpty()) {
            missingUntil = Optional.of(time.in(HISTORY_COMES));
        }
        boolean over = time.reached(missingUntil.get());
        if (over) {
            missingUntil = Optional.empty();
        }
        return over;
    }

    private void heed(Action action, Update update) throws ModuleException {
        if (update.state().isFinal()) {
            conclude(action, update);
            return;
        }
        if (action.cancel() != null) {
            cancel(action);
        }
        String sentence = switch (update.state()) {
            case SCHEDULED -> "Installed as soon as nothing is recorded or sent.";
            case SWITCHING -> "The new versions are started.";
            default -> "The new versions run, and are kept if they stay healthy.";
        };
        say.accept("Action " + action.id() + ": " + sentence);
        if (update.state() != told) {
            told = update.state();
            progress.accept(Message.feedback(Resource.DEPLOYMENT, action.id(), told == Update.State.SCHEDULED ? Execution.SCHEDULED : Execution.PROCEEDING, Finished.NONE, sentence,
                    time.now()));
        }
    }

    private void conclude(Action action, Update update) throws ModuleException {
        if (update.state() == Update.State.COMMITTED) {
            end(action, Ending.SUCCESS, closing(action, Finished.SUCCESS, "Installed and kept, as update " + update.id() + "."));
        } else if (action.cancel() != null) {
            end(action, Ending.CANCELLED, closing(action, Finished.FAILURE, "CANCELLED: It was cancelled."));
        } else {
            close(action, update.why().orElse(Code.CANCELLED) + ": " + update.why().orElse(Code.CANCELLED).what + (update.detail().isEmpty() ? "" : " " + update.detail()));
        }
    }

    private void close(Action action, String reason) throws ModuleException {
        LOG.log(System.Logger.Level.WARNING, "Action {0} of the fleet failed: {1}", action.id(), reason);
        end(action, Ending.FAILURE, closing(action, Finished.FAILURE, reason));
    }

    private void end(Action action, Ending ending, Message closing) throws ModuleException {
        say.accept("Action " + action.id() + " has ended: " + (ending == Ending.SUCCESS ? "installed." : ending == Ending.CANCELLED ? "cancelled." : "not installed."));
        book.change(notes -> {
            Notes next = notes.end(action.id(), ending, closing);
            if (action.cancel() == null) {
                return next.tell(closing);
            }
            return ending == Ending.SUCCESS ? next.tell(closing).tell(Message.tooLateToCancel(action.cancel(), time.now())) : next.tell(Message.cancelled(action.cancel(), time.now()));
        });
    }

    private Message closing(Action action, Finished finished, String detail) {
        return Message.feedback(Resource.DEPLOYMENT, action.id(), Execution.CLOSED, finished, detail, time.now());
    }
}
