package io.rushline.itests.modules;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.itests.support.Fault;
import io.rushline.itests.support.Site;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** A module that was good, and kept, and then ends the machine at each start. */
public class GivenUpIT {

    private static final String NETWORK = "io.rushline.network.jvm";

    @Rule
    public final Site site = new Site();

    private Installer installer;
    private List<String> before;

    /** After a set that is good another was kept, of which that module is a part. */
    @Before
    public void keepBoth() throws Exception {
        installer = new Installer(site);
        installer.start(Map.of());
        installer.kept("install", installer.maker.next(NETWORK, "1.1.0").with(Fault.NONE).signed());
        before = installer.running();
        installer.kept("install", installer.maker.next(NETWORK, "1.2.0").with(Fault.HALTS_WHEN_TOLD).signed());
        installer.stop();
        Files.createFile(halt());
    }

    private Path halt() {
        return site.home.resolve("halt");
    }

    @Test
    public void aKeptModuleThatHaltsAtEveryStartIsGivenUpAfterThree() throws Exception {
        site.beginAppliance(Installer.flags(2));
        installer.find();
        assertEquals("the set before, not what ships", before, installer.running());
        String why = site.api().get("/api/v1/modules").path("safeMode").asText();
        assertTrue(why, why.contains("did not come up, again and again"));
        site.warns("modules.safe-mode");
        site.killAppliance();
        installer.start(Map.of());
        assertEquals("it is not tried any more", before, installer.running());
    }

    @Test
    public void safeRunsTheSetBeforeItAndChangesNothing() throws Exception {
        installer.start(Map.of(), "--safe");
        assertEquals("the set before, not what ships", before, installer.running());
        assertTrue(site.api().get("/api/v1/modules").path("safeMode").asText().contains("--safe"));
        site.killAppliance();
        installer.start(Map.of(), "--safe");
        assertEquals("again", before, installer.running());
        installer.stop();
        Files.delete(halt());
        installer.start(Map.of());
        assertEquals("1.2.0", installer.version(NETWORK));
    }
}
