package io.rushline.fleet.hawkbit;

import static io.rushline.fleet.hawkbit.Rig.assertRecorded;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.rushline.modules.api.Update.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** What becomes of an action that the server cancels. */
public class CancelTest extends RigTest {

    private static final String FEEDBACK = "/cancelAction/5/feedback";

    @Test
    public void aDownloadEndsBetweenTwoPieces() throws Exception {
        rig.modules.betweenPieces = () -> {
            cancels();
            rig.advance(java.time.Duration.ofMinutes(2));
            turn();
        };
        rig.deploys();
        rig.pass();
        assertEquals(1, rig.modules.fetched.size());
        assertEquals(List.of(), rig.modules.installs);
        assertEquals(Map.of(), rig.modules.staged);
        assertRecorded("request-closed-success", rig.server.posted(FEEDBACK).get(0));
        assertFalse(rig.told().toString(), rig.told().contains("closed failure"));
    }

    @Test
    public void whatIsDownloadedAndWaitsIsNotInstalledAndDiscarded() throws Exception {
        rig.deploys(text -> text.replace("\"update\": \"forced\"", "\"update\": \"skip\""));
        rig.pass();
        cancels();
        rig.pass();
        assertEquals(Map.of(), rig.modules.staged);
        assertEquals("closed success", rig.told(FEEDBACK).get(0));
        assertEquals(Optional.empty(), rig.rounds.status().action());
    }

    @Test
    public void aCancellationThatComesWithTheLastPieceIsSeenBeforeTheInstallBegins() throws Exception {
        rig.deploys();
        rig.modules.betweenPieces = () -> {
            if (rig.modules.fetched.size() == 2) {
                cancels();
            }
        };
        rig.pass();
        assertEquals(List.of(), rig.modules.installs);
        assertEquals("closed success", rig.told(FEEDBACK).get(0));
    }

    @Test
    public void aScheduledUpdateDoesNotBegin() throws Exception {
        rig.modules.installedAs = State.SCHEDULED;
        rig.deploys(text -> text.replace("forced", "attempt"));
        rig.pass();
        cancels();
        rig.pass();
        assertEquals(State.CANCELLED, rig.modules.history.get(0).state());
        assertEquals("closed success", rig.told(FEEDBACK).get(0));
    }

    @Test
    public void anUpdateOnTrialIsRolledBack() throws Exception {
        rig.deploys();
        rig.pass();
        rig.modules.becomes(State.SETTLING);
        cancels();
        rig.pass();
        assertEquals(State.ROLLED_BACK, rig.modules.history.get(0).state());
        assertEquals(List.of("closed success"), rig.told(FEEDBACK).stream().distinct().toList());
        assertFalse(rig.told().toString(), rig.told().contains("closed failure"));
    }

    @Test
    public void anUpdateThatIsKeptCannotBeCancelledAndTheServerIsToldBoth() throws Exception {
        rig.deploys();
        rig.pass();
        rig.server.answers.put("/cancelAction/5", rig.server.recorded("cancelAction"));
        rig.server.offers("base-cancelAction");
        rig.modules.becomes(State.COMMITTED);
        rig.pass();
        assertRecorded("request-rejected", rig.server.posted(FEEDBACK).get(0));
        assertTrue(rig.told().contains("closed success"));
        assertEquals(State.COMMITTED, rig.modules.history.get(0).state());
    }

    @Test
    public void anActionThatWasNeverBegunIsCancelledAtOnceAndNotBegunLater() throws Exception {
        cancels();
        rig.pass();
        assertEquals("closed success", rig.told(FEEDBACK).get(0));
        rig.deploys();
        rig.pass();
        assertEquals(List.of(), rig.modules.fetched);
    }

    private void cancels() {
        try {
            rig.server.answers.put("/cancelAction/5", rig.server.recorded("cancelAction"));
            rig.server.offers("base-cancelAction");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void turn() {
        try {
            rig.rounds.turn();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
