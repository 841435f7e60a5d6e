package io.rushline.itests.simulation;

import io.rushline.uploader.c2c.SimulatedUploader;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/** The workers of one uploader: each piece of work has a fiber, and takes a little time before it does anything. */
final class Workers implements Executor {

    private final World world;
    private final Set<Fiber> busy = new LinkedHashSet<>();
    private boolean stopping;
    private boolean dead;

    Workers(World world) {
        this.world = world;
    }

    boolean dead() {
        return dead;
    }

    boolean stopping() {
        return stopping;
    }

    void stop() {
        stopping = true;
    }

    @Override
    public void execute(Runnable work) {
        if (dead) {
            return;
        }
        long most = switch (SimulatedUploader.kind(work)) {
            case CALL, PUT -> 10;
            case QUEUE -> 6;
            case DISK -> 25;
        };
        Duration delay = Duration.ofMillis(1 + world.chance.nextLong(most));
        Fiber[] self = new Fiber[1];
        self[0] = world.time.start(() -> {
            try {
                Fiber.sleep(delay);
            } catch (InterruptedException e) {
                // It begins at once, and finds out that it is cut.
            }
            work.run();
            busy.remove(self[0]);
        });
        busy.add(self[0]);
    }

    /** Nothing of it goes on. */
    void kill() {
        dead = true;
        List.copyOf(busy).forEach(Fiber::kill);
        busy.clear();
    }
}
