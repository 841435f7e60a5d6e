package io.rushline.fleet.hawkbit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.host.api.ModuleException.Code;
import io.rushline.modules.api.Update.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** Cut off anywhere, an action is installed once, and its end is told. */
public class RestartTest extends RigTest {

    private static final String FEEDBACK = "/deploymentBase/5/feedback";

    @Test
    public void anUpdateCutOffBeforeItsFeedbackIsNotInstalledTwice() throws Exception {
        rig.deploys();
        rig.pass();
        rig.server.statuses.put(FEEDBACK, 503);
        rig.start();
        rig.modules.becomes(State.COMMITTED);
        rig.pass();
        rig.start();
        rig.server.requests.clear();
        rig.server.statuses.clear();
        rig.pass();
        assertEquals("closed success", rig.told().get(0));
        assertEquals(1, rig.modules.installs.size());
        assertEquals(2, rig.modules.fetched.size());
    }

    @Test
    public void anUpdateThatWasAskedForButNotYetWrittenDownIsFoundInTheHistory() throws Exception {
        rig.modules.afterInstall = () -> {
            throw new IllegalStateException("the process ends here");
        };
        rig.deploys();
        cutOff();
        rig.modules.afterInstall = () -> { };
        rig.modules.becomes(State.COMMITTED);
        rig.start();
        rig.pass();
        assertEquals(1, rig.modules.installs.size());
        assertTrue(rig.told().toString(), rig.told().contains("closed success"));
    }

    @Test
    public void anUpdateThatWasNotYetAskedForIsAskedForOnce() throws Exception {
        rig.modules.beforeInstall = () -> {
            throw new IllegalStateException("the process ends here");
        };
        rig.deploys();
        cutOff();
        rig.modules.beforeInstall = () -> { };
        rig.start();
        rig.pass(Duration.ofMinutes(6));
        assertEquals(1, rig.modules.installs.size());
        assertEquals(2, rig.modules.fetched.size());
    }

    @Test
    public void aDownloadGoesOnAfterARestart() throws Exception {
        rig.modules.betweenPieces = () -> rig.closing = true;
        rig.deploys();
        rig.pass(Duration.ofSeconds(59));
        assertEquals(List.of(), rig.modules.installs);
        rig.closing = false;
        rig.modules.betweenPieces = () -> { };
        rig.start();
        rig.pass();
        assertEquals(1, rig.modules.installs.size());
    }

    @Test
    public void anEndedActionThatTheServerOffersAgainIsToldAgainAndNotInstalled() throws Exception {
        rig.deploys();
        rig.pass();
        rig.modules.becomes(State.COMMITTED);
        rig.pass(Duration.ofSeconds(5));
        rig.start();
        rig.server.requests.clear();
        rig.pass();
        assertEquals("closed success", rig.told().get(0));
        assertEquals(1, rig.modules.installs.size());
    }

    @Test
    public void aClosingMessageIsKeptWhileTheServerIsBrokenAndEndsWhenTheActionIsGone() throws Exception {
        rig.deploys();
        rig.pass();
        rig.server.offers("base-idle");
        rig.server.statuses.put(FEEDBACK, 503);
        rig.modules.becomes(State.COMMITTED);
        rig.server.requests.clear();
        rig.pass(Duration.ofHours(3));
        int tries = rig.told().size();
        assertTrue("" + tries, tries > 10 && tries < 120);
        rig.server.statuses.put(FEEDBACK, 410);
        rig.pass(Duration.ofMinutes(15));
        assertEquals(tries + 1, rig.told().size());
    }

    @Test
    public void withItsNotesLostItLooksIntoTheHistoryBeforeItBegins() throws Exception {
        rig.deploys();
        rig.pass();
        Path notes = home.getRoot().toPath().resolve("fleet/notes.json");
        Files.writeString(notes, Files.readString(notes).substring(5));
        rig.start();
        rig.modules.becomes(State.COMMITTED);
        rig.pass();
        assertEquals(1, rig.modules.installs.size());
        assertTrue(rig.told().contains("closed success"));
    }

    @Test
    public void withItsNotesLostBeforeAnythingWasDoneItBeginsAnew() throws Exception {
        Path folder = Files.createDirectories(home.getRoot().toPath().resolve("fleet"));
        Files.writeString(folder.resolve("notes.json"), "{\"server\":");
        rig.start();
        rig.deploys();
        rig.pass(Duration.ofMinutes(10));
        assertEquals(1, rig.modules.installs.size());
    }

    @Test
    public void anUpdateThatTheHistoryHasLostIsJudgedByWhetherItsFilesStillWait() throws Exception {
        rig.deploys();
        rig.pass();
        rig.modules.history.clear();
        rig.pass(Duration.ofMinutes(3));
        assertTrue(rig.lastDetail(), rig.lastDetail().startsWith("CUT: "));
        assertEquals("closed failure", rig.told().get(rig.told().size() - 1));
    }

    @Test
    public void anUpdateThatWasRolledBackByAPowerCutIsToldSo() throws Exception {
        rig.deploys();
        rig.pass();
        rig.start();
        rig.modules.becomes(State.ROLLED_BACK, Optional.of(Code.CUT), "");
        rig.pass(Duration.ofSeconds(10));
        assertTrue(rig.lastDetail(), rig.lastDetail().startsWith("CUT: "));
    }

    @Test
    public void whatIsOfAnotherServerIsForgotten() throws Exception {
        rig.deploys(text -> text.replace("\"update\": \"forced\"", "\"update\": \"skip\""));
        rig.pass();
        Notebook other = Notebook.open(home.getRoot().toPath().resolve("fleet"), "https://other.example/DEFAULT/controller/v1/device-1");
        assertEquals(Optional.empty(), other.notes().current());
        assertEquals(List.of(), other.notes().outbox());
    }

    /** The turn in which the process ends. */
    private void cutOff() throws Exception {
        try {
            rig.pass();
        } catch (IllegalStateException end) {
            return;
        }
        throw new AssertionError("it was not cut off");
    }
}
