package io.rushline.itests.simulation;

import io.rushline.auth.api.Connector;
import io.rushline.cloud.api.CloudClient;
import io.rushline.network.api.Carrier;
import io.rushline.network.api.Network;
import io.rushline.network.api.NetworkStatus;
import io.rushline.network.api.Reach;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.QueueListener;
import io.rushline.queue.api.QueueSettings;
import io.rushline.queue.api.UploadQueue;
import io.rushline.queue.derby.SimulatedStore;
import io.rushline.uploader.api.UploaderStatus;
import io.rushline.uploader.c2c.SimulatedUploader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** Queue and uploader, as processes have them: started, replaced while they run, and gone when the power is cut. What is on disk stays. */
final class Appliance {

    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration AFTER_CUT = Duration.ofSeconds(2);

    private final World world;
    private final Connector connector;
    private final CloudClient cloud;
    private Life life;
    private UploadQueue real;
    private UploadQueue given;
    private UploadQueue queue;
    private QueueEvents events;
    private boolean queueThere;
    private boolean cloudThere = true;

    /** One uploader, until it is replaced or the power is cut. */
    private final class Life implements SimulatedUploader.Around {
        final Workers workers = new Workers(world);
        final SimulatedUploader uploader;

        Life() {
            uploader = new SimulatedUploader(this, world.cards, new SimulatedUploader.Lots(world.time.clock(), world.time::nanos,
                    new SplittableRandom(world.chance.nextLong())), new EngineLoop(world, workers), workers);
        }

        @Override
        public Optional<UploadQueue> queue() {
            return queueThere ? Optional.of(queue) : Optional.empty();
        }

        @Override
        public Optional<Connector> connector() {
            return Optional.of(connector);
        }

        @Override
        public Optional<CloudClient> cloud() {
            return cloudThere ? Optional.of(cloud) : Optional.empty();
        }

        @Override
        public Optional<Network> network() {
            return Optional.of(() -> network);
        }

        @Override
        public void warned(String what) {
            world.checks.shown(what);
        }
    }

    private NetworkStatus network = new NetworkStatus(List.of(), Reach.UNKNOWN, Optional.empty(), Optional.empty());
    private List<Carrier> carriers = network.carriers();

    Appliance(World world) {
        this.world = world;
        connector = world.sabotaged(Connector.class, world.connector);
        cloud = world.sabotaged(CloudClient.class, world.cloud);
    }

    boolean on() {
        return life != null;
    }

    boolean queueThere() {
        return on() && queueThere;
    }

    boolean whole() {
        return on() && queueThere && cloudThere && !life.workers.stopping();
    }

    /** An uploader that stops listens to nobody any more. */
    private boolean hears() {
        return on() && !life.workers.stopping();
    }

    /** For ingests, the channel and people: never while it is off or away. */
    UploadQueue queue() {
        return given;
    }

    void chores(boolean daily) throws QueueException {
        SimulatedStore.chores(real, daily);
    }

    UploaderStatus status() {
        return life.uploader.status();
    }

    void powerOn() {
        openQueue();
        life = new Life();
        wake();
        world.journal.note("power on");
    }

    void powerCut() {
        world.journal.note("power cut");
        world.checks.dying();
        life.workers.kill();
        life = null;
        events.drop();
        SimulatedStore.close(real);
        queueThere = false;
    }

    /** As its component does it when its module is replaced. */
    void swapUploader() {
        Life old = life;
        world.journal.note("uploader is replaced");
        CompletableFuture<Void> quiet = old.uploader.stop();
        old.workers.stop();
        long until = world.time.nanos() + GRACE.toNanos();
        whenQuiet(old, quiet, until, () -> {
            old.uploader.cut();
            whenQuiet(old, quiet, world.time.nanos() + AFTER_CUT.toNanos(), () -> successor(old));
        });
    }

    private void whenQuiet(Life old, CompletableFuture<Void> quiet, long until, Runnable tooLong) {
        if (life != old) {
            return;
        }
        if (quiet.isDone()) {
            successor(old);
        } else if (world.time.nanos() >= until) {
            tooLong.run();
        } else {
            world.time.after(Duration.ofMillis(250), () -> whenQuiet(old, quiet, until, tooLong));
        }
    }

    private void successor(Life old) {
        world.checks.dying();
        old.workers.kill();
        life = new Life();
        wake();
        world.journal.note("uploader was replaced");
    }

    void replaceQueue() {
        world.journal.note("queue is replaced");
        SimulatedStore.close(real);
        openQueue();
        wake();
    }

    private void openQueue() {
        world.store.fault(SimulatedStore.Fault.NONE);
        events = new QueueEvents(world.time, world.chance);
        QueueEvents mine = events;
        real = world.store.open(world.time.clock(), () -> world.time.nanos() / 1_000_000, events, new QueueListener() {
            @Override
            public void itemChanged(Item item) {
                if (life != null) {
                    world.journal.note("queue: " + item.id() + " " + item.clip().name() + " is " + item.state() + " "
                            + item.reason().map(r -> r.code()).orElse("") + " " + item.ackedParts() + "/" + item.partCount());
                }
                if (hears()) {
                    life.uploader.itemChanged(item);
                }
            }

            @Override
            public void settingsChanged(QueueSettings settings) {
                if (hears() && mine == events) {
                    life.uploader.wake();
                }
            }
        });
        given = world.sabotaged(UploadQueue.class, real);
        queue = watched(given);
        queueThere = true;
    }

    /** Notes which receipts the queue said it has on disk. */
    private UploadQueue watched(UploadQueue target) {
        return (UploadQueue) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {UploadQueue.class}, (proxy, method, arguments) -> {
            try {
                Object value = method.invoke(target, arguments);
                if (method.getName().equals("acknowledge")) {
                    world.checks.acknowledged((ItemId) arguments[0], (String) arguments[1], (Integer) arguments[2]);
                } else if (method.getName().equals("equals")) {
                    return proxy == arguments[0];
                }
                return value;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            } catch (Violation violation) {
                world.checks.found(violation);
                throw violation;
            }
        });
    }

    void queueThere(boolean there) {
        queueThere = there;
        wake();
    }

    void cloudThere(boolean there) {
        cloudThere = there;
        wake();
    }

    /** By one of its links, whatever the others carry. */
    boolean carriesProxiesAlone() {
        return carriers.stream().anyMatch(carrier -> carrier.what() == Carrier.What.PROXIES);
    }

    void carriers(List<Carrier> now) {
        carriers = now;
        network(network.reach());
    }

    void network(Reach reach) {
        network = new NetworkStatus(List.of(), reach, Optional.empty(), Optional.empty(), Optional.empty(), carriers);
        if (hears()) {
            life.uploader.networkChanged(network);
        }
    }

    /** Connection or services changed. */
    void wake() {
        if (on()) {
            life.uploader.wake();
        }
    }
}
