package io.rushline.itests.uploader;


import io.rushline.itests.support.Lab;
import io.rushline.itests.support.Site;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.RuleChain;

/** Clips over links as they are on sets and in vans: whole and once over each of them. */
public class LinkIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Lab LAB = new Lab();
    private static final Site SITE = new Site(LAB);

    @ClassRule
    public static final RuleChain RULES = RuleChain.outerRule(LAB).around(SITE);

    @BeforeClass
    public static void pair() {
        SITE.startAppliance("--set", "io.rushline.uploader.c2c:partSizeBytes=5242880");
        SITE.pair();
    }

    @Test
    public void aClipArrivesOverAWiredLink() throws Exception {
        arrivesOver("wan", 40_000_000);
    }

    @Test
    public void aClipArrivesOverAnLteModem() throws Exception {
        arrivesOver("lte", 20_000_000);
    }

    @Test
    public void aClipArrivesOverBondedModems() throws Exception {
        arrivesOver("bonded", 30_000_000);
    }

    @Test
    public void aClipArrivesOverAPhonesHotspot() throws Exception {
        arrivesOver("hotspot", 10_000_000);
    }

    @Test
    public void aClipArrivesOverAMeshWhileRoaming() throws Exception {
        arrivesOver("mesh", 30_000_000);
    }

    @Test
    public void aClipArrivesFromFarAway() throws Exception {
        arrivesOver("far", 30_000_000);
    }

    private static void arrivesOver(String profile, long bytes) throws Exception {
        LAB.link(profile);
        Path clip = SITE.record(profile + ".mov", bytes);
        SITE.arrives(clip, LIMIT);
    }
}
