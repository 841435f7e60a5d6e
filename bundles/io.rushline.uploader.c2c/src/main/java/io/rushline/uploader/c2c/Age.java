package io.rushline.uploader.c2c;

import io.rushline.network.api.NetworkStatus;
import io.rushline.queue.api.Clip;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How long ago a clip was made (protocol section 5: {@code offset}), also where this device's clock is wrong. Two times of one clock differ by the right
 * amount, however wrong it is; a camera's time is compared with the cloud's. Any thread.
 */
final class Age {

    /** Less is of no matter: the cloud tells its time in whole seconds, and an answer takes its time. */
    private static final Duration LEAST = Duration.ofSeconds(5);
    /** What the cloud said of the clock is renewed more often than that; else the clock was set since. */
    private static final Duration FRESH = Duration.ofMinutes(10);
    /** So far off that no time of this clock can be mistaken for a camera's. */
    private static final Duration PLAIN = Duration.ofDays(1);

    private final Clock clock;
    private final Supplier<Optional<NetworkStatus>> network;
    private final LongSupplier running;

    /** @param running for how many nanoseconds this process has been */
    Age(Clock clock, Supplier<Optional<NetworkStatus>> network, LongSupplier running) {
        this.clock = clock;
        this.network = network;
        this.running = running;
    }

    /** In whole seconds, at this moment; never negative. */
    long seconds(Clip clip) {
        Instant now = clock.instant();
        Duration ahead = network.get().filter(status -> status.checkedAt().filter(at -> Duration.between(at, now).abs().compareTo(FRESH) < 0).isPresent())
                .flatMap(NetworkStatus::clockAhead).filter(by -> by.abs().compareTo(LEAST) > 0).orElse(Duration.ZERO);
        Instant there = now.minus(ahead);
        return Math.max(0, Duration.between(clip.createdAt(), isOwn(clip, now, there) ? now : there).toSeconds());
    }

    /** @param there what time it is in truth */
    private boolean isOwn(Clip clip, Instant now, Instant there) {
        Instant made = clip.createdAt();
        if (made.isAfter(now)) {
            return false; // no clock of ours has shown that yet
        }
        boolean sinceStart = !made.isBefore(now.minusNanos(running.getAsLong()));
        if (!clip.ownTime()) {
            return sinceStart && Duration.between(there, now).abs().compareTo(PLAIN) > 0; // as recorders in this device may do
        }
        return sinceStart || now.isBefore(there) || made.isAfter(there);
    }
}
