package io.rushline.ingest.folder;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.After;
import org.junit.Test;

/** Ten thousand files at once. Times are those of the folder's thread on the processor, so that a busy machine changes little. */
public class ManyFilesTest {

    private static final int FILES = 10_000;

    private final TestFolder test;

    public ManyFilesTest() throws Exception {
        test = new TestFolder();
    }

    @After
    public void close() throws Exception {
        test.close();
    }

    private interface Step {
        void run() throws Exception;
    }

    private void within(long limitMillis, String what, Step step) throws Exception {
        long cpu = test.cpuMillis();
        long begin = System.nanoTime();
        step.run();
        long took = test.cpuMillis() - cpu;
        System.out.printf("%d files, %s: %d ms of processor, %d ms in all%n", FILES, what, took, (System.nanoTime() - begin) / 1_000_000);
        assertTrue(what + " took " + took + " ms", took < limitMillis);
    }

    @Test
    public void tenThousandFilesAreAcceptedOnceEachThenKnownThenFollowedWhenTheirDirectoryIsRenamed() throws Exception {
        Path card = Files.createDirectory(test.folder.resolve("card"));
        test.started();
        within(10_000, "accepted", () -> {
            for (int i = 0; i < FILES; i++) {
                Files.write(card.resolve("A%05d.mov".formatted(i)), new byte[100 + i % 50]);
            }
            TestFolder.await("all are accepted", () -> test.status().accepted() == FILES);
        });
        assertEquals(FILES, new HashSet<>(test.queue.names()).size());
        test.settle();
        within(2_000, "known at a rescan", test::settle);
        test.stop();
        test.started();
        within(2_000, "known after a restart", test::settle);
        assertEquals(FILES, test.queue.calls.get());

        within(10_000, "followed to the new name of their directory", () -> {
            Files.move(card, test.folder.resolve("day1"));
            TestFolder.await("all are relocated", () -> test.queue.relocated.size() == FILES);
        });
        test.settle();
        assertEquals(FILES, test.queue.calls.get());
        assertTrue(test.warnings.isEmpty());
    }
}
