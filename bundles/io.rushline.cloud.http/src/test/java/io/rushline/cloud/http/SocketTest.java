package io.rushline.cloud.http;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.rushline.cloud.api.CloudException;
import io.rushline.cloud.api.CloudException.Code;
import io.rushline.cloud.api.CloudSocket;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jetty.websocket.api.Callback;
import org.junit.Test;

/** The live socket: opened as the protocol wants it, bounded, and its end told once. */
public class SocketTest extends CloudTestBase {

    private static final String TOKEN = "top-secret+token/1";

    /** Keeps what is heard. */
    private static final class Ear implements CloudSocket.Listener {
        final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        final BlockingQueue<CloudException> ends = new LinkedBlockingQueue<>();

        @Override
        public void received(String text) {
            texts.add(text);
        }

        @Override
        public void ended(CloudException why) {
            ends.add(why);
        }
    }

    private final Ear ear = new Ear();

    @Test
    public void theTokenGoesIntoTheQueryAndTextsGoBothWays() throws Exception {
        SocketServer server = closing(new SocketServer(certificates));
        CloudSocket socket = open(client(server.base()));
        SocketServer.Opening opening = server.openings.poll(20, TimeUnit.SECONDS);
        assertEquals("Authorization=Bearer%20top-secret%2Btoken%2F1", opening.query());
        assertEquals(Map.of("x-client-version", "4.5.6"), opening.headers());
        for (String text : new String[] {"hello", "ü€\uD83D\uDE00".repeat(50_000), ""}) {
            socket.send(text);
            assertEquals(text, ear.texts.poll(20, TimeUnit.SECONDS));
        }
        socket.close();
        assertEquals(Integer.valueOf(1000), server.closes.poll(20, TimeUnit.SECONDS));
        assertFails(Code.CUT, () -> socket.send("late"));
        assertNull("an end of our own is not told", ear.ends.poll());
    }

    @Test
    public void aMessageBeyondOneMebibyteEndsIt() throws Exception {
        SocketServer server = closing(new SocketServer(certificates));
        CloudSocket socket = open(client(server.base()));
        socket.send("x".repeat(1024 * 1024));
        assertEquals(1024 * 1024, ear.texts.poll(20, TimeUnit.SECONDS).length());
        socket.send("x".repeat(1024 * 1024 + 1));
        assertEnded(Code.BAD_ANSWER);
        assertTrue(ear.texts.isEmpty());
    }

    @Test
    public void whatTheCloudClosesOrCutsIsTold() throws Exception {
        SocketServer server = closing(new SocketServer(certificates));
        HttpCloudClient client = client(server.base());
        open(client);
        server.sessions.poll(20, TimeUnit.SECONDS).close(4001, "gone", Callback.NOOP);
        assertEnded(Code.CUT);
        open(client);
        server.sessions.poll(20, TimeUnit.SECONDS).disconnect();
        assertEnded(Code.CUT);
    }

    @Test
    public void closingTheClientEndsAllAndOpensNoMore() throws Exception {
        SocketServer server = closing(new SocketServer(certificates));
        HttpCloudClient client = client(server.base());
        open(client);
        open(client);
        client.close(Duration.ZERO);
        assertEnded(Code.CUT);
        assertEnded(Code.CUT);
        assertNotNull(server.closes.poll(20, TimeUnit.SECONDS));
        assertNotNull(server.closes.poll(20, TimeUnit.SECONDS));
        assertFails(Code.CUT, () -> open(client));
    }

    @Test
    public void aRefusalSaysItsStatus() throws Exception {
        for (int status : new int[] {401, 403, 404, 503, 302}) {
            TlsServer server = server(e -> e.answer(status + " No", "Location: https://elsewhere.example/\r\n", "no"));
            CloudException refused = assertFails(Code.BAD_ANSWER, () -> open(client(server.base())));
            assertEquals(OptionalInt.of(status), refused.status());
            assertEquals("not tried again, not sent elsewhere", 1, server.requests.size());
            assertSecret(refused);
        }
    }

    @Test
    public void theCertificateIsCheckedAsForCalls() throws Exception {
        SocketServer good = closing(new SocketServer(certificates));
        assertSecret(assertFails(Code.UNTRUSTED, () -> open(client(good.base(), Optional.empty()))));
        Certificates foreign = Certificates.make("other", "dns:elsewhere.example");
        SocketServer other = closing(new SocketServer(foreign));
        assertSecret(assertFails(Code.WRONG_HOST, () -> open(client(other.base(), Optional.of(foreign.pem())))));
        Certificates old = Certificates.dated("dns:localhost", -10);
        SocketServer expired = closing(new SocketServer(old));
        assertSecret(assertFails(Code.CLOCK, () -> open(client(expired.base(), Optional.of(old.pem())))));
        assertTrue(Stream.of(good, other, expired).allMatch(server -> server.openings.isEmpty()));
    }

    @Test
    public void troubleHasTheNamesItHasForCalls() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertSecret(assertFails(Code.UNREACHABLE, () -> open(client(URI.create("https://localhost:" + port)))));
        assertSecret(assertFails(Code.NAME_UNKNOWN, () -> open(client(URI.create("https://no-such-host.invalid")))));
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            URI base = URI.create("https://localhost:" + silent.getLocalPort());
            assertSecret(assertFails(Code.UNREACHABLE, () -> open(hasty(base))));
        }
        TlsServer wrong = server(e -> e.raw("HTTP/1.1 101 OK\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: no\r\n\r\n"));
        assertSecret(assertFails(Code.BAD_ANSWER, () -> open(client(wrong.base()))));
        TlsServer hangsUp = server(e -> e.socket().close());
        assertSecret(assertFails(Code.CUT, () -> open(client(hangsUp.base()))));
        TlsServer mute = server(e -> e.in().readAllBytes());
        HttpCloudClient fairlyHasty = client(mute.base(), tls(Optional.of(pem)), new HttpCloudClient.Limits(SECOND.multipliedBy(5), SECOND, SECOND));
        assertSecret(assertFails(Code.TIMEOUT, () -> open(fairlyHasty)));
    }

    @Test
    public void anInterruptedThreadComesBack() throws Exception {
        TlsServer mute = server(e -> e.in().readAllBytes());
        HttpCloudClient client = client(mute.base());
        Thread.currentThread().interrupt();
        assertFails(Code.CUT, () -> open(client));
        assertTrue("it stays interrupted", Thread.interrupted());
    }

    private CloudSocket open(HttpCloudClient client) throws CloudException {
        return client.open("/devices/websocket", TOKEN, ear);
    }

    private void assertEnded(Code code) throws InterruptedException {
        CloudException end = ear.ends.poll(20, TimeUnit.SECONDS);
        assertNotNull("told within 20 s", end);
        assertEquals(end.toString(), code, end.code());
        assertSecret(end);
    }

    private static void assertSecret(CloudException thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        assertFalse(text.toString(), text.toString().contains("top-secret"));
    }
}
