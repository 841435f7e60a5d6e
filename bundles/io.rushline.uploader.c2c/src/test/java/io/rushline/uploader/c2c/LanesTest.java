package io.rushline.uploader.c2c;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.network.api.Carrier;
import io.rushline.network.api.Carrier.What;
import io.rushline.network.api.Carrier.When;
import io.rushline.network.api.Link;
import io.rushline.network.api.NetworkStatus;
import io.rushline.network.api.Reach;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Part;
import io.rushline.uploader.api.Bandwidth;
import io.rushline.uploader.c2c.Roads.Road;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Test;

/** Several links at once. */
public class LanesTest {

    /** Short, so that it is quick. */
    private static final int MB = 400_000;

    private final Rig rig = new Rig();
    private final Roads roads = new Roads(rig.cloud);
    private final Road wired = roads.build("eth0", 2 * MB);
    private final Road wifi = roads.build("wlan0", MB);
    private final Road modem = roads.build("wwan0", MB / 10);

    @Before
    public void start() {
        rig.roads = roads;
        rig.cloud.urlsFor = bytes -> Math.max(1, bytes / MB);
        rig.start(limits(16));
    }

    private static Limits limits(int parallelParts) {
        return limits(1, parallelParts);
    }

    private static Limits limits(int leastParallelParts, int parallelParts) {
        return new Limits(leastParallelParts, parallelParts, 8, Duration.ofSeconds(10), PartPlan.MIN_PART_BYTES, Bandwidth.UNLIMITED, SlowLinks.REALTIME, false,
                new Proxies("*_proxy.*"));
    }

    private void carriers(Carrier... now) {
        List<Link> up = Stream.of(wired, wifi, modem).filter(road -> Stream.of(now).anyMatch(c -> c.link().equals(road.link.name()))).map(road -> road.link).toList();
        rig.carriers(up, now);
    }

    /** In seconds. */
    private double takes(ItemId... clips) {
        long begun = rig.time.nanos();
        for (ItemId clip : clips) {
            rig.until(clip, ItemState.COMPLETED);
        }
        rig.assertWhole(clips);
        return (rig.time.nanos() - begun) / 1e9;
    }

    private void noPartTwice() {
        assertEquals("no part twice", rig.cloud.puts.size(), new HashSet<>(rig.cloud.puts).size());
    }

    @Test
    public void twoLanesShareAClipAsTheirRatesAre() {
        carriers(wired.carrier(), wifi.carrier());
        double seconds = takes(rig.accept("A001.mov", 60 * MB));
        assertTrue("in " + seconds + " s", seconds < 20 / 0.9 + 1);
        assertTrue(wired.carriedBytes + ":" + wifi.carriedBytes, wired.carriedBytes > 1.7 * wifi.carriedBytes && wired.carriedBytes < 2.3 * wifi.carriedBytes);
        noPartTwice();
    }

    @Test
    public void theEndIsNotHeldUpByASlowLane() {
        carriers(modem.carrier(), wired.carrier());
        double first = takes(rig.accept("A001.mov", 20 * MB));
        assertTrue("while nothing is known of the lanes: in " + first + " s", first < 14);
        long before = modem.carriedBytes;
        long wasted = rig.engine.status().wastedBytes();
        double second = takes(rig.accept("A002.mov", 60 * MB));
        assertTrue("in " + second + " s", second < 32);
        assertTrue("but it is used", modem.carriedBytes > before);
        assertEquals("now that its rate is known, it gets nothing that would have to be taken back", wasted, rig.engine.status().wastedBytes());
    }

    @Test
    public void aPartThatALaneTurnsOutTooSlowForGoesByAnotherInTheEnd() {
        carriers(wifi.carrier(), wired.carrier());
        wifi.bytesPerSecond = MB / 20.0;
        double seconds = takes(rig.accept("A001.mov", 20 * MB));
        assertTrue("in " + seconds + " s", seconds < 17);
    }

    @Test
    public void aLaneThatCarriesNothingHoldsUpNoEndAndRests() {
        rig.engine.limits(limits(16, 16));
        carriers(wired.carrier(), wifi.carrier());
        takes(rig.accept("A001.mov", 20 * MB));
        wifi.bytesPerSecond = 0;
        double seconds = takes(rig.accept("A002.mov", 20 * MB));
        assertTrue("in " + seconds + " s", seconds < 16);
        int before = wifi.begun;
        takes(rig.accept("A003.mov", 20 * MB));
        assertTrue("one part to see: " + (wifi.begun - before), wifi.begun - before <= 1);
    }

    @Test
    public void aClipOfOnePartGoesByTheFastestLane() {
        carriers(wifi.carrier(), wired.carrier());
        takes(rig.accept("A001.mov", 30 * MB));
        int before = wifi.arrived.size();
        for (int i = 0; i < 5; i++) {
            takes(rig.accept("still-" + i + ".jpg", MB));
        }
        assertEquals(before, wifi.arrived.size());
    }

    @Test
    public void manySmallClipsUseAllLanes() {
        carriers(wired.carrier(), wifi.carrier());
        takes(rig.accept("A001.mov", 30 * MB));
        List<ItemId> stills = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            stills.add(rig.accept("still-" + i + ".jpg", MB));
        }
        int before = wifi.arrived.size();
        stills.forEach(each -> rig.until(each, ItemState.COMPLETED));
        int byWifi = wifi.arrived.size() - before;
        assertTrue("" + byWifi, byWifi >= 4);
    }

    @Test
    public void aLaneThatGoesTakesItsPartsAlongAndTheOtherCarriesOnAtItsFullRate() {
        carriers(wired.carrier(), wifi.carrier());
        ItemId clip = rig.accept("A001.mov", 60 * MB);
        rig.time.runFor(Duration.ofSeconds(10));
        carriers(wifi.carrier());
        wired.up = false;
        long before = wifi.carriedBytes;
        rig.time.runFor(Duration.ofSeconds(10));
        assertTrue("" + (wifi.carriedBytes - before), wifi.carriedBytes - before > 9 * MB);
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        noPartTwice();
        assertTrue(rig.queue.row(clip).history.stream().noneMatch(h -> h.startsWith("RETRYING")));
    }

    @Test
    public void aLaneThatBreaksIsNoTroubleOfTheClipAndIsTriedAgainByAndBy() {
        rig.engine.limits(limits(2));
        carriers(wired.carrier(), wifi.carrier());
        ItemId clip = rig.accept("A001.mov", 100 * MB);
        rig.time.runFor(Duration.ofSeconds(10));
        wired.up = false; // and nobody has noticed yet
        long before = wifi.carriedBytes;
        rig.time.runFor(Duration.ofSeconds(20));
        assertTrue("" + (wifi.carriedBytes - before), wifi.carriedBytes - before > 18 * MB);
        assertEquals("nothing is held against new clips", "", rig.why());
        wired.up = true;
        long broken = wired.carriedBytes;
        rig.time.runUntil("it carries again", Duration.ofSeconds(60), () -> wired.carriedBytes > broken);
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        noPartTwice();
        assertTrue(rig.queue.row(clip).history.stream().noneMatch(h -> h.startsWith("RETRYING")));
    }

    @Test
    public void aLaneThatMayNotCarryAnyMoreIsCutThoughItsLinkIsUp() {
        carriers(wired.carrier(), wifi.carrier());
        rig.accept("A001.mov", 100 * MB);
        rig.time.runFor(Duration.ofSeconds(10));
        rig.carriers(List.of(wired.link, wifi.link), wired.carrier());
        rig.time.runFor(Duration.ofMillis(200));
        long before = wifi.carriedBytes;
        rig.time.runFor(Duration.ofSeconds(20));
        assertEquals(before, wifi.carriedBytes);
    }

    @Test
    public void aNetworkOfWhichNothingIsKnownForAMomentCutsNothing() {
        ItemId clip = rig.accept("A001.mov", 60 * MB);
        rig.time.runFor(Duration.ofSeconds(4));
        for (int i = 0; i < 5; i++) {
            carriers(wired.carrier(), wifi.carrier());
            rig.time.runFor(Duration.ofSeconds(3));
            carriers(Carrier.ANY);
            rig.time.runFor(Duration.ofMillis(300));
        }
        rig.until(clip, ItemState.COMPLETED);
        assertEquals(0, rig.engine.status().wastedBytes());
        assertTrue(wifi.carriedBytes > 0);
    }

    @Test
    public void whatHappensToOtherLinksLeavesALaneAloneAndOneAloneGoesOnByAnother() {
        Lanes lanes = new Lanes(() -> limits(16), new SplittableRandom(1));
        lanes.follow(status(List.of(wired, wifi), wired.carrier(), wifi.carrier()), 0);
        Lane lane = lanes.open(0).get(0);
        lane.arrived(new Transfer(Part.toSend(1, 0, 25 * MB), lane, 0), 1_000_000);
        assertEquals(4, lane.parallel());
        lane.look(1, 16, false, 0);
        long settled = lane.wakeAt();
        lanes.follow(status(List.of(wired), wired.carrier()), 5_000_000_000L);
        lanes.follow(status(List.of(wired, modem), modem.carrier(), wired.carrier()), 6_000_000_000L);
        assertEquals(lane, lanes.open(0).get(1));
        assertEquals(4, lane.parallel());
        lanes.follow(status(List.of(wired), wired.carrier()), 7_000_000_000L);
        assertEquals("nothing was begun anew", settled, lane.wakeAt());
        lanes.follow(status(List.of(wifi), wifi.carrier()), 8_000_000_000L);
        assertEquals(List.of(lane), lanes.open(0));
        assertEquals(4, lane.parallel());
    }

    private static NetworkStatus status(List<Road> up, Carrier... carriers) {
        return new NetworkStatus(up.stream().map(road -> road.link).toList(), Reach.ONLINE, Optional.empty(), Optional.empty(), Optional.empty(), List.of(carriers));
    }

    @Test
    public void oneForTheWorstOfTimesCarriesWhileABacklogIsThere() {
        carriers(wired.carrier(), wifi.carrier(When.BEHIND, What.ALL));
        wired.bytesPerSecond = MB / 10.0;
        takes(rig.accept("small.mov", 3 * MB));
        assertEquals("the other keeps up", 0, wifi.carriedBytes);
        rig.accept("A001.mov", 100 * MB);
        rig.time.runFor(Duration.ofSeconds(60));
        assertTrue("a quarter of an hour waits", wifi.carriedBytes > 20 * MB);
        rig.time.runUntil("less waits than five minutes take", Duration.ofMinutes(10), () -> left() < 25 * MB);
        rig.time.runFor(Duration.ofSeconds(10));
        long before = wifi.carriedBytes;
        rig.time.runFor(Duration.ofSeconds(60));
        assertEquals(before, wifi.carriedBytes);
    }

    private long left() {
        return rig.queue.remaining();
    }

    @Test
    public void oneForTheWorstOfTimesCarriesWhileNothingGetsThroughByTheOthers() {
        carriers(wired.carrier(), wifi.carrier(When.BEHIND, What.ALL));
        ItemId clip = rig.accept("A001.mov", 40 * MB);
        rig.time.runFor(Duration.ofSeconds(5));
        wired.up = false;
        rig.time.runFor(Duration.ofSeconds(25));
        assertEquals("it may pass", 0, wifi.carriedBytes);
        rig.time.runFor(Duration.ofSeconds(15));
        assertTrue(wifi.carriedBytes > 5 * MB);
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        noPartTwice();
    }

    @Test
    public void oneForTheWorstOfTimesRestsWhileTheLimitIsWhatMakesTheBacklog() {
        Limits free = limits(16);
        rig.engine.limits(new Limits(1, 16, 8, free.grace(), free.partBytes(), BandwidthLines.parse(MB / 10 * 8 + 10_000), SlowLinks.REALTIME, false, free.proxies()));
        carriers(wired.carrier(), wifi.carrier(When.BEHIND, What.ALL));
        wired.bytesPerSecond = MB / 10.0;
        rig.accept("A001.mov", 100 * MB);
        rig.time.runFor(Duration.ofMinutes(3));
        assertEquals(0, wifi.carriedBytes);
        rig.engine.limits(free);
        rig.time.runFor(Duration.ofMinutes(1));
        assertTrue(wifi.carriedBytes > 0);
    }

    @Test
    public void oneForTheWorstOfTimesWaitsUntilTheRateOfTheOthersIsSure() {
        carriers(wired.carrier(), wifi.carrier(When.BEHIND, What.ALL));
        wired.bytesPerSecond = MB / 10.0;
        ItemId clip = rig.accept("A001.mov", 100 * MB);
        rig.time.runFor(Duration.ofSeconds(15));
        wired.bytesPerSecond = 2 * MB;
        takes(clip);
        assertEquals(0, wifi.carriedBytes);
    }

    /** Clips of one part each, one every other second. */
    private void stills(String name, int seconds) {
        for (int i = 0; i < seconds / 2; i++) {
            rig.accept(name + "-" + i + ".jpg", MB / 4);
            rig.time.runFor(Duration.ofSeconds(2));
        }
    }

    @Test
    public void oneForTheWorstOfTimesRestsAgainOnceAnotherCarriesThoughAllThatComesIsShort() {
        carriers(wired.carrier(), wifi.carrier(When.BEHIND, What.ALL));
        rig.accept("A001.mov", 60 * MB);
        rig.time.runFor(Duration.ofSeconds(5));
        wired.up = false;
        rig.time.runFor(Duration.ofMinutes(2));
        assertTrue(wifi.carriedBytes > 40 * MB);
        wired.up = true;
        stills("first", 70);
        long before = wifi.carriedBytes;
        stills("then", 20);
        assertEquals(before, wifi.carriedBytes);
    }

    @Test
    public void aNewLaneIsTriedThoughTheOtherHasSlotsForAll() {
        rig.engine.limits(limits(16, 16));
        carriers(wired.carrier());
        takes(rig.accept("A001.mov", 30 * MB));
        carriers(wired.carrier(), wifi.carrier());
        for (int i = 0; i < 7; i++) {
            rig.accept("still-" + i + ".jpg", MB);
        }
        rig.time.runFor(Duration.ofSeconds(20));
        assertEquals("one to see, now that it is known it would be the slower one", 1, wifi.arrived.size());
    }

    @Test
    public void whatWasCutSaysWhatALaneGives() {
        rig.engine.limits(limits(2));
        carriers(wired.carrier(), modem.carrier());
        modem.bytesPerSecond = MB / 6.0;
        takes(rig.accept("A001.mov", 8 * MB));
        assertTrue("its part was taken back", rig.engine.status().wastedBytes() > 0);
        int before = modem.begun;
        takes(rig.accept("A002.mov", 8 * MB));
        assertEquals("too slow for so short a clip", before, modem.begun);
    }

    @Test
    public void whereProxiesMayLeaveOnlyAnOriginalWaitsAndAProxyOvertakesIt() {
        carriers(modem.carrier(When.ALWAYS, What.PROXIES));
        ItemId original = rig.accept("A001.mov", 2 * MB);
        ItemId proxy = rig.accept("A001_proxy.mov", MB);
        takes(proxy);
        rig.time.runFor(Duration.ofMinutes(5));
        assertEquals(ItemState.WAITING, rig.state(original));
        assertTrue(rig.why(), rig.why().contains("proxies only"));
        assertEquals("no asset before a part can leave", 1, rig.cloud.assets.size());
        carriers(modem.carrier(When.ALWAYS, What.PROXIES), wired.carrier());
        assertTrue("at once", takes(original) < 8);
        assertEquals(0, rig.queue.row(original).tries);
    }

    @Test
    public void anOriginalUnderWayWaitsInHandWhereProxiesMayLeaveOnly() {
        carriers(wired.carrier());
        ItemId original = rig.accept("A001.mov", 60 * MB);
        rig.time.runFor(Duration.ofSeconds(5));
        carriers(wired.carrier(When.ALWAYS, What.PROXIES));
        rig.time.runFor(Duration.ofMillis(200));
        assertEquals(List.of(), rig.engine.status().transfers());
        takes(rig.accept("A001_proxy.mov", MB), rig.accept("A002_proxy.mov", MB), rig.accept("A003_proxy.mov", MB));
        assertEquals(ItemState.UPLOADING, rig.state(original));
        assertTrue(rig.why(), rig.why().contains("proxies only"));
        carriers(wired.carrier());
        takes(original);
        noPartTwice();
    }

    @Test
    public void aProxyBehindThousandsOfOriginalsIsFound() {
        carriers(wired.carrier(When.ALWAYS, What.PROXIES));
        for (int i = 0; i < 2_500; i++) {
            rig.accept("original-" + i + ".mov", 10);
        }
        ItemId proxy = rig.accept("A001_proxy.mov", 10);
        rig.within(Duration.ofMinutes(2), proxy, ItemState.COMPLETED);
    }

    @Test
    public void anOriginalThatIsDueMakesNobodyReadTheLineAgainAndAgain() {
        carriers(wired.carrier());
        rig.cloud.callTrouble = FakeCloud.answer(503, Map.of(), "");
        ItemId original = rig.accept("A001.mov", MB);
        rig.until(original, ItemState.RETRYING);
        carriers(wired.carrier(When.ALWAYS, What.PROXIES));
        rig.cloud.callTrouble = null;
        rig.time.runFor(Duration.ofMinutes(5));
        assertEquals(ItemState.RETRYING, rig.state(original));
        int before = rig.queue.lists;
        rig.time.runFor(Duration.ofMinutes(10));
        assertTrue("" + (rig.queue.lists - before), rig.queue.lists - before <= 22);
        takes(rig.accept("A001_proxy.mov", MB));
    }

    @Test
    public void withoutACarrierNothingLeavesUntilOneIsBack() {
        carriers(wired.carrier());
        ItemId under = rig.accept("A001.mov", 60 * MB);
        rig.time.runFor(Duration.ofSeconds(5));
        rig.carriers(List.of(wired.link));
        ItemId waiting = rig.accept("A002.mov", 10 * MB);
        rig.time.runFor(Duration.ofMillis(200));
        int calls = rig.cloud.calls;
        long carried = wired.carriedBytes;
        rig.time.runFor(Duration.ofHours(1));
        assertEquals(carried, wired.carriedBytes);
        assertEquals(calls, rig.cloud.calls);
        assertEquals("No network may carry clips.", rig.why());
        carriers(wired.carrier());
        rig.time.runFor(Duration.ofMillis(100));
        assertTrue("at once", !rig.engine.status().transfers().isEmpty());
        takes(under, waiting);
        noPartTwice();
        assertEquals(0, rig.queue.row(under).tries + rig.queue.row(waiting).tries);
    }

    @Test
    public void theRateOfEachLinkIsShown() {
        carriers(wired.carrier(), wifi.carrier());
        rig.accept("A001.mov", 250 * MB);
        rig.time.runFor(Duration.ofSeconds(30));
        var rates = rig.engine.status().flow().bitsPerSecondByLink();
        assertEquals(16.0 * MB, rates.get("eth0"), 4 * MB);
        assertEquals(8.0 * MB, rates.get("wlan0"), 4 * MB);
    }
}
