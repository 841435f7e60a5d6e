package io.rushline.auth.c2c;

import io.rushline.auth.api.Connection;
import io.rushline.auth.api.Pairing;
import io.rushline.vault.api.VaultException;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** Where everything stands: the one place that changes it, stores it first, then shows it, then tells of it. Reading never blocks. */
final class Book {

    private final Store store;
    private final BiConsumer<Connection, Pairing> onChange;
    private volatile Saved saved;
    private volatile Pairing pairing = Pairing.NONE;
    private volatile Connection connection;
    private Optional<String> trouble = Optional.empty();

    Book(Store store, Saved saved, BiConsumer<Connection, Pairing> onChange) {
        this.store = store;
        this.saved = saved;
        this.onChange = onChange;
        this.connection = picture();
    }

    Saved saved() {
        return saved;
    }

    Connection connection() {
        return connection;
    }

    Pairing pairing() {
        return pairing;
    }

    /** On disk when it returns, but for when the facts were last confirmed; nothing has changed when it throws. */
    synchronized void change(UnaryOperator<Saved> to) throws VaultException {
        Saved next = to.apply(saved);
        if (!next.equals(saved)) {
            if (!next.sameButSeen(saved)) {
                store.save(next);
            }
            saved = next;
            show();
        }
    }

    /** The same where these are still our tokens; false where they are not, and nothing has changed. */
    synchronized boolean changeIf(Tokens ours, UnaryOperator<Saved> to) throws VaultException {
        if (!ours.equals(saved.tokens())) {
            return false;
        }
        change(to);
        return true;
    }

    /** @param why a sentence for people; empty: all is well */
    synchronized void trouble(Optional<String> why) {
        trouble = why;
        show();
    }

    synchronized void pairing(Pairing now) {
        if (!now.equals(pairing)) {
            pairing = now;
            onChange.accept(connection, now);
        }
    }

    private void show() {
        Connection next = picture();
        if (!next.equals(connection)) {
            connection = next;
            onChange.accept(next, pairing);
        }
    }

    private Connection picture() {
        Facts facts = saved.facts();
        Connection.State state = saved.tokens() != null ? Connection.State.CONNECTED
                : saved.expired() ? Connection.State.EXPIRED : Connection.State.UNPAIRED;
        return new Connection(state, Optional.ofNullable(facts.projectId()), Optional.ofNullable(facts.project()), Optional.ofNullable(facts.user()),
                Optional.ofNullable(facts.deviceId()), Optional.ofNullable(facts.deviceName()), Optional.ofNullable(facts.validUntil()),
                facts.paused(), facts.channels(), Optional.ofNullable(facts.seenAt()), trouble);
    }
}
