package io.rushline.uploader.c2c;

import static org.junit.Assert.assertEquals;

import io.rushline.cloud.api.CloudException;
import io.rushline.queue.api.Action;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** Assets that may be in the cloud though no clip fills them. */
public class LeftBehindTest {

    private final Rig rig = new Rig().start();

    @Test
    public void anAnswerLostInTheNetworkIsNotedOnceForEachTime() {
        rig.cloud.callFaults.add(FakeCloud.broken(CloudException.Code.CUT));
        rig.cloud.callFaults.add(FakeCloud.broken(CloudException.Code.TIMEOUT));
        ItemId clip = rig.accept("A001.mov", 50);
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertEquals(List.of(Optional.empty(), Optional.empty()), rig.queue.row(clip).orphans);
    }

    @Test
    public void aRequestThatNeverReachedTheCloudLeavesNothing() {
        for (CloudException.Code code : List.of(CloudException.Code.NAME_UNKNOWN, CloudException.Code.UNREACHABLE, CloudException.Code.UNTRUSTED)) {
            rig.cloud.callFaults.add(FakeCloud.broken(code));
        }
        rig.cloud.callFaults.add(FakeCloud.answer(503, Map.of(), ""));
        ItemId clip = rig.accept("A001.mov", 50);
        rig.until(clip, ItemState.COMPLETED);
        assertEquals(List.of(), rig.queue.row(clip).orphans);
    }

    @Test
    public void anAssetWhoseAnswerCannotBeUsedIsNotedByItsId() {
        rig.cloud.callFaults.add(FakeCloud.answer(201, Map.of(), "{\"id\":\"odd-1\",\"upload_urls\":[\"http://evil.example/\"]}"));
        ItemId clip = rig.accept("A001.mov", 50);
        rig.until(clip, ItemState.COMPLETED);
        assertEquals(List.of(Optional.of("odd-1")), rig.queue.row(clip).orphans);
    }

    @Test
    public void anAssetCreatedWhileItsClipWasPausedIsNotedAndTheClipGoesOnWhenResumed() throws Exception {
        ItemId clip = rig.accept("A001.mov", 50);
        rig.time.runUntil("the asset exists, nobody here knows", Duration.ofMinutes(1), () -> rig.cloud.assets.size() == 1);
        rig.queue.apply(Action.PAUSE, clip);
        rig.time.runFor(Duration.ofSeconds(10));
        assertEquals(List.of(Optional.of("asset-1")), rig.queue.row(clip).orphans);
        assertEquals(ItemState.PAUSED, rig.state(clip));
        rig.queue.apply(Action.RESUME, clip);
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
    }

    @Test
    public void anAnswerThatWasNotWaitedForWhenTheClipWasCancelledIsLost() throws Exception {
        ItemId clip = rig.accept("A001.mov", 50);
        rig.time.runUntil("it is claimed", Duration.ofMinutes(1), () -> rig.state(clip) == ItemState.UPLOADING);
        rig.queue.apply(Action.CANCEL, clip);
        rig.time.runFor(Duration.ofSeconds(10));
        int created = rig.cloud.assets.size();
        assertEquals(created, rig.queue.row(clip).orphans.size());
    }

    @Test
    public void aNewVersionSaysOfWhichAsset() {
        ItemId clip = rig.accept("A001.mov", 50);
        rig.queue.row(clip).versionOf = Optional.of("asset-old");
        rig.until(clip, ItemState.COMPLETED);
        assertEquals("asset-old", rig.cloud.assets.get("asset-1").asked.path("auto_version_id").asText());
    }
}
