package io.rushline.auth.api;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * Where pairing stands.
 *
 * @param step            what is going on
 * @param userCode        what the user types: six digits; only at {@link Step#CODE}
 * @param verificationUri where the user types it
 * @param completeUri     the same with the code filled in: link and QR code
 * @param expiresAt       when this code ends
 * @param trouble         why it does not go on ({@link Step#OFFLINE}) or ended ({@link Step#FAILED}), and what to do
 */
public record Pairing(Step step, Optional<String> userCode, Optional<URI> verificationUri, Optional<URI> completeUri,
        Optional<Instant> expiresAt, Optional<String> trouble) {

    /** What is going on. */
    public enum Step {
        /** Nobody is pairing. */
        NONE,
        /** Asking the cloud for a code. */
        ASKING,
        /** A live code can be typed; we are polling. */
        CODE,
        /** The cloud cannot be reached: no code is shown, since it may be dead; goes on by itself. */
        OFFLINE,
        /** The cloud refused for good; {@code trouble} says why. */
        FAILED
    }

    public static final Pairing NONE = of(Step.NONE);

    /** A step without a code. */
    public static Pairing of(Step step) {
        return new Pairing(step, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
