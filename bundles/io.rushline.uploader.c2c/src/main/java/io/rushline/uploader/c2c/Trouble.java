package io.rushline.uploader.c2c;

import io.rushline.queue.api.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The failures of one clip since it last moved on, and when it may try again. Engine's thread only. */
final class Trouble {

    /** How often a clip may fail in a row before it makes room for others. */
    private static final int PATIENCE = 3;
    /** No clip keeps its place for longer than this without trying. */
    private static final Duration LONGEST_IN_HAND = Duration.ofSeconds(10);

    private final RandomGenerator chance;
    private final int triesBefore;
    private Failure last;
    private int tries;
    /** How many of them count against the clip: those that end in giving it up. */
    private int strikes;
    private long lastAt;
    private long notBefore;
    private long wokenAt = Long.MIN_VALUE;

    /** @param triesBefore how often the clip was postponed already */
    Trouble(RandomGenerator chance, int triesBefore) {
        this.chance = chance;
        this.triesBefore = triesBefore;
    }

    /**
     * Takes a failure in.
     *
     * @param startedAt   when what failed had begun: parts that are cut together are one failure
     * @param networkDown it is known that nobody gets through
     * @return whether to try again from {@link #notBefore()} on; otherwise to do what its kind says
     */
    boolean bear(Failure failure, long startedAt, long now, boolean networkDown) {
        if (failure.kind().pace == Kind.Pace.NEVER) {
            return false;
        }
        boolean sameAsLast = last != null && startedAt < lastAt && failure.kind() == last.kind();
        last = failure;
        lastAt = now;
        if (failure.kind().shared && startedAt < wokenAt && failure.retryAfter().isEmpty()) {
            notBefore = now; // it began on the network of before, and says nothing of this one
        } else if (!sameAsLast) {
            tries++;
            strikes += failure.kind().then == Kind.Then.FAIL ? 1 : 0;
            notBefore = now + Backoff.delay(failure, tries, chance).toNanos();
        }
        if (failure.kind().shared && networkDown) {
            return true;
        }
        if (failure.kind().then == Kind.Then.FAIL) {
            return strikes <= PATIENCE;
        }
        return tries <= Math.max(0, PATIENCE - triesBefore) && notBefore - now <= LONGEST_IN_HAND.toNanos();
    }

    /** How long to stay away when the clip is given back to the queue. */
    Duration postponement(Failure failure) {
        return Backoff.delay(failure, tries + triesBefore, chance);
    }

    /** The clip moved on. A wait that has begun is kept: the cloud may have asked for it. */
    void over() {
        last = null;
        tries = 0;
        strikes = 0;
    }

    /** Network or connection changed: what waited for it may try at once. */
    void wake(long now) {
        wokenAt = now;
        if (last != null && last.kind().shared) {
            notBefore = Math.min(notBefore, now);
        }
    }

    /** The file is elsewhere now: what was wrong in the old place says nothing. */
    void moved(long now) {
        if (last != null && last.kind().ofFile()) {
            over();
            notBefore = now;
        }
    }

    long notBefore() {
        return notBefore;
    }

    Optional<Reason> reason() {
        return Optional.ofNullable(last).map(Failure::reason);
    }
}
