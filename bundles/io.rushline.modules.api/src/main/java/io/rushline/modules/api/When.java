package io.rushline.modules.api;

import java.time.Instant;
import java.util.Optional;

/**
 * When an update is to switch.
 *
 * @param at with {@link Kind#AT} only
 */
public record When(Kind kind, Optional<Instant> at) {

    public static final When NOW = new When(Kind.NOW, Optional.empty());
    public static final When IDLE = new When(Kind.IDLE, Optional.empty());

    public When {
        if (at.isPresent() != (kind == Kind.AT)) {
            throw new IllegalArgumentException("a time belongs to AT, and only there");
        }
    }

    public static When at(Instant time) {
        return new When(Kind.AT, Optional.of(time));
    }

    /** The kinds of times. */
    public enum Kind {
        /** At once, also while clips go up. */
        NOW,
        /** When nothing has been recorded or sent for a while. */
        IDLE,
        /** At a time, or at the next start after it. */
        AT
    }
}
