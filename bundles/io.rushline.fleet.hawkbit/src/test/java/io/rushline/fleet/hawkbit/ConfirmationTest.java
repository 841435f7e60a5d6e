package io.rushline.fleet.hawkbit;

import static io.rushline.fleet.hawkbit.Rig.assertRecorded;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.host.api.ModuleException;
import io.rushline.modules.api.Actor;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** What a person is asked, and answers. */
public class ConfirmationTest extends RigTest {

    private static final Actor ANNA = new Actor(Actor.Via.CONSOLE, "anna");
    private static final String FEEDBACK = "/confirmationBase/5/feedback";

    @Test
    public void whatTheServerWantsConfirmedWaitsForAPerson() throws Exception {
        demands();
        rig.pass();
        assertTrue(rig.rounds.status().asks());
        assertEquals(List.of(), rig.server.posted(FEEDBACK));
        rig.rounds.answer("5", true, ANNA);
        assertFalse(rig.rounds.status().asks());
        rig.start();
        rig.deploys();
        rig.pass();
        assertRecorded("request-confirmed", rig.server.posted(FEEDBACK).get(0));
        assertEquals(1, rig.modules.installs.size());
    }

    @Test
    public void whatAPersonRefusesIsDeniedAndNotAskedAgain() throws Exception {
        demands();
        rig.pass();
        rig.rounds.answer("5", false, ANNA);
        rig.pass();
        assertRecorded("request-denied", rig.server.posted(FEEDBACK).get(0));
        assertEquals(1, rig.server.posted(FEEDBACK).size());
        assertFalse(rig.rounds.status().asks());
        assertTrue(rig.state(), rig.state().contains("refused"));
        rig.rounds.answer("5", true, ANNA);
        rig.pass();
        assertRecorded("request-confirmed", rig.server.posted(FEEDBACK).get(1));
    }

    @Test
    public void whereThisApplianceAsksAlwaysNothingIsDownloadedBeforeTheAnswer() throws Exception {
        rig.settings = Map.of("askPerson", "always");
        rig.start();
        rig.deploys();
        rig.pass();
        assertTrue(rig.rounds.status().asks());
        assertEquals(List.of(), rig.modules.fetched);
        rig.rounds.answer("5", true, ANNA);
        rig.pass();
        assertEquals(1, rig.modules.installs.size());
    }

    @Test
    public void whereThisApplianceAsksAlwaysARefusalClosesTheAction() throws Exception {
        rig.settings = Map.of("askPerson", "always");
        rig.start();
        rig.deploys();
        rig.pass();
        rig.rounds.answer("5", false, ANNA);
        rig.pass();
        assertEquals("closed failure", rig.told().get(0));
        assertFalse("names stay here", rig.server.requests.stream().anyMatch(one -> one.body().contains("anna")));
        assertEquals(List.of(), rig.modules.fetched);
    }

    @Test
    public void onlyWhatAsksIsAnswered() throws Exception {
        assertThrows(ModuleException.class, () -> rig.rounds.answer("5", true, ANNA));
        rig.deploys();
        rig.pass();
        assertThrows(ModuleException.class, () -> rig.rounds.answer("5", true, ANNA));
    }

    private void demands() throws Exception {
        rig.server.offers("base-confirmationBase");
        rig.server.answers.put("/confirmationBase/5", Rig.files(rig.server.recorded("confirmationBase")));
    }
}
