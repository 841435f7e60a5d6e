package io.rushline.uploader.c2c;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.rushline.auth.api.AuthException;
import io.rushline.cloud.api.CloudException;
import io.rushline.network.api.Link;
import io.rushline.network.api.NetworkStatus;
import io.rushline.network.api.Reach;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Project;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.Test;

/** What each kind of failure does to a clip and to the others. */
public class FaultsTest {

    private final Rig rig = new Rig().start();

    private void failsOthersGoOn(ItemId clip, String code) {
        rig.time.runUntil("the fault strikes", Duration.ofMinutes(1), () -> rig.cloud.callFaults.isEmpty() && rig.cloud.putFaults.isEmpty());
        ItemId other = rig.accept("other.mov", 50);
        rig.until(clip, ItemState.FAILED);
        assertEquals(code, rig.queue.row(clip).reason.code());
        rig.within(Duration.ofMinutes(1), other, ItemState.COMPLETED);
        rig.assertWhole(other);
    }

    private ItemId sending(int bytes) {
        ItemId clip = rig.accept("A001.mov", bytes);
        rig.time.runUntil("parts move", Duration.ofMinutes(1), () -> rig.engine.status().transfers().size() == 4);
        return clip;
    }

    @Test
    public void aRefusedClipFailsWithTheWordsOfTheCloudWithoutItsControlCharacters() {
        rig.cloud.callFaults.add(FakeCloud.answer(422, Map.of(), "{\"code\":422,\"message\":\"no\",\"errors\":[{\"detail\":\"Name is\\u0007 \\u202Ebad\\nhere\"}]}"));
        ItemId clip = rig.accept("A001.mov", 50);
        failsOthersGoOn(clip, "cloud.refused");
        assertEquals("The cloud refuses this clip (422, Name is bad here).", rig.queue.row(clip).reason.what());
    }

    @Test
    public void aClipOfAPausedChannelFailsAndSaysSo() {
        rig.cloud.callFaults.add(FakeCloud.answer(409, Map.of(), "{\"message\":\"Channel Paused\"}"));
        failsOthersGoOn(rig.accept("A001.mov", 50), "channel.paused");
    }

    @Test
    public void aBusyCloudIsAskedAgain() {
        for (int status : new int[] {500, 502, 503, 504, 408, 425}) {
            rig.cloud.callFaults.add(FakeCloud.answer(status, Map.of(), ""));
        }
        ItemId clip = rig.accept("A001.mov", 50);
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertTrue("it made room", rig.queue.row(clip).history.contains("RETRYING cloud.busy"));
    }

    @Test
    public void retryAfterIsKept() {
        rig.cloud.callFaults.add(FakeCloud.answer(503, Map.of("retry-after", "300"), ""));
        ItemId clip = rig.accept("A001.mov", 50);
        rig.time.runFor(Duration.ofSeconds(299));
        assertEquals(1, rig.cloud.calls);
        assertEquals(ItemState.RETRYING, rig.state(clip));
        rig.time.runFor(Duration.ofSeconds(20));
        assertEquals(ItemState.COMPLETED, rig.state(clip));
    }

    @Test
    public void tooManyRequestsPauseTheCallsOfAllClips() {
        rig.cloud.callFaults.add(FakeCloud.answer(429, Map.of("retry-after", "120"), ""));
        ItemId clip = rig.accept("A001.mov", 50);
        rig.time.runFor(Duration.ofSeconds(1));
        ItemId other = rig.accept("B.mov", 50);
        rig.time.runFor(Duration.ofSeconds(118));
        assertEquals(1, rig.cloud.calls);
        rig.time.runFor(Duration.ofSeconds(30));
        rig.assertWhole(clip, other);
    }

    @Test
    public void aPartTheStorageLostIsSentAgainAndNoOther() {
        List.of("RequestTimeout", "SlowDown", "InternalError", "ServiceUnavailable", "OperationAborted", "BadDigest", "IncompleteBody")
                .forEach(code -> rig.cloud.putFaults.add(FakeCloud.storage(400, code)));
        ItemId clip = rig.accept("A001.mov", 300);
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertEquals(37, rig.cloud.puts.size());
        assertEquals(70, rig.engine.status().wastedBytes());
        assertEquals(1, rig.cloud.assets.size());
    }

    @Test
    public void expiredUrlsGiveOneNewAssetAndAllIsSentAgain() {
        ItemId clip = sending(200);
        rig.cloud.assets.get("asset-1").expired = true;
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertEquals(2, rig.cloud.assets.size());
    }

    @Test
    public void urlsThatExpireTwiceFailTheClip() {
        ItemId clip = sending(200);
        rig.cloud.assets.get("asset-1").expired = true;
        rig.time.runUntil("a second asset", Duration.ofMinutes(1), () -> rig.cloud.assets.size() == 2);
        rig.cloud.assets.get("asset-2").expired = true;
        failsOthersGoOn(clip, "asset.expired");
    }

    @Test
    public void aMistakeOfOursFailsTheClip() {
        rig.cloud.putFaults.add(FakeCloud.storage(403, "SignatureDoesNotMatch"));
        failsOthersGoOn(rig.accept("A001.mov", 50), "upload.fault");
    }

    @Test
    public void aWrongClockIsSaidAndWaitedFor() {
        rig.cloud.putFaults.add(FakeCloud.storage(403, "RequestTimeTooSkewed"));
        ItemId clip = rig.accept("A001.mov", 10);
        rig.until(clip, ItemState.RETRYING);
        assertEquals("clock.wrong", rig.queue.row(clip).reason.code());
        assertEquals(List.of("clock.wrong"), rig.alarms);
        rig.until(clip, ItemState.COMPLETED);
        assertEquals(List.of(), rig.alarms);
    }

    @Test
    public void anInterceptedConnectionIsSaidAndTriedSlowly() {
        rig.cloud.callFaults.add(FakeCloud.broken(CloudException.Code.UNTRUSTED));
        ItemId clip = rig.accept("A001.mov", 10);
        rig.until(clip, ItemState.RETRYING);
        assertEquals("network.untrusted", rig.queue.row(clip).reason.code());
        assertEquals(List.of("network.untrusted"), rig.alarms);
        rig.time.runFor(Duration.ofSeconds(25));
        assertEquals(1, rig.cloud.calls);
        rig.until(clip, ItemState.COMPLETED);
    }

    @Test
    public void aPageOfAPortalIsNoAcknowledgement() {
        rig.cloud.putFaults.add(FakeCloud.answer(200, Map.of("content-type", "text/html; charset=utf-8"), "<html>Sign in</html>"));
        rig.cloud.putFaults.add(FakeCloud.answer(302, Map.of("location", "http://portal.example/"), ""));
        ItemId clip = rig.accept("A001.mov", 20);
        rig.until(clip, ItemState.RETRYING);
        assertEquals("network.portal", rig.queue.row(clip).reason.code());
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
    }

    @Test
    public void aRefusedAuthorisationIsWaitedFor() {
        rig.connector.refuses = new AuthException(AuthException.Code.REFUSED);
        ItemId clip = rig.accept("A001.mov", 20);
        rig.until(clip, ItemState.RETRYING);
        assertEquals("auth.refused", rig.queue.row(clip).reason.code());
        rig.connector.refuses = null;
        rig.until(clip, ItemState.COMPLETED);
    }

    @Test
    public void anAnswerWithoutUseIsTriedAFewTimesAndFailsThen() {
        for (int i = 0; i < 4; i++) {
            rig.cloud.callFaults.add(FakeCloud.answer(200, Map.of(), "{\"id\":\"a\",\"upload_urls\":[\"http://evil.example/\"]}"));
        }
        ItemId clip = rig.accept("A001.mov", 20);
        rig.until(clip, ItemState.FAILED);
        assertEquals("cloud.answer", rig.queue.row(clip).reason.code());
        assertEquals(4, rig.cloud.calls);
        assertTrue(rig.cloud.puts.isEmpty());
    }

    @Test
    public void whatNobodyExpectedPostponesTheClipAndStopsNoOther() {
        rig.cloud.putFaults.add(() -> {
            throw new IllegalStateException("a mistake");
        });
        ItemId clip = rig.accept("A001.mov", 10);
        rig.time.runUntil("the fault strikes", Duration.ofMinutes(1), () -> rig.cloud.putFaults.isEmpty());
        ItemId other = rig.accept("B.mov", 10);
        rig.within(Duration.ofSeconds(20), other, ItemState.COMPLETED);
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip, other);
        assertTrue(rig.queue.row(clip).history.contains("RETRYING uploader.bug"));
    }

    @Test
    public void whatAReplacedClientThrowsAtItsEndIsNoMistake() {
        rig.cloud.putFaults.add(() -> {
            rig.cloudThere(false);
            throw new IllegalStateException("Connection pool shut down");
        });
        ItemId clip = rig.accept("A001.mov", 10);
        rig.time.runUntil("the client is gone", Duration.ofSeconds(20), () -> rig.why().contains("speaks with the cloud"));
        rig.cloudThere(true);
        rig.within(Duration.ofSeconds(10), clip, ItemState.COMPLETED);
        assertFalse(rig.queue.row(clip).history.toString().contains("RETRYING"));
    }

    @Test
    public void partsCutTogetherAreOneFailure() {
        ItemId clip = sending(200);
        rig.cloud.cutAfter = 5;
        rig.time.runUntil("nothing moves", Duration.ofMinutes(1), () -> rig.engine.status().transfers().isEmpty());
        rig.cloud.cutAfter = Integer.MAX_VALUE;
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertEquals("not postponed", List.of(), rig.queue.row(clip).history.stream().filter(h -> h.startsWith("RETRYING")).toList());
    }

    @Test
    public void aClipThatIsGoneFails() {
        ItemId clip = sending(200);
        rig.disk.remove(rig.queue.row(clip).clip.path());
        failsOthersGoOn(clip, "media.gone");
    }

    @Test
    public void aCardThatIsOutIsWaitedFor() {
        ItemId clip = sending(200);
        rig.disk.cardOut = true;
        rig.until(clip, ItemState.RETRYING);
        assertEquals("media.away", rig.queue.row(clip).reason.code());
        rig.time.runFor(Duration.ofHours(1));
        assertEquals(ItemState.RETRYING, rig.state(clip));
        rig.disk.cardOut = false;
        rig.within(Duration.ofMinutes(2), clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
    }

    @Test
    public void aClipThatChangesFails() {
        ItemId clip = sending(200);
        var path = rig.queue.row(clip).clip.path();
        rig.disk.put(path, rig.disk.bytes(path), Instant.parse("2026-05-01T12:00:01Z"));
        failsOthersGoOn(clip, "media.changed");
    }

    @Test
    public void aClipThatChangesAfterItsLastPartIsNotCompleted() {
        ItemId clip = rig.accept("A001.mov", 10);
        var path = rig.queue.row(clip).clip.path();
        rig.time.runUntil("the part is there", Duration.ofMinutes(1), () -> rig.queue.row(clip).item().ackedParts() == 1);
        rig.disk.put(path, new byte[11], Rig.MADE);
        rig.until(clip, ItemState.FAILED);
        assertEquals("media.changed", rig.queue.row(clip).reason.code());
    }

    @Test
    public void aClipThatShrinksWhileItIsReadIsNeverCompleted() {
        rig.disk.shortAt = 95;
        ItemId clip = rig.accept("A001.mov", 100);
        rig.until(clip, ItemState.FAILED);
        assertEquals("network.body", rig.queue.row(clip).reason.code());
    }

    @Test
    public void aDiskThatReadsAgainAfterAWhileIsForgiven() {
        rig.disk.unreadable = true;
        ItemId clip = rig.accept("A001.mov", 10);
        rig.time.runUntil("a try", Duration.ofMinutes(1), () -> !rig.cloud.puts.isEmpty());
        rig.time.runFor(Duration.ofMillis(500));
        rig.disk.unreadable = false;
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
    }

    @Test
    public void aDeviceThatTheCloudDoesNotKnowAnyMoreFailsNoClip() {
        rig.cloud.urlsFor = bytes -> 1;
        rig.cloud.callTrouble = FakeCloud.answer(404, Map.of(), "{\"message\":\"Not Found\"}");
        rig.connector.looked = () -> rig.connector.connection = FakeConnector.troubled("The project was removed.");
        List<ItemId> clips = new ArrayList<>(List.of(rig.record("recording.mov")));
        for (int i = 0; i < 30; i++) {
            clips.add(rig.accept("clip-" + i + ".mov", 10));
        }
        rig.grow(clips.get(0), 6 << 20);
        rig.time.runFor(Duration.ofMinutes(10));
        rig.finish(clips.get(0));
        rig.time.runFor(Duration.ofMinutes(10));
        for (ItemId clip : clips) {
            assertFalse(rig.queue.row(clip).history.toString(), rig.queue.row(clip).history.toString().contains("FAILED"));
        }
        assertTrue(rig.cloud.calls + " calls in 20 minutes, of two clips at a time", rig.cloud.calls < 2 * 1_200 / 5 + 60);
        rig.until(clips.get(0), ItemState.RETRYING);
        assertEquals("cloud.device-unknown", rig.queue.row(clips.get(0)).reason.code());
        rig.cloud.callTrouble = null;
        rig.connector.connection = FakeConnector.connected("project-1");
        clips.forEach(clip -> rig.until(clip, ItemState.COMPLETED));
    }

    @Test
    public void whatTheCloudDoesNotFindThoughTheDeviceIsWellFailsTheClipAfterAFewTries() {
        rig.cloud.callTrouble = FakeCloud.answer(404, Map.of(), "{\"message\":\"Not Found\"}");
        ItemId clip = rig.accept("A001.mov", 10);
        rig.until(clip, ItemState.FAILED);
        assertEquals("cloud.refused", rig.queue.row(clip).reason.code());
        assertEquals(4, rig.cloud.calls);
    }

    @Test
    public void aWirelessLinkWhoseRateChangesHasNothingTriedBeforeItsTime() {
        rig.cloud.down = true;
        ItemId clip = rig.accept("A001.mov", 10);
        rig.until(clip, ItemState.RETRYING);
        int calls = rig.cloud.calls;
        for (int i = 0; i < 300; i++) {
            rig.engine.networkChanged(new NetworkStatus(List.of(new Link("wlan0", Link.Kind.WIFI, Link.State.CONNECTED, List.of(),
                    OptionalLong.of(i), false)), Reach.ONLINE, Optional.empty(), Optional.empty()));
            rig.time.runFor(Duration.ofSeconds(1));
        }
        assertTrue(rig.cloud.calls - calls + " calls", rig.cloud.calls - calls < 40);
    }

    @Test
    public void aPauseOfAllCallsIsSaid() {
        rig.cloud.callFaults.add(FakeCloud.answer(429, Map.of("retry-after", "600"), ""));
        rig.accept("A001.mov", 10);
        rig.time.runUntil("it is asked", Duration.ofMinutes(1), () -> rig.cloud.calls == 1);
        rig.accept("B.mov", 10);
        rig.time.runFor(Duration.ofSeconds(30));
        assertTrue(rig.why(), rig.why().startsWith("No clip is begun for a moment: The cloud is busy"));
    }

    @Test
    public void aDamagedAssetInTheQueueIsReplacedByANewOne() throws Exception {
        Rig fresh = new Rig();
        ItemId clip = fresh.accept("A001.mov", 20);
        fresh.queue.bind(new Project("project-1", "Film"));
        fresh.queue.claim("project-1", java.util.Set.of());
        fresh.queue.assetCreated(clip, new io.rushline.queue.api.Asset("edited", io.rushline.queue.api.Asset.Way.PLAIN, "video/quicktime", Rig.MADE,
                List.of(java.net.URI.create("http://elsewhere.example/1"))), PartPlan.of(20, 1));
        fresh.start();
        fresh.until(clip, ItemState.COMPLETED);
        fresh.assertWhole(clip);
        assertEquals(1, fresh.cloud.assets.size());
    }
}
