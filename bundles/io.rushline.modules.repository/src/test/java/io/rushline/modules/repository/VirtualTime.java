package io.rushline.modules.repository;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Time that passes by being slept away, in no time. */
final class VirtualTime implements Time {

    static final Instant BEGIN = Instant.parse("2026-05-01T12:00:00Z");

    final List<Duration> sleeps = Collections.synchronizedList(new ArrayList<>());
    /** Runs while somebody sleeps. */
    volatile Runnable meanwhile = () -> { };
    private long nanos;

    @Override
    public synchronized Instant now() {
        return BEGIN.plusNanos(nanos);
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        sleeps.add(time);
        advance(time);
        meanwhile.run();
    }

    synchronized void advance(Duration time) {
        nanos += time.toNanos();
    }

    Duration since() {
        return Duration.between(BEGIN, now());
    }
}
