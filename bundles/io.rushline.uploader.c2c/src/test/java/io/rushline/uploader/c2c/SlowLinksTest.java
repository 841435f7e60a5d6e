package io.rushline.uploader.c2c;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.rushline.cloud.api.CloudException;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.uploader.api.Bandwidth;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.Test;

/** Finished clips on links that are too slow for the life of their URLs, or break before a part is through. */
public class SlowLinksTest {

    private static final int MIB = 1 << 20;

    private static Limits oneAtATime(SlowLinks slowLinks) {
        return new Limits(1, 1, 1, Duration.ofSeconds(10), 25L * MIB, Bandwidth.UNLIMITED, slowLinks, false, new Proxies("*_proxy.*"));
    }

    /** 100 parts of about 2 s each, and URLs that live 60 s. */
    private static Rig slow(SlowLinks slowLinks) {
        Rig rig = new Rig().start(oneAtATime(slowLinks));
        rig.cloud.urlSeconds = 60;
        rig.cloud.urlsFor = bytes -> 100;
        return rig;
    }

    @Test
    public void aClipThatCannotLeaveBeforeItsUrlsExpireGoesThroughTheRealTimeCalls() {
        Rig rig = slow(SlowLinks.REALTIME);
        ItemId clip = rig.accept("A001.mov", 12 * MIB);
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertTrue(rig.cloud.assets.get("asset-2").realtime);
        assertEquals(List.of("asset-1 link.too-slow"), rig.queue.row(clip).abandoned);
        long inVain = rig.cloud.puts.stream().filter(put -> put.startsWith("asset-1/")).count();
        assertTrue("given up early, after " + inVain + " parts", inVain < 15);
        List<String> second = rig.cloud.puts.stream().filter(put -> put.startsWith("asset-2/")).toList();
        assertEquals("no part twice", second.size(), new HashSet<>(second).size());
    }

    @Test
    public void theNextClipOnASlowLinkGoesSoFromTheBeginning() {
        Rig rig = slow(SlowLinks.REALTIME);
        ItemId first = rig.accept("A001.mov", 12 * MIB);
        rig.until(first, ItemState.COMPLETED);
        ItemId next = rig.accept("A002.mov", 20 * MIB);
        rig.time.runUntil("an asset", Duration.ofMinutes(1), () -> rig.cloud.assets.size() == 3);
        assertTrue(rig.cloud.assets.get("asset-3").realtime);
        assertEquals(ItemState.UPLOADING, rig.state(next));
    }

    @Test
    public void whereTheCloudTakesNoRealTimeCallsTheClipGoesPlainlyInSmallParts() {
        Rig rig = slow(SlowLinks.REALTIME);
        rig.cloud.refusesRealtime = 422;
        ItemId clip = rig.accept("A001.mov", 12 * MIB);
        rig.time.runUntil("a second asset", Duration.ofMinutes(5), () -> rig.cloud.assets.size() == 2);
        rig.cloud.urlSeconds = 600;
        rig.cloud.assets.get("asset-2").expired = false;
        assertFalse(rig.cloud.assets.get("asset-2").realtime);
        assertEquals(2, rig.cloud.assets.get("asset-2").asked.path("parts").asInt());
        assertEquals(ItemState.UPLOADING, rig.state(clip));
    }

    @Test
    public void switchedOffAClipWhoseUrlsExpireIsSentPlainlyOnceMore() {
        Rig rig = slow(SlowLinks.PLAIN);
        ItemId clip = rig.accept("A001.mov", 12 * MIB);
        rig.until(clip, ItemState.FAILED);
        assertEquals("asset.expired", rig.queue.row(clip).reason.code());
        assertTrue(rig.cloud.assets.values().stream().noneMatch(asset -> asset.realtime));
        assertEquals(2, rig.cloud.assets.size());
    }

    @Test
    public void aClipWhoseUrlsExpiredOnceGoesTheRealTimeWayTheSecondTime() {
        Rig rig = new Rig().start(oneAtATime(SlowLinks.REALTIME));
        ItemId clip = rig.accept("A001.mov", 12 * MIB);
        rig.cloud.urlsFor = bytes -> 10;
        rig.time.runUntil("a part arrived", Duration.ofMinutes(1), () -> rig.queue.row(clip).item().ackedParts() == 1);
        rig.cloud.assets.get("asset-1").expired = true;
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertTrue(rig.cloud.assets.get("asset-2").realtime);
    }

    @Test
    public void partsThatNeverGetThroughBeforeTheLinkBreaksAreReplacedBySmallOnes() {
        Rig rig = new Rig().start(oneAtATime(SlowLinks.REALTIME));
        rig.cloud.urlsFor = bytes -> 1;
        rig.cloud.cutAfter = 8 * MIB;
        ItemId clip = rig.accept("A001.mov", 12 * MIB);
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertTrue(rig.cloud.assets.get("asset-2").realtime);
        assertEquals("two tries of the large part", 2, rig.cloud.puts.stream().filter(put -> put.startsWith("asset-1/")).count());
    }

    @Test
    public void aModuleThatIsReplacedIsNoBreakOfTheLink() {
        Rig rig = new Rig().start(oneAtATime(SlowLinks.REALTIME));
        rig.cloud.urlsFor = bytes -> 1;
        ItemId clip = rig.accept("A001.mov", 12 * MIB);
        for (int i = 0; i < 3; i++) {
            rig.cloud.putFaults.add(() -> {
                rig.cloudThere(false);
                throw new CloudException(CloudException.Code.CUT);
            });
            rig.time.runUntil("the client is gone", Duration.ofMinutes(1),
                    () -> rig.cloud.putFaults.isEmpty() && rig.why().contains("speaks with the cloud"));
            rig.cloudThere(true);
            rig.time.runFor(Duration.ofMillis(1));
        }
        rig.until(clip, ItemState.COMPLETED);
        assertEquals(1, rig.cloud.assets.size());
    }

    @Test
    public void switchedOffTheyAreReplacedByPlainSmallOnesOnce() {
        Rig rig = new Rig().start(oneAtATime(SlowLinks.PLAIN));
        rig.cloud.urlsFor = bytes -> rig.cloud.assets.isEmpty() ? 1 : 2;
        rig.cloud.cutAfter = 8 * MIB;
        ItemId clip = rig.accept("A001.mov", 12 * MIB);
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertEquals(2, rig.cloud.assets.size());
        assertFalse(rig.cloud.assets.get("asset-2").realtime);
    }

    @Test
    public void aSlowLinkAloneIsNoReasonWhileTheUrlsLiveLongEnough() {
        Rig rig = new Rig().start(oneAtATime(SlowLinks.REALTIME));
        rig.cloud.urlsFor = bytes -> 100;
        ItemId clip = rig.accept("A001.mov", 12 * MIB);
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertEquals(1, rig.cloud.assets.size());
    }

    @Test
    public void anHourWithoutNetworkDoesNotMakeALinkSlow() {
        Rig rig = new Rig().start(oneAtATime(SlowLinks.REALTIME));
        rig.cloud.urlsFor = bytes -> 20;
        ItemId clip = rig.accept("A001.mov", 10 * MIB);
        rig.time.runFor(Duration.ofSeconds(10));
        rig.cloud.down = true;
        rig.time.runFor(Duration.ofHours(1));
        rig.cloud.down = false;
        rig.until(clip, ItemState.COMPLETED);
        assertEquals(1, rig.cloud.assets.size());
    }

    @Test
    public void breaksTogetherCountOnceAndAPartThatGetsThroughEndsThem() {
        Link link = new Link();
        long part = 25L * MIB;
        link.broke(part, 0, 10);
        link.broke(part, 5, 11);
        assertFalse(link.tooLarge(part, false, 12));
        link.broke(part, 20, 30);
        assertTrue(link.tooLarge(part, false, 31));
        assertFalse("where such parts got through, a few more are borne", link.tooLarge(part, true, 31));
        assertFalse(link.tooLarge(6L * MIB, false, 31));
        link.arrived(6L * MIB);
        assertTrue(link.tooLarge(part, false, 32));
        assertFalse("long ago", link.tooLarge(part, false, Duration.ofHours(1).toNanos()));
        link.arrived(part);
        assertFalse(link.tooLarge(part, false, 33));
        link.broke(PartPlan.MIN_PART_BYTES, 40, 50);
        link.broke(PartPlan.MIN_PART_BYTES, 60, 70);
        assertFalse("there is no smaller one", link.tooLarge(PartPlan.MIN_PART_BYTES, false, 71));
    }

    @Test
    public void nothingKnownOfALinkMeansInTime() {
        Link link = new Link();
        assertTrue(link.inTime(5L << 40, 0));
        link.rate(125_000, 0);
        assertTrue(link.inTime(10_000_000_000L, 1));
        assertFalse("a day at 1 Mbit/s", link.inTime(11_000_000_000L, 1));
        link.urlLife(Duration.ofSeconds(60));
        assertFalse(link.inTime(100_000_000, 1));
        assertTrue(link.inTime(100_000_000, Duration.ofHours(1).toNanos()));
    }

    @Test
    public void theTimeInWhichNothingIsOnItsWayDoesNotCount() {
        Pace pace = new Pace(Duration.ofMinutes(20));
        long second = 1_000_000_000L;
        pace.look(0, 1_000, true);
        pace.look(10 * second, 2_000, false);
        pace.look(3_600 * second, 2_000, true);
        pace.look(3_610 * second, 3_000, true);
        assertEquals(100, pace.bytesPerSecond().orElseThrow(), 0.01);
        assertEquals(20, pace.measured().toSeconds());
    }
}
