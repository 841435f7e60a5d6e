package io.rushline.auth.c2c;

import io.rushline.auth.api.Connection;
import io.rushline.auth.api.ConnectionListener;
import io.rushline.auth.api.Pairing;
import io.rushline.status.api.Warning;
import io.rushline.status.api.Warning.Severity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Warns a day and an hour before the authorisation ends, and when it has ended. */
final class Endings implements ConnectionListener {

    private static final String AGAIN = "When no clip is on its way, unpair the device and pair it again; the queue stays.";

    private final Clock clock;
    private final Function<Warning, Runnable> raise;
    private Optional<String> raised = Optional.empty();
    private Runnable lower = () -> { };
    private boolean stopped;

    /** @param raise shows a warning and gives back what takes it away */
    Endings(Clock clock, Function<Warning, Runnable> raise) {
        this.clock = clock;
        this.raise = raise;
    }

    @Override
    public void connectionChanged(Connection connection, Pairing pairing) {
        look(connection);
    }

    /** To be called once a minute, since time passes without a change. */
    synchronized void look(Connection connection) {
        Optional<Warning> warning = warning(connection);
        Optional<String> code = warning.map(Warning::code);
        if (!stopped && !code.equals(raised)) {
            lower.run();
            lower = warning.map(raise).orElse(() -> { });
            raised = code;
        }
    }

    synchronized void stop() {
        stopped = true;
        lower.run();
    }

    private Optional<Warning> warning(Connection connection) {
        Instant now = clock.instant();
        if (connection.state() == Connection.State.EXPIRED) {
            return Optional.of(new Warning("auth.expired", Severity.ERROR, "The connection to the project has ended; the queue waits.",
                    "Pair the device again; nothing is lost.", now));
        }
        if (connection.state() == Connection.State.UNPAIRED || connection.validUntil().isEmpty()) {
            return Optional.empty();
        }
        Duration left = Duration.between(now, connection.validUntil().get());
        if (left.isNegative()) {
            return Optional.of(new Warning("auth.end-is-past", Severity.WARNING,
                    "The connection to the project should have ended at " + connection.validUntil().get() + ".", AGAIN, now));
        }
        if (left.compareTo(Duration.ofHours(1)) < 0) {
            return Optional.of(new Warning("auth.ends-within-an-hour", Severity.WARNING,
                    "The connection to the project ends within an hour, at " + connection.validUntil().get() + ".", AGAIN, now));
        }
        if (left.compareTo(Duration.ofDays(1)) < 0) {
            return Optional.of(new Warning("auth.ends-within-a-day", Severity.WARNING,
                    "The connection to the project ends within a day, at " + connection.validUntil().get() + ".", AGAIN, now));
        }
        return Optional.empty();
    }
}
