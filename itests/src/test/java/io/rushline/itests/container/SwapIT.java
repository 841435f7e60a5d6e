package io.rushline.itests.container;

import static org.junit.Assert.assertEquals;

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
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Bundles go and come back while a clip goes up: nothing the cloud has is sent again. */
public class SwapIT extends DistributionTest {

    private static final String CLOUD_HOME = "rushline.itests.cloud";
    private static final long BYTES = 200_000_000;

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
        cloud.post("/_sim/faults", "{\"bytesPerSecond\": 40000000}");
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
        swapDuringUpload("io.rushline.uploader.c2c");
    }

    @Test
    public void theConnectorIsReplacedUnderARunningUpload() throws Exception {
        swapDuringUpload("io.rushline.auth.c2c");
    }

    @Test
    public void theStoreIsReplacedUnderARunningUpload() throws Exception {
        swapDuringUpload("io.rushline.store");
    }

    private void swapDuringUpload(String bundle) throws Exception {
        String name = bundle + ".mov";
        Path file = temporaryFile(name, BYTES);
        ItemId item = service(UploadQueue.class).accept(new Clip(file, name, BYTES, Files.getLastModifiedTime(file).toInstant(),
                Sha256.of(file), "", Files.getLastModifiedTime(file).toInstant(), "test", 0, 0));
        Await.until("it is under way", LIMIT, () -> find(item).ackedParts() >= 1);
        Stopped away = new Stopped(bundle);
        away.close();
        Item done = Await.until("it arrives", Duration.ofSeconds(90), () -> find(item), i -> i.state() == ItemState.COMPLETED);
        JsonNode asset = Await.until("the cloud has put it together", LIMIT, () -> asset(done.assetId().orElseThrow()), a -> a.get("complete").asBoolean());
        assertEquals(Sha256.of(file), asset.get("sha256").asText());
        assertEquals("acknowledged parts are not sent again", 0, asset.get("bytesTwice").asLong());
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
