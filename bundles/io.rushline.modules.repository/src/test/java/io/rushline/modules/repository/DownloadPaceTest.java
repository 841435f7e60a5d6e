package io.rushline.modules.repository;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.host.api.ModuleException.Code;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

/** What downloads wait for, and how long. */
public class DownloadPaceTest extends DownloadTestBase {

    @Test
    public void nothingForTooLongEndsAPieceAndItIsTriedAgain() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        https = TestServer.client(Duration.ofSeconds(4));
        server.script = (exchange, number) -> {
            if (number > 1) {
                return false;
            }
            exchange.getResponseHeaders().set("Content-Range", "bytes 0-65535/" + SIZE);
            exchange.sendResponseHeaders(206, PIECE);
            exchange.getResponseBody().write(content, 0, 100);
            exchange.getResponseBody().flush();
            await(over);
            return true;
        };
        assertArrayEquals(content, Files.readAllBytes(downloads().fetch(wanted(), done -> { }, () -> false)));
        over.countDown();
        assertEquals("/m.jar bytes=100-65635", server.requests.get(1));
    }

    @Test
    public void errorsOfTheServerAreTriedAgainForeverAndItsWaitObeyed() throws Exception {
        server.script = (exchange, number) -> {
            if (number > 40) {
                return false;
            }
            if (number == 1) {
                exchange.getResponseHeaders().set("Retry-After", "3600");
            }
            exchange.sendResponseHeaders(number % 2 == 0 ? 500 : 503, -1);
            return true;
        };
        bring();
        assertTrue(time.since().toString(), time.since().compareTo(Duration.ofHours(1)) >= 0 && time.since().compareTo(Duration.ofMinutes(60 + 40)) < 0);
        assertTrue(whys.toString(), whys.contains("The server answers with status 503; tries again."));
    }

    @Test
    public void aNetworkThatIsAwayIsWaitedForUntilSomebodyStopsIt() throws Exception {
        URI nobody = server.at("/m.jar");
        server.close();
        time.meanwhile = () -> outside.stopped = time.since().compareTo(Duration.ofMinutes(30)) > 0;
        assertCode(Code.CANCELLED, () -> downloads().bring(wanted(nobody), watch(), path -> { }));
        assertTrue(time.sleeps.size() > 1000);
    }

    @Test
    public void nothingAtAllIsSentWhileEveryLinkCosts() throws Exception {
        outside.network(Outside.link("wwan0", true));
        time.meanwhile = () -> {
            assertEquals(List.of(), server.requests);
            if (time.since().compareTo(Duration.ofMinutes(30)) > 0) {
                outside.network(Outside.link("wwan0", true), Outside.link("eth0", false));
            }
        };
        bring();
        assertTrue(whys.toString(), whys.get(0).contains("cost by the byte"));
    }

    @Test
    public void anUnmeteredLanThatLeadsNowhereDoesNotMakeTheMeteredMainLinkFree() throws Exception {
        outside.network(Outside.link("eth0", false), Outside.main("wwan0", true));
        time.meanwhile = () -> {
            assertEquals(List.of(), server.requests);
            if (time.since().compareTo(Duration.ofMinutes(30)) > 0) {
                outside.network(Outside.main("eth0", false), Outside.link("wwan0", true));
            }
        };
        bring();
        assertTrue(whys.toString(), whys.get(0).contains("cost by the byte"));
    }

    @Test
    public void aNetworkThatIsNotKnownYetIsWaitedForButNotForEver() throws Exception {
        for (Runnable unknown : List.<Runnable>of(outside::noNetwork, outside::network)) {
            outside.network(Outside.link("eth0", false));
            bring();
            Duration before = time.since();
            int asked = server.requests.size();
            unknown.run();
            time.meanwhile = () -> assertTrue(server.requests.size() == asked || time.since().minus(before).toSeconds() >= 29);
            bring();
            assertTrue("" + time.since().minus(before), time.since().minus(before).toSeconds() <= 31 && server.requests.size() > asked);
            assertTrue(whys.toString(), whys.contains("Waits until it is known whether the network costs by the byte."));
            whys.clear();
        }
    }

    @Test
    public void aLinkThatBeginsToCostEndsThePieceAtOnce() throws Exception {
        outside.policy(b -> b.limitBits = 160_000);
        time.meanwhile = () -> {
            if (time.sleeps.size() == 3) {
                outside.network(Outside.link("wwan0", true));
            }
            outside.stopped = time.since().compareTo(Duration.ofMinutes(5)) > 0;
        };
        assertCode(Code.CANCELLED, this::bring);
        assertEquals(1, server.requests.size());
    }

    @Test
    public void downloadsGoSlowlyBehindUploadsAndFreelyWithoutThem() throws Exception {
        outside.policy(b -> b.behindBits = 100_000);
        bring();
        assertEquals(Duration.ZERO, time.since());
        outside.sending = true;
        bring();
        double seconds = time.since().toMillis() / 1000.0;
        assertEquals(SIZE * 8 / 100_000.0, seconds, 0.5);
        assertTrue(server.requests.get(server.requests.size() - 2), server.requests.size() > 4 + 7); // smaller pieces
    }

    @Test
    public void downloadsWaitForUploadsWhereTheyMayUseNothing() throws Exception {
        outside.policy(b -> b.behindBits = 0);
        outside.sending = true;
        time.meanwhile = () -> {
            assertEquals(List.of(), server.requests);
            outside.sending = time.since().compareTo(Duration.ofMinutes(3)) < 0;
        };
        bring();
        assertTrue(time.since().compareTo(Duration.ofMinutes(3)) >= 0);
        assertTrue(whys.toString(), whys.get(0).contains("no clip"));
    }

    private static void await(CountDownLatch over) throws IOException {
        try {
            over.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
