package io.rushline.itests.simulation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The one thread of an uploader's decisions. What workers report comes a little later: in between, the power may be cut. */
final class EngineLoop extends AbstractExecutorService implements ScheduledExecutorService {

    private final World world;
    private final Workers workers;

    EngineLoop(World world, Workers workers) {
        this.world = world;
        this.workers = workers;
    }

    @Override
    public void execute(Runnable work) {
        Duration delay = Thread.currentThread() instanceof Fiber ? Duration.ofMillis(world.chance.nextInt(4)) : Duration.ZERO;
        at(delay, work);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        return new Alarm(at(Duration.ofNanos(unit.toNanos(delay)), work));
    }

    private VirtualTime.Event at(Duration delay, Runnable work) {
        return world.time.after(delay, () -> {
            if (!workers.dead()) {
                work.run();
            }
        });
    }

    private record Alarm(VirtualTime.Event event) implements ScheduledFuture<Void> {
        @Override
        public boolean cancel(boolean interrupt) {
            event.callOff();
            return true;
        }

        @Override
        public boolean isCancelled() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isDone() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Void get() {
            throw new CancellationException();
        }

        @Override
        public Void get(long timeout, TimeUnit unit) {
            throw new CancellationException();
        }

        @Override
        public long getDelay(TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int compareTo(Delayed other) {
            throw new UnsupportedOperationException();
        }
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable work, long first, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable work, long first, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void shutdown() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Runnable> shutdownNow() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isShutdown() {
        return workers.dead();
    }

    @Override
    public boolean isTerminated() {
        return workers.dead();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }
}
