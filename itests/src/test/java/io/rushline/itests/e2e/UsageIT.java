package io.rushline.itests.e2e;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.itests.support.Api;
import io.rushline.itests.support.Rushline;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What the command says to wrong usage and to a machine that is not as it should be. */
public class UsageIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static void refused(int status, String word, Object... arguments) {
        Rushline.Result result = Rushline.run(LIMIT, arguments);
        assertEquals(result.err(), status, result.status());
        assertTrue(result.err(), result.err().contains(word));
        assertEquals("messages go to standard error", "", result.out());
    }

    @Test
    public void anUnknownFlagOrCommandEndsInStatusTwoWithUsage() {
        refused(2, "Usage:", "run", "--home", folder.getRoot(), "--colour");
        refused(2, "Usage:", "fly");
        refused(2, "Usage:");
        refused(2, "Usage:", "ctl");
        refused(2, "Usage:", "ctl", "queue", "pause");
    }

    @Test
    public void aPortThatIsTakenIsNamedWithWhoHasIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            refused(1, "process " + ProcessHandle.current().pid(), "run", "--home", folder.getRoot(), "--port", taken.getLocalPort());
            refused(1, "Port " + taken.getLocalPort(), "simulate", "--home", folder.newFolder(), "--port", taken.getLocalPort());
        }
    }

    @Test
    public void aCloudInClearIsRefused() {
        refused(1, "https", "run", "--home", folder.getRoot(), "--port", 0, "--cloud", "http://api.example.com");
    }

    @Test
    public void aSecondInstanceOnAHomeIsRefusedAndTheFirstGoesOn() throws Exception {
        Path home = folder.newFolder("home").toPath();
        try (Rushline first = Rushline.start("run", "--home", home, "--port", 0)) {
            Api api = Api.ofAppliance(home);
            refused(1, "already runs", "run", "--home", home, "--port", 0);
            assertTrue(first.isAlive());
            api.get("/api/v1/status");
        }
    }

    @Test
    public void aFeatureThatLacksSomethingNamesItBeforeAnythingStarts() throws Exception {
        Path feature = folder.newFile("half.json").toPath();
        Files.writeString(feature, """
                { "feature-resource-version": "1.0", "id": "test:half:1.0.0",
                  // Jackson's databind without its core
                  "bundles": [ { "id": "com.fasterxml.jackson.core:jackson-databind:2.22.4", "start-level": 1 } ] }
                """);
        refused(1, "com.fasterxml.jackson.core", "run", "--home", folder.newFolder(), "--port", 0, "--feature", feature);
    }

    @Test
    public void aConfigurationThatIsNoJsonIsNamed() throws Exception {
        Path home = folder.newFolder("home").toPath();
        Path file = Files.createDirectories(home.resolve("config")).resolve("mine.json");
        Files.writeString(file, "{ \"io.rushline.uploader.c2c\": { \"graceSeconds\": } }");
        refused(1, file.toString(), "run", "--home", home, "--port", 0);
    }

    @Test
    public void ctlWithoutAnApplianceSaysHowToStartOne() {
        refused(1, "rushline run --home", "ctl", "--home", folder.getRoot(), "status");
    }
}
