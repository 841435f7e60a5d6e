package io.rushline.queue.derby;

import static io.rushline.queue.derby.Clips.asset;
import static io.rushline.queue.derby.Clips.clip;
import static io.rushline.queue.derby.Clips.parts;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemFilter;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemPage;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.QueueException.Code;
import io.rushline.queue.api.QueueListener;
import io.rushline.queue.api.Reason;
import io.rushline.queue.api.Work;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;

public class DerbyUploadQueueTest {

    private static final Reason WHY = new Reason("net.refused", "It did not work.", "Wait.");

    private final MovableClock clock = new MovableClock();
    private final XorVault vault = new XorVault();
    private static TestDatabase database;
    private DerbyUploadQueue queue;

    @BeforeClass
    public static void createDatabase() throws Exception {
        database = TestDatabase.inMemory();
    }

    @AfterClass
    public static void dropDatabase() throws Exception {
        database.close();
    }

    @Before
    public void open() throws Exception {
        database.clear();
        reopen();
    }

    @After
    public void close() {
        queue.close();
    }

    private void reopen(QueueListener... listeners) throws QueueException {
        queue = new DerbyUploadQueue(database.source(), vault, clock, List.of(listeners));
    }

    @Test
    public void anAcceptedClipIsReadBackAsItWas() throws Exception {
        Clip clip = new Clip(Path.of("/clips/a\nb \"quoted\" 🎬.mov"), "ä".repeat(127) + "\n", 12, Clips.T0, "f", Clips.T0.minusMillis(1), "folder 'x'", 3, -2);
        Item item = item(queue.accept(clip));
        assertEquals(clip, item.clip());
        assertEquals(ItemState.WAITING, item.state());
        assertEquals(Optional.empty(), item.projectId());
        assertEquals(Clips.T0, item.acceptedAt());
    }

    @Test
    public void aPathThatIsNoTextIsKept() throws Exception {
        Path path = Path.of(URI.create("file:///clips/" + "%FF%FE".repeat(127) + ".mov"));
        assertEquals(path, item(queue.accept(new Clip(path, "x", 1, Clips.T0, "f", Clips.T0, "s", 0, 0))).clip().path());
    }

    @Test
    public void aPathOfFourThousandBytesIsKept() throws Exception {
        Path path = Path.of("/" + ("ä".repeat(127) + "/").repeat(16));
        assertEquals(path, item(queue.accept(new Clip(path, "x", 1, Clips.T0, "f", Clips.T0, "s", 0, 0))).clip().path());
    }

    @Test
    public void theSameFingerprintGivesTheSameItem() throws Exception {
        ItemId id = queue.accept(clip("a"));
        assertEquals(id, queue.accept(clip("a")));
        assertEquals(id, queue.reject(clip("a"), WHY));
        assertEquals(ItemState.WAITING, item(id).state());
        assertEquals(1, queue.list(new ItemFilter(Set.of(), "", 0, 10)).total());
    }

    @Test
    public void nothingIsClaimedForAnUnpairedDeviceOrAnotherProject() throws Exception {
        queue.accept(clip("a"));
        assertEquals(Optional.empty(), queue.claim("p", Set.of()));
        queue.bind("p");
        assertEquals(Optional.empty(), queue.claim("q", Set.of()));
        assertTrue(queue.claim("p", Set.of()).isPresent());
    }

    @Test
    public void itemsAreClaimedByPriorityThenPositionAndThoseLeftUploadingComeFirst() throws Exception {
        queue.bind("p");
        ItemId low = queue.accept(clip("low", 1, -1));
        ItemId first = queue.accept(clip("first"));
        ItemId second = queue.accept(clip("second"));
        ItemId high = queue.accept(clip("high", 1, 5));
        assertEquals(high, claim().item().id());
        assertEquals("left by a predecessor", high, claim().item().id());
        assertEquals(first, claim(high).item().id());
        assertEquals(second, claim(high, first).item().id());
        assertEquals(low, claim(high, first, second).item().id());
        assertEquals(Optional.empty(), queue.claim("p", Set.of(low, high, first, second)));
    }

    @Test
    public void aPostponedItemIsClaimedFromItsTimeOn() throws Exception {
        queue.bind("p");
        ItemId id = queue.accept(clip("a"));
        claim();
        Instant due = clock.instant().plusSeconds(10);
        queue.postpone(id, WHY, due);
        assertEquals(Optional.of(due), queue.nextRetry());
        assertEquals(Optional.of(WHY), item(id).reason());
        assertEquals(1, item(id).tries());
        assertEquals(Optional.empty(), queue.claim("p", Set.of()));
        clock.now = due;
        Item claimed = claim().item();
        assertEquals(ItemState.UPLOADING, claimed.state());
        assertEquals(Optional.empty(), claimed.reason());
        assertEquals(Optional.empty(), claimed.retryAt());
        assertEquals(1, claimed.tries());
        assertEquals(Optional.empty(), queue.nextRetry());
    }

    @Test
    public void acknowledgedPartsSurviveEverythingButTheAsset() throws Exception {
        ItemId id = uploading("a", 3);
        queue.acknowledge(id, "asset-a", 2);
        queue.acknowledge(id, "asset-a", 2);
        queue.acknowledge(id, "given-up", 1);
        queue.postpone(id, WHY, clock.instant());
        claim();
        queue.release(id);
        queue.pause(id);
        queue.acknowledge(id, "asset-a", 3);
        queue.resume(id);
        claim();
        queue.fail(id, WHY);
        queue.retry(id);
        Work work = claim();
        assertEquals(List.of(false, true, true), work.parts().stream().map(part -> part.acknowledged()).toList());
        assertEquals(asset("asset-a", 3), work.asset().get());
        assertEquals(2, work.item().ackedParts());
        assertEquals(66, work.item().ackedBytes());
        assertEquals(34, queue.summary().remainingBytes());
        queue.abandonAsset(id, WHY);
        assertEquals(new Work(item(id), Optional.empty(), List.of()), claim());
        assertEquals(0, item(id).ackedBytes());
        assertEquals(Optional.empty(), item(id).startedAt());
    }

    @Test
    public void anItemIsCompletedWhenAllPartsAreAcknowledgedAndNotBefore() throws Exception {
        ItemId id = uploading("a", 2);
        queue.acknowledge(id, "asset-a", 1);
        assertIllegal(() -> queue.complete(id, "beef"));
        queue.acknowledge(id, "asset-a", 2);
        queue.complete(id, "beef");
        queue.complete(id, "beef");
        Item item = item(id);
        assertEquals(ItemState.COMPLETED, item.state());
        assertEquals(Optional.of("beef"), item.sha256());
        assertEquals(Optional.of("asset-a"), item.assetId());
        assertEquals(Optional.of(clock.instant()), item.completedAt());
        assertEquals(2, item.ackedParts());
        assertEquals("URLs are kept no longer than needed", 0, database.count("SELECT COUNT(*) FROM assets"));
    }

    @Test
    public void theUploaderIsToldThatItsItemWasTakenAway() throws Exception {
        ItemId id = uploading("a", 2);
        queue.cancel(id);
        queue.acknowledge(id, "asset-a", 1);
        assertEquals(1, item(id).ackedParts());
        assertEquals(ItemState.CANCELLED, item(id).state());
        assertIllegal(() -> queue.complete(id, "beef"));
        assertIllegal(() -> queue.postpone(id, WHY, clock.instant()));
        assertIllegal(() -> queue.fail(id, WHY));
        assertIllegal(() -> queue.release(id));
        assertIllegal(() -> queue.abandonAsset(id, WHY));
        assertIllegal(() -> queue.assetCreated(id, asset("other", 1), parts(100, 1)));
        queue.retry(id);
        assertEquals(1, claim().item().ackedParts());
    }

    @Test
    public void aSecondAssetIsRefused() throws Exception {
        ItemId id = uploading("a", 2);
        queue.assetCreated(id, asset("asset-a", 2), parts(100, 2));
        assertIllegal(() -> queue.assetCreated(id, asset("other", 2), parts(100, 2)));
    }

    @Test
    public void partsThatDoNotCoverTheClipAreRefused() throws Exception {
        queue.bind("p");
        ItemId id = queue.accept(clip("a"));
        claim();
        assertThrows(IllegalArgumentException.class, () -> queue.assetCreated(id, asset("x", 2), parts(99, 2)));
        assertThrows(IllegalArgumentException.class, () -> queue.assetCreated(id, asset("x", 1), parts(100, 2)));
        assertEquals(Optional.empty(), item(id).assetId());
    }

    @Test
    public void anEmptyClipHasOneEmptyPart() throws Exception {
        queue.bind("p");
        ItemId id = queue.accept(clip("a", 0, 0));
        claim();
        queue.assetCreated(id, asset("x", 1), parts(0, 1));
        queue.acknowledge(id, "x", 1);
        queue.complete(id, "e3b0");
        assertEquals(ItemState.COMPLETED, item(id).state());
    }

    @Test
    public void uploadUrlsAreNotStoredInClear() throws Exception {
        uploading("a", 3);
        try (Connection connection = database.source().getConnection();
                ResultSet row = connection.createStatement().executeQuery("SELECT upload_urls FROM assets")) {
            row.next();
            assertFalse(new String(row.getBytes(1), java.nio.charset.StandardCharsets.ISO_8859_1).contains("secret"));
        }
    }

    @Test
    public void anAssetWhoseUrlsCannotBeReadAnyMoreIsGivenUpAndHoldsNothingUp() throws Exception {
        ItemId id = uploading("a", 3);
        vault.loseKey();
        Work work = claim();
        assertEquals(id, work.item().id());
        assertEquals(Optional.empty(), work.asset());
        assertEquals(Optional.empty(), item(id).assetId());
    }

    @Test
    public void anotherProjectHoldsWhatIsUnfinishedUntilItsOwnIsBack() throws Exception {
        queue.bind("p");
        ItemId waiting = queue.accept(clip("waiting"));
        ItemId paused = queue.accept(clip("paused"));
        queue.pause(paused);
        ItemId uploading = uploading("uploading", 2);
        ItemId failed = queue.accept(clip("failed"));
        claim(uploading, waiting);
        queue.fail(failed, WHY);
        queue.bind("q");
        for (ItemId id : List.of(waiting, paused, uploading)) {
            assertEquals(ItemState.HELD, item(id).state());
            assertTrue(item(id).reason().get().code().startsWith("queue.other-project"));
        }
        assertEquals(ItemState.FAILED, item(failed).state());
        assertEquals(0, queue.summary().remainingBytes());
        assertEquals(3L, (long) queue.summary().counts().get(ItemState.HELD));
        assertIllegal(() -> queue.complete(uploading, "beef"));
        queue.retry(failed);
        assertEquals("a retry is no word about the project", ItemState.HELD, item(failed).state());
        assertEquals(Optional.empty(), queue.claim("q", Set.of()));
        queue.bind("p");
        for (ItemId id : List.of(waiting, uploading, failed)) {
            assertEquals(ItemState.WAITING, item(id).state());
            assertEquals(Optional.empty(), item(id).reason());
        }
        assertEquals(ItemState.PAUSED, item(paused).state());
        assertEquals(Optional.of("asset-uploading"), item(uploading).assetId());
    }

    @Test
    public void aHeldItemThatIsResumedGoesToTheProjectBoundLastAsANewAsset() throws Exception {
        ItemId id = uploading("a", 2);
        queue.acknowledge(id, "asset-a", 1);
        queue.bind("q");
        queue.resume(id);
        Work work = queue.claim("q", Set.of()).get();
        assertEquals(Optional.of("q"), work.item().projectId());
        assertEquals("an asset of the other project gets no more bytes", Optional.empty(), work.asset());
        queue.bind("p");
        assertEquals(ItemState.HELD, item(id).state());
    }

    @Test
    public void itemsMoveBeforeOthersAndToTheEnd() throws Exception {
        queue.bind("p");
        ItemId a = queue.accept(clip("a"));
        ItemId b = queue.accept(clip("b"));
        ItemId c = queue.accept(clip("c"));
        ItemId high = queue.accept(clip("high", 1, 1));
        queue.move(c, Optional.of(b));
        assertEquals(List.of(high, a, c, b), order());
        queue.move(a, Optional.empty());
        assertEquals(List.of(high, c, b, a), order());
        queue.move(a, Optional.of(high));
        assertEquals(List.of(a, high, c, b), order());
        assertEquals(1, item(a).clip().priority());
        queue.move(a, Optional.of(a));
        assertIllegalCode(Code.UNKNOWN_ITEM, () -> queue.move(a, Optional.of(new ItemId(99_999))));
    }

    @Test
    public void itemsCanBeMovedBetweenTheSameTwoForEver() throws Exception {
        queue.bind("p");
        List<ItemId> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            expected.add(queue.accept(clip("c" + i)));
        }
        for (int round = 0; round < 100; round++) {
            ItemId last = expected.remove(99);
            queue.move(last, Optional.of(expected.get(50)));
            expected.add(50, last);
        }
        assertEquals(expected, order());
        for (int round = 0; round < 100; round++) { // and to the front
            ItemId last = expected.remove(99);
            queue.move(last, Optional.of(expected.get(0)));
            expected.add(0, last);
        }
        assertEquals(expected, order());
        reopen();
        assertEquals(expected, order());
    }

    @Test
    public void theListShowsWhatIsUnderWayThenTheLineThenWhatHasEndedNewestFirst() throws Exception {
        queue.bind("p");
        ItemId failed = queue.accept(clip("failed.mov"));
        claim();
        queue.fail(failed, WHY);
        ItemId rejected = queue.reject(clip("rejected.txt"), WHY);
        ItemId uploading = queue.accept(clip("uploading.MOV"));
        claim();
        ItemId paused = queue.accept(clip("paused.mov"));
        queue.pause(paused);
        ItemId waiting = queue.accept(clip("waiting.mov"));
        assertEquals(List.of(uploading, paused, waiting, rejected, failed), order());
        assertEquals(List.of(paused, waiting), ids(queue.list(new ItemFilter(Set.of(), "", 1, 2))));
        ItemPage page = queue.list(new ItemFilter(Set.of(), "mOv", 1, 2));
        assertEquals(List.of(paused, waiting), ids(page));
        assertEquals(4, page.total());
        page = queue.list(new ItemFilter(Set.of(ItemState.FAILED, ItemState.PAUSED), "", 0, 1));
        assertEquals(List.of(paused), ids(page));
        assertEquals(2, page.total());
        reopen();
        queue.cancel(waiting);
        assertEquals("the order of endings survives", List.of(uploading, paused, waiting, rejected, failed), order());
    }

    @Test
    public void listenersHearOfEachChangeInOrderAndNoneStopsAnother() throws Exception {
        List<String> heard = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        queue.close();
        reopen(item -> {
            throw new IllegalStateException("a listener at fault");
        }, item -> {
            heard.add(item.clip().name() + " " + item.state() + " " + item.projectId().orElse("-"));
            if (item.state() == ItemState.CANCELLED) {
                done.countDown();
            }
        });
        ItemId id = queue.accept(clip("a"));
        queue.accept(clip("a"));
        assertIllegal(() -> queue.resume(id));
        queue.bind("p");
        claim();
        queue.acknowledge(id, "none", 1);
        queue.pause(id);
        queue.cancel(id);
        assertTrue(done.await(10, TimeUnit.SECONDS));
        assertEquals("a WAITING -", heard.get(0));
        assertEquals(List.of("a UPLOADING p", "a PAUSED p", "a CANCELLED p"), heard.subList(2, heard.size()));
    }

    @Test
    public void anUnknownItemIsSaidToBeUnknown() throws Exception {
        ItemId none = new ItemId(4711);
        assertEquals(Optional.empty(), queue.find(none));
        assertIllegalCode(Code.UNKNOWN_ITEM, () -> queue.pause(none));
        assertIllegalCode(Code.UNKNOWN_ITEM, () -> queue.acknowledge(none, "x", 1));
        assertIllegalCode(Code.UNKNOWN_ITEM, () -> queue.relocate(none, Path.of("/x")));
    }

    @Test
    public void aRelocatedItemHasItsNewPath() throws Exception {
        ItemId id = queue.accept(clip("a"));
        queue.relocate(id, Path.of("/other/a"));
        assertEquals(Path.of("/other/a"), item(id).clip().path());
    }

    @Test
    public void aDatabaseThatIsGoneIsAStoreError() throws Exception {
        database.close();
        assertIllegalCode(Code.STORE, () -> queue.accept(clip("a")));
        database = TestDatabase.inMemory();
    }

    // ----

    private interface Call {
        void run() throws QueueException;
    }

    private static void assertIllegal(Call call) {
        assertIllegalCode(Code.ILLEGAL_TRANSITION, call);
    }

    private static void assertIllegalCode(Code code, Call call) {
        assertEquals(code, assertThrows(QueueException.class, call::run).code());
    }

    private ItemId uploading(String name, int parts) throws QueueException {
        queue.bind("p");
        ItemId id = queue.accept(clip(name, 100, 9));
        assertEquals(id, claim().item().id());
        queue.assetCreated(id, asset("asset-" + name, parts), parts(100, parts));
        return id;
    }

    private Work claim(ItemId... inHand) throws QueueException {
        return queue.claim("p", Set.of(inHand)).orElseThrow();
    }

    private Item item(ItemId id) throws QueueException {
        return queue.find(id).orElseThrow();
    }

    private List<ItemId> order() throws QueueException {
        return ids(queue.list(new ItemFilter(Set.of(), "", 0, 1000)));
    }

    private static List<ItemId> ids(ItemPage page) {
        return page.items().stream().map(Item::id).toList();
    }

    private static final class MovableClock extends Clock {

        private Instant now = Clips.T0;

        @Override
        public Instant instant() {
            return now;
        }


        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
