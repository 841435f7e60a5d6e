package io.rushline.wifi;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Decides when the hotspot opens and closes by itself. Knows of time only what it is told; one thread at a time. */
final class Policy {

    /** When it opens by itself. */
    enum Auto {
        NEVER, FIRST_SET_UP, ALWAYS_WHEN_OFFLINE;

        /** As it is written in the settings: {@code first-set-up}. */
        static Auto of(String setting) {
            return valueOf(setting.strip().replace('-', '_').toUpperCase(java.util.Locale.ROOT));
        }
    }

    /** What is to be done now. */
    enum Todo { NOTHING, OPEN, CLOSE }

    /**
     * What is going on.
     *
     * @param open     the hotspot is
     * @param offline  no other link has an address
     * @param joining  a radio is joining a network
     * @param notSetUp this device is paired with no project, or knows no network; asked only where it matters
     */
    record Now(boolean open, boolean offline, boolean joining, BooleanSupplier notSetUp) {
    }

    /** A network that comes and goes closes nothing. */
    private static final Duration STEADY = Duration.ofSeconds(5);
    /** Until an opening shows. */
    private static final Duration SHOWS = Duration.ofSeconds(5);

    private final Auto auto;
    private final Duration after;
    private Optional<Duration> offlineSince = Optional.empty();
    private Optional<Duration> onlineSince = Optional.empty();
    private Duration openedAt = SHOWS.negated();
    private Duration notBefore = Duration.ZERO;
    private boolean byHand;
    private boolean declined;

    /** @param after so long without a network */
    Policy(Auto auto, Duration after) {
        this.auto = auto;
        this.after = after;
    }

    /** @param time since some moment */
    Todo decide(Now now, Duration time) {
        offlineSince = now.offline() ? offlineSince.or(() -> Optional.of(time)) : Optional.empty();
        onlineSince = now.offline() ? Optional.empty() : onlineSince.or(() -> Optional.of(time));
        if (!now.offline()) {
            declined = false;
        }
        if (now.open()) {
            return !byHand && lasts(onlineSince, STEADY, time) ? Todo.CLOSE : Todo.NOTHING;
        }
        if (time.minus(openedAt).compareTo(SHOWS) < 0) {
            return Todo.NOTHING;
        }
        byHand = false;
        boolean opens = auto != Auto.NEVER && !declined && !now.joining() && lasts(offlineSince, after, time) && time.compareTo(notBefore) >= 0
                && (auto == Auto.ALWAYS_WHEN_OFFLINE || now.notSetUp().getAsBoolean());
        return opens ? Todo.OPEN : Todo.NOTHING;
    }

    private static boolean lasts(Optional<Duration> since, Duration least, Duration time) {
        return since.isPresent() && time.minus(since.get()).compareTo(least) >= 0;
    }

    /** @param hand a person did it, who also closes it */
    void opened(boolean hand, Duration time) {
        byHand = hand;
        openedAt = time;
    }

    /** A person wants it closed until there was a network. */
    void declined() {
        declined = true;
        byHand = false;
        openedAt = SHOWS.negated();
    }

    void failed(Duration pause, Duration time) {
        notBefore = time.plus(pause);
    }

    boolean byHand() {
        return byHand;
    }
}
