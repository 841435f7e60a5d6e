package io.rushline.uploader.c2c;

import io.rushline.auth.api.Connector;
import io.rushline.cloud.api.CloudClient;
import io.rushline.network.api.Network;
import io.rushline.network.api.NetworkStatus;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.Reason;
import io.rushline.queue.api.UploadQueue;
import io.rushline.uploader.api.Bandwidth;
import io.rushline.uploader.api.UploaderStatus;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** The uploader's engine in one life of its process, with all around it given by a test. */
public final class SimulatedUploader {

    /** The services, as they are at the moment. */
    public interface Around {
        Optional<UploadQueue> queue();

        Optional<Connector> connector();

        Optional<CloudClient> cloud();

        Optional<Network> network();

        /** People are warned. */
        void warned(String what);
    }

    /** Where clips lie. */
    public interface Files {
        /** What can be seen of a file from outside. */
        record Look(long sizeBytes, Instant modifiedAt, long device) {
        }

        Look look(Path file) throws IOException;

        OptionalLong holder(Path file) throws IOException;

        SeekableByteChannel open(Path file) throws IOException;
    }

    /** Clocks and chance. */
    public record Lots(Clock clock, LongSupplier nanos, RandomGenerator chance) {
    }

    /** What a piece of blocking work spends its time with. */
    public enum Work {
        CALL, PUT, QUEUE, DISK
    }

    private final Engine engine;

    public SimulatedUploader(Around around, Files files, Lots lots, ScheduledExecutorService loop, Executor workers) {
        Limits limits = new Limits(1, 8, 3, Duration.ofSeconds(10), PartPlan.MIN_PART_BYTES, Bandwidth.UNLIMITED, SlowLinks.REALTIME, false, new Proxies("*_proxy.*"));
        Outside outside = new Outside(services(around), disk(files), lots.clock(), lots.nanos(), nanos -> { }, lots.chance(), new Shown(around), () -> false);
        engine = new Engine(limits, outside, loop, workers);
    }

    /** What the workers are asked to do. */
    public static Work kind(Runnable work) {
        return work instanceof Job<?> job ? Work.valueOf(job.kind().name()) : Work.DISK;
    }

    public void wake() {
        engine.wake();
    }

    public void itemChanged(Item item) {
        engine.itemChanged(item);
    }

    public void networkChanged(NetworkStatus status) {
        engine.networkChanged(status);
    }

    public CompletableFuture<Void> stop() {
        return engine.stop();
    }

    public void cut() {
        engine.cut();
    }

    public UploaderStatus status() {
        return engine.status();
    }

    private static Services services(Around around) {
        return new Services() {
            @Override
            public Optional<UploadQueue> queue() {
                return around.queue();
            }

            @Override
            public Optional<Connector> connector() {
                return around.connector();
            }

            @Override
            public Optional<CloudClient> cloud() {
                return around.cloud();
            }

            @Override
            public Optional<Network> network() {
                return around.network();
            }
        };
    }

    private static Disk disk(Files files) {
        return new Disk() {
            @Override
            public Seen look(Path file) throws IOException {
                Files.Look look = files.look(file);
                return new Seen(true, look.sizeBytes(), look.modifiedAt(), look.device());
            }

            @Override
            public OptionalLong holder(Path file) throws IOException {
                return files.holder(file);
            }

            @Override
            public SeekableByteChannel open(Path file) throws IOException {
                return files.open(file);
            }
        };
    }

    private record Shown(Around around) implements Alarm {
        @Override
        public void raise(Reason reason) {
            around.warned(reason.toString());
        }

        @Override
        public void calm() {
            // Nothing stays.
        }
    }
}
