package io.rushline.itests.uploader;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.Doorway;
import io.rushline.itests.support.Doorway.Way;
import io.rushline.itests.support.Impostor;
import io.rushline.itests.support.Signer;
import io.rushline.itests.support.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestName;

/**
 * The first two rows of the table of errors (protocol section 7): the way to the cloud fails, or leads to somebody else. A clip waits, says why, is not
 * blamed for it, and goes on. A name that cannot be looked up is in {@link NetworkFaultsIT}.
 */
public class WayToTheCloudIT {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final long BYTES = 40_000_000;

    @ClassRule
    public static final Site SITE = new Site();

    @Rule
    public final TestName test = new TestName();

    private static Doorway doorway;
    /** Whose certificate is trusted. */
    private static Signer known;

    @BeforeClass
    public static void pair() throws IOException {
        doorway = new Doorway(SITE.cloud().base().getPort());
        SITE.cloudThrough(doorway.port());
        known = Signer.ofAServer(SITE.folder("known"), "Somebody known");
        SITE.alsoTrust(known);
        SITE.startAppliance("--set", "io.rushline.uploader.c2c:partSizeBytes=5242880", "--set", "io.rushline.uploader.c2c:parallelParts=2");
        SITE.pair();
    }

    @AfterClass
    public static void close() {
        doorway.close();
    }

    @After
    public void mend() throws IOException {
        SITE.noFaults();
        doorway.leadsTo(SITE.cloud().base().getPort());
    }

    @Test
    public void thePortIsRefused() throws Exception {
        waitsWhile(Way.REFUSED, "cannot be reached");
    }

    @Test
    public void connectionsAreReset() throws Exception {
        waitsWhile(Way.RESET, "broke off");
    }

    @Test
    public void tlsIsBrokenOff() throws Exception {
        waitsWhile(Way.BROKEN_OFF, "broke off");
    }

    @Test
    public void nothingIsAnswered() throws Exception {
        waitsWhile(Way.SILENT, "stopped moving");
    }

    @Test
    public void theCertificateIsNotTrusted() throws Exception {
        waitsForAnImpostor(Signer.ofAServer(SITE.folder("untrusted"), "Nobody"), "is not trusted");
    }

    @Test
    public void theCertificateIsAnotherHosts() throws Exception {
        waitsForAnImpostor(known, "another host");
    }

    @Test
    public void withoutASocketTheDeviceShowsItselfByTheOlderHeartbeat() throws Exception {
        long before = heartbeatCalls();
        SITE.faults("{\"socketOff\": true}");
        Await.until("people are told", LIMIT, () -> SITE.api().get("/api/v1/status").at("/live/state").asText(), "LEGACY"::equals);
        Await.until("the cloud hears of it", LIMIT, () -> heartbeatCalls() > before);
        SITE.arrives(SITE.add(test.getMethodName() + ".mov", 100_000), LIMIT);
    }

    private static long heartbeatCalls() {
        return SITE.cloud().get("/_sim/state").at("/presence/heartbeatCalls").asLong();
    }

    private void waitsWhile(Way way, String why) throws IOException {
        Path clip = underWay();
        doorway.is(way);
        waits(clip, why);
        doorway.is(Way.OPEN);
        SITE.noFaults();
        SITE.arrivesOnce(clip, LIMIT);
    }

    private void waitsForAnImpostor(Signer signer, String why) throws IOException {
        try (Impostor impostor = new Impostor(signer)) {
            Path clip = underWay();
            doorway.leadsTo(impostor.port());
            waits(clip, why);
            assertEquals("nothing is sent to somebody else", 0, impostor.bytesReceived());
            doorway.leadsTo(SITE.cloud().base().getPort());
            SITE.noFaults();
            SITE.arrivesOnce(clip, LIMIT);
        }
    }

    /** A clip, some of whose parts have arrived. */
    private Path underWay() throws IOException {
        SITE.faults("{\"bytesPerSecond\": 4000000}");
        Path clip = SITE.add(test.getMethodName() + ".mov", BYTES);
        Await.until("parts arrive", LIMIT, () -> SITE.assets(name(clip)).stream().anyMatch(a -> a.get("partsReceived").asInt() > 0));
        return clip;
    }

    /** The uploader says it, or, where the clip has made room for others, the clip itself. */
    private static void waits(Path clip, String why) {
        Await.until("it is said why nothing moves", LIMIT, () -> SITE.api().get("/api/v1/status").at("/uploader/why").asText("") + item(clip).get("reason"),
                said -> said.contains(why));
        assertTrue("it is no fault of the clip: " + item(clip), Set.of("UPLOADING", "RETRYING").contains(item(clip).get("state").asText()));
    }

    private static JsonNode item(Path clip) {
        return SITE.api().get("/api/v1/queue?text=" + name(clip)).at("/items/0");
    }

    private static String name(Path clip) {
        return clip.getFileName().toString();
    }
}
