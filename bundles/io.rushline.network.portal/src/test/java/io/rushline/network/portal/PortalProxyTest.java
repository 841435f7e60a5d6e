package io.rushline.network.portal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rushline.network.api.Link;
import io.rushline.network.api.NetworkException;
import io.rushline.network.api.NetworkStatus;
import io.rushline.network.api.Portal.Door;
import io.rushline.network.api.Reach;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.After;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Test;

/** One person signs in through this device, and nobody does anything else. */
public class PortalProxyTest {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final PortalProxy proxy = new PortalProxy(Clock.systemUTC(), InetAddress::getAllByName, new Targets.Own() {
        @Override
        public boolean has(InetAddress address) {
            return false;
        }

        @Override
        public List<InterfaceAddress> networksBeside(String link) {
            return List.of();
        }
    });
    private Reach reach = Reach.PORTAL;
    private InetAddress outside;
    private HttpServer portal;

    @Before
    public void start() throws Exception {
        Optional<InetAddress> address = Collections.list(NetworkInterface.getNetworkInterfaces()).stream().flatMap(each -> Collections.list(each.getInetAddresses()).stream())
                .filter(each -> each.getAddress().length == 4 && !each.isLoopbackAddress()).findFirst();
        Assume.assumeTrue("no address but loopback", address.isPresent());
        outside = address.get();
        portal = HttpServer.create(new InetSocketAddress(outside, 0), 0);
        portal.createContext("/", this::signIn);
        portal.start();
        proxy.network = this::status;
    }

    private NetworkStatus status() {
        return new NetworkStatus(List.of(new Link("wlan0", Link.Kind.WIFI, Link.State.CONNECTED, List.of(outside), OptionalLong.empty(), false)), reach,
                Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.empty(), Optional.of(page()));
    }

    private URI page() {
        return URI.create("http://" + outside.getHostAddress() + ":" + portal.getAddress().getPort() + "/sign-in");
    }

    private void signIn(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body + exchange.getRequestHeaders().entrySet());
        exchange.getResponseHeaders().set("Set-Cookie", "session=1");
        byte[] page = "a page".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
        exchange.close();
    }

    @After
    public void stop() {
        proxy.stop();
        if (portal != null) {
            portal.stop(0);
        }
    }

    @Test
    public void aFormIsSentAsTheBrowserSendsIt() throws Exception {
        Door door = proxy.open(HERE, HERE);
        assertEquals(Optional.of(page()), door.page());
        String answer = said(door, "POST " + page() + " HTTP/1.1\r\nHost: " + page().getRawAuthority() + "\r\nCookie: session=1\r\nContent-Length: 7\r\n" + pass(door) + "\r\nroom=12");
        assertTrue(answer, answer.startsWith("HTTP/1.1 200") && answer.contains("session=1") && answer.endsWith("a page"));
        String got = seen.get(0);
        assertTrue(got, got.startsWith("POST /sign-in room=12") && got.contains("session=1"));
        assertFalse("nothing of the proxy or its password: " + got, got.contains("Proxy") || got.contains("Via") || got.contains("Forwarded") || got.contains(pass(door)));
    }

    @Test
    public void aSecurePageIsReachedThroughATunnel() throws Exception {
        Door door = proxy.open(HERE, HERE);
        String to = page().getRawAuthority();
        String answer = said(door, "CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\n" + pass(door) + "\r\n", "GET /sign-in HTTP/1.1\r\nHost: " + to + "\r\nConnection: close\r\n\r\n");
        assertTrue(answer, answer.startsWith("HTTP/1.1 200") && answer.endsWith("a page"));
    }

    @Test
    public void nobodyElseGetsIn() throws Exception {
        Door door = proxy.open(HERE, HERE);
        for (String shown : new String[] {"", "Proxy-Authorization: Basic cG9ydGFsOng=\r\n", "Authorization" + pass(door).substring("Proxy-Authorization".length())}) {
            assertRefused("407", said(door, "GET " + page() + " HTTP/1.1\r\nHost: " + page().getRawAuthority() + "\r\nConnection: close\r\n" + shown + "\r\n"));
            assertRefused("407", said(door, "CONNECT " + page().getRawAuthority() + " HTTP/1.1\r\nHost: " + page().getRawAuthority() + "\r\n" + shown + "\r\n"));
        }
        Door elsewhere = proxy.open(HERE, outside);
        assertRefused("403", said(elsewhere, "GET " + page() + " HTTP/1.1\r\nHost: " + page().getRawAuthority() + "\r\nConnection: close\r\n" + pass(elsewhere) + "\r\n"));
        assertThrows("what was given out before holds no more", IOException.class, () -> new Socket(HERE, door.port()).close());
        assertEquals(List.of(), seen);
    }

    @Test
    public void itLeadsNowhereElse() throws Exception {
        Door door = proxy.open(HERE, HERE);
        int own = door.port();
        for (String target : List.of("127.0.0.1:" + own, "localhost:" + own, outside.getHostAddress() + ":22")) {
            for (String request : List.of("GET http://" + target + "/ HTTP/1.1\r\nHost: " + target + "\r\nConnection: close\r\n", "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n")) {
                String answer = said(door, request + pass(door) + "\r\n");
                assertTrue(request + answer, answer.startsWith("HTTP/1.1 50"));
            }
        }
        assertRefused("50", said(door, "GET / HTTP/1.1\r\nHost: 127.0.0.1:" + own + "\r\nConnection: close\r\n" + pass(door) + "\r\n"));
        assertRefused("400", said(door, "GET https://" + page().getRawAuthority() + "/ HTTP/1.1\r\nHost: " + page().getRawAuthority() + "\r\nConnection: close\r\n" + pass(door) + "\r\n"));
        assertEquals(List.of(), seen);
    }

    @Test
    public void itIsThereOnlyWhileANetworkWantsASignIn() throws Exception {
        for (Reach other : List.of(Reach.ONLINE, Reach.OFFLINE, Reach.UNKNOWN)) {
            reach = other;
            assertEquals(NetworkException.Code.NO_PORTAL, assertThrows(NetworkException.class, () -> proxy.open(HERE, HERE)).code());
        }
        reach = Reach.PORTAL;
        proxy.open(HERE, HERE);
        proxy.networkChanged(status());
        reach = Reach.ONLINE;
        proxy.networkChanged(status());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (proxy.door().isPresent() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        assertEquals(Optional.empty(), proxy.door());
    }

    @Test
    public void onceStoppedItOpensNoMore() throws Exception {
        Door door = proxy.open(HERE, HERE);
        proxy.stop();
        assertEquals(NetworkException.Code.FAILED, assertThrows(NetworkException.class, () -> proxy.open(HERE, HERE)).code());
        assertThrows(IOException.class, () -> new Socket(HERE, door.port()).close());
        reach = Reach.ONLINE;
        proxy.networkChanged(status());
    }

    @Test
    public void whoeverWatchesTheNetworkDoesNotWait() throws Exception {
        proxy.open(HERE, HERE);
        reach = Reach.ONLINE;
        synchronized (proxy) { // as while it opens or ends
            CompletableFuture.runAsync(() -> proxy.networkChanged(status())).get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    public void noMoreComesThroughThanASignInTakes() throws Exception {
        Allowance allowance = new Allowance(10);
        allowance.use(10);
        allowance.use(-1);
        assertThrows(IOException.class, () -> allowance.use(1));
    }

    private static void assertRefused(String status, String answer) {
        assertTrue(answer, answer.startsWith("HTTP/1.1 " + status));
    }

    private static String pass(Door door) {
        return "Proxy-Authorization: Basic " + Base64.getEncoder().encodeToString((door.user() + ":" + door.password()).getBytes(StandardCharsets.UTF_8)) + "\r\n";
    }

    /** What comes back of requests that are sent one after the other, each when the head of the answer before is there. */
    private static String said(Door door, String... requests) throws IOException {
        List<String> answers = new ArrayList<>();
        try (Socket socket = new Socket(door.at(), door.port())) {
            socket.setSoTimeout(10_000);
            for (int i = 0; i < requests.length; i++) {
                socket.getOutputStream().write(requests[i].getBytes(StandardCharsets.US_ASCII));
                answers.add(i < requests.length - 1 ? head(socket) : rest(socket));
            }
        }
        return answers.get(answers.size() - 1);
    }

    private static String head(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("it ended after " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static String rest(Socket socket) throws IOException {
        String head = head(socket);
        String length = head.lines().filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")).map(line -> line.substring(15).strip()).findFirst().orElse("0");
        return head + new String(socket.getInputStream().readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
    }
}
