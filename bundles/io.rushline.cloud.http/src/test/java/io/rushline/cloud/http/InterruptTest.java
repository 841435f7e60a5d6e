package io.rushline.cloud.http;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.rushline.cloud.api.Answer;
import io.rushline.cloud.api.CloudException;
import io.rushline.cloud.api.CloudException.Code;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.Test;

/** An interrupted thread comes back soon, wherever it was blocked. */
public class InterruptTest extends CloudTestBase {

    @Test
    public void whileWaitingForTheAnswer() throws Exception {
        CountDownLatch there = new CountDownLatch(1);
        TlsServer server = server(e -> {
            there.countDown();
            e.in().readAllBytes();
        });
        HttpCloudClient client = client(server.base());
        assertCut(there, () -> client.call(health()));
    }

    @Test
    public void inTheMiddleOfAPart() throws Exception {
        CountDownLatch there = new CountDownLatch(1);
        TlsServer server = server(e -> {
            e.in().readNBytes(100_000);
            there.countDown();
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(20));
        });
        HttpCloudClient client = client(server.base());
        assertCut(there, () -> client.put(part(server, 256L * 1024 * 1024)));
    }

    @Test
    public void duringTheHandshake() throws Exception {
        CountDownLatch there = new CountDownLatch(1);
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> {
                try (Socket socket = silent.accept()) {
                    socket.getInputStream().read();
                    there.countDown();
                    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(20));
                } catch (java.io.IOException over) {
                    // the client went
                }
            });
            server.setDaemon(true);
            server.start();
            HttpCloudClient client = client(URI.create("https://localhost:" + silent.getLocalPort()));
            assertCut(there, () -> client.call(health()));
        }
    }

    @Test
    public void beforeItEvenBegins() throws Exception {
        TlsServer server = server(e -> e.answer("200 OK", "", "{}"));
        HttpCloudClient client = client(server.base());
        Thread.currentThread().interrupt();
        try {
            assertFails(Code.CUT, () -> client.call(health()));
        } finally {
            assertTrue("the thread stays interrupted", Thread.interrupted());
        }
        assertTrue(server.requests.isEmpty());
    }

    @Test
    public void closingTheClientCutsAPartAtOnceEvenWhileACallEnds() throws Exception {
        CountDownLatch there = new CountDownLatch(2);
        CountDownLatch answer = new CountDownLatch(1);
        TlsServer server = server(e -> {
            there.countDown();
            awaitQuietly(answer);
            e.answer("200 OK", "", "{}");
        });
        HttpCloudClient client = client(server.base());
        FutureTask<Answer> call = begin(() -> client.call(health()));
        Thread closer = new Thread(() -> client.close(LONG));
        assertEquals(Code.CUT, failureOf(there, () -> client.put(part(server, 256L * 1024 * 1024)), thread -> closer.start()));
        assertFalse("the part is not waited for, the call is", call.isDone());
        assertFails(Code.CUT, () -> client.put(part(server, 1)));
        answer.countDown();
        assertEquals(200, call.get(20, TimeUnit.SECONDS).status());
        closer.join();
    }

    @Test
    public void closingTheClientLetsACallEnd() throws Exception {
        assertEndsWhileClosing((client, server) -> client.call(health()));
    }

    /** It has arrived: cut, it would be sent twice. */
    @Test
    public void closingTheClientLetsAPartEndThatIsSent() throws Exception {
        assertEndsWhileClosing((client, server) -> client.put(part(server, 1000)));
    }

    private interface Asking {
        Answer ask(HttpCloudClient client, TlsServer server) throws CloudException;
    }

    private void assertEndsWhileClosing(Asking asking) throws Exception {
        CountDownLatch there = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        TlsServer server = server(e -> {
            e.body();
            there.countDown();
            awaitQuietly(answer);
            e.answer("200 OK", "", "{}");
        });
        HttpCloudClient client = client(server.base());
        FutureTask<Answer> asked = begin(() -> asking.ask(client, server));
        assertTrue(there.await(20, TimeUnit.SECONDS));
        Thread closer = new Thread(() -> client.close(LONG));
        closer.start();
        awaitState(closer, Thread.State.TIMED_WAITING);
        assertFails(Code.CUT, () -> client.call(health()));
        answer.countDown();
        assertEquals(200, asked.get(20, TimeUnit.SECONDS).status());
        closer.join(10_000);
        assertFalse("waits no longer than the answer", closer.isAlive());
    }

    @Test
    public void closingTheClientCutsACallThatTakesTooLong() throws Exception {
        CountDownLatch there = new CountDownLatch(1);
        TlsServer server = server(e -> {
            there.countDown();
            e.in().readAllBytes();
        });
        HttpCloudClient client = client(server.base());
        assertEquals(Code.CUT, failureOf(there, () -> client.call(health()), thread -> client.close(Duration.ofMillis(50))));
    }

    private static void awaitState(Thread thread, Thread.State state) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (thread.getState() != state) {
            assertTrue("within 20 s", System.nanoTime() < end);
            Thread.onSpinWait();
        }
    }

    private static void assertCut(CountDownLatch there, Callable<?> call) throws Exception {
        assertEquals(Code.CUT, failureOf(there, call, Thread::interrupt));
    }

    private static Code failureOf(CountDownLatch there, Callable<?> call, java.util.function.Consumer<Thread> blow) throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                call.call();
            } catch (Exception any) {
                thrown.set(any);
            }
        });
        caller.start();
        assertTrue(there.await(20, TimeUnit.SECONDS));
        blow.accept(caller);
        caller.join(10_000);
        assertTrue("comes back before a limit is reached", thrown.get() != null);
        return ((CloudException) thrown.get()).code();
    }
}
