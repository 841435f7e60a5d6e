package io.rushline.itests.simulation;

import io.rushline.queue.api.Action;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.ItemId;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/** Records clips: they grow, their head is written anew at the end, or they are thrown away. */
final class Recorder {

    private final World world;
    private final Random chance;
    private final People people;
    private Take running;
    private long until;

    Recorder(World world, People people) {
        this.world = world;
        this.chance = world.chance;
        this.people = people;
    }

    /** One at a time. */
    void record() {
        if (running != null || world.cards.anyOut()) {
            return;
        }
        Take take = world.shoot("_rec", 0);
        running = take;
        take.growing = true;
        until = world.time.nanos() + Duration.ofSeconds(20 + chance.nextInt(240)).toNanos();
        Clip first = world.clip(take, "");
        world.untilDone("recording", () -> {
            if (take.growing) {
                world.took(take, world.appliance.queue().acceptGrowing(first));
            }
        });
        grow(take, first);
    }

    /** No more than what runs. */
    void stop() {
        until = 0;
    }

    private void grow(Take take, Clip first) {
        world.time.after(Duration.ofSeconds(2 + chance.nextInt(15)), () -> {
            if (world.time.nanos() >= until) {
                end(take, first);
                return;
            }
            resize(take, take.file.now().content(), Math.min(take.file.size() + chance.nextInt(3 << 20), 16 << 20));
            item(take).ifPresent(id -> world.once("grown", () -> world.appliance.queue().grown(id, take.file.size())));
            grow(take, first);
        });
    }

    private void resize(Take take, Content content, long size) {
        // What it was while it grew is not what it is at the end.
        take.file.versions.clear();
        take.file.versions.add(new Cards.Version(content, size, world.time.nanos()));
        take.file.modifiedAt = world.now();
    }

    private static Optional<ItemId> item(Take take) {
        return take.items.stream().findFirst().map(ItemId::new);
    }

    private void end(Take take, Clip first) {
        running = null;
        take.growing = false;
        if (chance.nextInt(8) == 0) {
            world.journal.note("recorder: " + take.name() + " is thrown away");
            take.deleted = true;
            world.cards.delete(take.path);
            world.time.after(Duration.ofSeconds(chance.nextInt(60)), () -> world.untilDone("thrown away", () -> {
                world.took(take, world.appliance.queue().acceptGrowing(first)); // it may be there without our knowing
                people.act(Action.CANCEL, item(take).orElseThrow().value());
            }));
            return;
        }
        Content content = take.file.now().content();
        resize(take, new Content(4096, chance.nextInt(60_000), content.tail()), take.file.size());
        world.journal.note("recorder: " + take.name() + " is over, " + take.file.size() + " bytes");
        world.time.after(Duration.ofSeconds(chance.nextInt(5)), () -> world.untilDone("finished", () -> {
            if (item(take).isPresent()) {
                world.took(take, world.appliance.queue().finished(item(take).get(), world.clip(take, "print " + take.number)));
            } else {
                world.took(take, world.appliance.queue().accept(world.clip(take, "print " + take.number)));
            }
        }));
    }
}
