package io.rushline.auth.c2c;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.auth.api.AccessToken;
import io.rushline.auth.api.Connection;
import io.rushline.auth.api.Pairing;
import io.rushline.cloud.api.CloudException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** The same with real threads: who waits for whom, and who is cut. */
public class ThreadsTest {

    private final FakeCloud cloud = new FakeCloud();
    private final FakeVault vault = new FakeVault();
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(4);
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private Connections connections;

    @Before
    public void start() throws Exception {
        Time time = new Time(Clock.systemUTC(), System::nanoTime, new Random(1));
        DeviceGrant grant = new DeviceGrant(cloud, new Credentials("unit", "product", true), time.clock());
        new Store(vault).save(Saved.EMPTY.with(new Tokens("access0", "refresh0", time.clock().millis() + 28_800_000, 28_800)));
        connections = new Connections(grant, vault, executor, time, List::of, warning -> () -> { });
    }

    @After
    public void stop() {
        connections.stop();
        executor.shutdownNow();
        callers.shutdownNow();
    }

    @Test
    public void callersAtTheSameTimeShareOneRefresh() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        cloud.on(FakeCloud.REFRESH, call -> {
            asked.countDown();
            wait(answer);
            return cloud.tokens(call);
        });
        connections.start();
        AccessToken old = connections.token();
        List<Future<AccessToken>> results = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            results.add(callers.submit(() -> connections.renew(old)));
        }
        wait(asked);
        answer.countDown();
        Set<String> values = new HashSet<>();
        for (Future<AccessToken> result : results) {
            values.add(result.get(5, TimeUnit.SECONDS).value());
        }
        assertEquals(1, values.size());
        assertFalse(values.contains(old.value()));
        assertEquals(1, cloud.count(FakeCloud.REFRESH));
    }

    @Test
    public void anInterruptedCallerDoesNotCutTheRefresh() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        cloud.on(FakeCloud.REFRESH, call -> {
            asked.countDown();
            wait(answer);
            return cloud.tokens(call);
        });
        connections.start();
        AccessToken old = connections.token();
        Callable<AccessToken> renew = () -> connections.renew(old);
        Future<AccessToken> interrupted = callers.submit(renew);
        wait(asked);
        Future<AccessToken> patient = callers.submit(renew);
        assertTrue(interrupted.cancel(true));
        answer.countDown();
        assertEquals(connections.renew(old), patient.get(5, TimeUnit.SECONDS));
        assertEquals(1, cloud.count(FakeCloud.REFRESH));
    }

    @Test
    public void cancellingCutsABlockedCall() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch cut = new CountDownLatch(1);
        AtomicBoolean again = new AtomicBoolean();
        cloud.on(FakeCloud.CODE, call -> {
            asked.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                cut.countDown();
            }
            throw new CloudException(CloudException.Code.CUT);
        }, call -> {
            again.set(Thread.currentThread().isInterrupted());
            return cloud.code(120, 5).to(call);
        });
        connections.unpair();
        connections.pair();
        wait(asked);
        connections.cancel();
        assertEquals(Pairing.Step.NONE, connections.pairing().step());
        wait(cut);
        CountDownLatch code = new CountDownLatch(1);
        connections.pair();
        callers.submit(() -> {
            while (connections.pairing().step() != Pairing.Step.CODE) {
                Thread.onSpinWait();
            }
            code.countDown();
        });
        wait(code);
        assertFalse("the interrupt stayed with the call it was meant for", again.get());
        assertEquals(Connection.State.UNPAIRED, connections.connection().state());
    }

    @Test
    public void aFailedRefreshFailsForAllWhoWait() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        cloud.on(FakeCloud.REFRESH, call -> {
            wait(answer);
            throw new CloudException(CloudException.Code.UNREACHABLE);
        });
        connections.start();
        AccessToken old = connections.token();
        Future<AccessToken> one = callers.submit(() -> connections.renew(old));
        answer.countDown();
        try {
            one.get(5, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            assertEquals(CloudException.Code.UNREACHABLE, ((CloudException) failed.getCause()).code());
            return;
        }
        throw new AssertionError("no failure");
    }

    @Test
    public void aRefreshThatLosesItsClassesDoesNotBlockTheNext() throws Exception {
        cloud.on(FakeCloud.REFRESH, call -> {
            throw new NoClassDefFoundError("gone");
        }, cloud::tokens);
        connections.start();
        AccessToken old = connections.token();
        assertThrows(IllegalStateException.class, () -> connections.renew(old));
        assertNotEquals(old, connections.renew(old));
    }

    private static void wait(CountDownLatch latch) {
        try {
            assertTrue("within 5 s", latch.await(5, TimeUnit.SECONDS));
        } catch (InterruptedException stopping) {
            throw new AssertionError(stopping);
        }
    }
}
