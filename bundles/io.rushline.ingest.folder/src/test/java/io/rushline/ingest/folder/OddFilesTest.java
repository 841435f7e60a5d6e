package io.rushline.ingest.folder;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.EOFException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** What should not be in a folder, or is named strangely: each ends in a clear state, and the clip beside it is accepted. */
public class OddFilesTest {

    private final TestFolder test;

    public OddFilesTest() throws Exception {
        test = new TestFolder();
    }

    @Before
    public void aGoodClipIsThereToo() throws Exception {
        assumeTrue("needs a UTF-8 locale", "UTF-8".equals(System.getProperty("sun.jnu.encoding")));
        test.write("zz-good.mov", "good");
    }

    @After
    public void close() throws Exception {
        test.close();
    }

    @Test
    public void anyNameThatIsTextIsAcceptedUnchanged() throws Exception {
        List<String> names = new ArrayList<>(List.of("line\nbreak.mov", "it's \"quoted\".mov", "🎬 prise été.mov",
                "back\\slash.mov", "-rf", " ", "a".repeat(251) + ".mov",
                "e\u0301 decomposed.mov", "\u00e9 composed.mov", "%41 percent.mov", "semi;colon' OR 1=1.mov"));
        for (String name : names) {
            test.write(name, name);
        }
        names.add("zz-good.mov");
        test.started().awaitAccepted(names.toArray(String[]::new));
        test.stop();
        test.started().settle();
        assertEquals(names.size(), test.queue.calls.get());
    }

    @Test
    public void aNameThatIsNoTextIsRejectedAndAcceptedOnceItIsRenamed() throws Exception {
        TestFolder.run(test.folder, "bash", "-c", "mkdir $'d\\xe9j\\xe0'; echo 1 > $'caf\\xe9.mov'; echo 2 > $'d\\xe9j\\xe0/vu.mov'");
        test.started().awaitAccepted("zz-good.mov");
        TestFolder.await("both are rejected", () -> test.queue.rejected.size() == 2);
        assertTrue(test.queue.rejected.values().stream().allMatch(reason -> reason.code().equals("media.name")));
        test.settle();
        assertEquals(3, test.queue.calls.get());
        TestFolder.run(test.folder, "bash", "-c", "mv $'caf\\xe9.mov' café.mov; mv $'d\\xe9j\\xe0' déjà");
        test.awaitAccepted("café.mov", "vu.mov", "zz-good.mov");
    }

    @Test
    public void linksAreNotFollowed() throws Exception {
        Path outside = Files.createDirectories(test.base.resolve("outside"));
        Files.writeString(outside.resolve("secret.mov"), "x");
        Files.createDirectories(test.folder.resolve("day1"));
        Files.createSymbolicLink(test.folder.resolve("out"), outside);
        Files.createSymbolicLink(test.folder.resolve("out.mov"), outside.resolve("secret.mov"));
        Files.createSymbolicLink(test.folder.resolve("in.mov"), test.folder.resolve("zz-good.mov"));
        Files.createSymbolicLink(test.folder.resolve("day1/loop"), test.folder);
        Files.createSymbolicLink(test.folder.resolve("self"), Path.of("self"));
        Files.createSymbolicLink(test.folder.resolve("dangling.mov"), Path.of("nowhere"));
        test.started().awaitAccepted("zz-good.mov");
        Files.createSymbolicLink(test.folder.resolve("out2"), outside);
        test.settle();
        assertEquals(1, test.queue.calls.get());
    }

    @Test
    public void pipesAndSocketsAreNotOpened() throws Exception {
        TestFolder.run(test.folder, "mkfifo", "pipe.mov");
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(test.folder.resolve("socket.mov")));
            test.started().awaitAccepted("zz-good.mov");
            TestFolder.run(test.folder, "mkfifo", "later.mov");
            test.settle();
        }
        assertEquals(1, test.queue.calls.get());
    }

    @Test
    public void anUnreadableFileIsRejectedWithAReasonAndAcceptedWhenItCanBeRead() throws Exception {
        AtomicBoolean denied = new AtomicBoolean(true);
        test.reader = (path, stamp) -> { // root reads everything
            if (denied.get() && path.endsWith("locked.mov")) {
                throw new AccessDeniedException(path.toString());
            }
            return Sample.read(path, stamp);
        };
        test.write("locked.mov", "locked");
        test.started();
        TestFolder.await("it is rejected", () -> test.queue.rejected.containsKey("locked.mov"));
        assertEquals("media.unreadable", test.queue.rejected.get("locked.mov").code());
        assertFalse(test.queue.rejected.get("locked.mov").what().contains(test.folder.toString()));
        denied.set(false);
        TestFolder.run(test.folder, "chmod", "644", "locked.mov");
        test.awaitAccepted("locked.mov", "zz-good.mov");
    }

    @Test
    public void aFileThatShrinksWhileItIsReadIsTakenAsItEndsUp() throws Exception {
        Path path = test.write("A001.mov", "a long take");
        AtomicBoolean first = new AtomicBoolean(true);
        test.reader = (file, stamp) -> {
            if (file.equals(path) && first.getAndSet(false)) {
                try (FileChannel cutter = FileChannel.open(path, StandardOpenOption.WRITE)) {
                    cutter.truncate(3);
                }
            }
            return Sample.read(file, stamp);
        };
        test.started().awaitAccepted("A001.mov", "zz-good.mov");
        assertEquals(3, test.queue.accepted().stream().filter(clip -> clip.name().equals("A001.mov")).findFirst().orElseThrow().sizeBytes());
    }

    @Test
    public void aFileThatGrowsWhileItIsReadIsTakenAsItEndsUp() throws Exception {
        Path path = test.write("A001.mov", "a take");
        AtomicBoolean first = new AtomicBoolean(true);
        test.reader = (file, stamp) -> {
            Sample sample = Sample.read(file, stamp);
            if (file.equals(path) && first.getAndSet(false)) {
                Files.writeString(path, " and more", StandardOpenOption.APPEND);
            }
            return sample;
        };
        test.started().awaitAccepted("A001.mov", "zz-good.mov");
        assertEquals(15, test.queue.accepted().stream().filter(clip -> clip.name().equals("A001.mov")).findFirst().orElseThrow().sizeBytes());
    }

    @Test
    public void aFileThatNeverYieldsItsBytesIsRejected() throws Exception {
        test.reader = (file, stamp) -> {
            if (file.endsWith("broken.mov")) {
                throw new EOFException("The file has become shorter.");
            }
            return Sample.read(file, stamp);
        };
        test.write("broken.mov", "x");
        test.started().awaitAccepted("zz-good.mov");
        TestFolder.await("it is rejected", () -> test.queue.rejected.containsKey("broken.mov"));
    }

    @Test
    public void aFileThatVanishesWhileItIsReadLeavesNoTrace() throws Exception {
        Path path = test.write("gone.mov", "x");
        test.reader = (file, stamp) -> {
            Files.deleteIfExists(path);
            return Sample.read(file, stamp);
        };
        test.started().awaitAccepted("zz-good.mov");
        assertTrue(test.queue.rejected.isEmpty());
    }

    @Test
    public void systemDirectoriesAndIgnoredNamesAreLeftOut() throws Exception {
        test.ignore = List.of("*.xml", "proxies/**");
        for (String name : List.of(".Trashes/501/old.mov", "lost+found/x.mov", "$RECYCLE.BIN/x.mov", "day1/.DS_Store", "day1/A001.xml",
                "proxies/A001.mov")) {
            test.write(name, "x");
        }
        test.started().awaitAccepted("zz-good.mov");
        test.write(".Trashes/501/later.mov", "x");
        test.settle();
        assertEquals(1, test.queue.calls.get());
    }
}
