package io.rushline.itests.modules;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Fault;
import io.rushline.itests.support.ModuleMaker;
import io.rushline.itests.support.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;

/** A next version that is broken, while a clip goes up: what ran before runs again by itself, and the clip arrives. */
public class FailingModulesIT {

    private static final String NETWORK = "io.rushline.network.jvm";

    @ClassRule
    public static final Site SITE = new Site();

    private static Installer installer;
    private static int made;

    @BeforeClass
    public static void start() throws IOException {
        installer = new Installer(SITE);
        installer.start(Map.of("RUSHLINE_JAVA_OPTS", "-Drushline.moduleStartSeconds=6 -Drushline.proofSeconds=1"));
        SITE.pair();
    }

    private static ModuleMaker.Draft next(Fault fault) {
        return installer.maker.next(NETWORK, "1." + ++made + ".0").with(fault);
    }

    /** Installs it while a clip goes up. @param anew whether only another process leads back */
    private void failsWith(String code, String detail, boolean anew, Path module) throws IOException {
        List<String> before = installer.list();
        int known = installer.history().size();
        long pid = SITE.appliance().pid();
        Path clip = installer.uploading("fails-" + made + ".mov");
        long begin = System.nanoTime();
        JsonNode update = installer.goesBack("install", module);
        System.out.printf("%s (%s): back after %.1f s: %s%n", update.at("/changes/0/to").asText(), update.at("/why/code").asText(), (System.nanoTime() - begin) / 1e9,
                update.path("detail").asText());
        assertEquals(update.toString(), "modules." + code, update.at("/why/code").asText());
        assertTrue(update.toString(), update.path("detail").asText().contains(detail));
        installer.isAgain("rolled back", before);
        assertEquals("one more in the history", known + 1, installer.history().size());
        JsonNode noted = installer.history().get(0);
        assertEquals("ROLLED_BACK", noted.get("state").asText());
        assertEquals(update.get("why"), noted.get("why"));
        assertEquals(NETWORK, noted.at("/changes/0/module").asText());
        assertEquals("CTL", noted.at("/by/via").asText());
        SITE.warns("modules.rolled-back");
        if (anew) {
            assertNotEquals("another process", pid, SITE.appliance().pid());
            installer.arrivesAfterAHalt(clip);
        } else {
            assertEquals("the same process", pid, SITE.appliance().pid());
            installer.arrives(clip);
        }
    }

    @Test
    public void oneWhoseStartThrows() throws Exception {
        failsWith("does-not-start", "broken on purpose", false, next(Fault.THROWS).signed());
    }

    @Test
    public void oneWhoseStartWaitsForEver() throws Exception {
        failsWith("hung", NETWORK, false, next(Fault.BLOCKS).signed());
    }

    @Test
    public void oneWhoseStartEndsForNothing() throws Exception {
        failsWith("hung", NETWORK, true, next(Fault.HANGS).signed());
    }

    @Test
    public void oneWhoseStartExits() throws Exception {
        failsWith("cut", "", true, next(Fault.EXITS).signed());
    }

    @Test
    public void oneWhoseStartHaltsTheMachine() throws Exception {
        failsWith("cut", "", true, next(Fault.HALTS).signed());
    }

    @Test
    public void oneThatIsNotHealthy() throws Exception {
        failsWith("unhealthy", "unhealthy on purpose", false, next(Fault.UNHEALTHY).signed());
    }

    @Test
    public void oneWhoseHealthCheckThrows() throws Exception {
        failsWith("unhealthy", "Of a test", false, next(Fault.HEALTH_THROWS).signed());
    }

    @Test
    public void oneWhoseHealthCheckNeverAnswers() throws Exception {
        failsWith("unhealthy", "Of a test", false, next(Fault.HEALTH_HANGS).signed());
    }

    @Test
    public void oneThatHaltsTheMachineAfterAGoodStart() throws Exception {
        failsWith("cut", "", true, next(Fault.HALTS_LATER).signed());
    }

    @Test
    public void oneThatIsNotHealthyAndDoesNotEndEither() throws Exception {
        ModuleMaker.Draft stuck = next(Fault.HANGS_AT_STOP);
        ModuleMaker.Draft sick = installer.maker.bundle("com.example.sick", "1.0.0").with(Fault.UNHEALTHY);
        failsWith("unhealthy", "unhealthy on purpose", true, installer.maker.set(NETWORK, "1." + made + ".0", stuck, sick));
    }
}
