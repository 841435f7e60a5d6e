package io.rushline.fleet.hawkbit;

import io.rushline.host.api.ModuleException;
import io.rushline.modules.api.Actor;
import io.rushline.modules.api.Fleet;
import io.rushline.modules.api.Modules;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** When what is said to the server: polls, tells what must be told until it is acknowledged, waits after failures. {@link #turn} one thread at a time, the rest any thread. */
final class Rounds implements Fleet {

    /** Gives the way to the server. */
    interface Connection {
        /** @throws NotReadyException with what is missing */
        Ddi ddi() throws NotReadyException;
    }

    /** Something is missing here, without which the server cannot be asked. */
    static final class NotReadyException extends Exception {
        private static final long serialVersionUID = 1L;

        NotReadyException(String sentence) {
            super(sentence);
        }
    }

    private static final System.Logger LOG = System.getLogger(Rounds.class.getName());
    private static final Duration DEFAULT_POLL = Duration.ofMinutes(5);
    /** While files come or are installed, so that the action can be cancelled. */
    private static final Duration BUSY_POLL = Duration.ofMinutes(1);
    private static final Duration AGAIN = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration AFTER_REFUSAL = Duration.ofMinutes(5);

    private final Policy policy;
    private final Connection connection;
    private final Notebook book;
    private final Around around;
    private final String version;
    private final Time time;
    private final Consumer<Boolean> tokenRefused;
    private final Progress progress;
    private final Fetcher fetcher;
    private final Installer installer;
    private final Conversation conversation;
    private volatile String state = "The server has not been asked yet.";
    private volatile Optional<Instant> polledAt = Optional.empty();
    private volatile boolean soon;
    private Optional<Duration> asServerSays = Optional.empty();
    private long nextPoll;
    private long notBefore;
    private int failures;
    /** Since the last poll, the token was good: a 403 is not about it. */
    private boolean authorized;

    /**
     * @param version      of the product
     * @param worker       for downloads
     * @param wake         asks for a turn
     * @param tokenRefused told after each poll whether the token was
     */
    Rounds(Policy policy, Connection connection, Notebook book, Around around, String version, Executor worker, Runnable wake, Time time, Consumer<Boolean> tokenRefused) {
        this.policy = policy;
        this.connection = connection;
        this.book = book;
        this.around = around;
        this.version = version;
        this.time = time;
        this.tokenRefused = tokenRefused;
        this.progress = new Progress(time);
        this.fetcher = new Fetcher(book, around, worker, time, () -> {
            soon = true;
            wake.run();
        });
        this.installer = new Installer(book, around, time, progress::tell, this::say);
        this.conversation = new Conversation(book, around, policy.askAlways(), fetcher, installer, time, this::say);
        notBefore = time.nanos().getAsLong();
        // A site whose power comes back does not ask all at once.
        nextPoll = time.in(Duration.ofMillis(time.chance().nextLong(1_000, 60_000)));
    }

    /** @return until the next turn, at the latest */
    Duration turn() throws InterruptedException {
        follow();
        try {
            if (time.reached(notBefore)) {
                talk(connection.ddi());
                failures = 0;
            }
        } catch (NotReadyException | ModuleException missing) {
            say(missing.getMessage());
            notBefore = time.in(AGAIN);
        } catch (IOException away) {
            LOG.log(System.Logger.Level.DEBUG, "the fleet's server was not reached", away);
            failed("The server is not reached.", Optional.empty());
        } catch (BadAnswer bad) {
            LOG.log(System.Logger.Level.WARNING, "The fleet's server cannot be understood: {0}", bad.getMessage());
            failed(bad.getMessage(), Optional.empty());
        } catch (Refused refused) {
            refused(refused);
        }
        return next();
    }

    @Override
    public Status status() {
        Optional<Action> action = book.notes().current();
        return new Status(policy.server().map(Object::toString).orElse(""), polledAt, action.map(Action::id), action.filter(Action::asks).isPresent(), state);
    }

    @Override
    public void answer(String action, boolean agreed, Actor by) throws ModuleException {
        conversation.answer(action, agreed, by);
        soon = true;
    }

    /** What cannot be looked up now is looked up in the next turn; the server is talked to all the same. */
    private void follow() {
        try {
            installer.follow();
        } catch (ModuleException notNow) {
            say(notNow.getMessage());
        }
    }

    private void talk(Ddi ddi) throws IOException, InterruptedException, Refused, BadAnswer, ModuleException {
        tell(ddi);
        if (soon || time.reached(nextPoll)) {
            poll(ddi);
            tell(ddi);
        }
        fetcher.progress().ifPresent(progress::downloading);
        Optional<Message> due = progress.due(book.notes().current().map(Action::id));
        if (due.isPresent()) {
            unlessRefused(ddi, due.get());
        }
    }

    private void poll(Ddi ddi) throws IOException, InterruptedException, Refused, BadAnswer, ModuleException {
        boolean wasSoon = soon;
        soon = false;
        try {
            Wire.Base base = ddi.poll();
            authorized = true;
            tokenRefused.accept(false);
            polledAt = Optional.of(time.now());
            asServerSays = base.sleep();
            if (base.configData()) {
                facts(ddi);
            }
            conversation.heed(ddi, base);
        } catch (IOException | Refused | BadAnswer | ModuleException failed) {
            soon = wasSoon;
            throw failed;
        }
        Duration wait = interval();
        nextPoll = time.in(wait.minusMillis(time.chance().nextLong(wait.toMillis() / 10)));
    }

    /** Without them, updates work all the same. */
    private void facts(Ddi ddi) throws IOException, InterruptedException, Refused, BadAnswer {
        Optional<Modules> modules = around.modules().get();
        if (modules.isEmpty()) {
            return; // the server asks again
        }
        try {
            ddi.configData(Facts.json(version, modules.get().modules(), System::getProperty));
        } catch (Refused refused) {
            if (refused.passing()) {
                throw refused;
            }
            LOG.log(System.Logger.Level.WARNING, "The fleet''s server does not take what it asks of this appliance ({0}).", refused.status());
        }
    }

    /** What must arrive, oldest first. */
    private void tell(Ddi ddi) throws IOException, InterruptedException, Refused, BadAnswer, ModuleException {
        for (Message message : book.notes().outbox()) {
            unlessRefused(ddi, message);
            book.change(notes -> notes.told(message));
        }
    }

    /** A refusal for good is an answer too. */
    private void unlessRefused(Ddi ddi, Message message) throws IOException, InterruptedException, Refused, BadAnswer {
        try {
            ddi.send(message);
        } catch (Refused refused) {
            if (refused.passing() || refused.status() == 401 || refused.status() == 403 && !authorized) {
                throw refused;
            }
            LOG.log(System.Logger.Level.INFO, "The server takes no more messages about {0} {1} ({2}).", message.resource().path, message.id(), refused.status());
        }
    }

    private void refused(Refused refused) {
        if (refused.passing()) {
            failed("The server is busy or broken (" + refused.status() + ").", refused.after());
            return;
        }
        if (refused.token()) {
            authorized = false;
            tokenRefused.accept(true);
            say("The server refuses the token of this appliance (" + refused.status() + ").");
        } else {
            say("The server refuses to be asked (" + refused.status() + "): check address, tenant and controller id.");
        }
        nextPoll = time.in(AFTER_REFUSAL.plusMillis(time.chance().nextLong(30_000)));
        notBefore = nextPoll;
    }

    private void failed(String sentence, Optional<Duration> after) {
        failures++;
        say(sentence + " It is asked again.");
        notBefore = time.in(Retry.delay(after, failures, time.chance()));
    }

    private Duration interval() {
        Duration wanted = policy.poll().or(() -> asServerSays).orElse(DEFAULT_POLL);
        Duration bounded = wanted.compareTo(Policy.LEAST_POLL) < 0 ? Policy.LEAST_POLL : wanted.compareTo(Policy.MOST_POLL) > 0 ? Policy.MOST_POLL : wanted;
        boolean busy = book.notes().current().filter(action -> action.handedOver() || action.phase() == Action.Phase.DOWNLOADING).isPresent();
        return busy ? shorter(bounded, BUSY_POLL) : bounded;
    }

    private Duration next() {
        Optional<Action> action = book.notes().current();
        Duration talk = soon || !book.notes().outbox().isEmpty() ? time.until(notBefore) : longer(time.until(notBefore), time.until(nextPoll));
        if (action.filter(Action::handedOver).isPresent()) {
            return shorter(talk, LOOK);
        }
        if (fetcher.progress().isPresent()) {
            return shorter(talk, AGAIN);
        }
        return talk;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private void say(String sentence) {
        state = sentence;
    }
}
