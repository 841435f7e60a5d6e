package io.rushline.itests.simulation;

import io.rushline.queue.api.Clip;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.derby.SimulatedStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** All there is: the appliance and the models around it. Everything follows from the seed. */
final class World {

    static final List<String> PROJECTS = List.of("p1", "p2");

    final Random chance;
    final Journal journal = new Journal();
    final VirtualTime time;
    final SimulatedStore store;
    final Cards cards = new Cards();
    final Link link;
    /** One beside it, that comes and goes. */
    final Link second;
    final Trouble trouble;
    final CloudModel cloud;
    final ConnectorModel connector;
    final Appliance appliance;
    final Checks checks;
    final List<Take> takes = new ArrayList<>();
    /** The wall clock was set. */
    boolean clockWasSet;
    private final Sabotage sabotage;
    private final LogReader log = new LogReader();
    private long cutAtEvent = Long.MAX_VALUE;

    World(long seed, SimulatedStore store, Sabotage sabotage) {
        this.store = store;
        this.sabotage = sabotage;
        store.clear();
        chance = new Random(seed * 0x9E3779B97F4A7C15L);
        checks = new Checks(this);
        time = new VirtualTime(this::afterEvent);
        journal.with(time);
        link = new Link(chance);
        second = new Link(chance);
        trouble = new Trouble(chance);
        cloud = new CloudModel(this, chance, link, trouble);
        connector = new ConnectorModel(cloud, link, PROJECTS.get(0));
        appliance = new Appliance(this);
        cloud.rules(chance.nextInt(5) > 0, chance.nextInt(10) < 7 ? 86_400 : 3_600 + chance.nextInt(20_000));
        chores();
    }

    private void afterEvent() {
        checks.afterEvent();
        if (time.events() >= cutAtEvent) {
            cutAtEvent = Long.MAX_VALUE;
            if (appliance.on()) {
                appliance.powerCut();
                checks.all();
                time.after(Duration.ofSeconds(1 + chance.nextInt(60)), appliance::powerOn);
            }
        }
    }

    /** The power is cut after so many events, wherever that is. */
    void cutPowerAfter(int events) {
        cutAtEvent = time.events() + events;
    }

    private void chores() {
        if (appliance.queueThere()) {
            try {
                appliance.chores(time.nanos() % Duration.ofHours(24).toNanos() < Duration.ofSeconds(10).toNanos());
            } catch (QueueException e) {
                journal.note("chores: " + e.code());
            }
        }
        time.after(Duration.ofSeconds(10), this::chores);
    }

    /** Whoever is to come between. */
    <T> T sabotaged(Class<T> service, T real) {
        return sabotage.between(this, service, real);
    }

    /** A line of the log with a secret in it. */
    Optional<String> leak() {
        return log.leak();
    }

    Instant now() {
        return time.clock().instant();
    }

    Take take(String name) {
        return takes.get(Take.numberOf(name) - 1);
    }

    // ---- what an ingest does

    /** @param ending of its name */
    Take shoot(String ending, long size) {
        int number = takes.size() + 1;
        Path path = Path.of("/media/card" + (1 + chance.nextInt(2)), "A%04d%s.mov".formatted(number, ending));
        Cards.File file = new Cards.File();
        file.versions.add(new Cards.Version(new Content(size / 2, chance.nextInt(60_000), chance.nextInt(60_000)), size, time.nanos()));
        file.modifiedAt = now();
        Take take = new Take(number, path, file, chance.nextInt(3), now());
        takes.add(take);
        cards.put(path, file);
        return take;
    }

    Clip clip(Take take, String contentPrint) {
        Cards.File file = take.file;
        return new Clip(take.path, take.name(), file.size(), file.modifiedAt, "print " + take.number + " " + file.size() + " " + file.modifiedAt, contentPrint,
                take.createdAt, "folder", take.channel, 0);
    }

    /** Until the queue has taken it. */
    void accept(Take take, String contentPrint) {
        untilDone("accept", () -> {
            if (!take.deleted) {
                took(take, appliance.queue().accept(clip(take, contentPrint)));
            }
        });
    }

    void took(Take take, ItemId id) {
        if (take.items.add(id.value())) {
            journal.note("ingest: " + take.name() + " is item " + id + ", " + take.file.size() + " bytes, channel " + take.channel);
        }
        checks.accepted(id.value());
    }

    /** One thing to do with the queue. */
    interface Errand {
        void run() throws QueueException;
    }

    void untilDone(String what, Errand errand) {
        if (!once(what, errand)) {
            time.after(Duration.ofSeconds(5), () -> untilDone(what, errand));
        }
    }

    /** @return whether the queue was there and could do it, or will never */
    boolean once(String what, Errand errand) {
        if (!appliance.queueThere()) {
            return false;
        }
        try {
            errand.run();
            return true;
        } catch (QueueException e) {
            journal.note(what + ": " + e.code());
            return e.code() == QueueException.Code.ILLEGAL_TRANSITION || e.code() == QueueException.Code.UNKNOWN_ITEM;
        }
    }

    void close() throws InterruptedException {
        if (appliance.on()) {
            appliance.powerCut();
        }
        time.close();
        log.close();
    }
}
