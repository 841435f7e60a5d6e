package io.rushline.fleet.hawkbit;

import static io.rushline.fleet.hawkbit.Rig.assertRecorded;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.modules.api.Update.State;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.Test;

/** What becomes of what the server deploys. */
public class DeploymentTest extends RigTest {

    private static final String BOTH = "[recorder.jar, network.rlm] [] ";

    @Test
    public void aForcedDeploymentIsDownloadedInstalledAsOneSetAndReported() throws Exception {
        rig.deploys();
        rig.pass();
        assertEquals(List.of(BOTH + "NOW FLEET action 5"), rig.modules.installs);
        assertEquals(Optional.of("5"), rig.rounds.status().action());
        rig.modules.becomes(State.SETTLING);
        rig.pass(Duration.ofSeconds(30));
        rig.server.offers("base-idle");
        rig.modules.becomes(State.COMMITTED);
        rig.pass(Duration.ofSeconds(30));
        List<JsonNode> sent = rig.server.posted("/deploymentBase/5/feedback");
        assertEquals(List.of("download none", "downloaded none", "proceeding none", "proceeding none", "closed success"), rig.told());
        assertRecorded("request-download", sent.get(0));
        assertRecorded("request-downloaded", sent.get(1));
        assertRecorded("request-proceeding", sent.get(2));
        assertRecorded("request-closed-success", sent.get(4));
        assertEquals(Optional.empty(), rig.rounds.status().action());
        assertTrue(rig.server.requests.stream().allMatch(one -> one.authorization().equals("TargetToken " + Rig.TOKEN)));
    }

    @Test
    public void nothingIsToldOfAnActionThatHasEnded() throws Exception {
        rig.deploys();
        rig.pass();
        rig.modules.becomes(State.SETTLING);
        rig.pass(Duration.ofSeconds(30));
        rig.modules.becomes(State.SWITCHING); // told at once, so that the next waits
        rig.pass(Duration.ofSeconds(3));
        rig.modules.becomes(State.SETTLING);
        rig.pass(Duration.ofSeconds(3));
        rig.server.offers("base-idle");
        rig.modules.becomes(State.COMMITTED);
        rig.pass(Duration.ofMinutes(2));
        List<String> told = rig.told();
        assertEquals(told.toString(), told.size() - 1, told.indexOf("closed success"));
    }

    @Test
    public void theTokenGoesToTheServerAndNotToWhereItsFilesAre() throws Exception {
        rig.deploys(text -> text.replaceFirst("https://cdn.example", rig.server.address().toString()));
        rig.pass();
        assertEquals(Map.of("Authorization", "TargetToken " + Rig.TOKEN), rig.modules.fetched.get(0).headers());
        assertEquals(URI.create("https://cdn.example/api/v1/DEFAULT/download/controller/device-1/softwaremodules/23/filename/network.rlm"), rig.modules.fetched.get(1).address());
        assertEquals(Map.of(), rig.modules.fetched.get(1).headers());
    }

    @Test
    public void neitherTokenNorAddressesAreWrittenDown() throws Exception {
        rig.deploys();
        rig.pass();
        try (Stream<Path> files = Files.list(home.getRoot().toPath().resolve("fleet"))) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                assertFalse(file + ": " + text, text.contains(Rig.TOKEN) || text.contains("cdn.example"));
            }
        }
    }

    @Test
    public void aDeploymentByAttemptIsInstalledWhenIdleAndAtOnceWhenItBecomesForced() throws Exception {
        rig.modules.installedAs = State.SCHEDULED;
        rig.deploys(text -> text.replace("forced", "attempt"));
        rig.pass();
        assertEquals(List.of(BOTH + "IDLE FLEET action 5"), rig.modules.installs);
        assertRecorded("request-scheduled", rig.server.posted("/deploymentBase/5/feedback").get(2));
        rig.deploys();
        rig.pass(Duration.ofMinutes(4));
        assertEquals(List.of(BOTH + "IDLE FLEET action 5", BOTH + "NOW FLEET action 5"), rig.modules.installs);
        assertEquals(State.CANCELLED, rig.modules.history.get(1).state());
        assertTrue(rig.told().toString(), rig.told().stream().noneMatch(told -> told.startsWith("closed")));
    }

    @Test
    public void whatIsToBeDownloadedOnlyIsNotInstalledUntilTheServerWantsIt() throws Exception {
        rig.deploys(text -> text.replace("\"update\": \"forced\"", "\"update\": \"skip\""));
        rig.pass();
        assertEquals(2, rig.modules.staged.size());
        assertEquals(List.of("download none", "downloaded none"), rig.told());
        assertTrue(rig.state(), rig.state().contains("does not want it installed yet"));
        rig.deploys();
        rig.pass();
        assertEquals(1, rig.modules.installs.size());
        assertEquals(2, rig.modules.fetched.size());
    }

    @Test
    public void aClosedMaintenanceWindowIsWaitedFor() throws Exception {
        String closed = "\"update\": \"skip\", \"maintenanceWindow\": \"unavailable\"";
        rig.deploys(text -> text.replace("\"update\": \"forced\"", closed));
        rig.pass();
        assertTrue(rig.state(), rig.state().contains("maintenance window"));
        assertEquals(List.of(), rig.modules.installs);
        rig.deploys(text -> text.replace("\"update\": \"forced\"", "\"update\": \"forced\", \"maintenanceWindow\": \"available\""));
        rig.pass();
        assertEquals(1, rig.modules.installs.size());
    }

    @Test
    public void nothingIsDownloadedThatTheServerDoesNotWantDownloaded() throws Exception {
        rig.deploys(text -> text.replace("\"download\": \"forced\"", "\"download\": \"skip\""));
        rig.pass();
        assertEquals(List.of(), rig.modules.fetched);
    }

    @Test
    public void aRefusedModuleClosesTheActionWithTheReasonAndIsNotTriedAgain() throws Exception {
        rig.modules.refusesToStage = Optional.of(Code.UNSIGNED);
        rig.deploys();
        rig.pass();
        assertEquals("closed failure", rig.told().get(1));
        assertRecorded("request-closed-failure", rig.server.posted("/deploymentBase/5/feedback").get(1));
        assertEquals("UNSIGNED: This module is not signed, or not as a whole. recorder.jar", rig.lastDetail());
        assertEquals(1, rig.modules.fetched.size());
    }

    @Test
    public void aRollBackClosesTheActionWithItsReason() throws Exception {
        rig.deploys();
        rig.pass();
        rig.modules.becomes(State.ROLLED_BACK, Optional.of(Code.UNHEALTHY), "The check Recorder is CRITICAL.");
        rig.pass(Duration.ofSeconds(12));
        assertEquals("closed failure", rig.told().get(rig.told().size() - 1));
        assertEquals("UNHEALTHY: The new version is not healthy. The check Recorder is CRITICAL.", rig.lastDetail());
    }

    @Test
    public void aRefusalToInstallClosesTheActionAndABusyHostIsWaitedFor() throws Exception {
        rig.modules.refusesToInstall = Optional.of(Code.BUSY);
        rig.deploys();
        rig.pass();
        assertTrue(rig.told().toString(), rig.told().stream().noneMatch(told -> told.startsWith("closed")));
        rig.modules.refusesToInstall = Optional.of(Code.DOWNGRADE);
        rig.pass();
        assertTrue(rig.lastDetail(), rig.lastDetail().startsWith("DOWNGRADE: "));
        assertEquals(List.of(), rig.modules.installs);
    }

    @Test
    public void aDownloadThatIsRefusedForGoodClosesTheActionAndOneThatMayHealIsTriedAgain() throws Exception {
        rig.modules.refusesToFetch = Optional.of(Code.STORE);
        rig.deploys();
        rig.pass();
        assertTrue(rig.modules.fetched.size() > 1);
        assertEquals(List.of("download none"), rig.told());
        rig.modules.refusesToFetch = Optional.of(Code.UNKNOWN);
        rig.pass();
        assertTrue(rig.lastDetail(), rig.lastDetail().startsWith("UNKNOWN: "));
    }

    @Test
    public void aDownloadWhoseProviderIsBeingReplacedIsTriedAgainAndSaysSo() throws Exception {
        rig.modules.betweenPieces = () -> {
            throw new NoClassDefFoundError("gone");
        };
        rig.deploys();
        rig.pass();
        assertTrue(rig.state(), rig.state().contains("being replaced"));
        rig.modules.betweenPieces = () -> { };
        rig.pass();
        assertEquals(1, rig.modules.installs.size());
    }

    @Test
    public void overMeteredLinksNothingIsDownloaded() throws Exception {
        rig.metered = true;
        rig.deploys();
        rig.pass();
        assertEquals(List.of(), rig.modules.fetched);
        assertTrue(rig.state(), rig.state().contains("not metered"));
        rig.metered = false;
        rig.modules.betweenPieces = () -> rig.metered = true;
        rig.pass();
        assertEquals("it ends between two pieces", 1, rig.modules.fetched.size());
        rig.metered = false;
        rig.modules.betweenPieces = () -> { };
        rig.pass();
        assertEquals(1, rig.modules.installs.size());
    }

    @Test
    public void aDownloadIsReportedInStepsAtLeastTenSecondsApart() throws Exception {
        rig.modules.betweenPieces = () -> {
            rig.advance(Duration.ofSeconds(7));
            turn();
        };
        rig.deploys();
        rig.pass();
        List<JsonNode> sent = rig.server.posted("/deploymentBase/5/feedback").stream().filter(body -> body.at("/status/execution").asText().equals("download")).toList();
        assertTrue("" + sent.size(), sent.size() >= 5 && sent.size() <= 14);
        assertRecorded("request-download", sent.get(0));
        for (int i = 1; i < sent.size(); i++) {
            assertTrue(sent.get(i).get("timestamp").asLong() - sent.get(i - 1).get("timestamp").asLong() >= 10_000);
            assertTrue(sent.get(i).at("/status/result/progress/cnt").asInt() > sent.get(i - 1).at("/status/result/progress/cnt").asInt());
        }
    }

    @Test
    public void anActionThatTheServerTakesBackIsForgotten() throws Exception {
        rig.deploys(text -> text.replace("\"update\": \"forced\"", "\"update\": \"skip\""));
        rig.pass();
        rig.server.offers("base-idle");
        rig.pass();
        assertEquals(Optional.empty(), rig.rounds.status().action());
        assertEquals(Map.of(), rig.modules.staged);
    }

    private void turn() {
        try {
            rig.rounds.turn();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
