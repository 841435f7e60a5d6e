package io.rushline.ingest.recorder;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.queue.api.UploadQueue;
import io.rushline.recorder.api.Recording;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.felix.hc.api.Result.Status;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;
import org.osgi.framework.BundleContext;

public class RecorderIngestTest {

    @Rule
    public final TemporaryFolder card = new TemporaryFolder();

    @Rule
    public final Timeout limit = new Timeout(60, TimeUnit.SECONDS);

    private final FakeQueue queue = new FakeQueue();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answers = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);

    private final RecorderIngest ingest = new RecorderIngest((BundleContext) Proxy.newProxyInstance(getClass().getClassLoader(),
            new Class<?>[] {BundleContext.class}, (proxy, method, none) -> null));

    /** As one whose disk is slow. */
    private UploadQueue slow() {
        UploadQueue service = queue.service();
        return (UploadQueue) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {UploadQueue.class}, (proxy, method, arguments) -> {
            asked.countDown();
            answers.await();
            Object answer = method.invoke(service, arguments);
            if (method.getName().equals("finished")) {
                finished.countDown();
            }
            return answer;
        });
    }

    @Test
    public void whatARecorderSaidBeforeTheModuleIsReplacedIsDone() throws Exception {
        ingest.setQueue(slow());
        asked.await();
        Path file = Files.write(card.getRoot().toPath().resolve("Scene 4.mov"), new byte[100]);
        ingest.stopped(new Recording("SDI 1", 0, file, Instant.EPOCH, Optional.empty()));
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> {
            try {
                ingest.stop();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        while (ingest.health().getStatus() != Status.CRITICAL) { // until it stops
            LockSupport.parkNanos(1_000_000);
        }
        answers.countDown();
        assertTrue(finished.await(30, TimeUnit.SECONDS));
        stopped.join();
        assertEquals(file, queue.only().clip().path());
    }
}
