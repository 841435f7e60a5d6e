package io.rushline.uploader.c2c;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import io.rushline.auth.api.Connector;
import io.rushline.cloud.api.CloudClient;
import io.rushline.network.api.Carrier;
import io.rushline.network.api.Link;
import io.rushline.network.api.Network;
import io.rushline.network.api.NetworkStatus;
import io.rushline.network.api.Reach;
import io.rushline.queue.api.Checksums;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.QueueSettings;
import io.rushline.queue.api.Reason;
import io.rushline.queue.api.UploadQueue;
import io.rushline.uploader.api.Bandwidth;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;

/** An engine among fakes, in virtual time. */
final class Rig {

    static final Instant MADE = Instant.parse("2026-05-01T11:59:50Z");

    final VirtualTime time;
    final FakeDisk disk = new FakeDisk();
    final FakeCloud cloud = new FakeCloud();
    final FakeConnector connector = new FakeConnector();
    final List<String> alarms = new ArrayList<>();
    final Random chance;
    FakeQueue queue;
    Reach reach = Reach.UNKNOWN;
    /** In place of parts that all take about as long. */
    Roads roads;
    private List<Link> links = List.of();
    private List<Carrier> carriers = List.of(Carrier.ANY);
    private Optional<String> trouble = Optional.empty();
    Engine engine;
    private Engine deaf;
    private boolean queueThere = true;
    private boolean cloudThere = true;
    private boolean connectorThere = true;
    private Life life;

    /** One life of the process: once it is over, its engine sees and does nothing any more, and what it had in memory is lost. */
    private final class Life implements Services {
        boolean over;

        Executor workers() {
            Executor workers = time.workers(() -> !over);
            return work -> {
                if (!over && roads != null && work instanceof Job<?> job && job.kind() == Job.Kind.PUT) {
                    Fiber.begin(time, work);
                } else if (!over) {
                    workers.execute(work);
                }
            };
        }

        @Override
        public Optional<UploadQueue> queue() {
            return over ? Optional.empty() : Rig.this.queue();
        }

        @Override
        public Optional<Connector> connector() {
            return over ? Optional.empty() : Rig.this.connector();
        }

        @Override
        public Optional<CloudClient> cloud() {
            return over ? Optional.empty() : Rig.this.cloud();
        }

        @Override
        public Optional<Network> network() {
            return over ? Optional.empty() : Rig.this.network();
        }
    }

    /** As kill -9 does it. */
    void kill() {
        life.over = true;
    }

    Rig() {
        this(1);
    }

    Rig(long seed) {
        time = new VirtualTime(seed);
        chance = new Random(seed);
        cloud.nanos = time::nanos;
        queue = new FakeQueue(time.clock(), this::changed);
    }

    Rig start() {
        return start(limits(4, 2, Duration.ofSeconds(10), PartPlan.MIN_PART_BYTES));
    }

    /** So many parts always, as fast as they go. */
    static Limits limits(int parallelParts, int parallelClips, Duration grace, long partBytes) {
        return new Limits(parallelParts, parallelParts, parallelClips, grace, partBytes, Bandwidth.UNLIMITED, SlowLinks.REALTIME, false, new Proxies("*_proxy.*"));
    }

    Rig start(Limits limits) {
        Alarm alarm = new Alarm() {
            @Override
            public void raise(Reason reason) {
                alarms.add(reason.code());
            }

            @Override
            public void calm() {
                alarms.clear();
            }
        };
        life = new Life();
        Outside outside = new Outside(life, disk, time.clock(), time::nanos, Fiber::sleepNanos, new SplittableRandom(chance.nextLong()), alarm, () -> false);
        engine = new Engine(limits, outside, time, life.workers());
        engine.wake();
        return this;
    }

    /** The engine hears nothing more from the queue. */
    void deaf() {
        deaf = engine;
    }

    private void changed(Item item) {
        if (engine != deaf) {
            Engine to = engine;
            time.after(Duration.ofMillis(1), () -> to.itemChanged(item));
        }
    }

    ItemId accept(String name, int bytes) {
        return accept(name, bytes, 0);
    }

    ItemId accept(String name, int bytes, int priority) {
        Path path = Path.of("/card/" + name);
        byte[] content = new byte[bytes];
        new Random(name.hashCode()).nextBytes(content);
        disk.put(path, content, MADE);
        try {
            return queue.accept(new Clip(path, name, bytes, MADE, name, "", MADE, "folder clips", 0, priority));
        } catch (QueueException e) {
            throw new AssertionError(e);
        }
    }

    /** A recording begins; its file is empty so far. */
    ItemId record(String name) {
        Path path = Path.of("/card/" + name);
        disk.put(path, new byte[0], time.clock().instant());
        try {
            return queue.acceptGrowing(new Clip(path, name, 0, MADE, name, "", MADE, "recorder", 0, 0));
        } catch (QueueException e) {
            throw new AssertionError(e);
        }
    }

    /** More of it is on the disk. */
    void grow(ItemId id, int bytes) {
        byte[] more = new byte[bytes];
        chance.nextBytes(more);
        disk.append(queue.row(id).clip.path(), more, time.clock().instant());
    }

    /** The recording is over; the queue learns of it as the file stands. */
    void finish(ItemId id) {
        Clip clip = queue.row(id).clip;
        finish(id, clip.path(), clip.name());
    }

    void finish(ItemId id, Path path, String name) {
        try {
            Clip clip = queue.row(id).clip;
            Disk.Seen seen = disk.look(path);
            queue.finished(id, new Clip(path, name, seen.sizeBytes(), seen.modifiedAt(), "finished " + name, "", clip.createdAt(), clip.source(),
                    clip.channel(), clip.priority()));
        } catch (QueueException | IOException e) {
            throw new AssertionError(e);
        }
    }

    void queueThere(boolean there) {
        queueThere = there;
        engine.wake();
    }

    void replaceQueue() {
        queue = queue.successor();
        engine.wake();
    }

    void paused(boolean paused) {
        queue.settings = new QueueSettings(false, paused);
        engine.wake();
    }

    void network(Reach now) {
        reach = now;
        engine.networkChanged(status());
    }

    /** @param now what may carry; links that are not up are none */
    void carriers(List<Link> up, Carrier... now) {
        links = up;
        carriers = List.of(now);
        trouble = carriers.isEmpty() ? Optional.of("No network may carry clips.") : Optional.empty();
        engine.networkChanged(status());
    }

    private NetworkStatus status() {
        return new NetworkStatus(links, reach, trouble, Optional.empty(), Optional.empty(), carriers);
    }

    void cloudThere(boolean there) {
        cloudThere = there;
        engine.wake();
    }

    void connectorThere(boolean there) {
        connectorThere = there;
        engine.wake();
    }

    ItemState state(ItemId id) {
        return queue.row(id).state;
    }

    String why() {
        return engine.status().why().orElse("");
    }

    void until(ItemId id, ItemState state) {
        within(Duration.ofMinutes(10), id, state);
    }

    void within(Duration limit, ItemId id, ItemState state) {
        time.runUntil(() -> "item " + id + " is " + state + ": " + queue.row(id).history + " " + engine.status(), limit, () -> state(id) == state);
    }

    void assertWhole(ItemId... ids) {
        for (ItemId id : ids) {
            Item item = queue.row(id).item();
            assertEquals(ItemState.COMPLETED, item.state());
            byte[] bytes = disk.bytes(item.clip().path());
            List<FakeCloud.Stored> assets = cloud.complete().stream().filter(a -> a.name.equals(item.clip().name())).toList();
            assertEquals("complete assets of " + item.clip().name(), 1, assets.size());
            assertArrayEquals(bytes, assets.get(0).bytes());
            assertEquals(sha256(bytes), item.checksums().map(Checksums::sha256).orElse(""));
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private Optional<UploadQueue> queue() {
        return queueThere ? Optional.of(queue) : Optional.empty();
    }

    private Optional<Connector> connector() {
        return connectorThere ? Optional.of(connector) : Optional.empty();
    }

    private Optional<CloudClient> cloud() {
        return cloudThere ? Optional.of(roads == null ? cloud : roads) : Optional.empty();
    }

    private Optional<Network> network() {
        return Optional.of(this::status);
    }
}
