package io.rushline.fleet.hawkbit;

import java.time.Duration;
import java.util.Optional;

/** The server answered with another status than 2xx. */
final class Refused extends Exception {

    private static final long serialVersionUID = 1L;
    private final int status;
    private final transient Optional<Duration> after;

    /** @param after how long it wants to be left alone */
    Refused(int status, Optional<Duration> after) {
        super("The server answered " + status + ".");
        this.status = status;
        this.after = after;
    }

    int status() {
        return status;
    }

    Optional<Duration> after() {
        return after;
    }

    /** Whether asking again may help. */
    boolean passing() {
        return status >= 500 || status == 429 || status == 408;
    }

    boolean token() {
        return status == 401 || status == 403;
    }

    /** Whether the action is not there any more. */
    boolean gone() {
        return status == 404 || status == 410;
    }
}
