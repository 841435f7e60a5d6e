package io.rushline.itests.modules;

import static org.junit.Assert.assertEquals;

import io.rushline.itests.support.ModuleMaker;
import io.rushline.itests.support.Noted;
import io.rushline.itests.support.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameter;
import org.junit.runners.Parameterized.Parameters;

/**
 * Each provider of the appliance becomes a next version and comes back, while a clip goes up, and nobody else restarts; with the store, components begin anew that have their
 * database from it. {@link SwapUnderUploadIT} has the others.
 */
@RunWith(Parameterized.class)
public class ProvidersIT {

    private static final List<String> ELSEWHERE = List.of("io.rushline.simulator", "io.rushline.recorder.file");
    private static final String NEXT = "1.0.1";

    @ClassRule
    public static final Site SITE = new Site();

    private static Installer installer;

    @Parameter
    public String provider;

    @Parameters(name = "{0}")
    public static List<String> providers() {
        return ModuleMaker.providers().stream().filter(name -> !ELSEWHERE.contains(name) && !SwapUnderUploadIT.PROVIDERS.contains(name)).toList();
    }

    @BeforeClass
    public static void start() throws IOException {
        installer = new Installer(SITE);
        // A server that is not there, so that the clients of one have something to do.
        installer.start(Map.of(), "--set", "io.rushline.fleet.hawkbit:serverUrl=https://127.0.0.1:9", "--set", "io.rushline.modules.repository:indexUrl=https://127.0.0.1:9/index.xml");
        SITE.pair();
        installer.kept("install", installer.maker.bundle("io.rushline.itests.watcher", "1.0.0").notingEvents().signed());
    }

    @Test
    public void isUpdatedAndComesBackAlone() throws Exception {
        List<String> before = installer.running();
        Path clip = installer.uploading(provider + ".mov");
        Noted noted = new Noted(SITE.home);
        installer.kept("install", installer.maker.next(provider, NEXT).signed());
        noted.restartedAlone(provider, "1.0.0", NEXT);
        assertEquals(NEXT, installer.version(provider));
        noted = new Noted(SITE.home);
        installer.kept("rollback");
        noted.restartedAlone(provider, NEXT, "1.0.0");
        assertEquals(before, installer.running());
        installer.arrives(clip);
    }
}
