package io.rushline.ingest.folder;

import io.rushline.ingest.api.IngestStatus;
import io.rushline.media.api.Media;
import io.rushline.queue.api.UploadQueue;
import io.rushline.status.api.Warning;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.Assert;

/** A watched folder in a temporary directory, with short times. Settings may be changed before {@link #start}. */
final class TestFolder implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    final Path base = Files.createTempDirectory("ingest").toRealPath();
    final Path folder = Files.createDirectory(base.resolve("clips"));
    final TestDatabase database = TestDatabase.SHARED;
    final FakeQueue queue = new FakeQueue();
    final AtomicReference<UploadQueue> service = new AtomicReference<>(queue.service());
    final Map<String, Warning> warnings = new ConcurrentHashMap<>();

    private final AtomicLong looks = new AtomicLong();

    /** How often there was something for the queue. */
    final AtomicInteger queueAsked = new AtomicInteger();

    Duration stable = Duration.ofMillis(80);
    Duration retry = Duration.ofMillis(50);
    Duration rescan = Duration.ofMinutes(1);
    int capacity = FolderSettings.CAPACITY;
    boolean createFolder;
    boolean realtime;
    volatile Media media;
    volatile List<Path> recording = List.of();
    List<String> ignore = List.of();
    Watches.Opener opener = () -> FileSystems.getDefault().newWatchService();
    Sample.Reader reader = Sample::read;

    LongSupplier nanos = System::nanoTime;
    private final AtomicLong now = new AtomicLong();

    FolderWatcher watcher;
    private Thread thread;

    TestFolder() throws IOException {
    }

    TestFolder start() {
        FolderSettings settings = new FolderSettings(folder, FolderSettings.sourceOf(folder), createFolder, stable, stable.multipliedBy(2),
                rescan, retry, retry.multipliedBy(4), realtime, Duration.ofMillis(100), capacity, 0, 0, new NameRules(ignore));
        watcher = new FolderWatcher(settings, new FolderWatcher.Tools(database, () -> {
            queueAsked.incrementAndGet();
            return service.get();
        }, () -> media, () -> {
            looks.incrementAndGet();
            return recording;
        }, opener, new OpenForWriting(Path.of("/proc")), reader,
                Clock.systemUTC(), nanos), new Warnings(warning -> {
                    warnings.put(warning.code(), warning);
                    return () -> warnings.remove(warning.code());
                }, Clock.systemUTC()));
        thread = new Thread(watcher, "test folder");
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    /** Starts and waits until everything was looked at once. */
    TestFolder started() {
        start();
        await("first scan", () -> status().scannedAt().isPresent());
        return this;
    }

    void stop() {
        watcher.stop();
        try {
            thread.join(20_000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        Assert.assertFalse("still running", thread.isAlive());
    }

    /** From its start on, time passes only by {@link #pass}. */
    void stopTime() {
        nanos = now::get;
    }

    void pass(Duration time) {
        now.addAndGet(time.toNanos());
        var before = status().scannedAt();
        watcher.rescan();
        await("a look", () -> !status().scannedAt().equals(before));
        long looked = looks();
        watcher.rescan();
        await("all of it", () -> looks() > looked);
    }

    /** How often it was asked what is recorded: once in each turn. */
    long looks() {
        return looks.get();
    }

    IngestStatus status() {
        return watcher.status();
    }

    void setQueue(UploadQueue now) {
        service.set(now);
        watcher.queueCame();
    }

    Path write(String name, String content) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, content);
    }

    void awaitAccepted(String... names) {
        List<String> wanted = Stream.of(names).sorted().toList();
        try {
            await("", () -> queue.names().equals(wanted) && status().growing() == 0);
        } catch (AssertionError e) {
            Assert.assertEquals("in the queue", wanted, queue.names());
            throw e;
        }
    }

    /** Waits until everything was looked at again and nothing is in hand: what was not accepted by then will not be. */
    void settle() {
        var before = status().scannedAt();
        watcher.rescan();
        await("a scan with nothing in hand", () -> !status().scannedAt().equals(before) && status().growing() == 0);
    }

    /** Processor time that the folder's thread has taken since {@link #start}, in milliseconds. */
    long cpuMillis() {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId()) / 1_000_000;
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within " + LIMIT.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    static void run(Path directory, String... command) throws IOException, InterruptedException {
        Assert.assertEquals(0, new ProcessBuilder(command).directory(directory.toFile()).inheritIO().start().waitFor());
    }

    @Override
    public void close() throws IOException {
        if (thread != null) {
            stop();
        }
        try (Stream<Path> all = Files.walk(base)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
