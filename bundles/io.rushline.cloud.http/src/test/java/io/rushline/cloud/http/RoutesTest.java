package io.rushline.cloud.http;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.cloud.api.CloudException.Code;
import io.rushline.network.api.Link;
import io.rushline.network.api.NetworkStatus;
import io.rushline.network.api.Reach;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

/** Links that come and go. */
public class RoutesTest extends CloudTestBase {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    @Test(timeout = 20_000)
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
        call.get(5, TimeUnit.SECONDS);
    }

    @Test(timeout = 20_000)
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
        assertEquals(Integer.valueOf(200), call.get(5, TimeUnit.SECONDS));
    }

    @Test(timeout = 20_000)
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

    @Test(timeout = 20_000)
    public void whatWaitsForAConnectionBeginsAnew() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 5, HERE)) {
            HttpCloudClient client = client(URI.create("https://localhost:" + deaf.getLocalPort()));
            FutureTask<?> call = begin(() -> assertFails(Code.CUT, () -> client.call(health())));
            deaf.accept(); // TCP stands, TLS does not
            client.networkChanged(status(link("eth0", Link.State.CONNECTED, HERE, true)));
            call.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    public void anAddressThatTheNetworkDoesNotKnowMayStillBeHere() throws Exception {
        Routes routes = new Routes();
        routes.changed(status());
        assertTrue("a link that nobody lists", !routes.gone(HERE));
        assertTrue("an address that was ours", routes.gone(InetAddress.getByName("198.51.100.7")));
    }

    private static NetworkStatus status(Link... links) {
        return new NetworkStatus(List.of(links), Reach.UNKNOWN, Optional.empty(), Optional.empty());
    }

    private static Link link(String name, Link.State state, InetAddress address, boolean main) {
        return new Link(name, Link.Kind.ETHERNET, state, List.of(address), OptionalLong.empty(), false, main, Optional.empty(), Optional.empty(), OptionalInt.empty(),
                Optional.empty(), List.of(), Optional.empty(), Reach.UNKNOWN, Optional.empty(), false);
    }
}
