package io.rushline.fleet.hawkbit;

import io.rushline.fleet.hawkbit.Action.Phase;
import io.rushline.fleet.hawkbit.Deployment.Handling;
import io.rushline.fleet.hawkbit.Message.Execution;
import io.rushline.fleet.hawkbit.Message.Finished;
import io.rushline.fleet.hawkbit.Message.Resource;
import io.rushline.fleet.hawkbit.Notes.Done;
import io.rushline.fleet.hawkbit.Notes.Ending;
import io.rushline.fleet.hawkbit.Wire.Link;
import io.rushline.host.api.CheckedModule;
import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.modules.api.Actor;
import io.rushline.modules.api.Modules;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Does what the server offers: takes an action up, asks a person, lets files be fetched and installed, cancels. {@link #answer} any thread, else one at a time. */
final class Conversation {

    private static final System.Logger LOG = System.getLogger(Conversation.class.getName());

    private final Notebook book;
    private final Around around;
    private final boolean askAlways;
    private final Fetcher fetcher;
    private final Installer installer;
    private final Time time;
    private final Consumer<String> say;

    Conversation(Notebook book, Around around, boolean askAlways, Fetcher fetcher, Installer installer, Time time, Consumer<String> say) {
        this.book = book;
        this.around = around;
        this.askAlways = askAlways;
        this.fetcher = fetcher;
        this.installer = installer;
        this.time = time;
        this.say = say;
    }

    /** What a poll has brought. */
    void heed(Ddi ddi, Wire.Base base) throws IOException, InterruptedException, Refused, BadAnswer, ModuleException {
        if (base.cancel().isPresent()) {
            cancel(ddi, base.cancel().get());
        } else if (base.deployment().isPresent()) {
            deploy(ddi, base.deployment().get());
        } else if (base.confirmation().isPresent()) {
            confirm(ddi, base.confirmation().get());
        } else {
            say.accept("Nothing is to be done.");
            book.notes().current().ifPresent(this::noLongerOffered);
            forgetIfLeft("");
        }
    }

    /** A person's answer, on disk when this returns. */
    void answer(String id, boolean agreed, Actor by) throws ModuleException {
        boolean[] heard = new boolean[1];
        book.change(notes -> {
            Optional<Action> asking = notes.current(id).filter(action -> action.asks() || action.phase() == Phase.DENIED);
            heard[0] = asking.isPresent();
            return asking.map(action -> answered(notes, action, agreed)).orElse(notes);
        });
        if (!heard[0]) {
            throw new ModuleException(Code.UNKNOWN, "Action " + Texts.printable(id, 20) + " waits for no answer.");
        }
        LOG.log(System.Logger.Level.INFO, "{0} ({1}) {2} action {3} of the fleet.", by.name(), by.via(), agreed ? "agreed to" : "refused", id);
        say.accept("Action " + id + (agreed ? ": a person agreed." : ": a person refused."));
    }

    private Notes answered(Notes notes, Action action, boolean agreed) {
        boolean here = action.phase() == Phase.ASKING;
        if (here && !agreed) {
            Message closing = closing(action.id(), "CANCELLED: A person at the appliance refused.");
            return notes.end(action.id(), Ending.FAILURE, closing).tell(closing);
        }
        if (here) {
            return notes.with(action.agree().to(Phase.DOWNLOADING));
        }
        Message told = Message.confirmation(action.id(), agreed, agreed ? "A person at the appliance agreed." : "A person at the appliance refused.");
        Phase phase = agreed ? Phase.CONFIRMING : Phase.DENIED;
        Action next = action.phase() == phase ? action : action.to(phase);
        return notes.with(agreed ? next.agree() : next).tell(told);
    }

    private void deploy(Ddi ddi, Link link) throws IOException, InterruptedException, Refused, BadAnswer, ModuleException {
        if (endedBefore(link.id()) || othersGoOn(link.id())) {
            return;
        }
        Optional<Action> known = book.notes().current(link.id());
        if (known.isPresent() && known.get().handedOver() && !installer.waitsForIdle(known.get())) {
            return;
        }
        Deployment deployment;
        try {
            deployment = ddi.deployment(link);
        } catch (BadAnswer bad) {
            end(link.id(), "NOT_A_MODULE: " + bad.getMessage());
            return;
        } catch (Refused refused) {
            refused(link.id(), refused);
            return;
        }
        act(ddi, takeUp(link.id(), deployment), deployment);
    }

    /** Writes down what is to be done before anything is. */
    private Action takeUp(String id, Deployment deployment) throws ModuleException {
        boolean lost = book.lost();
        return book.change(notes -> {
            Action action = notes.current(id).orElse(null);
            if (action == null && lost) {
                return notes.with(new Action(id, Phase.INSTALLING, false, deployment.items(), Action.LOST, null, null, false));
            }
            if (action == null) {
                return notes.with(Action.begin(id, askAlways ? Phase.ASKING : Phase.DOWNLOADING, false, deployment.items()));
            }
            if (action.phase() == Phase.CONFIRMING || action.phase() == Phase.DENIED) {
                // Confirmed: by the person here, or by one at the server.
                return notes.with(action.to(askAlways && !action.agreed() ? Phase.ASKING : Phase.DOWNLOADING).withItems(deployment.items()));
            }
            if (action.handedOver() || action.items().equals(deployment.items())) {
                return notes;
            }
            Action changed = action.withItems(deployment.items());
            return notes.with(action.phase() == Phase.DOWNLOADED ? changed.to(Phase.DOWNLOADING) : changed);
        }).current(id).orElseThrow(() -> new IllegalStateException("the action has just been written down"));
    }

    private void act(Ddi ddi, Action action, Deployment deployment) throws ModuleException {
        switch (action.phase()) {
            case ASKING -> say.accept("Action " + action.id() + " waits for a person's agreement.");
            case DOWNLOADING -> download(ddi, action, deployment);
            case DOWNLOADED -> {
                if (!deployment.windowOpen()) {
                    say.accept("Action " + action.id() + " has been downloaded and waits for its maintenance window.");
                } else if (deployment.update() == Handling.SKIP) {
                    say.accept("Action " + action.id() + " has been downloaded; the server does not want it installed yet.");
                } else {
                    installer.install(action, deployment.update());
                    if (book.notes().current(action.id()).filter(now -> now.phase() == Phase.DOWNLOADING).isPresent()) {
                        download(ddi, book.notes().action(), deployment);
                    }
                }
            }
            case FOLLOWING -> {
                if (deployment.update() != Handling.ATTEMPT || !deployment.windowOpen()) {
                    installer.withdraw(action);
                    Action now = book.notes().action();
                    if (now.phase() == Phase.DOWNLOADED) {
                        act(ddi, now, deployment);
                    }
                }
            }
            default -> LOG.log(System.Logger.Level.DEBUG, "action {0} goes on by itself", action.id());
        }
    }

    private void download(Ddi ddi, Action action, Deployment deployment) {
        if (deployment.download() == Handling.SKIP) {
            say.accept("Action " + action.id() + ": the server does not want it downloaded yet.");
        } else if (around.metered().getAsBoolean()) {
            say.accept("Action " + action.id() + " waits for a link that is not metered.");
        } else {
            say.accept("Action " + action.id() + " is being downloaded." + fetcher.why().map(why -> " The last try failed: " + why).orElse(""));
            fetcher.start(action, deployment, ddi);
        }
    }

    private void confirm(Ddi ddi, Link link) throws IOException, InterruptedException, Refused, ModuleException {
        String id = link.id();
        if (book.notes().ended(id).isPresent() || othersGoOn(id)) {
            return;
        }
        Optional<Action> known = book.notes().current(id);
        if (known.isEmpty()) {
            try {
                List<Deployment.Item> items = ddi.confirmation(link).items();
                book.change(notes -> notes.with(Action.begin(id, Phase.CONFIRMING, false, items)));
            } catch (BadAnswer bad) {
                LOG.log(System.Logger.Level.WARNING, "Action {0} of the fleet is refused: {1}", id, bad.getMessage());
                book.change(notes -> notes.with(Action.begin(id, Phase.DENIED, false, List.of())).tell(Message.confirmation(id, false, bad.getMessage())));
            } catch (Refused refused) {
                if (!refused.gone()) {
                    throw refused;
                }
                return;
            }
        } else if (known.get().phase() == Phase.CONFIRMING && known.get().agreed()) {
            book.change(notes -> notes.tell(Message.confirmation(id, true, "A person at the appliance agreed.")));
        }
        say.accept(book.notes().action().phase() == Phase.DENIED ? "Action " + id + " was refused here; the server still offers it."
                : book.notes().action().asks() ? "Action " + id + " waits for a person's agreement." : "Action " + id + ": the server is told that a person agreed.");
    }

    private void cancel(Ddi ddi, Link link) throws IOException, InterruptedException, Refused, BadAnswer, ModuleException {
        String stop;
        try {
            stop = ddi.toStop(link);
        } catch (Refused refused) {
            if (refused.gone()) {
                return;
            }
            throw refused;
        }
        Optional<Action> known = book.notes().current(stop);
        if (known.isPresent() && known.get().handedOver()) {
            Action action = book.change(notes -> notes.with(known.get().cancelledBy(link.id()))).action();
            say.accept("Action " + stop + " is being cancelled.");
            installer.cancel(action);
            return;
        }
        if (known.isPresent()) {
            fetcher.cancel();
        }
        book.change(notes -> {
            Optional<Done> before = notes.ended(stop);
            if (before.filter(done -> done.ending() == Ending.SUCCESS).isPresent()) {
                return notes.tell(Message.tooLateToCancel(link.id(), time.now()));
            }
            Notes ended = before.isPresent() ? notes : notes.end(stop, Ending.CANCELLED, closing(stop, "CANCELLED: It was cancelled."));
            return ended.tell(Message.cancelled(link.id(), time.now()));
        });
        known.ifPresent(this::discard);
        say.accept("Action " + stop + " was cancelled.");
    }

    /** The server is told again how it ended. */
    private boolean endedBefore(String id) throws ModuleException {
        Optional<Done> before = book.notes().ended(id);
        if (before.isPresent()) {
            book.change(notes -> notes.tell(before.get().closing()));
            say.accept("Action " + id + " has ended here; the server is told again.");
        }
        return before.isPresent();
    }

    private boolean othersGoOn(String id) throws ModuleException {
        Optional<Action> other = book.notes().current().filter(action -> !action.id().equals(id));
        other.ifPresent(this::noLongerOffered);
        forgetIfLeft(id);
        if (book.notes().current().filter(action -> !action.id().equals(id)).isPresent()) {
            say.accept("Action " + id + " waits until the one before has ended.");
            return true;
        }
        return false;
    }

    /** The server has taken it back without asking. */
    private void noLongerOffered(Action action) {
        if (!action.handedOver()) {
            LOG.log(System.Logger.Level.INFO, "The server no longer offers action {0}.", action.id());
            fetcher.cancel();
            discard(action);
        } else if (installer.scheduled(action)) {
            installer.cancel(action);
        }
    }

    private void forgetIfLeft(String offered) throws ModuleException {
        book.change(notes -> notes.current().filter(action -> !action.id().equals(offered) && !action.handedOver()).isPresent() ? notes.with((Action) null) : notes);
    }

    private void refused(String id, Refused refused) throws Refused, ModuleException {
        if (refused.passing() || refused.status() == 401) { // the poll has just shown that the token is good: 403 is about the action
            throw refused;
        }
        if (!refused.gone()) {
            end(id, "UNKNOWN: The server refused to say what is to be done (" + refused.status() + ").");
        }
    }

    private void end(String id, String reason) throws ModuleException {
        LOG.log(System.Logger.Level.WARNING, "Action {0} of the fleet is refused: {1}", id, reason);
        fetcher.cancel();
        Message closing = closing(id, reason);
        book.change(notes -> notes.end(id, Ending.FAILURE, closing).tell(closing));
        say.accept("Action " + id + " was refused: " + reason);
    }

    private Message closing(String id, String reason) {
        return Message.feedback(Resource.DEPLOYMENT, id, Execution.CLOSED, Finished.FAILURE, reason, time.now());
    }

    /** What was staged for an action that will not be installed. */
    private void discard(Action action) {
        Optional<Modules> modules = around.modules().get();
        if (modules.isEmpty()) {
            return; // it is discarded after two weeks by itself
        }
        for (CheckedModule staged : modules.get().staged()) {
            if (action.sha256().contains(staged.sha256())) {
                try {
                    modules.get().discard(staged.sha256(), action.actor());
                } catch (ModuleException left) {
                    LOG.log(System.Logger.Level.INFO, "A file of action {0} stays staged: {1}", action.id(), left.getMessage());
                }
            }
        }
    }
}
