package io.rushline.itests.simulation;

import io.rushline.queue.api.Action;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.QueueSettings;
import io.rushline.queue.api.Selection;
import io.rushline.queue.api.UploadQueue;
import io.rushline.queue.derby.SimulatedStore.Row;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** What people do to the queue, drawn by lot. */
final class People {

    private final World world;
    private final Random chance;

    People(World world) {
        this.world = world;
        this.chance = world.chance;
    }

    Optional<Row> anyRow() {
        List<Row> rows = List.copyOf(world.store.rows().values());
        // Mostly one of the last: the others have ended.
        int from = chance.nextInt(4) == 0 ? 0 : Math.max(0, rows.size() - 12);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(from + chance.nextInt(rows.size() - from)));
    }

    void oneItem() {
        anyRow().ifPresent(row -> act(switch (row.state()) {
            case "PAUSED" -> Action.RESUME;
            case "HELD" -> chance.nextInt(3) == 0 ? Action.CANCEL : Action.RESUME;
            case "FAILED", "RETRYING" -> Action.RETRY;
            case "CANCELLED" -> chance.nextBoolean() ? Action.RETRY : Action.PAUSE;
            default -> chance.nextInt(6) == 0 ? Action.CANCEL : Action.PAUSE;
        }, row.id()));
    }

    void act(Action action, long item) {
        world.once(action + " " + item, () -> {
            if (action == Action.RESUME || action == Action.RETRY) {
                world.checks.wanted(item);
            }
            world.journal.note("people: " + action + " " + item);
            world.appliance.queue().apply(action, new ItemId(item));
        });
    }

    void manyItems() {
        Action action = List.of(Action.PAUSE, Action.RESUME, Action.RETRY, Action.RESUME).get(chance.nextInt(4));
        world.once("bulk", () -> {
            if (action != Action.PAUSE) {
                world.store.rows().keySet().forEach(world.checks::wanted);
            }
            int changed = world.appliance.queue().apply(action, new Selection.Matching(Set.of(), chance.nextInt(3) == 0 ? "1" : "", Optional.empty(),
                    Optional.empty()));
            world.journal.note("people: " + action + " " + changed);
        });
    }

    void order() {
        Optional<Row> row = anyRow();
        Optional<Row> other = anyRow();
        if (row.isEmpty()) {
            return;
        }
        ItemId id = new ItemId(row.get().id());
        world.once("order", () -> {
            UploadQueue queue = world.appliance.queue();
            if (chance.nextBoolean()) {
                queue.prioritise(id, chance.nextInt(3));
            } else {
                queue.move(id, other.filter(o -> chance.nextInt(4) > 0).map(o -> new ItemId(o.id())));
            }
        });
    }

    void pauseAll() {
        world.once("settings", () -> world.appliance.queue().settings(new QueueSettings(world.appliance.queue().settings().manual(), true)));
        world.time.after(Duration.ofSeconds(chance.nextInt(1_200)), () -> world.untilDone("settings",
                () -> world.appliance.queue().settings(new QueueSettings(world.appliance.queue().settings().manual(), false))));
    }

    void manual() {
        world.once("settings", () -> world.appliance.queue().settings(new QueueSettings(true, world.appliance.queue().settings().paused())));
        world.time.after(Duration.ofSeconds(chance.nextInt(1_800)), () -> world.untilDone("settings",
                () -> world.appliance.queue().settings(new QueueSettings(false, world.appliance.queue().settings().paused()))));
    }

    void uploadAgain() {
        List<Row> done = world.store.rows().values().stream().filter(row -> row.state().equals("COMPLETED")).toList();
        if (done.isEmpty()) {
            return;
        }
        Row row = done.get(chance.nextInt(done.size()));
        world.once("again", () -> {
            world.checks.wantedAgain(row.name());
            ItemId again = world.appliance.queue().uploadAgain(new ItemId(row.id()));
            world.checks.wanted(again.value());
            world.took(world.take(row.name()), again);
        });
    }

    /** What anybody would do who looks at the list in the evening. */
    void tidyUp() {
        world.once("tidy up", () -> world.appliance.queue().settings(new QueueSettings(false, false)));
        for (Row row : world.store.rows().values()) {
            if (row.state().equals("PAUSED") || row.state().equals("HELD") && !row.reason().equals("queue.duplicate")) {
                act(Action.RESUME, row.id());
            } else if (row.state().equals("FAILED")) {
                act(Action.RETRY, row.id());
            }
        }
    }
}
