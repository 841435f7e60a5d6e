package io.rushline.fleet.hawkbit;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.rushline.network.api.Link;
import io.rushline.network.api.NetworkStatus;
import io.rushline.network.api.Reach;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.Test;

public class MeteringTest {

    private long nanos = Long.MAX_VALUE - 1000; // even time may run over
    private final Metering metering = new Metering(new Time(Clock.systemUTC(), () -> nanos, new SplittableRandom(1)));

    private static Link link(String name, boolean metered, boolean main) {
        return new Link(name, Link.Kind.OTHER, Link.State.CONNECTED, List.of(InetAddress.getLoopbackAddress()), OptionalLong.empty(), metered, main, Optional.empty(),
                Optional.empty(), OptionalInt.empty(), Optional.empty(), List.of(), Optional.empty(), Reach.UNKNOWN, Optional.empty(), false);
    }

    private boolean closed(Link... links) {
        return metering.closed(false, Optional.of(new NetworkStatus(List.of(links), Reach.ONLINE, Optional.empty(), Optional.empty())));
    }

    @Test
    public void theMainLinkDecides() {
        assertTrue("an unmetered LAN without gateway beside it", closed(link("eth0", false, false), link("wwan0", true, true)));
        assertFalse(closed(link("eth0", false, true), link("wwan0", true, false)));
        assertTrue("one for each kind of address", closed(link("eth0", false, true), link("wwan0", true, true)));
    }

    @Test
    public void withoutAMainLinkAllHaveToCost() {
        assertTrue(closed(link("wwan0", true, false)));
        assertFalse(closed(link("eth0", false, false), link("wwan0", true, false)));
    }

    @Test
    public void aNetworkOfWhichNothingIsKnownIsWaitedForButNotForEver() {
        for (int i = 0; i < 2; i++) {
            assertTrue(metering.closed(false, Optional.empty()));
            nanos += Metering.UNKNOWN.minus(Duration.ofSeconds(1)).toNanos();
            assertTrue("no link is up", closed());
            nanos += Duration.ofSeconds(1).toNanos();
            assertFalse(metering.closed(false, Optional.empty()));
            assertFalse(closed(link("eth0", false, true)));
        }
    }

    @Test
    public void whoAllowsItWaitsForNothing() {
        assertFalse(metering.closed(true, Optional.empty()));
    }
}
