package io.rushline.itests.uploader;

import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Lab;
import io.rushline.itests.support.Site;
import java.time.Duration;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;

/**
 * Clips arrive over links that are slow, and dead half of the time, without most of the bytes being sent in vain. With {@code RUSHLINE_LONG} set the
 * clips are as large as they are on set, which takes an hour.
 */
public class SlowLinksIT {

    private static final boolean LONG = System.getenv("RUSHLINE_LONG") != null;
    private static final Duration LIMIT = Duration.ofMinutes(LONG ? 60 : 7);
    private static final long PART_BYTES = 5L << 20;

    private final Lab lab = new Lab();
    private final Site site = new Site(lab);

    @Rule
    public final RuleChain rules = RuleChain.outerRule(lab).around(site);

    @Test
    public void aClipArrivesOverALinkThatIsDeadForHalfAMinuteAgainAndAgainThoughUrlsLiveForOne() throws Exception {
        site.startAppliance();
        site.pair();
        site.faults("{\"urlSeconds\": 60}");
        try (Beat beat = new Beat(lab, "rate 1;delay 30", Duration.ofSeconds(60), Duration.ofSeconds(30))) {
            JsonNode asset = arrives("dead.mov", LONG ? 100_000_000 : 8_000_000);
            long again = asset.get("bytesTwice").asLong() + vain("dead.mov");
            System.out.println("dead half the time: " + beat.drops() + " drops, " + again + " bytes again");
            // What the first, plain asset got is lost with it.
            assertTrue(again + " bytes again after " + beat.drops() + " drops", again <= (beat.drops() + 1) * PART_BYTES);
        }
    }

    @Test
    public void onALinkThatLosesOnePacketInTwentyHardlyAByteIsSentInVain() throws Exception {
        site.startAppliance();
        site.pair();
        lab.link("rate 0.5;delay 40;loss 5");
        long bytes = LONG ? 30_000_000 : 2_500_000;
        JsonNode asset = arrives("lossy.mov", bytes);
        long again = asset.get("bytesTwice").asLong() + vain("lossy.mov");
        long wasted = site.api().get("/api/v1/status").at("/uploader/wastedBytes").asLong();
        System.out.println("0.5 Mbit/s and 5 % loss: " + again + " bytes again, " + wasted + " wasted, of " + bytes);
        assertTrue(again + " bytes again", again <= bytes / 10);
        assertTrue(wasted + " bytes wasted, as the appliance counts", wasted <= bytes / 10);
    }

    private JsonNode arrives(String name, long bytes) throws Exception {
        return site.arrivesOnce(site.record(name, bytes), LIMIT);
    }

    /** Cut off, or of assets that were given up. */
    private long vain(String name) {
        return site.assets(name).stream().mapToLong(a -> a.path("complete").asBoolean() ? a.get("bytesInVain").asLong() : a.get("bytesReceived").asLong()).sum();
    }
}
