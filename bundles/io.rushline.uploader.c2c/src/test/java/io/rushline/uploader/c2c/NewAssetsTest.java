package io.rushline.uploader.c2c;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.cloud.api.CloudException;
import io.rushline.queue.api.Action;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** An API that answers while no part gets through. */
public class NewAssetsTest {

    private final Rig rig = new Rig().start();

    private List<ItemId> accepted(int clips) {
        List<ItemId> all = new ArrayList<>();
        for (int i = 0; i < clips; i++) {
            all.add(rig.accept("clip-" + i + ".mov", 20));
        }
        return all;
    }

    /** No upload host can be reached, for so long. */
    private void uploadsFail(Duration time) {
        rig.cloud.putTrouble = FakeCloud.broken(CloudException.Code.UNREACHABLE);
        rig.time.runFor(time);
    }

    @Test
    public void clipsWithoutAnAssetDoNotKeepThoseThatHaveOneFromTrying() {
        List<ItemId> clips = accepted(12);
        uploadsFail(Duration.ofHours(2));
        assertTrue(rig.cloud.assets.size() + " assets", rig.cloud.assets.size() <= 2);
        rig.time.runUntil("it is said", Duration.ofMinutes(5), () -> rig.why().startsWith("No part gets through"));
        rig.cloud.putTrouble = null;
        clips.forEach(clip -> rig.until(clip, ItemState.COMPLETED));
        rig.assertWhole(clips.toArray(ItemId[]::new));
    }

    @Test
    public void assetsOfClipsThatPeopleTookAwayKeepNobodyFromCreatingOne() throws Exception {
        List<ItemId> clips = accepted(2);
        uploadsFail(Duration.ofMinutes(10));
        assertEquals(2, rig.cloud.assets.size());
        for (ItemId clip : clips) {
            rig.time.runUntil("it is tried", Duration.ofMinutes(5), () -> rig.state(clip) == ItemState.UPLOADING);
            rig.queue.apply(clip.equals(clips.get(0)) ? Action.PAUSE : Action.CANCEL, clip);
        }
        rig.cloud.putTrouble = null;
        ItemId other = rig.accept("other.mov", 20);
        rig.until(other, ItemState.COMPLETED);
    }
}
