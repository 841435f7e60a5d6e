package io.rushline.itests.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/** Tells of changes of one queue object, in order and a little later, as long as the power is on. */
final class QueueEvents extends AbstractExecutorService {

    private final VirtualTime time;
    private final Random chance;
    private long lastAt;
    private boolean closed;
    private boolean dropped;

    QueueEvents(VirtualTime time, Random chance) {
        this.time = time;
        this.chance = chance;
    }

    @Override
    public void execute(Runnable news) {
        if (closed) {
            return;
        }
        lastAt = Math.max(lastAt, time.nanos() + Duration.ofMillis(chance.nextInt(20)).toNanos());
        time.at(lastAt, () -> {
            if (!dropped) {
                news.run();
            }
        });
    }

    /** Nobody hears of what was not told yet. */
    void drop() {
        dropped = true;
    }

    @Override
    public void shutdown() {
        closed = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isShutdown() {
        return closed;
    }

    @Override
    public boolean isTerminated() {
        return closed;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }
}
