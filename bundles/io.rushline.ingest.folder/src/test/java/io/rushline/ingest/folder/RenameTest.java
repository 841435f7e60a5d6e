package io.rushline.ingest.folder;

import static org.junit.Assert.assertEquals;

import io.rushline.queue.api.UploadQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.After;
import org.junit.Test;

/** Known files get other names. */
public class RenameTest {

    private final TestFolder test;

    public RenameTest() throws Exception {
        test = new TestFolder();
    }

    @After
    public void close() throws Exception {
        test.close();
    }

    private void awaitAt(String name, String place) {
        TestFolder.await(name + " is at " + place, () -> test.queue.whereIs(name).equals(Optional.of(test.folder.resolve(place))));
    }

    private void rename(String from, String to) throws Exception {
        Files.createDirectories(test.folder.resolve(to).getParent());
        Files.move(test.folder.resolve(from), test.folder.resolve(to));
    }

    @Test
    public void aRenamedFileIsTheSameItem() throws Exception {
        test.write("A001.mov", "1");
        test.started().awaitAccepted("A001.mov");
        rename("A001.mov", "hero.mov");
        awaitAt("A001.mov", "hero.mov");
        rename("hero.mov", "day1/final.mov");
        awaitAt("A001.mov", "day1/final.mov");
        test.settle();
        assertEquals(1, test.queue.calls.get());
    }

    @Test
    public void aRenamedDirectoryKeepsItsItemsAndIsWatchedUnderItsNewName() throws Exception {
        test.write("card/DCIM/A001.mov", "1");
        test.write("card/A002.mov", "2");
        test.started().awaitAccepted("A001.mov", "A002.mov");
        rename("card", "day1");
        awaitAt("A001.mov", "day1/DCIM/A001.mov");
        awaitAt("A002.mov", "day1/A002.mov");
        test.write("day1/DCIM/A003.mov", "3");
        test.awaitAccepted("A001.mov", "A002.mov", "A003.mov");
        assertEquals(test.folder.resolve("day1/DCIM/A003.mov"), test.queue.accepted().get(2).path());
        test.settle();
        assertEquals(3, test.queue.calls.get());
    }

    @Test
    public void aRenameIsSeenThatHappenedWhileItWasDown() throws Exception {
        test.write("card/A001.mov", "1");
        test.started().awaitAccepted("A001.mov");
        test.stop();
        rename("card", "day1");
        test.stable = Duration.ofMinutes(10); // it need not be waited for
        test.started();
        awaitAt("A001.mov", "day1/A001.mov");
        assertEquals(1, test.queue.calls.get());
    }

    @Test
    public void rotatedNamesStayWithTheirClipsAndTheNewOneIsAnItem() throws Exception {
        test.write("take.mov", "take 1");
        test.started().awaitAccepted("take.mov");
        rename("take.mov", "take.1.mov");
        awaitAt("take.mov", "take.1.mov");
        test.write("take.mov", "the second");
        test.awaitAccepted("take.mov", "take.mov");
        test.stop();
        rename("take.1.mov", "take.2.mov");
        rename("take.mov", "take.1.mov");
        test.write("take.mov", "number three");
        test.started().awaitAccepted("take.mov", "take.mov", "take.mov");
        assertEquals(2, test.queue.relocated.size());
        assertEquals(test.folder.resolve("take.2.mov"), test.queue.relocated.get(1L));
        assertEquals(test.folder.resolve("take.1.mov"), test.queue.relocated.get(2L));
    }

    @Test
    public void swappedNamesStayWithTheirClips() throws Exception {
        test.write("a.mov", "1");
        test.write("b.mov", "2");
        test.started().awaitAccepted("a.mov", "b.mov");
        test.stop();
        rename("a.mov", "c.mov");
        rename("b.mov", "a.mov");
        rename("c.mov", "b.mov");
        test.started();
        awaitAt("a.mov", "b.mov");
        awaitAt("b.mov", "a.mov");
        test.settle();
        assertEquals(2, test.queue.calls.get());
    }

    @Test
    public void aHardLinkIsAClipOfItsOwn() throws Exception {
        Path path = test.write("A001.mov", "1");
        test.started().awaitAccepted("A001.mov");
        Files.createLink(test.folder.resolve("again.mov"), path);
        test.awaitAccepted("A001.mov", "again.mov");
        assertEquals(0, test.queue.relocated.size());
    }

    @Test
    public void aReusedInodeWithOtherContentIsANewItem() throws Exception {
        Path path = test.write("A001.mov", "one");
        var modified = Files.getLastModifiedTime(path);
        test.started().awaitAccepted("A001.mov");
        test.stop();
        rename("A001.mov", "B001.mov"); // the same inode, size and time, but not the same bytes
        Files.writeString(test.folder.resolve("B001.mov"), "two");
        Files.setLastModifiedTime(test.folder.resolve("B001.mov"), modified);
        test.started().awaitAccepted("A001.mov", "B001.mov");
    }

    @Test
    public void aRenamedClipThatTheQueueHasForgottenIsOfferedAnew() throws Exception {
        test.write("A001.mov", "1");
        test.started().awaitAccepted("A001.mov");
        test.queue.forgetEverything();
        rename("A001.mov", "B001.mov");
        test.awaitAccepted("A001.mov", "B001.mov");
    }

    @Test
    public void aRenameWhileTheQueueIsAwayIsToldWhenItIsBack() throws Exception {
        test.write("A001.mov", "1");
        test.started().awaitAccepted("A001.mov");
        UploadQueue queue = test.service.getAndSet(null);
        rename("A001.mov", "B001.mov");
        TestFolder.await("it is in hand", () -> test.status().growing() == 1);
        test.setQueue(queue);
        awaitAt("A001.mov", "B001.mov");
        test.settle();
        assertEquals(1, test.queue.calls.get());
    }
}
