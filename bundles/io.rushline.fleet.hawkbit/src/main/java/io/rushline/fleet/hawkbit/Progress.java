package io.rushline.fleet.hawkbit;

import io.rushline.fleet.hawkbit.Message.Execution;
import java.time.Duration;
import java.util.Optional;

/** Messages that need not arrive: the newest, at most one in ten seconds, and few for one download, since servers count them. One thread at a time. */
final class Progress {

    private static final Duration APART = Duration.ofSeconds(10);
    private static final int STEP_PERCENT = 5;

    private final Time time;
    private Optional<Message> newest = Optional.empty();
    private Optional<Long> notBefore = Optional.empty();
    private String action = "";
    private long percent;

    Progress(Time time) {
        this.time = time;
    }

    void tell(Message message) {
        newest = Optional.of(message);
    }

    void downloading(Fetcher.Progress now) {
        long reached = now.done() * 100 / Math.max(1, now.of());
        if (!now.action().equals(action) || reached >= percent + STEP_PERCENT) {
            action = now.action();
            percent = reached;
            tell(Message.progress(action, Execution.DOWNLOAD, (int) reached, 100, now.done() + " of " + now.of() + " bytes have come.", time.now()));
        }
    }

    /**
     * To be sent now.
     *
     * @param current id of the action that goes on: of one that has ended, nothing more is told
     */
    Optional<Message> due(Optional<String> current) {
        newest = newest.filter(message -> current.filter(message.id()::equals).isPresent());
        if (newest.isEmpty() || notBefore.isPresent() && !time.reached(notBefore.get())) {
            return Optional.empty();
        }
        Message message = newest.get();
        newest = Optional.empty();
        notBefore = Optional.of(time.in(APART));
        return Optional.of(message);
    }
}
