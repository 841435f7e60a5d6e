package io.rushline.itests.simulation;

import io.rushline.network.api.Reach;
import io.rushline.queue.derby.SimulatedStore;
import io.rushline.queue.derby.SimulatedStore.Fault;
import io.rushline.queue.derby.SimulatedStore.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A shoot of some days, from one seed: storms and calm by turns, then an end at which everything must be in order. */
final class Simulation {

    private static final Set<String> OVER = Set.of("COMPLETED", "CANCELLED", "REJECTED", "HELD", "FAILED");
    private static final int EVENINGS = 12;

    private final World world;
    private final People people;
    private final Recorder recorder;
    private final Acts acts;
    private final Progress progress;

    /** What came of it. */
    record Outcome(long hash, Duration simulated, long events, int items, int completed) {
    }

    private Simulation(long seed, SimulatedStore store, Sabotage sabotage) {
        world = new World(seed, store, sabotage);
        people = new People(world);
        recorder = new Recorder(world, people);
        acts = new Acts(world, people, recorder);
        progress = new Progress(world);
    }

    /** @throws AssertionError that says how to see it again */
    static Outcome run(long seed, Duration length, SimulatedStore store) throws InterruptedException {
        return run(seed, length, store, Sabotage.NONE);
    }

    static Outcome run(long seed, Duration length, SimulatedStore store, Sabotage sabotage) throws InterruptedException {
        Simulation simulation = new Simulation(seed, store, sabotage);
        try {
            return simulation.run(length);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed + " after " + Duration.ofNanos(simulation.world.time.nanos()) + " (run it again with -Drushline.seed=" + seed
                    + "): " + e.getMessage() + "\n  " + simulation.world.journal.lastEvents(), e);
        } finally {
            simulation.world.close();
        }
    }

    private Outcome run(Duration length) {
        world.appliance.powerOn();
        while (world.time.nanos() < length.toNanos()) {
            storm(Duration.ofMinutes(20 + world.chance.nextInt(60)));
            calm(Duration.ofMinutes(20 + world.chance.nextInt(100)));
        }
        evening();
        int items = world.store.rows().size();
        int completed = (int) world.store.rows().values().stream().filter(row -> row.state().equals("COMPLETED")).count();
        return new Outcome(world.journal.hash(), Duration.ofNanos(world.time.nanos()), world.time.events(), items, completed);
    }

    private void storm(Duration length) {
        progress.healthy(false);
        world.journal.note("storm");
        world.trouble.share(world.chance.nextDouble() * world.chance.nextDouble() * 0.4);
        long until = world.time.nanos() + length.toNanos();
        while (world.time.nanos() < until) {
            acts.any();
            wait(Duration.ofMillis((long) (-Math.log(1 - world.chance.nextDouble()) * 40_000)));
        }
    }

    private void calm(Duration length) {
        heal();
        progress.healthy(true);
        long until = world.time.nanos() + length.toNanos();
        while (world.time.nanos() < until) {
            if (world.chance.nextInt(2) == 0) {
                acts.clip(true);
            }
            wait(Duration.ofSeconds(world.chance.nextInt(600)));
        }
    }

    private void heal() {
        world.journal.note("calm");
        world.trouble.share(0);
        wait(Duration.ofMinutes(22)); // what began has ended by itself
        world.trouble.share(0);
        world.link.state(Link.State.UP);
        world.link.quality(20 + world.chance.nextInt(100), 0);
        world.store.fault(Fault.NONE);
        for (int card = 1; card <= 2; card++) {
            world.cards.putBack(Path.of("/media/card" + card));
        }
        world.appliance.network(Reach.ONLINE);
    }

    private void wait(Duration time) {
        world.time.runUntil(world.time.nanos() + time.toNanos());
    }

    /** All trouble has ended; people look after what is left, several times. */
    private void evening() {
        recorder.stop();
        heal();
        if (!world.connector.connected()) {
            acts.pair(World.PROJECTS.get(0));
        }
        progress.healthy(true);
        for (int look = 0; look < EVENINGS; look++) {
            people.tidyUp();
            wait(Duration.ofMinutes(30));
        }
        List<Row> open = world.store.rows().values().stream().filter(row -> !explained(row)).toList();
        Checks.require(open.isEmpty(), "the end", open + "; " + world.appliance.status());
        world.checks.atTheEnd();
    }

    private boolean explained(Row row) {
        if (!OVER.contains(row.state())) {
            return false;
        }
        if (row.state().equals("COMPLETED")) {
            return true;
        }
        if (row.reason() == null) {
            return row.state().equals("CANCELLED");
        }
        Take take = world.take(row.name());
        return switch (row.state()) {
            case "FAILED" -> row.name().contains("refused") || row.reason().equals("channel.paused") || take.deleted && row.reason().startsWith("media.")
                    || take.file.versions.size() > 1 && row.reason().startsWith("media.");
            default -> true;
        };
    }
}
