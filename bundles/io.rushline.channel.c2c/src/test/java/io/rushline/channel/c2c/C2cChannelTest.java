package io.rushline.channel.c2c;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.auth.api.Connection;
import io.rushline.auth.api.Connector;
import io.rushline.auth.api.Pairing;
import io.rushline.channel.api.LiveStatus.State;
import io.rushline.cloud.api.CloudClient;
import io.rushline.cloud.api.CloudSocket;
import io.rushline.queue.api.UploadQueue;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.felix.hc.api.Result.Status;
import org.junit.After;
import org.junit.Test;

/** The component with its own threads and the clock of the machine, between services that come and go. */
public class C2cChannelTest {

    private final FakeCloud far = new FakeCloud(new Time(Clock.systemUTC(), System::nanoTime, new SecureRandom()), Duration.ofHours(8));
    private final Set<Thread> before = Thread.getAllStackTraces().keySet();
    private final CountDownLatch told = new CountDownLatch(1);
    private final CountDownLatch looked = new CountDownLatch(1);
    private final Semaphore opening = new Semaphore(0);
    private final CountDownLatch mayOpen = new CountDownLatch(1);
    private volatile CountDownLatch mayKeep = new CountDownLatch(0);
    private volatile boolean queueInterrupted;
    private volatile Connection connection = Connection.NONE;
    private final C2cChannel channel = new C2cChannel(settings(25));

    private final Connector connector = fake(Connector.class, (method, args) -> switch (method) {
        case "connection" -> connection;
        case "pairing" -> Pairing.NONE;
        case "token" -> far.token();
        case "look" -> {
            looked.countDown();
            yield null;
        }
        default -> throw new AssertionError(method);
    });
    private final CloudClient cloud = fake(CloudClient.class, (method, args) -> {
        assertEquals("open", method);
        opening.release();
        boolean interrupted = false;
        while (mayOpen.getCount() > 0) { // a call that does not heed an interruption
            try {
                mayOpen.await();
            } catch (InterruptedException stopping) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        synchronized (far) {
            return far.open((String) args[0], (String) args[1], (CloudSocket.Listener) args[2]);
        }
    });
    private final UploadQueue queue = fake(UploadQueue.class, (method, args) -> {
        assertEquals("pauseSeen", method);
        told.countDown();
        try {
            mayKeep.await();
        } catch (InterruptedException stopping) {
            queueInterrupted = true;
        }
        return null;
    });

    @After
    public void stop() {
        mayOpen.countDown();
        mayKeep.countDown();
        channel.stop();
    }

    @Test
    public void itOpensAfterPairingAndLeavesNeitherSocketNorThread() throws Exception {
        mayOpen.countDown();
        bindAll();
        assertEquals(State.OFF, channel.status().state());
        pair();
        await("live", () -> channel.status().state() == State.LIVE);
        assertTrue("it looks for what it missed", looked.await(10, TimeUnit.SECONDS));
        assertTrue("the queue is told how things stand", told.await(10, TimeUnit.SECONDS));
        channel.stop();
        assertTrue(far.line().closed);
        await("no thread left", () -> threads().isEmpty());
        pair(); // whoever tells it still, tells nobody
        assertEquals(1, far.lines.size());
    }

    @Test
    public void aSocketThatIsOpenOnlyAfterItWasStoppedIsClosed() throws Exception {
        bindAll();
        pair();
        assertTrue(opening.tryAcquire(10, TimeUnit.SECONDS));
        beginToStop();
        mayOpen.countDown();
        await("no thread left", () -> threads().isEmpty());
        assertTrue(far.line().closed);
    }

    @Test
    public void aSocketThatWaitsToBeClosedWhenItIsStoppedIsClosed() throws Exception {
        mayKeep = new CountDownLatch(1);
        bindAll();
        pair();
        assertTrue(told.await(10, TimeUnit.SECONDS));
        assertTrue(opening.tryAcquire(10, TimeUnit.SECONDS));
        pair("pd2");
        assertTrue("each thread for calls is busy", opening.tryAcquire(10, TimeUnit.SECONDS));
        connected(Connection.NONE);
        await("it is left", () -> channel.status().state() == State.OFF);
        beginToStop();
        mayOpen.countDown();
        mayKeep.countDown();
        await("no thread left", () -> threads().isEmpty());
        assertEquals(2, far.lines.size());
        assertTrue(far.lines.stream().allMatch(line -> line.closed));
    }

    @Test
    public void theStopDoesNotInterruptTheQueue() throws Exception {
        mayOpen.countDown();
        mayKeep = new CountDownLatch(1);
        bindAll();
        pair();
        assertTrue(told.await(10, TimeUnit.SECONDS));
        beginToStop();
        mayKeep.countDown();
        await("no thread left", () -> threads().isEmpty());
        assertFalse(queueInterrupted);
    }

    @Test
    public void aChangeThatNobodyWasToldOfIsSeen() {
        mayOpen.countDown();
        bindAll();
        connection = PresenceTest.connected("pd1");
        await("live", () -> channel.status().state() == State.LIVE);
    }

    @Test
    public void servicesThatComeLaterAreTakenUp() throws Exception {
        mayOpen.countDown();
        channel.bindConnector(connector);
        pair();
        await("it says why", () -> channel.status().why().filter(why -> why.contains("no way to the cloud")).isPresent());
        channel.bindCloud(cloud);
        await("live", () -> channel.status().state() == State.LIVE);
        channel.bindQueue(queue);
        assertTrue(told.await(10, TimeUnit.SECONDS));
    }

    @Test
    public void aThreadThatDoesNotWorkAnyMoreIsCritical() {
        assertEquals(Status.OK, channel.health().getStatus());
        channel.stop();
        assertEquals(Status.CRITICAL, channel.health(System.nanoTime() + TimeUnit.SECONDS.toNanos(16)).getStatus());
        assertEquals("before it starts", Status.TEMPORARILY_UNAVAILABLE, new C2cChannelHealth().execute().getStatus());
    }

    @Test
    public void aSettingThatTheCloudWouldNotBearIsRefused() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new C2cChannel(settings(60))).getMessage().contains("heartbeatSeconds"));
    }

    private void bindAll() {
        channel.bindConnector(connector);
        channel.bindCloud(cloud);
        channel.bindQueue(queue);
    }

    /** Returns once it waits for the calls under way. */
    private void beginToStop() {
        Thread stop = new Thread(channel::stop);
        stop.start();
        await("it waits", () -> !threads().contains("rushline-channel") && stop.getState() == Thread.State.TIMED_WAITING);
    }

    private void pair() {
        pair("pd1");
    }

    private void pair(String device) {
        Connection paired = PresenceTest.connected(device);
        connected(new Connection(paired.state(), paired.projectId(), paired.project(), paired.user(), paired.deviceId(), paired.deviceName(),
                paired.validUntil(), paired.paused(), paired.channels(), Optional.of(Instant.now()), paired.trouble()));
    }

    private void connected(Connection now) {
        connection = now;
        channel.connectionChanged(now, Pairing.NONE);
    }

    private Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> !before.contains(thread))
                .map(Thread::getName).filter(name -> name.startsWith("rushline-channel")).collect(Collectors.toSet());
    }

    private static void await(String what, BooleanSupplier condition) {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30); !condition.getAsBoolean();) {
            assertTrue(what, System.nanoTime() < end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private static C2cChannel.Settings settings(int heartbeatSeconds) {
        return new C2cChannel.Settings() {
            @Override
            public int heartbeatSeconds() {
                return heartbeatSeconds;
            }

            @Override
            public int legacyHeartbeatSeconds() {
                return 120;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return C2cChannel.Settings.class;
            }
        };
    }

    private interface Answers {
        Object of(String method, Object[] args) throws Throwable;
    }

    private static <T> T fake(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> switch (method.getName()) {
            case "equals" -> proxy == args[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> type.getSimpleName();
            default -> answers.of(method.getName(), args);
        }));
    }
}
