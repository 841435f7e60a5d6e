package io.rushline.ingest.folder;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.ingest.api.IngestStatus.State;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.UploadQueue;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Test;

/** The folder, its disk, the queue or the database goes away and comes back. */
public class AwayTest {

    private final TestFolder test;

    public AwayTest() throws Exception {
        test = new TestFolder();
    }

    @After
    public void close() throws Exception {
        test.close();
    }

    private void awaitState(State state) {
        TestFolder.await(state.toString(), () -> test.status().state() == state
                && test.warnings.containsKey("ingest.folder.away") == (state == State.AWAY));
    }

    @Test
    public void aFolderThatIsNotThereIsSaidAndWatchedOnceItIs() throws Exception {
        Files.delete(test.folder);
        test.start();
        awaitState(State.AWAY);
        assertTrue(test.status().reason().get(), test.status().reason().get().contains("is not there"));
        test.write("A001.mov", "1");
        awaitState(State.WATCHING);
        test.awaitAccepted("A001.mov");
    }

    @Test
    public void aFileInPlaceOfTheFolderIsSaid() throws Exception {
        Files.delete(test.folder);
        Files.writeString(test.folder, "no folder");
        test.start();
        TestFolder.await("reason", () -> test.status().reason().orElse("").contains("is not a folder"));
    }

    @Test
    public void aFolderThatIsToBeCreatedIsCreatedAgainAndAgain() throws Exception {
        Files.delete(test.folder);
        test.createFolder = true;
        test.started();
        Files.delete(test.folder);
        test.watcher.rescan();
        TestFolder.await("it is there again", () -> Files.isDirectory(test.folder));
        test.write("A001.mov", "1");
        test.awaitAccepted("A001.mov");
    }

    @Test
    public void aFolderThatComesBackBringsNothingKnownAndIsWatchedAgain() throws Exception {
        test.write("day1/A001.mov", "1");
        test.started().awaitAccepted("A001.mov");
        Files.move(test.folder, test.base.resolve("elsewhere"));
        test.watcher.rescan();
        awaitState(State.AWAY);
        Files.writeString(test.base.resolve("elsewhere/A002.mov"), "2");
        Files.move(test.base.resolve("elsewhere"), test.folder);
        awaitState(State.WATCHING);
        test.awaitAccepted("A001.mov", "A002.mov");
        test.write("day1/A003.mov", "3");
        test.awaitAccepted("A001.mov", "A002.mov", "A003.mov");
        assertEquals(3, test.queue.calls.get());
    }

    @Test
    public void anotherFolderInItsPlaceIsWatchedToo() throws Exception {
        test.started();
        Files.move(test.folder, test.base.resolve("elsewhere"));
        Files.createDirectory(test.folder);
        test.watcher.rescan();
        test.settle();
        test.write("A001.mov", "1");
        test.awaitAccepted("A001.mov");
    }

    @Test
    public void anEmptyFolderWhereClipsWereOnAnotherDiskIsAway() throws Exception {
        test.write("A001.mov", "1");
        test.started().awaitAccepted("A001.mov");
        test.stop();
        new SeenFiles(test.database, test.folder).recordDevice(4711); // as if they had been on a disk of that number
        Files.delete(test.folder.resolve("A001.mov"));
        test.start();
        awaitState(State.AWAY);
        assertTrue(test.status().reason().get(), test.status().reason().get().contains("disk"));
        test.write("A002.mov", "2");
        awaitState(State.WATCHING);
        test.awaitAccepted("A001.mov", "A002.mov");
    }

    @Test
    public void anEmptiedFolderIsNotAway() throws Exception {
        test.write("A001.mov", "1");
        test.started().awaitAccepted("A001.mov");
        Files.delete(test.folder.resolve("A001.mov"));
        test.stop();
        test.started();
        assertEquals(State.WATCHING, test.status().state());
    }

    @Test
    public void completeFilesWaitForTheQueue() throws Exception {
        UploadQueue queue = test.service.getAndSet(null);
        test.retry = Duration.ofMinutes(10); // it is told when the queue is back
        test.write("A001.mov", "1");
        test.started();
        TestFolder.await("it is complete", () -> test.queueAsked.get() > 0);
        assertEquals(1, test.status().growing());
        test.setQueue(queue);
        test.awaitAccepted("A001.mov");
    }

    @Test
    public void aFullStoreIsSaidAndNothingIsLost() throws Exception {
        test.queue.failure = clip -> Optional.of(new QueueException(QueueException.Code.STORE_FULL));
        for (int i = 0; i < 8; i++) {
            test.write(i + ".mov", "take " + i);
        }
        test.started();
        TestFolder.await("a warning", () -> test.warnings.containsKey("ingest.folder.refused"));
        assertTrue(test.warnings.get("ingest.folder.refused").what().contains("full"));
        test.queue.failure = clip -> Optional.empty();
        test.awaitAccepted("0.mov", "1.mov", "2.mov", "3.mov", "4.mov", "5.mov", "6.mov", "7.mov");
        TestFolder.await("the warning ends", () -> test.warnings.isEmpty());
    }

    @Test
    public void oneFileThatTheQueueRefusesDelaysNoOther() throws Exception {
        test.queue.failure = clip -> clip.name().equals("bad.mov") ? Optional.of(new IllegalStateException("bug")) : Optional.empty();
        test.write("bad.mov", "0");
        test.write("good.mov", "1");
        test.started();
        TestFolder.await("the good one", () -> test.queue.names().equals(List.of("good.mov")));
        TestFolder.await("a warning", () -> test.warnings.containsKey("ingest.folder.refused"));
        Files.delete(test.folder.resolve("bad.mov"));
        TestFolder.await("the warning ends", () -> test.warnings.isEmpty() && test.status().growing() == 0);
    }

    @Test
    public void aQueueWhoseClassesAreAwayForAMomentIsAskedAgain() throws Exception {
        UploadQueue working = test.queue.service();
        AtomicInteger calls = new AtomicInteger();
        test.service.set((UploadQueue) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {UploadQueue.class},
                (proxy, method, args) -> {
                    if (calls.incrementAndGet() < 3) {
                        throw new NoClassDefFoundError("replaced");
                    }
                    return method.invoke(working, args);
                }));
        test.write("A001.mov", "1");
        test.start();
        test.awaitAccepted("A001.mov");
        TestFolder.await("no warning of its own", () -> test.warnings.isEmpty());
    }

    @Test
    public void anErrorIsSaidAndEndsNoThread() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        var opens = test.opener;
        test.opener = () -> {
            if (broken.get()) {
                throw new NoClassDefFoundError("replaced");
            }
            return opens.open();
        };
        test.write("A001.mov", "1");
        test.start();
        TestFolder.await("it is said", () -> test.warnings.containsKey("ingest.folder.failed")
                && test.status().state() == State.AWAY && test.status().reason().orElse("").contains("tried again"));
        broken.set(false);
        test.awaitAccepted("A001.mov");
        TestFolder.await("it is over", () -> test.status().state() == State.WATCHING && test.warnings.isEmpty());
    }

    @Test
    public void aFailureOfItsOwnIsSaidAndOver() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        var working = test.opener;
        test.opener = () -> {
            if (opened.incrementAndGet() < 3) {
                throw new IllegalStateException("as a bug would");
            }
            return working.open();
        };
        test.write("A001.mov", "1");
        test.start();
        TestFolder.await("a warning", () -> test.warnings.containsKey("ingest.folder.failed"));
        test.awaitAccepted("A001.mov");
        TestFolder.await("the warning ends", () -> test.warnings.isEmpty());
    }

    @Test
    public void itStopsInTheMiddleOfWork() throws Exception {
        for (int i = 0; i < 50; i++) {
            test.write(i + ".mov", "take " + i);
        }
        AtomicInteger read = new AtomicInteger();
        test.reader = (path, stamp) -> {
            if (read.incrementAndGet() == 5) {
                test.watcher.stop();
            }
            return Sample.read(path, stamp);
        };
        test.start();
        TestFolder.await("it is reading", () -> read.get() >= 5);
        test.stop();
        assertEquals(5, test.queue.calls.get());
        test.reader = Sample::read;
        test.started();
        TestFolder.await("the rest", () -> test.queue.names().size() == 50);
        assertEquals(50, test.queue.calls.get());
    }

    /** Unless it is woken it waits for up to 5 s. */
    @Test
    public void itEndsAtOnceWhileItWaits() {
        test.started();
        long begin = System.nanoTime();
        test.stop();
        assertTrue(System.nanoTime() - begin < 4_000_000_000L);
    }
}
