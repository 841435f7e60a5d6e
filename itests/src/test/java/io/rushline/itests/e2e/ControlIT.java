package io.rushline.itests.e2e;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Api;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.Rushline;
import io.rushline.itests.support.Sha256;
import io.rushline.itests.support.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** {@code run} and {@code ctl} against {@code simulate} in another process, as scripts use them. */
public class ControlIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Rule
    public final Site site = new Site();

    @Before
    public void start() throws IOException {
        site.startAppliance();
    }

    private Rushline.Result ctl(String... arguments) {
        return site.ctl(null, LIMIT, (Object[]) arguments);
    }

    private JsonNode json(String... arguments) throws IOException {
        Rushline.Result result = ctl(arguments);
        assertEquals(String.join(" ", arguments) + ": " + result.err(), 0, result.status());
        return Api.JSON.readTree(result.out());
    }

    @Test
    public void aClipGoesAllTheWayWithNothingButTheCommand() throws Exception {
        assertEquals("UNPAIRED", json("status").at("/connection/state").asText());

        JsonNode pairing = json("pair");
        assertEquals("CODE", pairing.get("step").asText());
        assertTrue(pairing.get("userCode").asText(), pairing.get("userCode").asText().matches("\\d{6}"));
        assertTrue(pairing.get("completeUri").asText().contains(pairing.get("userCode").asText()));
        site.cloud().post("/_sim/approve", "{\"user_code\":\"" + pairing.get("userCode").asText() + "\"}");
        JsonNode status = Await.until("connected", LIMIT, () -> json("status"), s -> s.get("connection").hasNonNull("project"));
        assertEquals("CONNECTED", status.at("/connection/state").asText());
        assertEquals("Rushline Demo", status.at("/connection/project").asText());
        assertFalse(status.at("/connection/user").asText().isEmpty());
        assertFalse(status.at("/connection/validUntil").asText().isEmpty());

        Path clip = site.record("A001_C001.mov", 70_000_000);
        site.item("A001_C001.mov", "COMPLETED", LIMIT);
        JsonNode item = json("queue", "list").at("/items/0");
        assertEquals(Sha256.of(clip), item.get("sha256").asText());
        JsonNode asset = site.arrived("A001_C001.mov");
        assertEquals(item.get("assetId"), asset.get("id"));
        assertEquals(Sha256.of(clip), asset.get("sha256").asText());
        assertEquals(0, asset.get("bytesTwice").asLong());
        assertEquals("the cloud refused nothing", 0, site.cloud().get("/_sim/state").get("refusals").size());

        json("unpair");
        assertEquals("UNPAIRED", json("status").at("/connection/state").asText());
    }

    @Test
    public void pairingIsCancelled() throws Exception {
        json("pair");
        json("pair", "--cancel");
        assertEquals("NONE", json("status").at("/pairing/step").asText());
    }

    @Test
    public void whatWasQueuedBeforePairingWaitsForSomebodysWord() throws Exception {
        site.record("early.mov", 1_000_000);
        site.item("early.mov", "WAITING", LIMIT);
        site.pair();
        JsonNode held = site.item("early.mov", "HELD", LIMIT);
        assertEquals("queue.before-pairing", held.at("/reason/code").asText());
        assertEquals(1, json("status").at("/queue/held/0/count").asInt());
        assertEquals("not unasked", 0, json("queue", "resume", "--all").get("changed").size());
        assertEquals(held.get("id"), json("queue", "resume", "--all", "--reason", "queue.before-pairing").at("/changed/0"));
        site.item("early.mov", "COMPLETED", LIMIT);
    }

    @Test
    public void theWholeQueueIsPausedAndClipsAreChosenByHand() throws Exception {
        site.pair();
        JsonNode settings = json("queue", "settings", "--manual", "--pause");
        assertTrue(settings.get("manual").asBoolean() && settings.get("paused").asBoolean());
        site.record("chosen.mov", 1_000);
        site.item("chosen.mov", "HELD", LIMIT);
        assertEquals(1, json("queue", "list", "--reason", "queue.manual").get("total").asInt());
        json("queue", "resume", "--all", "--state", "held");
        assertEquals("nothing is sent", "WAITING", site.item("chosen.mov", "WAITING", LIMIT).get("state").asText());
        assertTrue("the other setting stays", json("queue", "settings", "--resume").get("manual").asBoolean());
        site.item("chosen.mov", "COMPLETED", LIMIT);
    }

    @Test
    public void aCompletedClipIsSentAgain() throws Exception {
        site.pair();
        site.record("twice.mov", 1_000);
        JsonNode first = site.item("twice.mov", "COMPLETED", LIMIT);
        long again = json("queue", "upload-again", first.get("id").asText()).get("id").asLong();
        JsonNode second = Await.until("it is there again", LIMIT, () -> site.api().get("/api/v1/queue/" + again), i -> i.get("state").asText().equals("COMPLETED"));
        assertEquals("a new version of the first", first.get("assetId"), second.get("versionOf"));
        assertEquals(2, site.assets("twice.mov").size());
        assertEquals(0, json("queue", "abandoned").get("assets").size());
    }

    @Test
    public void clipsArePausedMovedResumedAndCancelledByHand() throws Exception {
        Path elsewhere = site.folder("elsewhere").resolve("by hand.mov");
        Site.fill(elsewhere, 2_000_000, 3);
        long first = json("queue", "add", elsewhere.toString()).get("id").asLong();
        site.record("second.mov", 1_000);
        long second = site.item("second.mov", "WAITING", LIMIT).get("id").asLong();

        json("queue", "pause", Long.toString(first));
        assertEquals("PAUSED", json("queue", "list", "--text", "by hand").at("/items/0/state").asText());
        json("queue", "resume", Long.toString(first));
        json("queue", "move", Long.toString(second), "--before", Long.toString(first));
        assertEquals(second, json("queue", "list").at("/items/0/id").asLong());
        json("queue", "cancel", Long.toString(second));
        assertEquals("CANCELLED", json("queue", "list", "--state", "cancelled").at("/items/0/state").asText());
        assertEquals("what cannot be done is refused", 1, ctl("queue", "resume", Long.toString(second)).status());

        site.pair();
        site.sendHeld("queue.before-pairing");
        site.item("by hand.mov", "COMPLETED", LIMIT);
        assertEquals("a cancelled clip stays here", 0, site.assets("second.mov").size());
    }

    @Test
    public void theBandwidthIsLimitedAtOnceAndAfterAKill() throws IOException {
        assertTrue(json("network", "bandwidth").get("bitsPerSecond").isNull());
        json("network", "bandwidth", "--limit", "8", "--at", "Mon-Sun 00:00-24:00 5.5");
        limitInForce(5_500_000);
        site.killAppliance();
        site.startAppliance("--set", "io.rushline.uploader.c2c:bandwidthLimitBitsPerSecond=9000000");
        limitInForce(5_500_000);
        assertEquals("Mon,Tue,Wed,Thu,Fri,Sat,Sun", json("network", "bandwidth").at("/timetable/0/days").asText());
        json("network", "bandwidth", "--no-timetable");
        limitInForce(8_000_000);
        assertEquals(2, ctl("network", "bandwidth", "--at", "whenever 5").status());
        assertEquals("bit/s in place of Mbit/s", 2, ctl("network", "bandwidth", "--limit", "5000000").status());
        Rushline.Result refused = ctl("network", "bandwidth", "--at", "Foo 08:00-18:00 5");
        assertEquals(1, refused.status());
        assertTrue(refused.err(), refused.err().contains("Foo is no day of the week"));
        json("network", "bandwidth", "--limit", "0");
        Await.until("no limit", LIMIT, () -> json("status"), status -> status.at("/uploader/flow/limitBitsPerSecond").isNull());
    }

    private void limitInForce(long bitsPerSecond) {
        Await.until("it is in force", LIMIT, () -> json("status"), status -> status.at("/uploader/flow/limitBitsPerSecond").asLong() == bitsPerSecond);
    }

    @Test
    public void aCommandOfTheContractThatComesLaterSaysSo() {
        for (String[] command : new String[][] {{"diagnose"}, {"reset", "--handover"}}) {
            Rushline.Result result = ctl(command);
            assertEquals(String.join(" ", command), 1, result.status());
            assertTrue(result.err(), result.err().contains("later version"));
        }
        assertEquals(1, Rushline.run(LIMIT, "certify").status());
    }

    @Test
    public void itShutsDownInOrderAndKeepsEverything() throws Exception {
        site.pair();
        site.record("one.mov", 1_000);
        site.item("one.mov", "COMPLETED", LIMIT);
        assertEquals(143, site.appliance().terminate(Duration.ofSeconds(60)).status());
        site.startAppliance();
        assertEquals("CONNECTED", json("status").at("/connection/state").asText());
        assertEquals("Rushline Demo", json("status").at("/connection/project").asText());
        assertEquals("COMPLETED", json("queue", "list").at("/items/0/state").asText());
        assertEquals("no second item for a clip that is known", 1, json("queue", "list").get("total").asInt());
    }
}
