package io.rushline.uploader.c2c;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** About how long what is in line will take. The queue is asked only while somebody or something wants to know, and not often. */
final class Remaining {

    private static final long AGAIN = Duration.ofSeconds(5).toNanos();
    private static final long STALE = Duration.ofSeconds(30).toNanos();

    private record Seen(long bytes, long at) {
    }

    private final Tools tools;
    private final AtomicLong askAt = new AtomicLong(Long.MIN_VALUE);
    private volatile Seen seen;

    Remaining(Tools tools) {
        this.tools = tools;
    }

    /** Any thread. Empty where it is not known. */
    OptionalLong bytes() {
        Seen last = seen;
        return last == null || tools.now() - last.at > STALE ? OptionalLong.empty() : OptionalLong.of(last.bytes);
    }

    /** Any thread. Empty where it is not known, nothing moves, or nothing is left. */
    Optional<Duration> time() {
        OptionalLong bytes = bytes();
        long rate = tools.meter().bitsPerSecondOfMinute(tools.now());
        return bytes.orElse(0) == 0 || rate == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(Math.round(bytes.getAsLong() * 8.0 / rate)));
    }

    /** Whether it is time to {@link #ask} again; true for one caller. Any thread. */
    boolean due() {
        long at = askAt.get();
        return tools.now() >= at && askAt.compareAndSet(at, tools.now() + AGAIN);
    }

    /** Engine's thread. Where the queue does not say, it is not known. */
    void ask() {
        tools.outside().services().queue().ifPresent(queue -> tools.jobs().start(Job.Kind.QUEUE, queue::summary, outcome ->
                seen = outcome.ok() ? new Seen(outcome.value().remainingBytes(), tools.now()) : null));
    }
}
