package io.rushline.uploader.c2c;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.rushline.auth.api.Connection;
import io.rushline.cloud.api.CloudException;
import io.rushline.network.api.Reach;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Project;
import io.rushline.uploader.api.Bandwidth;
import io.rushline.uploader.api.Flow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.Test;

/** How clips share the link, and what holds them back. */
public class FlowTest {

    private static final Duration GRACE = Duration.ofSeconds(10);
    private final Rig rig = new Rig();

    private static Limits limits(int least, int most, int clips, Bandwidth bandwidth) {
        return new Limits(least, most, clips, GRACE, PartPlan.MIN_PART_BYTES, bandwidth, SlowLinks.REALTIME, false, new Proxies("*_proxy.*"));
    }

    private void moving(int parts) {
        rig.time.runUntil(parts + " parts move", Duration.ofMinutes(2), () -> rig.engine.status().transfers().size() == parts);
    }

    @Test
    public void anUrgentClipGetsAPlaceThoughAllAreTakenAndTheNextSlot() {
        rig.start(Rig.limits(2, 1, GRACE, PartPlan.MIN_PART_BYTES));
        ItemId large = rig.accept("large.mov", 10_000);
        ItemId usual = rig.accept("usual.mov", 10);
        moving(2);
        ItemId urgent = rig.accept("urgent.jpg", 30, 5);
        rig.within(Duration.ofSeconds(25), urgent, ItemState.COMPLETED);
        assertEquals(ItemState.UPLOADING, rig.state(large));
        assertEquals("of the same rank, it waits", ItemState.WAITING, rig.state(usual));
    }

    @Test
    public void anUrgentClipThatWasThereBeforeARestartOvertakesToo() {
        rig.start(Rig.limits(2, 1, GRACE, PartPlan.MIN_PART_BYTES));
        ItemId large = rig.accept("large.mov", 10_000);
        moving(2);
        rig.kill();
        ItemId urgent = rig.accept("urgent.jpg", 30, 5);
        rig.start(Rig.limits(2, 1, GRACE, PartPlan.MIN_PART_BYTES));
        rig.within(Duration.ofSeconds(40), urgent, ItemState.COMPLETED);
        assertEquals(ItemState.UPLOADING, rig.state(large));
    }

    @Test
    public void manySmallClipsFillTheSlotsThatTwoWouldLeaveEmpty() {
        rig.start(Rig.limits(8, 8, GRACE, PartPlan.MIN_PART_BYTES));
        List<ItemId> clips = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            clips.add(rig.accept("small-" + i + ".jpg", 10));
        }
        int most = 0;
        for (int i = 0; i < 100; i++) {
            rig.time.runFor(Duration.ofMillis(200));
            most = Math.max(most, rig.engine.status().transfers().size());
        }
        assertTrue("" + most, most >= 7);
        clips.forEach(c -> rig.until(c, ItemState.COMPLETED));
        rig.assertWhole(clips.toArray(ItemId[]::new));
    }

    @Test
    public void noMoreAssetsAreCreatedThanClipsMayBeWorkedOnWhileNoPartGetsThrough() {
        rig.start(Rig.limits(4, 3, GRACE, PartPlan.MIN_PART_BYTES));
        rig.cloud.unreachable = asset -> true;
        List<ItemId> clips = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clips.add(rig.accept("clip-" + i + ".mov", 30));
        }
        rig.time.runFor(Duration.ofHours(2));
        assertTrue(rig.cloud.assets.size() + " assets", rig.cloud.assets.size() <= 3);
        rig.time.runUntil("it says why", Duration.ofMinutes(2), () -> !rig.why().isEmpty());
        rig.cloud.unreachable = asset -> false;
        rig.network(Reach.ONLINE);
        clips.forEach(c -> rig.until(c, ItemState.COMPLETED));
        rig.assertWhole(clips.toArray(ItemId[]::new));
        assertEquals(20, rig.cloud.assets.size());
    }

    @Test
    public void aClipWhoseOwnUrlsAreDeadStopsNoOther() {
        rig.start(Rig.limits(4, 1, GRACE, PartPlan.MIN_PART_BYTES));
        rig.cloud.unreachable = "asset-1"::equals;
        ItemId dead = rig.accept("dead.mov", 30);
        rig.time.runUntil("it has an asset", Duration.ofMinutes(1), () -> rig.cloud.assets.size() == 1);
        List<ItemId> others = List.of(rig.accept("B.mov", 30), rig.accept("C.mov", 30), rig.accept("D.mov", 30));
        others.forEach(c -> rig.within(Duration.ofMinutes(5), c, ItemState.COMPLETED));
        rig.time.runFor(Duration.ofHours(5));
        assertFalse("network trouble fails no clip", rig.state(dead) == ItemState.FAILED);
        rig.cloud.unreachable = asset -> false;
        rig.until(dead, ItemState.COMPLETED);
        assertEquals(4, rig.cloud.assets.size());
    }

    @Test
    public void aClipPostponedForTheNetworkIsTriedAtOnceWhenItChanges() {
        rig.start();
        rig.cloud.down = true;
        ItemId clip = rig.accept("A001.mov", 10);
        rig.time.runFor(Duration.ofHours(1));
        rig.until(clip, ItemState.RETRYING);
        rig.cloud.down = false;
        rig.network(Reach.ONLINE);
        rig.time.runFor(Duration.ofSeconds(6));
        assertEquals(ItemState.COMPLETED, rig.state(clip));
    }

    @Test
    public void aNetworkThatChangesWhileAClipIsBeingPostponedCounts() {
        for (int seed = 1; seed <= 8; seed++) { // of which some would wait for long
            Rig rig = new Rig(seed).start();
            rig.cloud.down = true;
            ItemId clip = rig.accept("A001.mov", 10);
            rig.time.runFor(Duration.ofHours(1));
            rig.until(clip, ItemState.RETRYING);
            rig.until(clip, ItemState.UPLOADING);
            rig.queue.postponesLater = true;
            rig.time.runUntil("it is not taken at once", Duration.ofMinutes(2), () -> !rig.queue.postponesLater);
            rig.cloud.down = false;
            rig.network(Reach.ONLINE);
            rig.within(Duration.ofSeconds(12), clip, ItemState.COMPLETED);
        }
    }

    @Test
    public void aClockSetBackMakesNoClipWaitLonger() {
        rig.start();
        rig.cloud.callFaults.add(FakeCloud.broken(CloudException.Code.UNTRUSTED));
        ItemId clip = rig.accept("A001.mov", 10);
        rig.until(clip, ItemState.RETRYING);
        rig.time.clockSetBy = Duration.ofDays(-30);
        rig.within(Duration.ofMinutes(2), clip, ItemState.COMPLETED);
    }

    @Test
    public void aClockSetForwardEndsNoPauseEarly() {
        rig.start();
        rig.cloud.callFaults.add(FakeCloud.answer(429, Map.of("retry-after", "600"), ""));
        ItemId clip = rig.accept("A001.mov", 10);
        rig.time.runFor(Duration.ofSeconds(10));
        rig.time.clockSetBy = Duration.ofDays(30);
        rig.time.runFor(Duration.ofSeconds(580));
        assertEquals(1, rig.cloud.calls);
        rig.within(Duration.ofMinutes(2), clip, ItemState.COMPLETED);
    }

    @Test
    public void uploadsPausedByPeopleEndTheirPartsAndGoBackInLine() {
        rig.start();
        ItemId clip = rig.accept("A001.mov", 200);
        moving(4);
        int acked = rig.queue.row(clip).item().ackedParts();
        rig.paused(true);
        rig.time.runFor(Duration.ofMinutes(5));
        assertEquals(ItemState.WAITING, rig.state(clip));
        assertEquals("All uploads are paused.", rig.why());
        assertEquals(acked + 4, rig.queue.row(clip).item().ackedParts());
        rig.paused(false);
        rig.until(clip, ItemState.COMPLETED);
        assertEquals("no part twice", 20, new HashSet<>(rig.cloud.puts).size());
        assertEquals(20, rig.cloud.puts.size());
    }

    @Test
    public void theQueueLearnsTheProjectsNameAndItsNextOneWithoutAStop() {
        rig.start();
        ItemId clip = rig.accept("A001.mov", 300);
        moving(4);
        assertEquals(List.of(new Project("project-1", "Film")), rig.queue.bound);
        Connection was = rig.connector.connection;
        rig.connector.connection = new Connection(was.state(), was.projectId(), Optional.of("Film 2"), was.user(), was.deviceId(), was.deviceName(),
                was.validUntil(), was.paused(), was.channels(), was.seenAt(), was.trouble());
        rig.engine.wake();
        rig.until(clip, ItemState.COMPLETED);
        assertEquals(List.of(new Project("project-1", "Film"), new Project("project-1", "Film 2")), rig.queue.bound);
        assertFalse(rig.queue.row(clip).history.toString(), rig.queue.row(clip).history.contains("WAITING"));
    }

    @Test
    public void aStorageThatWaitedTooLongForBytesHalvesTheParallelParts() {
        rig.start(limits(1, 16, 2, Bandwidth.UNLIMITED));
        rig.accept("A001.mov", 60_000);
        rig.time.runUntil("several in parallel", Duration.ofMinutes(5), () -> rig.engine.status().flow().parallelParts() >= 4);
        int before = rig.engine.status().flow().parallelParts();
        rig.cloud.putFaults.add(FakeCloud.storage(400, "RequestTimeout"));
        rig.time.runUntil("it strikes", Duration.ofMinutes(1), () -> rig.engine.status().flow().parallelParts() < before);
        assertEquals(before / 2, rig.engine.status().flow().parallelParts());
    }

    @Test
    public void theFlowIsShownAndTheQueueSeldomAskedForIt() {
        rig.start(limits(3, 8, 2, Bandwidth.UNLIMITED));
        rig.accept("A001.mov", 5_000);
        moving(3);
        rig.time.runFor(Duration.ofSeconds(20));
        int asked = rig.queue.summaries;
        for (int i = 0; i < 300; i++) {
            rig.engine.status();
            rig.time.runFor(Duration.ofMillis(100));
        }
        assertTrue(rig.queue.summaries - asked >= 4 && rig.queue.summaries - asked <= 7);
        Flow flow = rig.engine.status().flow();
        assertEquals(8, flow.mostParallelParts());
        assertTrue(flow.parallelParts() >= 3);
        assertEquals("TLS by none", flow.transport());
        assertEquals(OptionalLong.empty(), flow.limitBitsPerSecond());
        assertTrue(flow.remaining().toString(), flow.remaining().isPresent() && !flow.remaining().get().isZero());
    }

    @Test
    public void newSettingsHoldAtOnce() {
        rig.start();
        ItemId clip = rig.accept("A001.mov", 500);
        moving(4);
        rig.engine.limits(limits(1, 1, 1, BandwidthLines.parse(50_000_000)));
        rig.time.runFor(Duration.ofSeconds(20));
        assertTrue(rig.engine.status().transfers().size() <= 1);
        assertEquals(OptionalLong.of(50_000_000), rig.engine.status().flow().limitBitsPerSecond());
        rig.engine.limits(limits(6, 6, 1, Bandwidth.UNLIMITED));
        moving(6);
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertEquals(50, rig.cloud.puts.size());
    }
}
