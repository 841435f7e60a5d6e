package io.rushline.queue.derby;

import static io.rushline.queue.derby.Clips.clip;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.queue.api.Action;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.PauseSighting;
import io.rushline.queue.api.Project;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.QueueSettings;
import io.rushline.queue.api.QueueSummary;
import io.rushline.queue.api.Selection;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

/** What is not sent before a person says so. */
public class HoldsTest extends QueueTest {

    private static final Instant T0 = Clips.T0;

    @Test
    public void clipsOfAQueueThatWasNeverPairedAreHeldAtTheFirstPairing() throws Exception {
        ItemId id = queue.accept(clip("a"));
        bind("p");
        assertHeld("queue.before-pairing", id);
        assertEquals(Optional.empty(), queue.claim("p", Set.of()));
        assertEquals(List.of(new QueueSummary.Held("queue.before-pairing", 1, 100)), queue.summary().held());
        bind("q");
        assertHeld("queue.before-pairing", id);
        queue.apply(Action.RESUME, id);
        assertEquals(Optional.of("q"), item(id).projectId());
        assertEquals(id, queue.claim("q", Set.of()).get().item().id());
    }

    @Test
    public void clipsFoundAgainAfterTheDatabaseWasSetAsideAreHeldAtTheNextPairing() throws Exception {
        bind("p");
        queue.accept(clip("a"));
        database.clear(); // as good as another database
        queue.close();
        reopen();
        ItemId again = queue.accept(clip("a"));
        bind("q");
        assertHeld("queue.before-pairing", again);
    }

    @Test
    public void aDeviceThatIsNotConnectedKeepsQueuingForTheProjectItHad() throws Exception {
        bind("p");
        queue.close();
        reopen();
        assertEquals(Optional.of("p"), item(queue.accept(clip("a"))).projectId());
    }

    @Test
    public void inManualModeNewClipsAreHeldUntilChosen() throws Exception {
        bind("p");
        queue.settings(new QueueSettings(true, false));
        ItemId id = queue.accept(clip("a"));
        assertHeld("queue.manual", id);
        queue.settings(new QueueSettings(false, false));
        assertEquals(Optional.empty(), queue.claim("p", Set.of()));
        queue.apply(Action.RESUME, id);
        assertEquals(id, claim().item().id());
    }

    @Test
    public void aPausedQueueGivesNothingAndStaysSoAfterARestart() throws Exception {
        bind("p");
        ItemId id = queue.accept(clip("a"));
        queue.settings(new QueueSettings(false, true));
        queue.close();
        reopen();
        assertEquals(new QueueSettings(false, true), queue.settings());
        assertEquals(Optional.empty(), queue.claim("p", Set.of()));
        assertEquals(ItemState.WAITING, item(id).state());
        queue.settings(new QueueSettings(false, false));
        assertEquals(id, claim().item().id());
    }

    @Test
    public void theSameContentOnAnotherCardIsAskedAbout() throws Exception {
        bind("p");
        ItemId first = queue.accept(clip("a", "content", T0));
        ItemId second = queue.accept(clip("b", "content", T0));
        assertHeld("queue.duplicate", second);
        assertEquals(Optional.of(first), item(second).duplicateOf());
        assertEquals(ItemState.WAITING, item(queue.accept(clip("c", "", T0))).state());
        assertEquals(ItemState.WAITING, item(queue.accept(clip("d", "", T0))).state());
        queue.apply(Action.CANCEL, first);
        queue.apply(Action.CANCEL, second);
        assertEquals("nobody sends it otherwise", ItemState.WAITING, item(queue.accept(clip("e", "content", T0))).state());
    }

    @Test
    public void whatIsHeldForTwoReasonsIsNotFreeWhenOneIsGone() throws Exception {
        bind("p");
        queue.accept(clip("a", "content", T0));
        ItemId id = queue.accept(clip("b", "content", T0));
        bind("q");
        assertHeld("queue.other-project", id);
        bind("p");
        assertHeld("queue.duplicate", id);
        queue.apply(Action.CANCEL, id);
        queue.apply(Action.RETRY, id);
        assertHeld("queue.duplicate", id);
        queue.apply(Action.RESUME, id);
        bind("q");
        bind("p");
        assertEquals("a person's word holds", ItemState.WAITING, item(id).state());
    }

    @Test
    public void aFormerProjectsClipThatIsResumedLeavesItsAssetInTheListAndIsNoVersionThere() throws Exception {
        ItemId id = uploading("a", 2);
        bind("q");
        queue.apply(Action.RESUME, id);
        assertEquals("asset-a", queue.abandonedAssets().get(0).assetId().get());
        assertEquals(Optional.of("p"), queue.abandonedAssets().get(0).projectId());
    }

    @Test
    public void projectsAreKnownByTheirLastNameOnceTheyHadAClip() throws Exception {
        bind("p");
        queue.accept(clip("a"));
        bind("unused");
        queue.bind(new Project("p", "Renamed"));
        assertEquals(List.of(new Project("p", "Renamed")), queue.projects());
    }

    @Test
    public void clipsMadeInsideAPauseOfTheirChannelAreHeld() throws Exception {
        bind("p");
        seen(T0, false, 1);
        seen(T0.plusSeconds(10), false, 1);
        seen(T0.plusSeconds(20), false);
        assertHeld("queue.channel-paused", made(T0, 1));
        assertHeld("queue.channel-paused", made(T0.plusSeconds(19), 1));
        for (ItemId id : List.of(made(T0.minusMillis(1), 1), made(T0.plusSeconds(20), 1), made(T0.plusSeconds(5), 0))) {
            assertEquals(ItemState.WAITING, item(id).state());
        }
        queue.close();
        reopen();
        assertHeld("queue.channel-paused", made(T0.plusSeconds(3), 1));
    }

    @Test
    public void aPauseOfTheDeviceIsOneOfAllChannelsAndOfItsProjectOnly() throws Exception {
        bind("p");
        seen(T0, true);
        assertHeld("queue.channel-paused", made(T0.plusSeconds(1), 7));
        bind("q");
        assertEquals(ItemState.WAITING, item(made(T0.plusSeconds(2), 7)).state());
    }

    @Test
    public void whatWasQueuedBeforeAPauseWasKnownIsHeldUnlessItHasBegun() throws Exception {
        ItemId begun = uploading("begun", 1);
        ItemId waiting = made(T0.plusSeconds(1), 0);
        ItemId earlier = made(T0.minusSeconds(1), 0);
        seen(T0.minusSeconds(60), true);
        seen(T0, false);
        seen(T0, true);
        assertHeld("queue.channel-paused", waiting);
        assertHeld("queue.channel-paused", earlier);
        assertEquals(ItemState.UPLOADING, item(begun).state());
    }

    @Test
    public void manyAreHandledAtOnce() throws Exception {
        bind("p");
        for (int i = 0; i < 1200; i++) {
            queue.accept(clip("clip " + i));
        }
        ItemId completed = uploading("done", 1);
        queue.acknowledge(completed, "asset-done", 1, Clips.RECEIPT);
        queue.complete(completed, Clips.SUMS);
        Selection all = new Selection.Matching(Set.of(), "", Optional.empty(), Optional.empty());
        assertEquals(1200, queue.apply(Action.PAUSE, all));
        assertEquals(0, queue.apply(Action.PAUSE, all));
        bind("q");
        assertEquals(1200, queue.apply(Action.CANCEL,
                new Selection.Matching(Set.of(), "CLIP", Optional.of("queue.other-project"), Optional.of("p"))));
        assertEquals(1200L, (long) queue.summary().counts().get(ItemState.CANCELLED));
        List<ItemId> some = ids(queue.list(filter(Set.of(ItemState.CANCELLED), "", 1100, 3)));
        assertEquals(3, queue.apply(Action.RETRY, new Selection.Items(Set.of(some.get(0), some.get(1), some.get(2), completed, new ItemId(99_999)))));
        assertTrue(queue.list(filter(Set.of(), "clip 119", 0, 10)).total() >= 11);
    }

    private void seen(Instant at, boolean device, Integer... channels) throws QueueException {
        queue.pauseSeen(new PauseSighting("p", device, Set.of(channels), at));
    }

    private ItemId made(Instant at, int channel) throws QueueException {
        String name = channel + " at " + at;
        return queue.accept(new Clip(Path.of("/clips/" + name), name, 100, T0, name, "", at, "test", channel, 0));
    }

    private void assertHeld(String code, ItemId id) throws QueueException {
        assertEquals(ItemState.HELD, item(id).state());
        assertEquals(code, item(id).reason().get().code());
    }
}
