package io.rushline.uploader.c2c;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next try: full jitter, so that a crowd does not come back all at once. No clock, no sleep inside. */
final class Backoff {

    private static final long LEAST_MILLIS = 1_000;
    private static final long MOST_MILLIS = 60_000;
    private static final long SHORT_MILLIS = 11_000;
    private static final long MOST_SHORT_MILLIS = 20_000;

    private Backoff() {
    }

    /** @param tries how many in a row have failed, from 1 */
    static Duration delay(Failure failure, int tries, RandomGenerator chance) {
        if (failure.retryAfter().isPresent()) {
            return failure.retryAfter().get().plusMillis(chance.nextLong(1_000));
        }
        return switch (failure.kind().pace) {
            case SHORT -> between(SHORT_MILLIS, MOST_SHORT_MILLIS, chance);
            case SLOW -> between(MOST_MILLIS / 2, MOST_MILLIS, chance);
            case QUICK, NEVER -> between(LEAST_MILLIS, Math.min(MOST_MILLIS, LEAST_MILLIS << Math.min(tries, 6)), chance);
        };
    }

    private static Duration between(long leastMillis, long mostMillis, RandomGenerator chance) {
        return Duration.ofMillis(chance.nextLong(leastMillis, mostMillis + 1));
    }
}
