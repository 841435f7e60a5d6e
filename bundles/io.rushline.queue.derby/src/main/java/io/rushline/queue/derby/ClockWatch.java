package io.rushline.queue.derby;

import io.rushline.queue.api.Clip;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Notices that the wall clock was set while this process runs: on a box without a battery it starts wrong until the network tells the time. Thread-safe. */
final class ClockWatch {

    private static final Duration LEAST = Duration.ofSeconds(10);
    /** A step so large that a time before it cannot be mistaken for a right one. */
    private static final Duration PLAIN = Duration.ofDays(1);

    /**
     * @param from   when this process began, by the wrong clock
     * @param to     when it was set, by the wrong clock
     * @param millis how much later it was than the wrong clock said
     */
    record Step(Instant from, Instant to, long millis) {

        boolean covers(Instant time) {
            return !time.isBefore(from) && !time.isAfter(to);
        }

        Instant corrected(Instant time) {
            return covers(time) ? time.plusMillis(millis) : time;
        }

        /** A camera's own time is right, unless that cannot be: some recorders put this device's clock into what they make. */
        Instant corrected(Clip clip) {
            return clip.ownTime() || isPlain() ? corrected(clip.createdAt()) : clip.createdAt();
        }

        private boolean isPlain() {
            return Duration.ofMillis(millis).abs().compareTo(PLAIN) > 0;
        }
    }

    private final Clock clock;
    private final LongSupplier elapsedMillis;
    private final List<Step> plain = new ArrayList<>();
    private Instant from;
    private Instant last;
    private long lastElapsed;

    /** @param elapsedMillis goes on evenly whatever the clock does, also while the machine sleeps */
    ClockWatch(Clock clock, LongSupplier elapsedMillis) {
        this.clock = clock;
        this.elapsedMillis = elapsedMillis;
        last = clock.instant();
        from = last;
        lastElapsed = elapsedMillis.getAsLong();
    }

    /** Empty while the clock goes as it should; slow corrections are no step. */
    synchronized Optional<Step> check() {
        Instant now = clock.instant();
        long elapsed = elapsedMillis.getAsLong();
        Instant expected = last.plusMillis(elapsed - lastElapsed);
        last = now;
        lastElapsed = elapsed;
        Duration by = Duration.between(expected, now);
        if (by.abs().compareTo(LEAST) <= 0) {
            return Optional.empty();
        }
        Step step = new Step(from, expected, by.toMillis());
        from = from.plus(by);
        if (step.isPlain()) {
            plain.add(step);
        }
        return Optional.of(step);
    }

    /** A file's time that is handed over now may have been given by the clock before it was set. */
    synchronized Instant corrected(Instant time) {
        Instant corrected = time;
        for (Step step : plain) {
            corrected = step.corrected(corrected);
        }
        return corrected;
    }
}
