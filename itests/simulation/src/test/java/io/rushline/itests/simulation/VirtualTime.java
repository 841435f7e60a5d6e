package io.rushline.itests.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Time as a number: runs what is due, one piece at a time, in an order that follows from what was asked for alone. Blocking work has a {@link Fiber},
 * a thread of its own that only runs while the loop stands still, so that it may wait for virtual time in the middle.
 */
final class VirtualTime {

    private static final Instant BEGIN = Instant.parse("2026-05-01T12:00:00Z");

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final List<Fiber> idle = new ArrayList<>();
    private final List<Fiber> all = new ArrayList<>();
    private final Runnable after;
    private long now;
    private long sequence;
    private long done;
    private Duration skew = Duration.ZERO;

    /** @param after run after each event */
    VirtualTime(Runnable after) {
        this.after = after;
    }

    /** Something that is due at some time, unless it is called off. */
    final class Event implements Comparable<Event> {
        private final long at;
        private final long number = sequence++;
        private Runnable work;

        private Event(long at, Runnable work) {
            this.at = at;
            this.work = work;
        }

        void callOff() {
            work = null;
        }

        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
        }
    }

    long nanos() {
        return now;
    }

    /** How many events there were. */
    long events() {
        return done;
    }

    /** The wall clock, as the appliance has it; it may be set. */
    Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return BEGIN.plusNanos(now).plus(skew);
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

    void setClock(Duration wrongBy) {
        skew = wrongBy;
    }

    Event after(Duration delay, Runnable work) {
        return at(now + Math.max(0, delay.toNanos()), work);
    }

    Event at(long nanos, Runnable work) {
        Event event = new Event(Math.max(now, nanos), work);
        events.add(event);
        return event;
    }

    void runUntil(long nanos) {
        while (!events.isEmpty() && events.element().at <= nanos) {
            Event event = events.remove();
            if (event.work != null) {
                now = event.at;
                done++;
                event.work.run();
                after.run();
            }
        }
        now = Math.max(now, nanos);
    }

    /** Begins blocking work, on a fiber. */
    Fiber start(Runnable work) {
        Fiber fiber = idle.isEmpty() ? new Fiber(this) : idle.remove(idle.size() - 1);
        if (!fiber.isAlive()) {
            all.add(fiber);
            fiber.start();
        }
        fiber.begin(work);
        return fiber;
    }

    void idle(Fiber fiber) {
        idle.add(fiber);
    }

    /** Lets what waits unwind, and ends all threads. */
    void close() throws InterruptedException {
        for (Fiber fiber : all) {
            fiber.kill();
            fiber.end();
        }
    }
}
