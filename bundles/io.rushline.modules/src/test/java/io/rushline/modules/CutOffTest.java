package io.rushline.modules;

import static io.rushline.modules.Rig.ANN;
import static io.rushline.modules.Rig.CONSOLE;
import static io.rushline.modules.Rig.QUEUE;
import static io.rushline.modules.api.Update.State.CANCELLED;
import static io.rushline.modules.api.Update.State.COMMITTED;
import static io.rushline.modules.api.Update.State.ROLLED_BACK;
import static io.rushline.modules.api.Update.State.SETTLING;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.modules.Picture.Grade;
import io.rushline.modules.Picture.Part;
import io.rushline.modules.api.Actor;
import io.rushline.modules.api.Update;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

public class CutOffTest extends ModulesTest {

    private Update update;

    private void cutAt(String where) throws ModuleException {
        update = rig.install(QUEUE, "1.1.0");
        cutIn(where, () -> rig.turns(40));
        rig.restart();
    }

    private void cutIn(String where, ThrowingRunnable what) {
        rig.host.steps = step -> {
            if (step.equals(where)) {
                throw new PowerCut();
            }
        };
        assertThrows(PowerCut.class, what);
    }

    private void assertEnded(Update.State state, Optional<Code> why) throws ModuleException {
        assertEquals(Optional.empty(), rig.updates.current());
        assertEquals(List.of(), rig.host.outcomes);
        assertEquals(1, rig.updates.history(0, 10).size());
        assertEquals(state, rig.last().state());
        assertEquals(why, rig.last().why());
        assertEquals(ANN, rig.last().by());
        assertEquals(Optional.of(state == COMMITTED ? "1.1.0" : "1.0.0"), rig.version(QUEUE));
    }

    @Test
    public void beforeTheSwitch() throws Exception {
        cutAt("begin");
        assertEnded(ROLLED_BACK, Optional.of(Code.CUT));
    }

    @Test
    public void duringTheSwitch() throws Exception {
        cutAt("begun");
        assertEnded(ROLLED_BACK, Optional.of(Code.CUT));
    }

    @Test
    public void whenTheProcessEndsInOrderDuringTheSwitch() throws Exception {
        update = rig.install(QUEUE, "1.1.0");
        rig.host.steps = step -> {
            if (step.equals("begun")) {
                throw new ModuleException(Code.CUT, "");
            }
        };
        rig.turns(1).restart();
        assertEnded(ROLLED_BACK, Optional.of(Code.CUT));
    }

    @Test
    public void whileItsOutcomeIsForgottenItIsInTheHistoryOnce() throws Exception {
        update = rig.install(QUEUE, "1.1.0");
        cutIn("begun", () -> rig.turns(40));
        rig.host.restart();
        rig.start();
        cutIn("forget", () -> rig.turns(1));
        rig.restart();
        assertEnded(ROLLED_BACK, Optional.of(Code.CUT));
    }

    @Test
    public void whileSettling() throws Exception {
        update = rig.install(QUEUE, "1.1.0");
        rig.turns(10).restart();
        assertEnded(ROLLED_BACK, Optional.of(Code.CUT));
    }

    @Test
    public void beforeItIsKept() throws Exception {
        cutAt("commit");
        assertEnded(ROLLED_BACK, Optional.of(Code.CUT));
    }

    @Test
    public void afterItIsKeptButNotYetWrittenDown() throws Exception {
        cutAt("committed");
        assertEnded(COMMITTED, Optional.empty());
    }

    @Test
    public void whileAnUnhealthySetIsRolledBackTheReasonStays() throws Exception {
        for (String where : List.of("rollBack", "rolledBack")) {
            database.clear();
            rig.checks.clear();
            rig.check("queue", Grade.GOOD).start().turns(1);
            update = rig.install(QUEUE, "1.1.0");
            rig.turns(2).check("queue", Grade.BAD);
            rig.host.steps = step -> {
                if (step.equals(where)) {
                    throw new PowerCut();
                }
            };
            assertThrows(PowerCut.class, () -> rig.turns(40));
            rig.restart();
            assertEnded(ROLLED_BACK, Optional.of(Code.UNHEALTHY));
            assertEquals("health check queue: it says no", rig.last().detail());
        }
    }

    @Test
    public void whileACancelledOneIsRolledBackItIsCancelled() throws Exception {
        update = rig.install(QUEUE, "1.1.0");
        rig.turns(12);
        rig.updates.cancel(update.id(), ANN);
        rig.restart();
        assertEnded(CANCELLED, Optional.of(Code.CANCELLED));
    }

    @Test
    public void atAnyUseOfTheDatabase() throws Exception {
        int cuts = 0;
        for (int at = 1;; at++) {
            database.clear();
            FakeHost old = rig.host;
            rig = new Rig(cutting(at), temporary.newFolder().toPath());
            boolean cut = false;
            try {
                rig.start().turns(1);
                rig.install(QUEUE, "1.1.0");
                rig.turns(40);
            } catch (PowerCut now) {
                cut = true;
            }
            assertTrue(old != rig.host);
            if (!cut) {
                break;
            }
            cuts++;
            rig.database = database.source();
            rig.restart().turns(75);
            assertEquals("cut " + at, Optional.empty(), rig.updates.current());
            assertEquals(List.of(), rig.host.outcomes);
            Optional<Update> last = rig.updates.history(0, 1).stream().findFirst();
            assertEquals("cut " + at, last.filter(each -> each.state() == COMMITTED).isPresent(), rig.version(QUEUE).equals(Optional.of("1.1.0")));
        }
        assertTrue(cuts + " cuts", cuts > 8);
    }

    /** The power goes at the nth time that something is to be read or written. */
    private static DataSource cutting(int at) {
        DataSource real = database.source();
        int[] used = {0};
        return (DataSource) Proxy.newProxyInstance(CutOffTest.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
            if (method.getName().equals("getConnection") && ++used[0] >= at) {
                throw new PowerCut();
            }
            try {
                return method.invoke(real, arguments);
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            }
        });
    }

    @Test
    public void aSuccessorOfThisBundleGoesOnSettling() throws Exception {
        rig.check("queue", Grade.GOOD);
        update = rig.install(QUEUE, "1.1.0");
        ModuleUpdates former = rig.updates;
        rig.host.steps = step -> {
            if (step.equals("begun")) {
                stop(former);
            }
        };
        rig.turns(1); // in begin, which returns to the former
        rig.successor().turns(29);
        assertEquals(SETTLING, rig.state(update));
        former.turn();
        rig.turns(5);
        assertEquals(COMMITTED, rig.state(update));
    }

    @Test
    public void aSuccessorComparesWithWhatWasBeforeTheSwitch() throws Exception {
        rig.parts.put(QUEUE, version -> new Part(true, "active", Set.of(), Set.of(), version.equals("1.0.0") ? Set.of("UploadQueue") : Set.of()));
        update = rig.install(QUEUE, "1.1.0");
        rig.turns(1);
        rig.successor().turns(25);
        assertEnded(ROLLED_BACK, Optional.of(Code.UNHEALTHY));
    }

    @Test
    public void whatAPredecessorInThisProcessWasToldIsNotLost() throws Exception {
        update = rig.install(QUEUE, "1.1.0");
        ModuleUpdates former = rig.updates;
        rig.host.steps = step -> { // this bundle is replaced, the new one does not start, and the former is started again
            stop(former);
            former.unsetDatabase(rig.database);
            rig.successor().turns(3);
            assertTrue("it is being switched", rig.updates.current().isPresent());
            throw new ModuleException(Code.DOES_NOT_START, "its activator threw");
        };
        former.turn();
        rig.turns(2);
        assertEnded(ROLLED_BACK, Optional.of(Code.DOES_NOT_START));
        assertEquals("its activator threw", rig.last().detail());
    }

    @Test
    public void aTrialThatIsInNoHistoryIsLookedAtAndNoted() throws Exception {
        update = rig.install(QUEUE, "1.1.0");
        rig.turns(2);
        database.clear();
        rig.successor().turns(45);
        assertEquals(COMMITTED, rig.last().state());
        assertEquals(Actor.Via.SELF, rig.last().by().via());
    }

    @Test
    public void aTrialIsNotKeptBySomebodyWhoDoesNotKnowWhatWasBefore() throws Exception {
        update = rig.install(QUEUE, "1.1.0");
        rig.turns(2);
        rig.database = null;
        rig.successor().turns(100);
        assertFalse(rig.host.calls.contains("commit"));
        rig.updates.setDatabase(database.source());
        rig.turns(35);
        assertEnded(COMMITTED, Optional.empty());
    }

    @Test
    public void theDatabaseMayBeAwayDuringItsOwnUpdate() throws Exception {
        update = rig.install(QUEUE, "1.1.0");
        rig.host.steps = step -> rig.updates.unsetDatabase(rig.database);
        rig.turns(45);
        assertEquals(COMMITTED, rig.state(update));
        assertThrows(ModuleException.class, () -> rig.updates.history(0, 1));
        rig.updates.setDatabase(rig.database);
        rig.turns(1);
        assertEnded(COMMITTED, Optional.empty());
        assertEquals(List.of(), files());
    }

    private static void stop(ModuleUpdates updates) {
        try {
            updates.stop();
        } catch (InterruptedException never) {
            throw new AssertionError(never);
        }
    }

    private List<String> files() {
        String[] names = rig.folder.resolve("updates").toFile().list();
        return names == null ? List.of() : List.of(names);
    }

    @Test
    public void anUpdateThatRepairsTheDatabaseIsNotForgottenByAPowerCut() throws Exception {
        DataSource later = rig.database;
        rig.database = null;
        rig.start().turns(1);
        assertEquals(Code.BUSY, assertThrows(ModuleException.class, () -> rig.install(QUEUE, "1.1.0")).code());
        rig.turns(30);
        update = rig.install(QUEUE, "1.1.0");
        rig.turns(5);
        assertEquals(SETTLING, rig.state(update));
        rig.database = later;
        rig.restart();
        assertEquals(List.of(), rig.host.outcomes);
        assertEquals(ROLLED_BACK, rig.last().state());
        assertEquals(update.id(), rig.last().id());
        assertEquals(ANN, rig.last().by());
        Update next = rig.install(CONSOLE, "2.0.0");
        assertEquals(update.id() + 1, next.id());
    }

    @Test
    public void anOutcomeIsForgottenOnlyOnceItIsInTheHistory() throws Exception {
        update = rig.install(QUEUE, "1.1.0");
        rig.turns(3);
        rig.updates.unsetDatabase(rig.database);
        rig.host.goBack(Code.HUNG, "its deadline has passed");
        rig.turns(3);
        assertEquals(ROLLED_BACK, rig.state(update));
        assertEquals(1, rig.host.outcomes.size());
        rig.updates.setDatabase(rig.database);
        rig.turns(2);
        assertEnded(ROLLED_BACK, Optional.of(Code.HUNG));
    }

    @Test
    public void aTrialThatIsJustEndingIsNotTakenForAnother() throws Exception {
        update = rig.install(QUEUE, "1.1.0");
        rig.turns(3);
        var trial = rig.host.trial;
        rig.host.goBack(Code.HUNG, "its deadline has passed");
        rig.host.trial = trial;
        rig.turns(3);
        rig.host.trial = Optional.empty();
        rig.turns(20);
        assertEnded(ROLLED_BACK, Optional.of(Code.HUNG));
    }

    @Test
    public void anOutcomeThatIsInNoHistoryIsNoted() throws Exception {
        update = rig.install(QUEUE, "1.1.0");
        rig.turns(3);
        database.clear();
        rig.restart();
        assertEquals(ROLLED_BACK, rig.last().state());
        assertEquals(Optional.of(Code.CUT), rig.last().why());
        assertEquals(Actor.Via.SELF, rig.last().by().via());
        assertEquals(List.of(), rig.host.outcomes);
    }

    @Test
    public void whatWasToBeginAtOnceBeginsAfterTheNextStart() throws Exception {
        update = rig.install(QUEUE, "1.1.0");
        rig.restart().turns(20);
        assertFalse("what is compared with comes up first", rig.host.calls.contains("begin"));
        rig.turns(50);
        assertEnded(COMMITTED, Optional.empty());
    }
}
