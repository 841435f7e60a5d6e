package io.rushline.cloud.http;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.cloud.api.CloudException.Code;
import io.rushline.cloud.api.PartUpload;
import io.rushline.network.api.Link;
import io.rushline.network.api.NetworkStatus;
import io.rushline.network.api.Reach;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.Assume;
import org.junit.Test;

/** Links that come and go. */
public class RoutesTest extends CloudTestBase {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    /** All of 127/8 are this machine's. */
    private static final InetAddress ONE = address(2);
    private static final InetAddress OTHER = address(3);

    @Test(timeout = 60_000)
    public void whatGoesOverALinkThatIsGoneIsCutAtOnce() throws Exception {
        CountDownLatch there = new CountDownLatch(1);
        TlsServer server = server(e -> {
            there.countDown();
            e.in().readAllBytes();
        });
        HttpCloudClient client = client(server.base());
        client.networkChanged(status(link("eth0", Link.State.CONNECTED, HERE, true)));
        FutureTask<?> call = begin(() -> assertFails(Code.CUT, () -> client.call(health())));
        there.await();
        client.networkChanged(status(link("eth0", Link.State.UNAVAILABLE, HERE, false)));
        call.get(10, TimeUnit.SECONDS);
    }

    @Test(timeout = 60_000)
    public void whatGoesOverALinkThatStaysEndsThere() throws Exception {
        CountDownLatch there = new CountDownLatch(1);
        CountDownLatch changed = new CountDownLatch(1);
        TlsServer server = server(e -> {
            there.countDown();
            awaitQuietly(changed);
            e.answer("200 OK", "", "{}");
        });
        HttpCloudClient client = client(server.base());
        client.networkChanged(status(link("eth0", Link.State.CONNECTED, HERE, true)));
        FutureTask<Integer> call = begin(() -> client.call(health()).status());
        there.await();
        client.networkChanged(status(link("eth0", Link.State.CONNECTED, HERE, false), link("wlan0", Link.State.CONNECTED, InetAddress.getByName("10.0.0.7"), true)));
        changed.countDown();
        assertEquals(Integer.valueOf(200), call.get(10, TimeUnit.SECONDS));
    }

    @Test(timeout = 60_000)
    public void aConnectionFromBeforeAChangeIsNotUsedAgain() throws Exception {
        TlsServer server = server(e -> e.answer("200 OK", "", "{}"));
        HttpCloudClient client = client(server.base());
        client.call(health());
        client.call(health());
        assertEquals("one connection for both", 1, server.connections.get());
        client.networkChanged(status(link("eth0", Link.State.CONNECTED, HERE, true)));
        client.call(health());
        assertEquals(2, server.connections.get());
        client.networkChanged(status(link("eth0", Link.State.CONNECTED, HERE, true)));
        client.call(health());
        assertEquals("nothing has changed", 2, server.connections.get());
    }

    @Test(timeout = 60_000)
    public void whatWaitsForAConnectionBeginsAnew() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 5, HERE)) {
            HttpCloudClient client = client(URI.create("https://localhost:" + deaf.getLocalPort()));
            FutureTask<?> call = begin(() -> assertFails(Code.CUT, () -> client.call(health())));
            deaf.accept(); // TCP stands, TLS does not
            client.networkChanged(status(link("eth0", Link.State.CONNECTED, HERE, true)));
            call.get(10, TimeUnit.SECONDS);
        }
    }

    @Test(timeout = 60_000)
    public void aPartLeavesFromTheAddressItIsBoundTo() throws Exception {
        BlockingQueue<InetAddress> from = new LinkedBlockingQueue<>();
        TlsServer server = server(e -> {
            e.body();
            from.add(e.socket().getInetAddress());
            e.answer("200 OK", "", "");
        });
        HttpCloudClient client = client(server.base());
        for (InetAddress address : List.of(ONE, OTHER, ONE, OTHER)) {
            assertEquals(Optional.of(address), client.put(bound(server, address)).from());
            assertEquals(address, from.take());
        }
        assertEquals("each used again", 2, server.connections.get());
        client.put(part(server, 10));
        assertEquals("none of them by what is bound to none", 3, server.connections.get());
    }

    @Test(timeout = 60_000)
    public void aChangeOfAnotherLinkLeavesWhatIsBoundAlone() throws Exception {
        CountDownLatch there = new CountDownLatch(1);
        CountDownLatch changed = new CountDownLatch(1);
        TlsServer server = server(e -> {
            there.countDown();
            awaitQuietly(changed);
            e.body();
            e.answer("200 OK", "", "");
        });
        HttpCloudClient client = client(server.base());
        client.networkChanged(status(link("eth0", Link.State.CONNECTED, ONE, false), link("eth1", Link.State.CONNECTED, OTHER, true)));
        FutureTask<Integer> put = begin(() -> client.put(bound(server, ONE)).status());
        there.await();
        client.networkChanged(status(link("eth0", Link.State.CONNECTED, ONE, true), link("eth1", Link.State.UNAVAILABLE, OTHER, false)));
        changed.countDown();
        assertEquals(Integer.valueOf(200), put.get(10, TimeUnit.SECONDS));
        client.networkChanged(status(link("eth0", Link.State.CONNECTED, ONE, false), link("eth1", Link.State.CONNECTED, OTHER, true)));
        client.put(bound(server, ONE));
        assertEquals("used again", 1, server.connections.get());
        client.networkChanged(status(link("eth1", Link.State.CONNECTED, OTHER, true)));
        client.networkChanged(status(link("eth0", Link.State.CONNECTED, ONE, false), link("eth1", Link.State.CONNECTED, OTHER, true)));
        client.put(bound(server, ONE));
        assertEquals("not after a change of its own link", 2, server.connections.get());
    }

    @Test(timeout = 60_000)
    public void aChangeOfAnotherLinkLeavesWhatIsBoundAndWaitsForAConnectionAlone() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 5, HERE)) {
            HttpCloudClient client = hasty(URI.create("https://localhost:" + deaf.getLocalPort()));
            client.networkChanged(status(link("eth0", Link.State.CONNECTED, ONE, true)));
            PartUpload part = new PartUpload(client.base(), "video/mp4", 1, out -> out.write(1), Optional.of(ONE));
            FutureTask<?> put = begin(() -> assertFails(Code.TIMEOUT, () -> client.put(part)));
            deaf.accept();
            client.networkChanged(status(link("eth0", Link.State.CONNECTED, ONE, true), link("eth1", Link.State.CONNECTED, OTHER, false)));
            put.get(10, TimeUnit.SECONDS);
        }
    }

    @Test(timeout = 60_000)
    public void whatIsBoundToALinkThatIsGoneIsCutAtOnce() throws Exception {
        CountDownLatch there = new CountDownLatch(1);
        TlsServer server = server(e -> {
            there.countDown();
            e.in().readAllBytes();
        });
        HttpCloudClient client = client(server.base());
        client.networkChanged(status(link("eth0", Link.State.CONNECTED, ONE, false), link("eth1", Link.State.CONNECTED, OTHER, true)));
        FutureTask<?> put = begin(() -> assertFails(Code.CUT, () -> client.put(bound(server, ONE))));
        there.await();
        client.networkChanged(status(link("eth0", Link.State.UNAVAILABLE, ONE, false), link("eth1", Link.State.CONNECTED, OTHER, true)));
        put.get(10, TimeUnit.SECONDS);
    }

    @Test(timeout = 60_000)
    public void anAddressThatIsNotHereOrOfAnotherFamilyReachesNothing() throws Exception {
        TlsServer server = server(e -> e.answer("200 OK", "", ""));
        HttpCloudClient client = client(URI.create("https://127.0.0.1:" + server.base().getPort()));
        for (String address : List.of("198.51.100.7", "::1")) {
            PartUpload part = new PartUpload(client.base(), "video/mp4", 1, out -> out.write(1), Optional.of(InetAddress.getByName(address)));
            assertFails(Code.UNREACHABLE, () -> client.put(part));
        }
    }

    @Test(timeout = 60_000)
    public void twoAddressesMayUseTheSamePort() throws Exception {
        Assume.assumeTrue("Linux", Files.exists(Path.of("/proc/net/tcp")));
        try (ServerSocket deaf = new ServerSocket(0, 5, HERE); SocketChannel full = SocketChannel.open(); SocketChannel empty = SocketChannel.open()) {
            full.bind(new InetSocketAddress(ONE, 0)).connect(deaf.getLocalSocketAddress());
            empty.bind(new InetSocketAddress(OTHER, full.socket().getLocalPort())).connect(deaf.getLocalSocketAddress());
            full.configureBlocking(false);
            while (full.write(ByteBuffer.allocate(1 << 20)) > 0) {
                Thread.onSpinWait();
            }
            assertTrue(queue(full) > 0);
            assertEquals(0, queue(empty));
        }
    }

    private static long queue(SocketChannel channel) throws Exception {
        return SendQueue.bytes((InetSocketAddress) channel.getLocalAddress(), (InetSocketAddress) channel.getRemoteAddress()).orElseThrow();
    }

    private static PartUpload bound(TlsServer to, InetAddress from) {
        PartUpload part = part(to, 10);
        return new PartUpload(part.url(), part.contentType(), part.sizeBytes(), part.body(), Optional.of(from));
    }

    @Test
    public void anAddressThatTheNetworkDoesNotKnowMayStillBeHere() throws Exception {
        Routes routes = new Routes();
        routes.changed(status());
        assertTrue("a link that nobody lists", !routes.gone(HERE));
        assertTrue("an address that was ours", routes.gone(InetAddress.getByName("198.51.100.7")));
    }

    @Test
    public void anAddressThatLeadsNowhereMattersToNobody() throws Exception {
        Routes routes = new Routes();
        routes.changed(status(link("eth0", Link.State.CONNECTED, InetAddress.getByName("fe80::1"), true)));
        long before = routes.version(Optional.empty());
        routes.changed(status(link("eth0", Link.State.CONNECTED, InetAddress.getByName("fe80::2"), true)));
        assertEquals(before, routes.version(Optional.empty()));
        routes.changed(status(link("eth0", Link.State.CONNECTED, HERE, true)));
        assertTrue(before != routes.version(Optional.empty()));
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        } catch (UnknownHostException never) {
            throw new AssertionError(never);
        }
    }

    private static NetworkStatus status(Link... links) {
        return new NetworkStatus(List.of(links), Reach.UNKNOWN, Optional.empty(), Optional.empty());
    }

    private static Link link(String name, Link.State state, InetAddress address, boolean main) {
        return new Link(name, Link.Kind.ETHERNET, state, List.of(address), OptionalLong.empty(), false, main, Optional.empty(), Optional.empty(), OptionalInt.empty(),
                Optional.empty(), List.of(), Optional.empty(), Reach.UNKNOWN, Optional.empty(), false);
    }
}
