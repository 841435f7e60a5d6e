package io.rushline.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.auth.api.Connection;
import io.rushline.auth.api.Connector;
import io.rushline.itests.support.Api;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.Rushline;
import io.rushline.itests.support.Sha256;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Project;
import io.rushline.queue.api.UploadQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Bundles go and come back while a clip goes up: nothing the cloud has is sent again. */
public class SwapIT extends DistributionTest {

    private static final String CLOUD_HOME = "rushline.itests.cloud";
    private static final long BYTES = 200_000_000;
    /** On a machine that does other things too; half a second is the goal, which SwapUnderUploadIT looks at. */
    private static final long LONGEST_GAP_MILLIS = 30_000;
    /** What the uploader may take at most, its grace and its time for answers, and as long again where others have the processors. */
    private static final long LONGEST_STOP_MILLIS = 30_000;
    private static final List<String> PROVIDERS = Stream.of("store", "vault", "cloud.http", "tls.conscrypt", "auth.c2c", "queue.derby", "uploader.c2c",
            "channel.c2c", "ingest.folder", "ingest.recorder", "media", "delivery", "network", "network.jvm",
            "console").map("io.rushline."::concat).toList();

    private Api cloud;

    @Override
    protected String configuration(Path home) throws IOException {
        Path cloudHome = Files.createTempDirectory("rushline-cloud-");
        Rushline simulator = Rushline.start("simulate", "--port", 0, "--home", cloudHome);
        Runtime.getRuntime().addShutdownHook(new Thread(simulator::close));
        System.setProperty(CLOUD_HOME, cloudHome.toString());
        return configuration(Map.of("io.rushline.cloud.http", Map.of("baseUrl", Api.ofSimulator(cloudHome).base().toString(),
                "trustPemFile", cloudHome.resolve("trust.pem").toString())));
    }

    @Before
    public void connect() throws Exception {
        cloud = Api.ofSimulator(Path.of(System.getProperty(CLOUD_HOME)));
        Connector connector = service(Connector.class);
        if (connector.connection().state() != Connection.State.CONNECTED) {
            connector.pair();
            String code = Await.until("a code", LIMIT, () -> connector.pairing().userCode().orElse(""), c -> !c.isEmpty());
            cloud.post("/_sim/approve", "{\"user_code\":\"" + code + "\"}");
            Await.until("connected", LIMIT, () -> connector.connection().state() == Connection.State.CONNECTED && connector.connection().projectId().isPresent());
            // The uploader does the same soon: a clip that came before it would wait for somebody's word.
            service(UploadQueue.class).bind(new Project(connector.connection().projectId().orElseThrow(), "Rushline Demo"));
        }
        cloud.post("/_sim/faults", "{\"bytesPerSecond\": 12500000}"); // 100 Mbit/s
    }

    @After
    public void fullSpeedAgain() {
        cloud.delete("/_sim/faults");
    }

    @Test
    public void theQueueIsReplacedUnderARunningUpload() throws Exception {
        swapDuringUpload("io.rushline.queue.derby");
    }

    @Test
    public void theUploaderIsReplacedUnderARunningUpload() throws Exception {
        swapDuringUpload(2 * BYTES, List.of("io.rushline.uploader.c2c")); // so that something is left to send for its successor
    }

    @Test
    public void theConnectorIsReplacedUnderARunningUpload() throws Exception {
        swapDuringUpload("io.rushline.auth.c2c");
    }

    /** All who keep tables in it open them anew. */
    @Test
    public void theStoreIsReplacedUnderARunningUpload() throws Exception {
        swapDuringUpload("io.rushline.store", "io.rushline.queue.derby", "io.rushline.vault");
    }

    @Test
    public void theVaultIsReplacedUnderARunningUpload() throws Exception {
        swapDuringUpload("io.rushline.vault");
    }

    @Test
    public void theWayToTheCloudIsReplacedUnderARunningUpload() throws Exception {
        swapDuringUpload("io.rushline.cloud.http");
    }

    @Test
    public void theNetworkProviderIsReplacedUnderARunningUpload() throws Exception {
        swapDuringUpload("io.rushline.network.jvm");
        swapDuringUpload("io.rushline.network");
    }

    @Test
    public void theConsoleIsReplacedUnderARunningUpload() throws Exception {
        swapDuringUpload("io.rushline.console");
    }

    @Test
    public void whatUploadsDoNotNeedIsReplacedUnderARunningUpload() throws Exception {
        swapDuringUpload(2 * BYTES, List.of("io.rushline.channel.c2c", "io.rushline.tls.conscrypt", "io.rushline.ingest.folder", "io.rushline.ingest.recorder",
                "io.rushline.media", "io.rushline.delivery"));
    }

    @Test
    public void everyProviderHasAHealthCheckThatIsGreen() throws Exception {
        for (String bundle : PROVIDERS) {
            Await.until(bundle + " is healthy", LIMIT, () -> health(bundle).toString(), "[OK]"::equals);
        }
    }

    private List<Result.Status> health(String bundle) throws Exception {
        return context.getServiceReferences(HealthCheck.class, "(&(" + HealthCheck.TAGS + "=rushline)(" + HealthCheck.TAGS + "=" + bundle + "))").stream()
                .map(context::getService).map(check -> check.execute().getStatus()).toList();
    }

    private void swapDuringUpload(String bundle, String... dependants) throws Exception {
        swapDuringUpload(BYTES, List.of(bundle), dependants);
    }

    private void swapDuringUpload(long bytes, List<String> swapped, String... dependants) throws Exception {
        String name = swapped.get(0) + ".mov";
        Path file = temporaryFile(name, bytes);
        ItemId item = service(UploadQueue.class).accept(new Clip(file, name, bytes, Files.getLastModifiedTime(file).toInstant(),
                Sha256.of(file), "", Files.getLastModifiedTime(file).toInstant(), "test", 0, 0));
        Await.until("it is under way", LIMIT, () -> find(item).ackedParts() >= 1);
        for (String bundle : swapped) {
            swap(bundle, Set.of(dependants));
        }
        Item done = Await.until("it arrives", Duration.ofSeconds(90), () -> find(item), i -> i.state() == ItemState.COMPLETED);
        JsonNode asset = Await.until("the cloud has put it together", LIMIT, () -> asset(done.assetId().orElseThrow()), a -> a.get("complete").asBoolean());
        assertEquals(Sha256.of(file), asset.get("sha256").asText());
        assertEquals("acknowledged parts are not sent again", 0, asset.get("bytesTwice").asLong());
    }

    private void swap(String bundle, Set<String> dependants) throws Exception {
        try (Bystanders others = new Bystanders(context, bundle); Sent sent = new Sent(Path.of(System.getProperty(CLOUD_HOME)))) {
            long begin = System.nanoTime();
            Stopped away = new Stopped(bundle);
            long stopMillis = millisSince(begin);
            begin = System.nanoTime();
            away.close();
            long startMillis = millisSince(begin);
            Await.until(bundle + " is healthy again", LIMIT, () -> health(bundle).toString(), "[OK]"::equals);
            LockSupport.parkNanos(2_000_000_000L); // to see how the upload goes on
            System.out.printf("%s: stop %d ms, start %d ms, no byte for at most %d ms%n", bundle, stopMillis, startMillis, sent.longestMillis());
            assertTrue("its stop took " + stopMillis + " ms", stopMillis < LONGEST_STOP_MILLIS);
            assertEquals(List.of("stopped " + bundle, "started " + bundle), others.bundles());
            Set<String> lost = others.lost();
            lost.remove(bundle);
            assertEquals("nobody else restarts", new TreeSet<>(dependants), lost);
            assertTrue("no byte for " + sent.longestMillis() + " ms", sent.longestMillis() < LONGEST_GAP_MILLIS);
        }
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    private Item find(ItemId item) throws Exception {
        return service(UploadQueue.class).find(item).orElseThrow();
    }

    private JsonNode asset(String id) {
        for (JsonNode asset : cloud.get("/_sim/assets")) {
            if (asset.get("id").asText().equals(id)) {
                return asset;
            }
        }
        throw new AssertionError("no asset " + id);
    }
}
