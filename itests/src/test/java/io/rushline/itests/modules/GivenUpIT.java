package io.rushline.itests.modules;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.itests.support.Fault;
import io.rushline.itests.support.Site;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;

/** A module that was good, and kept, and then ends the machine at each start. */
public class GivenUpIT {

    private static final String NETWORK = "io.rushline.network.jvm";

    @Rule
    public final Site site = new Site();

    @Test
    public void aKeptModuleThatHaltsAtEveryStartIsGivenUpAfterThree() throws Exception {
        Installer installer = new Installer(site);
        installer.start(Map.of());
        List<String> ships = installer.running();
        installer.kept("install", installer.maker.next(NETWORK, "1.1.0").with(Fault.NONE).signed());
        List<String> before = installer.running();
        installer.kept("install", installer.maker.next(NETWORK, "1.2.0").with(Fault.HALTS_WHEN_TOLD).signed());
        installer.stop();
        Files.createFile(site.home.resolve("halt"));
        site.beginAppliance(Installer.flags(2));
        installer.find();
        assertEquals("the set before, not what ships: " + ships, before, installer.running());
        String why = site.api().get("/api/v1/modules").path("safeMode").asText();
        assertTrue(why, why.contains("did not come up, again and again"));
        assertTrue("people are told", site.warnings().contains("modules.safe-mode"));
        site.killAppliance();
        installer.start(Map.of());
        assertEquals("it is not tried any more", before, installer.running());
    }
}
