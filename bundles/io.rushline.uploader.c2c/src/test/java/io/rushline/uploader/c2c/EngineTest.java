package io.rushline.uploader.c2c;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.rushline.auth.api.AuthException;
import io.rushline.cloud.api.CloudException;
import io.rushline.queue.api.Action;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Part;
import io.rushline.queue.api.QueueException;
import io.rushline.uploader.api.UploaderStatus.Activity;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.Test;

public class EngineTest {

    @Test
    public void aClipGoesUpWholeAndOnce() {
        Rig rig = new Rig().start();
        ItemId clip = rig.accept("A001.mov", 95);
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertEquals(10, rig.cloud.puts.size());
        var asked = rig.cloud.assets.get("asset-1").asked;
        assertEquals("video/quicktime", asked.path("filetype").asText());
        assertEquals(95, asked.path("filesize").asInt());
        assertEquals(10, asked.path("offset").asInt());
        assertEquals(1, asked.path("parts").asInt());
        rig.time.runFor(Duration.ofSeconds(1));
        assertEquals(Activity.IDLE, rig.engine.status().activity());
        assertEquals("", rig.why());
    }

    @Test
    public void aClockThatIsSetWhileAClipIsInHandMakesItNoOlder() throws Exception {
        Rig rig = new Rig().start();
        rig.cloud.callTrouble = FakeCloud.broken(CloudException.Code.UNREACHABLE);
        ItemId clip = rig.accept("A001.mov", 95);
        rig.until(clip, ItemState.UPLOADING);
        rig.time.clockSetBy = Duration.ofHours(1);
        rig.queue.redate(clip, Rig.MADE.plus(Duration.ofHours(1)));
        rig.time.runFor(Duration.ofMillis(500));
        assertEquals("in hand", ItemState.UPLOADING, rig.state(clip));
        rig.cloud.callTrouble = null;
        rig.until(clip, ItemState.COMPLETED);
        int offset = rig.cloud.assets.get("asset-1").asked.path("offset").asInt();
        assertTrue(offset + " s", offset < 60);
    }

    @Test
    public void anEmptyClipIsOneEmptyPart() {
        Rig rig = new Rig().start();
        ItemId clip = rig.accept("empty.wav", 0);
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertEquals(List.of("asset-1/1"), rig.cloud.puts);
    }

    @Test
    public void threeClipsShareFourSlotsAndNoMoreThanTwoSendAtATime() {
        Rig rig = new Rig().start();
        List<ItemId> clips = List.of(rig.accept("A.mov", 300), rig.accept("B.mov", 300), rig.accept("C.mov", 300));
        int most = 0;
        Set<Set<ItemId>> together = new HashSet<>();
        while (!clips.stream().allMatch(c -> rig.state(c) == ItemState.COMPLETED)) {
            rig.time.runFor(Duration.ofMillis(50));
            var transfers = rig.engine.status().transfers();
            most = Math.max(most, transfers.size());
            together.add(new HashSet<>(transfers.stream().map(t -> t.item()).toList()));
            assertTrue(transfers.size() <= 4);
            assertTrue(clips.stream().map(rig.queue::row).filter(row -> row.item().state() == ItemState.UPLOADING && !allArrived(row)).count() <= 2);
        }
        assertEquals(4, most);
        assertTrue("two clips at the same time", together.stream().anyMatch(s -> s.size() == 2));
        rig.assertWhole(clips.toArray(ItemId[]::new));
    }

    /** While it is being completed, another has its place. */
    private static boolean allArrived(FakeQueue.Row row) {
        return !row.parts.isEmpty() && row.parts.values().stream().allMatch(Part::acknowledged);
    }

    @Test
    public void aSmallClipOvertakesALargeOne() {
        Rig rig = new Rig().start();
        ItemId large = rig.accept("large.mov", 10_000);
        rig.time.runFor(Duration.ofSeconds(20));
        ItemId small = rig.accept("small.jpg", 10);
        rig.within(Duration.ofSeconds(15), small, ItemState.COMPLETED);
        assertEquals(ItemState.UPLOADING, rig.state(large));
    }

    @Test
    public void theClipsOfAPredecessorGoOnWithoutSendingAnAcknowledgedPartAgain() {
        Rig rig = new Rig().start();
        ItemId clip = rig.accept("A001.mov", 500);
        rig.time.runUntil("some parts", Duration.ofMinutes(5), () -> rig.queue.row(clip).item().ackedParts() >= 20);
        rig.kill();
        List<String> acked = rig.queue.row(clip).parts.values().stream().filter(p -> p.acknowledged()).map(p -> "asset-1/" + p.number()).toList();
        int before = rig.cloud.puts.size();
        assertEquals(ItemState.UPLOADING, rig.state(clip));
        rig.start();
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertTrue(rig.cloud.puts.stream().skip(before).noneMatch(acked::contains));
        assertEquals(1, rig.cloud.assets.size());
    }

    @Test
    public void aClipCancelledBetweenItsClaimAndItsBeginningSendsNothing() throws Exception {
        Rig rig = new Rig().start();
        ItemId clip = rig.accept("A001.mov", 500);
        rig.time.runUntil("some parts", Duration.ofMinutes(5), () -> rig.queue.row(clip).item().ackedParts() >= 4);
        rig.kill();
        rig.queue.apply(Action.PAUSE, clip);
        rig.queue.apply(Action.RESUME, clip);
        int puts = rig.cloud.puts.size();
        rig.start();
        rig.until(clip, ItemState.UPLOADING);
        rig.deaf();
        rig.queue.apply(Action.CANCEL, clip);
        rig.time.runFor(Duration.ofMinutes(1));
        assertEquals(puts, rig.cloud.puts.size());
    }

    @Test
    public void stoppingLetsRunningPartsArriveAndBeginsNoNewOne() {
        Rig rig = new Rig().start();
        ItemId clip = rig.accept("A001.mov", 500);
        rig.time.runUntil("parts move", Duration.ofMinutes(1), () -> rig.engine.status().transfers().size() == 4);
        int acked = rig.queue.row(clip).item().ackedParts();
        var stopped = rig.engine.stop();
        assertFalse(stopped.isDone());
        rig.time.runUntil("stopped", Duration.ofSeconds(10), stopped::isDone);
        assertEquals(acked + 4, rig.queue.row(clip).item().ackedParts());
        assertEquals(ItemState.UPLOADING, rig.state(clip));
        int puts = rig.cloud.puts.size();
        rig.time.runFor(Duration.ofMinutes(5));
        assertEquals(puts, rig.cloud.puts.size());
    }

    @Test
    public void stoppingWhileTheLastPartsArriveCompletesTheClipAndEnds() {
        Rig rig = new Rig().start();
        ItemId clip = rig.accept("A001.mov", 20);
        rig.time.runUntil("parts move", Duration.ofMinutes(1), () -> !rig.engine.status().transfers().isEmpty());
        var stopped = rig.engine.stop();
        rig.deaf(); // it hears no more of the queue, not even of what it brought about itself
        rig.time.runUntil("stopped", Duration.ofSeconds(10), stopped::isDone);
        rig.assertWhole(clip);
    }

    @Test
    public void stoppingWaitsForWhatTheQueueIsAskedAndAsksNothingMore() {
        Rig rig = new Rig().start();
        rig.time.runFor(Duration.ofSeconds(5));
        ItemId clip = rig.accept("A001.mov", 20);
        rig.time.runFor(Duration.ofMillis(1));
        var stopped = rig.engine.stop();
        rig.time.runUntil("stopped", Duration.ofSeconds(1), stopped::isDone);
        assertEquals("it was asked for already", ItemState.UPLOADING, rig.state(clip));
        assertTrue(rig.cloud.assets.isEmpty());
    }

    @Test
    public void aQueueThatTakesNothingIsToldAlsoWhilePartsMove() {
        Rig rig = new Rig().start();
        rig.accept("A001.mov", 500);
        rig.time.runUntil("parts move", Duration.ofMinutes(1), () -> rig.engine.status().transfers().size() == 4);
        rig.queue.broken = QueueException.Code.STORE_FULL;
        rig.time.runUntil("it says so", Duration.ofMinutes(1), () -> rig.engine.status().activity() == Activity.SENDING
                && rig.why().contains(QueueException.Code.STORE_FULL.what));
    }

    @Test
    public void anIdleEngineStopsAtOnce() {
        Rig rig = new Rig().start();
        rig.time.runFor(Duration.ofSeconds(5));
        var stopped = rig.engine.stop();
        rig.time.runFor(Duration.ofMillis(1));
        assertTrue(stopped.isDone());
    }

    @Test
    public void whatIsAcknowledgedWhileTheQueueIsAwayIsHandedToItsSuccessor() {
        Rig rig = new Rig().start();
        ItemId clip = rig.accept("A001.mov", 200);
        rig.time.runUntil("parts move", Duration.ofMinutes(1), () -> rig.engine.status().transfers().size() == 4);
        rig.queueThere(false);
        rig.time.runFor(Duration.ofMinutes(1));
        int puts = rig.cloud.puts.size();
        assertEquals(Activity.WAITING, rig.engine.status().activity());
        assertTrue(rig.why(), rig.why().contains("queue"));
        rig.replaceQueue();
        rig.queueThere(true);
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertEquals("no part twice", 20, new HashSet<>(rig.cloud.puts).size());
        assertEquals(20, rig.cloud.puts.size());
        assertTrue(puts <= 8);
    }

    @Test
    public void aQueueReplacedInTheMiddleLosesNothing() {
        Rig rig = new Rig().start();
        ItemId clip = rig.accept("A001.mov", 400);
        for (int i = 0; i < 20; i++) {
            rig.time.runFor(Duration.ofMillis(713));
            rig.replaceQueue();
        }
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertEquals(40, rig.cloud.puts.size());
        assertEquals(1, rig.queue.row(clip).history.stream().filter("COMPLETED"::equals).count());
    }

    @Test
    public void aFullDiskOfTheQueueIsWaitedFor() {
        Rig rig = new Rig().start();
        ItemId clip = rig.accept("A001.mov", 100);
        rig.time.runUntil("parts move", Duration.ofMinutes(1), () -> rig.engine.status().transfers().size() == 4);
        rig.queue.broken = io.rushline.queue.api.QueueException.Code.STORE_FULL;
        rig.time.runFor(Duration.ofMinutes(2));
        assertTrue(rig.why(), rig.why().contains("disk that holds the queue is full"));
        rig.queue.broken = null;
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertEquals(10, rig.cloud.puts.size());
    }

    @Test
    public void withoutTheOtherServicesItWaitsAndSaysWhy() {
        Rig rig = new Rig().start();
        rig.cloudThere(false);
        ItemId clip = rig.accept("A001.mov", 30);
        rig.time.runFor(Duration.ofMinutes(1));
        assertTrue(rig.why(), rig.why().contains("speaks with the cloud"));
        rig.cloudThere(true);
        rig.connectorThere(false);
        rig.time.runFor(Duration.ofMinutes(1));
        assertTrue(rig.why(), rig.why().contains("keeps the connection"));
        rig.connectorThere(true);
        rig.connector.connection = io.rushline.auth.api.Connection.NONE;
        rig.engine.wake();
        rig.time.runFor(Duration.ofMinutes(1));
        assertTrue(rig.why(), rig.why().startsWith(AuthException.Code.NOT_PAIRED.what));
        assertEquals(ItemState.WAITING, rig.state(clip));
        rig.connector.connection = FakeConnector.connected("project-1");
        rig.engine.wake();
        rig.within(Duration.ofSeconds(20), clip, ItemState.COMPLETED);
    }

    @Test
    public void anExpiredConnectionPutsClipsBackInLineAndLosesNothing() {
        Rig rig = new Rig().start();
        ItemId clip = rig.accept("A001.mov", 200);
        rig.time.runUntil("parts move", Duration.ofMinutes(1), () -> rig.engine.status().transfers().size() == 4);
        rig.connector.connection = FakeConnector.expired();
        rig.engine.wake();
        rig.time.runFor(Duration.ofMinutes(1));
        assertEquals(ItemState.WAITING, rig.state(clip));
        assertTrue(rig.why(), rig.why().startsWith(AuthException.Code.EXPIRED.what));
        int acked = rig.queue.row(clip).item().ackedParts();
        assertTrue(acked >= 4);
        rig.connector.connection = FakeConnector.connected("project-1");
        rig.engine.wake();
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertEquals(20, rig.cloud.puts.size());
    }

    @Test
    public void anotherProjectGetsNothingOfTheFirst() {
        Rig rig = new Rig().start();
        ItemId old = rig.accept("old.mov", 500);
        ItemId alsoOld = rig.accept("also-old.mov", 50);
        rig.time.runUntil("parts move", Duration.ofMinutes(1), () -> rig.engine.status().transfers().size() == 4);
        rig.connector.connection = FakeConnector.connected("project-2");
        rig.engine.wake();
        rig.time.runFor(Duration.ofMinutes(2));
        assertEquals(ItemState.HELD, rig.state(old));
        ItemId fresh = rig.accept("new.mov", 50);
        int assets = rig.cloud.assets.size();
        rig.until(fresh, ItemState.COMPLETED);
        assertEquals(assets + 1, rig.cloud.assets.size());
        assertTrue(rig.state(alsoOld) == ItemState.HELD || rig.state(alsoOld) == ItemState.COMPLETED);
        rig.connector.connection = FakeConnector.connected("project-1");
        rig.engine.wake();
        rig.until(old, ItemState.COMPLETED);
        rig.assertWhole(old, alsoOld, fresh);
    }

    @Test
    public void noPartOfTheOldProjectIsBegunOnceTheDeviceIsConnectedToAnother() {
        Rig rig = new Rig().start();
        ItemId old = rig.accept("old.mov", 500);
        rig.time.runUntil("parts move", Duration.ofMinutes(1), () -> rig.engine.status().transfers().size() == 4);
        rig.cloudThere(false);
        rig.time.runFor(Duration.ofSeconds(10));
        int puts = rig.cloud.puts.size();
        rig.connector.connection = FakeConnector.connected("project-2");
        rig.cloudThere(true);
        rig.time.runFor(Duration.ofMinutes(1));
        assertEquals(ItemState.HELD, rig.state(old));
        assertEquals(puts, rig.cloud.puts.size());
    }

    @Test
    public void aPausedClipKeepsWhatIsOnItsWayAndGoesOnWhenResumed() throws Exception {
        Rig rig = new Rig().start();
        ItemId clip = rig.accept("A001.mov", 200);
        rig.time.runUntil("parts move", Duration.ofMinutes(1), () -> rig.engine.status().transfers().size() == 4);
        int acked = rig.queue.row(clip).item().ackedParts();
        rig.queue.apply(Action.PAUSE, clip);
        rig.time.runFor(Duration.ofMinutes(1));
        assertEquals(ItemState.PAUSED, rig.state(clip));
        assertEquals(acked + 4, rig.queue.row(clip).item().ackedParts());
        rig.queue.apply(Action.RESUME, clip);
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertEquals(20, rig.cloud.puts.size());
    }

    @Test
    public void aClipPausedAndResumedWhileItsPartsMoveSendsNoneTwice() throws Exception {
        Rig rig = new Rig().start();
        ItemId clip = rig.accept("A001.mov", 200);
        rig.time.runUntil("parts move", Duration.ofMinutes(1), () -> rig.engine.status().transfers().size() == 4);
        rig.queue.apply(Action.PAUSE, clip);
        rig.time.runFor(Duration.ofMillis(2));
        rig.queue.apply(Action.RESUME, clip);
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertEquals(20, rig.cloud.puts.size());
    }

    @Test
    public void aCancelledClipIsCutAtOnceAndOthersGoOn() throws Exception {
        Rig rig = new Rig().start();
        ItemId clip = rig.accept("A001.mov", 2_000);
        ItemId other = rig.accept("B.mov", 100);
        rig.time.runUntil("parts move", Duration.ofMinutes(1), () -> rig.engine.status().transfers().size() == 4);
        rig.queue.apply(Action.CANCEL, clip);
        rig.time.runFor(Duration.ofSeconds(5));
        long puts = rig.cloud.puts.stream().filter(p -> p.startsWith("asset-1/")).count();
        rig.until(other, ItemState.COMPLETED);
        rig.time.runFor(Duration.ofMinutes(1));
        assertEquals(ItemState.CANCELLED, rig.state(clip));
        assertEquals(puts, rig.cloud.puts.stream().filter(p -> p.startsWith("asset-1/")).count());
        assertEquals(Activity.IDLE, rig.engine.status().activity());
    }

    @Test
    public void oneRenewalServesAllClipsWhoseTokenIsRefused() {
        Rig rig = new Rig().start();
        rig.cloud.validToken = "token-2";
        List<ItemId> clips = IntStream.range(0, 6).mapToObj(i -> rig.accept("clip-" + i + ".mov", 30)).toList();
        clips.forEach(c -> rig.until(c, ItemState.COMPLETED));
        assertEquals(1, rig.connector.renewals);
        rig.assertWhole(clips.toArray(ItemId[]::new));
        assertTrue(clips.stream().allMatch(c -> rig.queue.row(c).tries == 0));
    }

    @Test
    public void anHourWithoutNetworkIsBorneInHandAndEndsAtOnce() {
        Rig rig = new Rig().start();
        ItemId clip = rig.accept("A001.mov", 200);
        rig.time.runUntil("parts move", Duration.ofMinutes(1), () -> rig.engine.status().transfers().size() == 4);
        rig.cloud.down = true;
        rig.reach = io.rushline.network.api.Reach.OFFLINE;
        rig.engine.wake();
        rig.time.runFor(Duration.ofHours(1));
        assertEquals(ItemState.UPLOADING, rig.state(clip));
        rig.time.runUntil("it is between two tries", Duration.ofMinutes(1), () -> rig.engine.status().activity() == Activity.WAITING);
        assertTrue(rig.why(), rig.why().startsWith("The cloud cannot be reached."));
        assertTrue("not hammering", rig.cloud.puts.size() < 400);
        rig.cloud.down = false;
        rig.reach = io.rushline.network.api.Reach.ONLINE;
        rig.engine.wake();
        rig.time.runFor(Duration.ofSeconds(5));
        assertTrue("woken at once", rig.engine.status().transfers().size() > 0);
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertTrue(rig.queue.row(clip).history.stream().noneMatch(h -> h.startsWith("RETRYING")));
    }

    @Test
    public void theNetworkOfOneClipAloneMakesRoomForOthers() {
        Rig rig = new Rig().start(Rig.limits(2, 1, Duration.ofSeconds(10), PartPlan.MIN_PART_BYTES));
        rig.reach = io.rushline.network.api.Reach.ONLINE;
        ItemId bad = rig.accept("bad.mov", 10);
        for (int i = 0; i < 5; i++) {
            rig.cloud.callFaults.add(FakeCloud.broken(io.rushline.cloud.api.CloudException.Code.TIMEOUT));
        }
        ItemId good = rig.accept("good.mov", 10);
        rig.within(Duration.ofMinutes(1), good, ItemState.COMPLETED);
        rig.until(bad, ItemState.COMPLETED);
        rig.assertWhole(bad, good);
    }
}
