package io.rushline.fleet.hawkbit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What must outlive a restart: written down before it is done.
 *
 * @param server whose actions these are: address, tenant and controller id
 * @param action the one that goes on; null: none
 * @param outbox not yet acknowledged by the server, oldest first
 * @param done   actions that have ended here, newest last: none of them is begun again
 */
record Notes(String server, Action action, List<Message> outbox, List<Done> done) {

    private static final int MOST_DONE = 200;
    private static final int MOST_OUTBOX = 200;

    Notes {
        outbox = outbox == null ? List.of() : List.copyOf(outbox);
        done = done == null ? List.of() : List.copyOf(done);
    }

    /**
     * How an action ended.
     *
     * @param closing what the server is told whenever it offers the action again
     */
    record Done(String id, Ending ending, Message closing) {
    }

    /** How an action ended. */
    enum Ending { SUCCESS, FAILURE, CANCELLED }

    static Notes none(String server) {
        return new Notes(server, null, List.of(), List.of());
    }

    Optional<Action> current() {
        return Optional.ofNullable(action);
    }

    Optional<Action> current(String id) {
        return current().filter(one -> one.id().equals(id));
    }

    Optional<Done> ended(String id) {
        return done.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    Notes with(Action now) {
        return new Notes(server, now, outbox, done);
    }

    /** To be told to the server until it acknowledges it; the same again is told once. */
    Notes tell(Message message) {
        List<Message> next = new ArrayList<>(outbox);
        next.removeIf(one -> one.resource() == message.resource() && one.id().equals(message.id()));
        next.add(message);
        return new Notes(server, action, next.subList(Math.max(0, next.size() - MOST_OUTBOX), next.size()), done);
    }

    Notes told(Message message) {
        return new Notes(server, action, outbox.stream().filter(one -> !one.equals(message)).toList(), done);
    }

    /** The action has ended here, of which the server is still to be told; where it is the current one, there is none any more. */
    Notes end(String id, Ending ending, Message closing) {
        List<Done> next = new ArrayList<>(done);
        next.removeIf(one -> one.id().equals(id));
        next.add(new Done(id, ending, closing));
        return new Notes(server, current(id).isPresent() ? null : action, outbox, next.subList(Math.max(0, next.size() - MOST_DONE), next.size()));
    }
}
