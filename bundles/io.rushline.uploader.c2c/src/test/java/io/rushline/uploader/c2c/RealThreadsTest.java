package io.rushline.uploader.c2c;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.auth.api.Connector;
import io.rushline.cloud.api.Answer;
import io.rushline.cloud.api.CloudClient;
import io.rushline.cloud.api.CloudException;
import io.rushline.cloud.api.CloudSocket;
import io.rushline.cloud.api.PartUpload;
import io.rushline.cloud.api.Transport;
import io.rushline.network.api.Network;
import io.rushline.queue.api.Action;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Reason;
import io.rushline.queue.api.UploadQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The engine on real threads with real files: what virtual time cannot show. */
public class RealThreadsTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();
    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final AtomicReference<Engine> engine = new AtomicReference<>();
    private final FakeCloud cloud = new FakeCloud();
    private final FakeQueue queue = new FakeQueue(Clock.systemUTC(), item -> Optional.ofNullable(engine.get()).ifPresent(e -> e.itemChanged(item)));
    private CloudClient client = cloud;

    private final class Present implements Services {
        private final FakeConnector connector = new FakeConnector();

        @Override
        public Optional<UploadQueue> queue() {
            return Optional.of(queue);
        }

        @Override
        public Optional<Connector> connector() {
            return Optional.of(connector);
        }

        @Override
        public Optional<CloudClient> cloud() {
            return Optional.of(client);
        }

        @Override
        public Optional<Network> network() {
            return Optional.empty();
        }
    }

    private static final class Silent implements Alarm {
        @Override
        public void raise(Reason reason) {
            // not looked at here
        }

        @Override
        public void calm() {
            // not looked at here
        }
    }

    private void start() {
        Outside outside = new Outside(new Present(), new LocalDisk(), Clock.systemUTC(), System::nanoTime, TimeUnit.NANOSECONDS::sleep, new SplittableRandom(1),
                new Silent(), () -> false);
        engine.set(new Engine(Rig.limits(4, 2, Duration.ofSeconds(1), PartPlan.MIN_PART_BYTES), outside, loop, workers));
        engine.get().wake();
    }

    @After
    public void close() {
        loop.shutdownNow();
        workers.shutdownNow();
    }

    private ItemId accept(int number, int bytes) throws Exception {
        byte[] content = new byte[bytes];
        new Random(number).nextBytes(content);
        Path file = Files.write(folder.getRoot().toPath().resolve("clip-" + number + ".mov"), content);
        var time = Files.getLastModifiedTime(file).toInstant();
        return queue.accept(new Clip(file, file.getFileName().toString(), bytes, time, "f" + number, "", time, "folder", 0, 0));
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertTrue("in time: " + what, System.nanoTime() < end);
            LockSupport.parkNanos(2_000_000);
        }
    }

    @Test
    public void manyClipsGoUpWholeAndOnce() throws Exception {
        cloud.urlsFor = bytes -> Math.max(1, bytes / 30_000);
        start();
        List<ItemId> clips = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            clips.add(accept(i, i * 10_007));
        }
        await("all complete", () -> clips.stream().allMatch(c -> queue.row(c).state == ItemState.COMPLETED));
        assertEquals(40, cloud.complete().size());
        for (FakeCloud.Stored asset : cloud.complete()) {
            byte[] bytes = Files.readAllBytes(folder.getRoot().toPath().resolve(asset.asked.path("name").asText()));
            assertArrayEquals(bytes, asset.bytes());
        }
    }

    @Test
    public void aCancelledClipIsCutInTheMiddleOfAPart() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch cut = new CountDownLatch(1);
        client = new CloudClient() {
            @Override
            public java.net.URI base() {
                return cloud.base();
            }

            @Override
            public Answer call(io.rushline.cloud.api.Call call) throws CloudException {
                return cloud.call(call);
            }

            @Override
            public Answer put(PartUpload part) throws CloudException {
                try {
                    part.body().writeTo(java.io.OutputStream.nullOutputStream());
                    begun.countDown();
                    new CountDownLatch(1).await();
                    throw new AssertionError();
                } catch (InterruptedException | IOException e) {
                    cut.countDown();
                    throw new CloudException(CloudException.Code.CUT, "", e);
                }
            }

            @Override
            public CloudSocket open(String path, String bearer, CloudSocket.Listener listener) throws CloudException {
                return cloud.open(path, bearer, listener);
            }

            @Override
            public Transport transport() {
                return cloud.transport();
            }
        };
        start();
        ItemId clip = accept(1, 10);
        assertTrue(begun.await(30, TimeUnit.SECONDS));
        await("it is shown", () -> engine.get().status().transfers().size() == 1);
        queue.apply(Action.CANCEL, clip);
        assertTrue("the exchange was interrupted", cut.await(30, TimeUnit.SECONDS));
        await("its bytes count as wasted", () -> engine.get().status().wastedBytes() == 10);
        engine.get().stop().get(10, TimeUnit.SECONDS);
        assertEquals(ItemState.CANCELLED, queue.row(clip).state);
    }
}
