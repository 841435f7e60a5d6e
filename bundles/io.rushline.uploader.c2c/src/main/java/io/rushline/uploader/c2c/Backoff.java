package io.rushline.uploader.c2c;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next try: full jitter, so that a crowd does not come back all at once. No clock, no sleep inside. */
final class Backoff {

    private static final long LEAST_MILLIS = 1_000;
    private static final long MOST_MILLIS = 60_000;

    private Backoff() {
    }

    /** @param tries how many in a row have failed, from 1 */
    static Duration delay(Failure failure, int tries, RandomGenerator chance) {
        if (failure.retryAfter().isPresent()) {
            return failure.retryAfter().get().plusMillis(chance.nextLong(1_000));
        }
        long least = failure.kind().pace == Kind.Pace.SLOW ? MOST_MILLIS / 2 : LEAST_MILLIS;
        long most = failure.kind().pace == Kind.Pace.SLOW ? MOST_MILLIS : Math.min(MOST_MILLIS, LEAST_MILLIS << Math.min(tries, 6));
        return Duration.ofMillis(chance.nextLong(least, most + 1));
    }
}
