package io.rushline.uploader.c2c;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** About how long what is in line will take. The queue is asked only while somebody wants to know, and not often. */
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

    /** Any thread. Empty where it is not known, or nothing moves. */
    Optional<Duration> time() {
        Seen last = seen;
        long now = tools.now();
        long rate = tools.meter().bitsPerSecondOfMinute(now);
        if (last == null || now - last.at > STALE || rate == 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofSeconds(Math.round(last.bytes * 8.0 / rate)));
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
