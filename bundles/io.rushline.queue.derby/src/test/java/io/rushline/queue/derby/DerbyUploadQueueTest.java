package io.rushline.queue.derby;

import static io.rushline.queue.derby.Clips.asset;
import static io.rushline.queue.derby.Clips.RECEIPT;
import static io.rushline.queue.derby.Clips.SUMS;
import static io.rushline.queue.derby.Clips.clip;
import static io.rushline.queue.derby.Clips.parts;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.queue.api.Action;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.QueueException.Code;
import io.rushline.queue.api.Work;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

public class DerbyUploadQueueTest extends QueueTest {
    @Test
    public void anAcceptedClipIsReadBackAsItWas() throws Exception {
        Clip clip = new Clip(Path.of("/clips/a\nb \"quoted\" 🎬.mov"), "ä".repeat(127) + "\n", 12,
                Clips.T0, "f", "", Clips.T0.minusMillis(1), "folder 'x'", 3, -2);
        Item item = item(queue.accept(clip));
        assertEquals(clip, item.clip());
        assertEquals(ItemState.WAITING, item.state());
        assertEquals(Optional.empty(), item.projectId());
        assertEquals(Clips.T0, item.acceptedAt());
    }

    @Test
    public void aPathThatIsNoTextIsKept() throws Exception {
        Path path = Path.of(URI.create("file:///clips/" + "%FF%FE".repeat(127) + ".mov"));
        assertEquals(path, item(queue.accept(new Clip(path, "x", 1, Clips.T0, "f", "", Clips.T0, "s", 0, 0))).clip().path());
    }

    @Test
    public void aPathOfFourThousandBytesIsKept() throws Exception {
        Path path = Path.of("/" + ("ä".repeat(127) + "/").repeat(16));
        assertEquals(path, item(queue.accept(new Clip(path, "x", 1, Clips.T0, "f", "", Clips.T0, "s", 0, 0))).clip().path());
    }

    @Test
    public void theSameFingerprintGivesTheSameItem() throws Exception {
        ItemId id = queue.accept(clip("a"));
        assertEquals(id, queue.accept(clip("a")));
        assertEquals(id, queue.reject(clip("a"), WHY));
        assertEquals(ItemState.WAITING, item(id).state());
        assertEquals(1, queue.list(filter(Set.of(), "", 0, 10)).total());
    }

    @Test
    public void nothingIsClaimedForAnUnpairedDeviceOrAnotherProject() throws Exception {
        assertEquals(Optional.empty(), queue.claim("p", Set.of()));
        bind("p");
        queue.accept(clip("a"));
        assertEquals(Optional.empty(), queue.claim("q", Set.of()));
        assertTrue(queue.claim("p", Set.of()).isPresent());
    }

    @Test
    public void aPostponedItemIsClaimedFromItsTimeOn() throws Exception {
        bind("p");
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
    public void afterTheClockWasSetBackAPostponedItemIsDueAtOnce() throws Exception {
        bind("p");
        ItemId id = queue.accept(clip("a"));
        claim();
        clock.now = Clips.T0.plus(Duration.ofHours(5));
        queue.postpone(id, WHY, clock.now.plusSeconds(10));
        clock.now = Clips.T0;
        assertEquals(Optional.of(Clips.T0), queue.nextRetry());
        assertEquals(id, claim().item().id());
        assertEquals(Optional.empty(), queue.nextRetry());
    }

    @Test
    public void theLongestDelayAnybodyMayGiveIsWaitedFor() throws Exception {
        bind("p");
        ItemId id = queue.accept(clip("a"));
        claim();
        Instant due = clock.now.plus(Duration.ofMinutes(61));
        queue.postpone(id, WHY, due);
        assertEquals(Optional.of(due), queue.nextRetry());
        assertEquals(Optional.empty(), queue.claim("p", Set.of()));
        clock.now = clock.now.minusMillis(1);
        assertEquals(Optional.of(clock.now), queue.nextRetry());
        assertEquals(id, claim().item().id());
    }

    @Test
    public void acknowledgedPartsSurviveEverythingButTheAsset() throws Exception {
        ItemId id = uploading("a", 3);
        queue.acknowledge(id, "asset-a", 2, RECEIPT);
        queue.acknowledge(id, "asset-a", 2, RECEIPT);
        queue.acknowledge(id, "given-up", 1, RECEIPT);
        queue.postpone(id, WHY, clock.instant());
        claim();
        queue.release(id);
        queue.apply(Action.PAUSE, id);
        queue.acknowledge(id, "asset-a", 3, RECEIPT);
        queue.apply(Action.RESUME, id);
        claim();
        queue.fail(id, WHY);
        queue.apply(Action.RETRY, id);
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
        queue.acknowledge(id, "asset-a", 1, RECEIPT);
        assertIllegal(() -> queue.complete(id, SUMS));
        queue.acknowledge(id, "asset-a", 2, RECEIPT);
        queue.complete(id, SUMS);
        queue.complete(id, SUMS);
        Item item = item(id);
        assertEquals(ItemState.COMPLETED, item.state());
        assertEquals(Optional.of(SUMS), item.checksums());
        assertEquals(Optional.of("asset-a"), item.assetId());
        assertEquals(Optional.of(clock.instant()), item.completedAt());
        assertEquals(2, item.ackedParts());
        assertEquals("URLs are kept no longer than needed", 0, database.count("SELECT COUNT(*) FROM assets"));
    }

    @Test
    public void theUploaderIsToldThatItsItemWasTakenAway() throws Exception {
        ItemId id = uploading("a", 2);
        queue.apply(Action.CANCEL, id);
        queue.acknowledge(id, "asset-a", 1, RECEIPT);
        assertEquals(1, item(id).ackedParts());
        assertEquals(ItemState.CANCELLED, item(id).state());
        assertIllegal(() -> queue.complete(id, SUMS));
        assertIllegal(() -> queue.postpone(id, WHY, clock.instant()));
        assertIllegal(() -> queue.fail(id, WHY));
        assertIllegal(() -> queue.release(id));
        assertIllegal(() -> queue.abandonAsset(id, WHY));
        assertIllegal(() -> queue.assetCreated(id, asset("other", 1), parts(100, 1)));
        queue.apply(Action.RETRY, id);
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
        bind("p");
        ItemId id = queue.accept(clip("a"));
        claim();
        assertThrows(IllegalArgumentException.class, () -> queue.assetCreated(id, asset("x", 2), parts(99, 2)));
        assertThrows(IllegalArgumentException.class, () -> queue.assetCreated(id, asset("x", 1), parts(100, 2)));
        assertEquals(Optional.empty(), item(id).assetId());
    }

    @Test
    public void anEmptyClipHasOneEmptyPart() throws Exception {
        bind("p");
        ItemId id = queue.accept(clip("a", 0, 0));
        claim();
        queue.assetCreated(id, asset("x", 1), parts(0, 1));
        queue.acknowledge(id, "x", 1, RECEIPT);
        queue.complete(id, SUMS);
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
        bind("p");
        ItemId waiting = queue.accept(clip("waiting"));
        ItemId paused = queue.accept(clip("paused"));
        queue.apply(Action.PAUSE, paused);
        ItemId uploading = uploading("uploading", 2);
        ItemId failed = queue.accept(clip("failed"));
        claim(uploading, waiting);
        queue.fail(failed, WHY);
        bind("q");
        for (ItemId id : List.of(waiting, paused, uploading)) {
            assertEquals(ItemState.HELD, item(id).state());
            assertEquals("queue.other-project", item(id).reason().get().code());
        }
        assertEquals(ItemState.FAILED, item(failed).state());
        assertEquals(0, queue.summary().remainingBytes());
        assertEquals(3L, (long) queue.summary().counts().get(ItemState.HELD));
        assertIllegal(() -> queue.complete(uploading, SUMS));
        queue.apply(Action.RETRY, failed);
        assertEquals("a retry is no word about the project", ItemState.HELD, item(failed).state());
        assertEquals(Optional.empty(), queue.claim("q", Set.of()));
        bind("p");
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
        queue.acknowledge(id, "asset-a", 1, RECEIPT);
        bind("q");
        queue.apply(Action.RESUME, id);
        Work work = queue.claim("q", Set.of()).get();
        assertEquals(Optional.of("q"), work.item().projectId());
        assertEquals("an asset of the other project gets no more bytes", Optional.empty(), work.asset());
        bind("p");
        assertEquals(ItemState.HELD, item(id).state());
    }

    @Test
    public void anUnknownItemIsSaidToBeUnknown() throws Exception {
        ItemId none = new ItemId(4711);
        assertEquals(Optional.empty(), queue.find(none));
        assertIllegalCode(Code.UNKNOWN_ITEM, () -> queue.apply(Action.PAUSE, none));
        assertIllegalCode(Code.UNKNOWN_ITEM, () -> queue.acknowledge(none, "x", 1, RECEIPT));
        assertIllegalCode(Code.UNKNOWN_ITEM, () -> queue.relocate(none, Path.of("/x")));
    }

    @Test
    public void aRelocatedItemHasItsNewPath() throws Exception {
        ItemId id = queue.accept(clip("a"));
        queue.relocate(id, Path.of("/other/a"));
        assertEquals(Path.of("/other/a"), item(id).clip().path());
    }

    @Test
    public void aClipRenamedBeforeItsAssetExistsGoesUpUnderItsNewName() throws Exception {
        bind("p");
        ItemId id = queue.accept(clip("a.mov"));
        queue.relocate(id, Path.of("/clips/Scene 4.mov"));
        assertEquals("Scene 4.mov", item(id).clip().name());
        Work work = claim();
        assertEquals("Scene 4.mov", work.item().clip().name());
        queue.relocate(id, Path.of("/clips/Scene 5.mov"));
        assertEquals("Scene 5.mov", item(id).clip().name());
    }

    @Test
    public void aClipRenamedWhenItsAssetExistsKeepsTheNameOfTheAsset() throws Exception {
        ItemId id = uploading("a", 2);
        queue.relocate(id, Path.of("/clips/b"));
        assertEquals(Path.of("/clips/b"), item(id).clip().path());
        assertEquals("a", item(id).clip().name());
    }

    @Test
    public void aNameThatIsNotTheFilesIsKept() throws Exception {
        Clip file = clip("a.mov");
        ItemId id = queue.accept(new Clip(file.path(), "Scene 4", file.sizeBytes(), file.modifiedAt(), file.fingerprint(), "", file.createdAt(),
                file.source(), file.channel(), file.priority()));
        queue.relocate(id, Path.of("/clips/b.mov"));
        assertEquals("Scene 4", item(id).clip().name());
    }

    @Test
    public void aDatabaseThatIsGoneIsAStoreError() throws Exception {
        database.close();
        assertIllegalCode(Code.STORE, () -> queue.accept(clip("a")));
        database = TestDatabase.inMemory();
    }
}
