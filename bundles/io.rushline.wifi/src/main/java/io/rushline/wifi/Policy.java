package io.rushline.wifi;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Decides when the hotspot opens and closes by itself. Knows of time only what it is told; one thread at a time. */
final class Policy {

    /** When it opens by itself. */
    enum Auto {
        NEVER, FIRST_SET_UP, ALWAYS_WHEN_OFFLINE;

        /** As it is written in the settings: {@code first-set-up}. */
        static Auto of(String setting) {
            return Arrays.stream(values()).filter(each -> each.name().replace('_', '-').equalsIgnoreCase(setting.strip())).findFirst().orElseThrow(
                    () -> new IllegalArgumentException("auto is '" + setting + "'; first-set-up, always-when-offline or never is expected"));
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
     * @param notSetUp this device is paired with no project, or knows no network; asked only where it matters, as the next one
     * @param unused   nobody is in the hotspot, and a Wi-Fi that this device would join by itself may be there again
     */
    record Now(boolean open, boolean offline, boolean joining, BooleanSupplier notSetUp, BooleanSupplier unused) {
    }

    /** A network that comes and goes closes nothing. */
    private static final Duration STEADY = Duration.ofSeconds(5);
    /** Until an opening shows. */
    private static final Duration SHOWS = Duration.ofSeconds(5);
    /** An access point hears no network: so it is closed now and then, for as long as it takes to join one. */
    private static final Duration LISTENS_EVERY = Duration.ofMinutes(10);
    private static final Duration LISTENS = Duration.ofSeconds(45);

    private final Auto auto;
    private final Duration after;
    private Optional<Duration> offlineSince = Optional.empty();
    private Optional<Duration> onlineSince = Optional.empty();
    private Optional<Duration> openedAt = Optional.empty();
    private Optional<Duration> notBefore = Optional.empty();
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
            return !byHand && (lasts(onlineSince, STEADY, time) || listens(now, time)) ? Todo.CLOSE : Todo.NOTHING;
        }
        if (openedAt.isPresent() && !lasts(openedAt, SHOWS, time)) {
            return Todo.NOTHING;
        }
        boolean opens = auto != Auto.NEVER && !declined && !now.joining() && lasts(offlineSince, after, time) && notBefore.filter(moment -> moment.compareTo(time) > 0).isEmpty()
                && (auto == Auto.ALWAYS_WHEN_OFFLINE || now.notSetUp().getAsBoolean());
        return opens ? Todo.OPEN : Todo.NOTHING;
    }

    private boolean listens(Now now, Duration time) {
        openedAt = openedAt.or(() -> Optional.of(time)); // by the predecessor
        return lasts(openedAt, LISTENS_EVERY, time) && now.unused().getAsBoolean();
    }

    private static boolean lasts(Optional<Duration> since, Duration least, Duration time) {
        return since.isPresent() && time.minus(since.get()).compareTo(least) >= 0;
    }

    /** @param hand a person did it, who also closes it */
    void opened(boolean hand, Duration time) {
        byHand = hand;
        openedAt = Optional.of(time);
    }

    /** By itself; where there is no network, to listen for one. */
    void closed(Duration time) {
        notBefore = Optional.of(time.plus(LISTENS));
        openedAt = Optional.empty();
    }

    /** A person wants it closed until there was a network. */
    void declined() {
        declined = true;
        byHand = false;
        openedAt = Optional.empty();
    }

    void failed(Duration pause, Duration time) {
        notBefore = Optional.of(time.plus(pause));
    }

    boolean byHand() {
        return byHand;
    }
}
