package io.rushline.uploader.c2c;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.cloud.api.CloudException;
import io.rushline.queue.api.Action;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** Clips that go up while they are recorded. */
public class RealtimeTest {

    private static final int MIB = 1 << 20;
    private static final int PART = 5 * MIB;

    private final Rig rig = new Rig().start();

    /** In a piece every few seconds. */
    private void record(ItemId clip, int seconds, int bytesPerSecond) {
        for (int left = seconds; left > 0; left -= 3) {
            int step = Math.min(3, left);
            rig.grow(clip, step * bytesPerSecond);
            rig.time.runFor(Duration.ofSeconds(step));
        }
    }

    private void rest(int seconds) {
        rig.time.runFor(Duration.ofSeconds(seconds));
    }

    private FakeQueue.Row row(ItemId clip) {
        return rig.queue.row(clip);
    }

    /** Packets without a header: what was sent of it stays true. */
    private ItemId transportStream(String name, int bytes) {
        ItemId clip = rig.record(name);
        byte[] packets = new byte[bytes];
        for (int i = 0; i < bytes; i += 188) {
            packets[i] = 0x47;
        }
        rig.disk.append(row(clip).clip.path(), packets, rig.time.clock().instant());
        return clip;
    }

    @Test
    public void aRecordingGoesUpWhileItGrowsAndItsHeadAtTheEnd() {
        ItemId clip = rig.record("A001.mov");
        record(clip, 30, MIB);
        assertEquals("all full parts but the first", List.of("asset-1/2", "asset-1/3", "asset-1/4", "asset-1/5"), rig.cloud.puts);
        rig.grow(clip, MIB / 2);
        byte[] file = rig.disk.bytes(row(clip).clip.path());
        Arrays.fill(file, 0, 1_000, (byte) 7);
        rig.disk.put(row(clip).clip.path(), file, rig.time.clock().instant());
        rig.finish(clip);
        rig.within(Duration.ofSeconds(10), clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertEquals("no part twice", rig.cloud.puts.size(), new HashSet<>(rig.cloud.puts).size());
        JsonNode asked = rig.cloud.assets.get("asset-1").asked;
        assertEquals("{\"name\":\"A001.mov\",\"filetype\":\"video/quicktime\",\"is_realtime_upload\":true,\"offset\":" + asked.path("offset").asInt()
                + ",\"channel\":0}", asked.toString());
        assertEquals(1, rig.cloud.assets.size());
    }

    @Test
    public void aPartIsPlannedAsSoonAsItsBytesAreThereWithoutLookingAllTheTime() {
        ItemId clip = rig.record("A001.mov");
        int step = 250_000;
        for (int size = step; size <= 15 * PART; size += step) {
            rig.grow(clip, step);
            rig.time.runFor(Duration.ofMillis(100));
            int fullBefore = (size - 2 * step) / PART;
            int planned = row(clip).parts.size();
            assertTrue(planned + " parts of " + size + " bytes", size < 3 * PART || planned >= fullBefore - 1);
        }
        int recorded = rig.disk.looks.get();
        assertTrue(recorded + " looks in 31 s", recorded < 150);
        rest(60);
        int still = rig.disk.looks.get() - recorded;
        assertTrue(still + " looks in a minute without growth", still <= 70);
    }

    @Test
    public void theHeadAndTheFinalPartLeaveTogetherAsSoonAsTheRecordingIsOver() {
        ItemId clip = rig.record("A001.mov");
        record(clip, 22, MIB);
        rest(10);
        int before = rig.cloud.puts.size();
        rig.finish(clip);
        rig.time.runUntil("both move", Duration.ofMillis(100), () -> rig.engine.status().transfers().size() == 2);
        rig.until(clip, ItemState.COMPLETED);
        assertEquals(before + 2, rig.cloud.puts.size());
        rig.assertWhole(clip);
    }

    @Test
    public void aStreamWithoutHeaderGoesInOrder() {
        ItemId clip = transportStream("A001.ts", 188 * 60_000);
        rest(10);
        assertEquals(new HashSet<>(List.of("asset-1/1", "asset-1/2")), new HashSet<>(rig.cloud.puts));
        rig.finish(clip);
        rig.within(Duration.ofSeconds(10), clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
    }

    @Test
    public void aPartThatEndsWithTheFileIsCalledTheFinalOne() {
        ItemId clip = rig.record("A001.mov");
        rig.grow(clip, 3 * PART);
        rest(10);
        assertEquals("part 3 waits for a byte behind it", List.of("asset-1/2"), rig.cloud.puts);
        rig.finish(clip);
        rig.within(Duration.ofSeconds(10), clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertEquals(3, rig.cloud.assets.get("asset-1").parts.size());
    }

    @Test
    public void aRecordingThatIsTooShortForRealTimeGoesPlainly() {
        ItemId clip = rig.record("A001.mov");
        rig.grow(clip, 2 * PART);
        rest(10);
        assertEquals(0, rig.cloud.assets.size());
        rig.cloud.urlsFor = bytes -> 2;
        rig.finish(clip);
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertFalse(rig.cloud.assets.get("asset-1").realtime);
    }

    @Test
    public void anEmptyRecordingGoesPlainly() {
        ItemId clip = rig.record("A001.wav");
        rest(5);
        rig.finish(clip);
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
    }

    @Test
    public void aRecordingThatWaitsForBytesKeepsNoPlaceFromOtherClips() {
        List<ItemId> recordings = List.of(rig.record("A.mov"), rig.record("B.mov"), rig.record("C.mov"));
        rest(5);
        ItemId first = rig.accept("D.mov", 100);
        ItemId second = rig.accept("E.mov", 100);
        rig.within(Duration.ofSeconds(60), first, ItemState.COMPLETED);
        rig.within(Duration.ofSeconds(60), second, ItemState.COMPLETED);
        recordings.forEach(clip -> assertEquals(ItemState.UPLOADING, rig.state(clip)));
        assertTrue(rig.why(), rig.why().startsWith("Waiting for more to be recorded of A.mov"));
    }

    @Test
    public void aRecordingIsTakenInHandThoughLargeClipsHaveAllPlacesAndOthersStandBeforeItInLine() {
        rig.cloud.urlsFor = bytes -> 1_000;
        List<ItemId> large = List.of(rig.accept("B.mov", 10_000), rig.accept("C.mov", 10_000), rig.accept("D.mov", 10_000));
        rest(20);
        assertEquals("two places", 2, rig.cloud.assets.size());
        ItemId clip = transportStream("A001.ts", PART + 188);
        rest(20);
        assertEquals(ItemState.WAITING, rig.state(large.get(2)));
        assertEquals("it went up at once", 1, row(clip).item().ackedParts());
        assertTrue(large.stream().noneMatch(c -> rig.state(c) == ItemState.COMPLETED));
    }

    @Test
    public void recordingsThatStandStillKeepNoFinishedClipWaiting() {
        for (int i = 0; i < 40; i++) {
            rig.record("recording-" + i + ".mov");
        }
        rest(10);
        ItemId clip = rig.accept("A001.mov", 50);
        rig.within(Duration.ofMinutes(2), clip, ItemState.COMPLETED);
    }

    @Test
    public void aRecordingGoesOnAfterARestartWithoutSendingAPartAgain() {
        ItemId clip = rig.record("A001.mov");
        record(clip, 18, MIB);
        rest(5);
        List<String> before = List.copyOf(rig.cloud.puts);
        rig.kill();
        record(clip, 18, MIB);
        rig.start();
        rest(10);
        rig.finish(clip);
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertTrue(before.size() >= 2);
        assertTrue(rig.cloud.puts.stream().skip(before.size()).noneMatch(before::contains));
        assertEquals(1, rig.cloud.assets.size());
    }

    @Test
    public void aRecordingThatEndsWhileTheProcessIsAwayIsFinished() {
        ItemId clip = rig.record("A001.mov");
        record(clip, 18, MIB);
        rig.kill();
        rig.grow(clip, 3 * MIB);
        rig.finish(clip);
        rest(5);
        rig.start();
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertEquals(1, rig.cloud.assets.size());
    }

    @Test
    public void aRestartBetweenTheFinalPartsAsksAgainForWhatTheCloudMayNotKnow() {
        ItemId clip = rig.record("A001.mov");
        record(clip, 22, MIB);
        rest(10);
        rig.cloud.down = true;
        rig.finish(clip);
        rig.time.runUntil("all is planned", Duration.ofSeconds(5), () -> row(clip).parts.containsKey(1));
        rig.kill();
        rig.cloud.down = false;
        rig.start();
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        JsonNode last = rig.cloud.partCalls.stream().filter(call -> call.has("asset_filesize")).findFirst().orElseThrow();
        assertEquals(2, last.path("parts").size());
        assertEquals(22 * MIB, last.path("asset_filesize").asInt());
    }

    @Test
    public void anEndOfWhichNoEventCameIsReadFromTheQueue() throws Exception {
        ItemId clip = rig.record("A001.mov");
        record(clip, 12, MIB);
        Clip last = row(clip).clip;
        row(clip).clip = new Clip(last.path(), last.name(), 12 * MIB, rig.disk.look(last.path()).modifiedAt(), last.fingerprint(), "", last.createdAt(),
                last.source(), 0, 0);
        row(clip).growing = false;
        rig.within(Duration.ofSeconds(30), clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
    }

    @Test
    public void aFileRenamedWhenItsRecordingStopsGoesOnUnderItsNewName() {
        ItemId clip = rig.record("A001.tmp.mov");
        record(clip, 17, MIB);
        Path renamed = Path.of("/card/A001.mov");
        rig.disk.rename(row(clip).clip.path(), renamed);
        rest(3);
        rig.finish(clip, renamed, "A001.mov");
        rig.within(Duration.ofSeconds(10), clip, ItemState.COMPLETED);
        assertEquals("A001.mov", rig.cloud.assets.get("asset-1").name);
        rig.assertWhole(clip);
    }

    @Test
    public void aRecordingThatIsDeletedIsGoneAndItsAssetListed() {
        rig.accept("other.mov", 10);
        ItemId clip = rig.record("A001.mov");
        record(clip, 17, MIB);
        rig.disk.remove(row(clip).clip.path());
        rest(20);
        assertFalse("not at once", rig.state(clip) == ItemState.FAILED);
        rig.within(Duration.ofMinutes(3), clip, ItemState.FAILED);
        assertEquals("media.gone", row(clip).reason.code());
        assertEquals(List.of("asset-2 media.gone"), row(clip).abandoned);
    }

    @Test
    public void aDiscardedRecordingIsCut() throws Exception {
        ItemId clip = rig.record("A001.mov");
        record(clip, 12, MIB);
        rig.queue.apply(Action.CANCEL, clip);
        rest(5);
        int puts = rig.cloud.puts.size();
        record(clip, 20, MIB);
        assertEquals(puts, rig.cloud.puts.size());
        assertEquals(ItemState.CANCELLED, rig.state(clip));
    }

    @Test
    public void aFileThatShrinksWhileItIsRecordedIsSentAsAWholeWhenItIsFinished() {
        ItemId clip = rig.record("A001.mov");
        record(clip, 22, MIB);
        rig.disk.truncate(row(clip).clip.path(), 6 * MIB, rig.time.clock().instant());
        rest(10);
        assertEquals(List.of("asset-1 media.shrunk"), row(clip).abandoned);
        record(clip, 10, MIB);
        rig.cloud.urlsFor = bytes -> 2;
        rig.finish(clip);
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertFalse(rig.cloud.assets.get("asset-2").realtime);
    }

    @Test
    public void aFileThatIsCutExactlyAtTheEndOfAPartIsSentAsAWhole() {
        ItemId clip = transportStream("A001.ts", 188 * 90_000);
        rest(10);
        rig.disk.truncate(row(clip).clip.path(), 3 * PART, rig.time.clock().instant());
        rig.cloud.urlsFor = bytes -> 2;
        rig.finish(clip);
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertEquals(List.of("asset-1 media.shrunk"), row(clip).abandoned);
    }

    @Test
    public void aProjectThatTakesNoRealTimeUploadsGetsTheClipPlainlyAndIsNotAskedAgain() {
        for (int status : new int[] {400, 403, 404, 405, 422}) {
            Rig fresh = new Rig(status).start();
            fresh.cloud.refusesRealtime = status;
            fresh.cloud.urlsFor = bytes -> 3;
            List<ItemId> clips = new ArrayList<>();
            for (String name : List.of("A001.mov", "A002.mov")) {
                ItemId clip = fresh.record(name);
                fresh.grow(clip, 12 * MIB);
                fresh.time.runFor(Duration.ofSeconds(5));
                assertEquals(ItemState.UPLOADING, fresh.state(clip));
                fresh.finish(clip);
                fresh.until(clip, ItemState.COMPLETED);
                clips.add(clip);
            }
            fresh.assertWhole(clips.toArray(ItemId[]::new));
            assertEquals("status " + status, 3, fresh.cloud.calls);
        }
    }

    @Test
    public void aRefusalOfTheFirstPartsGivesTheAssetUp() {
        rig.cloud.refusesRealtimeParts = 409;
        rig.cloud.urlsFor = bytes -> 3;
        ItemId clip = rig.record("A001.mov");
        record(clip, 12, MIB);
        rest(5);
        assertEquals(List.of("asset-1 realtime.refused"), row(clip).abandoned);
        assertEquals(ItemState.UPLOADING, rig.state(clip));
        rig.finish(clip);
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertEquals(1, rig.cloud.partCalls.size());
    }

    @Test
    public void aNameWithoutExtensionGoesPlainlyAndSpoilsNothingForOthers() {
        rig.cloud.urlsFor = bytes -> 3;
        ItemId plain = rig.record("A001");
        record(plain, 12, MIB);
        assertEquals(0, rig.cloud.calls);
        rig.finish(plain);
        rig.until(plain, ItemState.COMPLETED);
        ItemId live = rig.record("A002.mov");
        record(live, 12, MIB);
        assertTrue(rig.cloud.assets.get("asset-2").realtime);
    }

    @Test
    public void aUrlThatExpiresIsAskedForAgainForTheSamePart() {
        ItemId clip = rig.record("A001.mov");
        rig.cloud.putFaults.add(FakeCloud.storage(403, "AccessDenied"));
        rig.cloud.putFaults.add(FakeCloud.storage(403, "ExpiredToken"));
        record(clip, 17, MIB);
        rest(20);
        rig.finish(clip);
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertEquals(1, rig.cloud.assets.size());
    }

    @Test
    public void aPartRefusedWithFreshUrlsOverAndOverCostsTheAsset() {
        ItemId clip = rig.record("A001.mov");
        record(clip, 22, MIB);
        rig.cloud.assets.get("asset-1").expired = true;
        record(clip, 10, MIB);
        rest(60);
        rig.finish(clip);
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertEquals(List.of("asset-1 asset.expired"), row(clip).abandoned);
    }

    @Test
    public void anHourWithoutNetworkDuringARecordingLosesNothing() {
        ItemId clip = rig.record("A001.mov");
        record(clip, 17, MIB);
        rig.cloud.down = true;
        record(clip, 20, MIB);
        rest(3_600);
        rig.finish(clip);
        rest(600);
        rig.cloud.down = false;
        rig.engine.wake();
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertEquals(1, rig.cloud.assets.size());
    }

    @Test
    public void aDamagedPlanInTheQueueIsReplacedByANewAsset() {
        ItemId clip = rig.record("A001.mov");
        record(clip, 17, MIB);
        rest(5);
        rig.kill();
        row(clip).parts.remove(2);
        rig.start();
        rest(30);
        rig.finish(clip);
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertEquals(List.of("asset-1 asset.damaged"), row(clip).abandoned);
    }

    @Test
    public void answersWithoutUseToTheCallForPartsAreTriedAFewTimesAndThenItGoesPlainly() {
        ItemId clip = rig.record("A001.mov");
        rig.grow(clip, 11 * MIB);
        rig.time.runUntil("an asset", Duration.ofSeconds(30), () -> rig.cloud.assets.size() == 1);
        for (String urls : new String[] {"[]", "[\"http://evil.example/\"]", "[\"https://a.example/1\",\"https://a.example/2\"]", "7"}) {
            rig.cloud.callFaults.add(FakeCloud.answer(200, Map.of(), "{\"upload_urls\":" + urls + "}"));
        }
        rest(60);
        assertEquals(List.of("asset-1 cloud.answer"), row(clip).abandoned);
        assertEquals(List.of(), rig.cloud.puts);
        endsPlainly(clip);
    }

    @Test
    public void anAnswerWithoutUseToTheCreationOfARealTimeAssetCostsNoClip() {
        for (int i = 0; i < 4; i++) {
            rig.cloud.callFaults.add(FakeCloud.answer(200, Map.of(), "{\"name\":\"no id\"}"));
        }
        ItemId clip = rig.record("A001.mov");
        rig.grow(clip, 11 * MIB);
        rest(60);
        assertEquals(4, rig.cloud.calls);
        endsPlainly(clip);
    }

    @Test
    public void aMistakeOfOursInRealTimeCostsNoClip() {
        rig.cloud.putFaults.add(FakeCloud.storage(400, "EntityTooSmall"));
        ItemId clip = rig.record("A001.mov");
        rig.grow(clip, 11 * MIB);
        rest(30);
        assertEquals(List.of("asset-1 upload.fault"), row(clip).abandoned);
        endsPlainly(clip);
    }

    private void endsPlainly(ItemId clip) {
        rig.cloud.urlsFor = bytes -> 2;
        rig.finish(clip);
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertFalse(rig.cloud.assets.get("asset-" + rig.cloud.assets.size()).realtime);
    }

    @Test
    public void aTokenThatExpiresDuringARecordingIsRenewed() {
        ItemId clip = rig.record("A001.mov");
        record(clip, 17, MIB);
        rig.cloud.validToken = "token-2";
        record(clip, 17, MIB);
        rig.finish(clip);
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertEquals(1, rig.connector.renewals);
    }

    @Test
    public void aCutDuringThePartsCallIsNoLostAsset() {
        ItemId clip = rig.record("A001.mov");
        rig.grow(clip, 11 * MIB);
        rig.time.runUntil("an asset", Duration.ofSeconds(30), () -> rig.cloud.assets.size() == 1);
        rig.cloud.callFaults.add(FakeCloud.broken(CloudException.Code.CUT));
        rest(30);
        rig.finish(clip);
        rig.until(clip, ItemState.COMPLETED);
        assertEquals(List.of(), row(clip).orphans);
    }
}
