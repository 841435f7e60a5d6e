package io.rushline.uploader.c2c;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** One thread on which time is a number: runs what is due, in an order that follows from the seed alone. */
final class VirtualTime extends AbstractExecutorService implements ScheduledExecutorService {

    private static final Instant BEGIN = Instant.parse("2026-05-01T12:00:00Z");

    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private final Random chance;
    private long now;
    private long sequence;
    /** What people or NTP did to the clock. */
    Duration clockSetBy = Duration.ZERO;

    VirtualTime(long seed) {
        chance = new Random(seed);
    }

    private final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {
        private final long at;
        private final long number = sequence++;

        Task(Runnable work, long at) {
            super(work, null);
            this.at = at;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - now, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            Task o = (Task) other;
            return at == o.at ? Long.compare(number, o.number) : Long.compare(at, o.at);
        }
    }

    /** Workers whose work takes its time: a job is done in one instant, somewhat later. */
    Executor workers(BooleanSupplier alive) {
        return work -> {
            long most = work instanceof Job<?> job ? switch (job.kind()) {
                case PUT -> 4_000;
                case CALL -> 400;
                case QUEUE -> 6;
                case DISK -> 20;
            } : 10;
            after(Duration.ofMillis(1 + chance.nextLong(most)), () -> {
                if (alive.getAsBoolean()) {
                    work.run();
                }
            });
        };
    }

    long nanos() {
        return now;
    }

    Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return BEGIN.plusNanos(now).plus(clockSetBy);
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }
        };
    }

    void after(Duration delay, Runnable work) {
        schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    void runFor(Duration time) {
        long end = now + time.toNanos();
        while (!tasks.isEmpty() && tasks.element().at <= end) {
            step();
        }
        now = end;
    }

    /** @throws AssertionError where it has not come true in this time */
    void runUntil(String what, Duration limit, BooleanSupplier condition) {
        runUntil(() -> what, limit, condition);
    }

    void runUntil(Supplier<String> what, Duration limit, BooleanSupplier condition) {
        long end = now + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (tasks.isEmpty() || tasks.element().at > end) {
                throw new AssertionError("not within " + limit + ": " + what.get());
            }
            step();
        }
    }

    private void step() {
        Task task = tasks.remove();
        now = Math.max(now, task.at);
        task.run();
        if (!task.isCancelled()) {
            try {
                task.get();
            } catch (Exception e) {
                throw new AssertionError("an event threw", e);
            }
        }
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        Task task = new Task(work, now + unit.toNanos(delay));
        tasks.add(task);
        return task;
    }

    @Override
    public void execute(Runnable work) {
        schedule(work, 0, TimeUnit.NANOSECONDS);
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
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }
}
