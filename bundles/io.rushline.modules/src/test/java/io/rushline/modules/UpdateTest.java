package io.rushline.modules;

import static io.rushline.modules.Rig.ANN;
import static io.rushline.modules.Rig.CONSOLE;
import static io.rushline.modules.Rig.QUEUE;
import static io.rushline.modules.api.Update.State.CANCELLED;
import static io.rushline.modules.api.Update.State.COMMITTED;
import static io.rushline.modules.api.Update.State.REFUSED;
import static io.rushline.modules.api.Update.State.ROLLED_BACK;
import static io.rushline.modules.api.Update.State.SCHEDULED;
import static io.rushline.modules.api.Update.State.SETTLING;
import static io.rushline.modules.api.Update.State.SWITCHING;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.host.api.Plan.Change;
import io.rushline.modules.Picture.Grade;
import io.rushline.modules.Picture.Part;
import io.rushline.modules.api.Update;
import io.rushline.modules.api.When;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

public class UpdateTest extends ModulesTest {

    @Test
    public void theOldestUpdatesAreForgottenAndTheOthersStay() throws Exception {
        for (int version = 1; version <= 3; version++) {
            rig.install(QUEUE, "1." + version + ".0");
            rig.turns(40);
        }
        Update goesOn = rig.install(QUEUE, "1.4.0");
        rig.turns(2);
        UpdateTable table = new UpdateTable(database.source());
        table.prune(3);
        assertEquals(List.of("1.4.0", "1.3.0", "1.2.0"), table.list(0, 10).stream().map(row -> row.changes().get(0).to().orElseThrow()).toList());
        table.prune(1);
        assertEquals(List.of(goesOn.id()), table.list(0, 10).stream().map(Row::id).toList());
    }

    @Test
    public void anUpdateIsKeptOnceAllHasBeenGoodForTheSettlingTime() throws Exception {
        Update update = rig.install(QUEUE, "1.1.0");
        assertEquals(List.of(new Change(QUEUE, Optional.of("1.0.0"), Optional.of("1.1.0"))), update.changes());
        rig.turns(30);
        assertEquals(SETTLING, rig.state(update));
        assertTrue(rig.warnings.containsKey("modules.on-trial"));
        rig.turns(3);
        assertEquals(List.of(SCHEDULED, SWITCHING, SETTLING, COMMITTED), rig.states(update));
        assertEquals(Optional.of("1.1.0"), Optional.of(rig.host.kept.get(QUEUE)));
        assertEquals(Optional.empty(), rig.updates.current());
        assertEquals("it is installed and waits no more", List.of(), rig.updates.staged());
        assertEquals(Set.of(), rig.warnings.keySet());
        assertEquals(ANN, rig.last().by());
        assertTrue(rig.last().endedAt().isPresent());
    }

    @Test
    public void eachStepIsWrittenBeforeItIsDone() throws Exception {
        rig.host.steps = step -> {
            try {
                Row row = new UpdateTable(database.source()).open().get(0);
                assertEquals(step.startsWith("beg") ? SWITCHING : SETTLING, row.state());
                assertEquals(step.equals("rollBack") ? Optional.of(Code.UNHEALTHY) : Optional.empty(), row.why());
            } catch (java.sql.SQLException failed) {
                throw new AssertionError(failed);
            }
        };
        Update good = rig.install(QUEUE, "1.1.0");
        rig.turns(40);
        assertEquals(COMMITTED, rig.state(good));
        Update bad = rig.install(QUEUE, "1.2.0");
        rig.check("queue", Grade.BAD).turns(2);
        rig.host.steps = step -> { };
        rig.checks.clear();
        rig.turns(40);
        assertEquals(COMMITTED, rig.state(bad));
    }

    @Test
    public void aHealthCheckThatStaysBadBringsTheFormerSetBackWithItsMessage() throws Exception {
        rig.check("queue", Grade.GOOD);
        Update update = rig.install(QUEUE, "1.1.0");
        rig.turns(3).check("queue", Grade.BAD).turns(5);
        assertEquals("a bad moment is none", SETTLING, rig.state(update));
        rig.turns(2);
        assertEquals(ROLLED_BACK, rig.state(update));
        assertEquals(Optional.of("1.0.0"), rig.version(QUEUE));
        assertEquals(Optional.of(Code.UNHEALTHY), rig.last().why());
        assertEquals("health check queue: it says no", rig.last().detail());
        assertTrue(rig.warnings.get("modules.rolled-back").what(), rig.warnings.get("modules.rolled-back").what().contains("health check queue"));
        assertEquals("it may be tried again", 1, rig.updates.staged().size());
    }

    @Test
    public void aBadMomentDoesNotCount() throws Exception {
        Update update = rig.install(QUEUE, "1.1.0");
        rig.turns(3).check("queue", Grade.BAD).turns(4).check("queue", Grade.GOOD).turns(30);
        assertEquals(COMMITTED, rig.state(update));
    }

    @Test
    public void whatWasBadBeforeDoesNotCount() throws Exception {
        rig.check("card", Grade.BAD).check("cloud", Grade.NOT_YET);
        Update update = rig.install(QUEUE, "1.1.0");
        rig.turns(35);
        assertEquals(COMMITTED, rig.state(update));
    }

    @Test
    public void whatIsNotYetGoodHasAMinuteBeyondTheSettlingTime() throws Exception {
        Update update = rig.install(QUEUE, "1.1.0");
        rig.turns(1).check("queue", Grade.NOT_YET).turns(89);
        assertEquals(SETTLING, rig.state(update));
        rig.turns(3);
        assertEquals(ROLLED_BACK, rig.state(update));
    }

    @Test
    public void whatIsGoodAtLastIsKept() throws Exception {
        Update update = rig.install(QUEUE, "1.1.0");
        rig.turns(1).check("queue", Grade.NOT_YET).turns(80).check("queue", Grade.GOOD).turns(29);
        assertEquals(SETTLING, rig.state(update));
        rig.turns(3);
        assertEquals(COMMITTED, rig.state(update));
    }

    @Test
    public void aComponentThatWorkedBeforeAndIsNotSatisfiedNowBringsTheFormerSetBack() throws Exception {
        rig.parts.put(QUEUE, version -> version.equals("1.0.0") ? new Part(true, "active", Set.of("Queue"), Set.of(), Set.of())
                : new Part(true, "active", Set.of(), Set.of("Queue"), Set.of()));
        Update update = rig.install(QUEUE, "1.1.0");
        rig.turns(25);
        assertEquals(ROLLED_BACK, rig.state(update));
        assertTrue(rig.last().detail(), rig.last().detail().startsWith("component Queue"));
    }

    @Test
    public void aServiceThatComesLateBringsNothingBackAndOneThatNeverComesDoes() throws Exception {
        Part offers = new Part(true, "active", Set.of(), Set.of(), Set.of("UploadQueue"));
        Part not = new Part(true, "active", Set.of(), Set.of(), Set.of());
        rig.parts.put(QUEUE, version -> version.equals("1.0.0") ? offers : not);
        Update late = rig.install(QUEUE, "1.1.0");
        rig.turns(15);
        rig.parts.put(QUEUE, version -> offers);
        rig.turns(35);
        assertEquals(COMMITTED, rig.state(late));
        rig.parts.put(QUEUE, version -> version.equals("1.1.0") ? offers : not);
        Update never = rig.install(QUEUE, "1.2.0");
        rig.turns(25);
        assertEquals(ROLLED_BACK, rig.state(never));
        assertTrue(rig.last().detail(), rig.last().detail().startsWith("service UploadQueue"));
    }

    @Test
    public void aBundleThatDoesNotRunBringsTheFormerSetBack() throws Exception {
        rig.parts.put(QUEUE, version -> new Part(version.equals("1.0.0"), "not started", Set.of(), Set.of(), Set.of()));
        Update update = rig.install(QUEUE, "1.1.0");
        rig.turns(25);
        assertEquals(ROLLED_BACK, rig.state(update));
        assertEquals("bundle " + QUEUE + ": it is not started", rig.last().detail());
    }

    @Test
    public void healthChecksThatCannotBeAskedAnyMoreAreUnhealthyOnlyIfTheyCouldBefore() throws Exception {
        Update update = rig.install(QUEUE, "1.1.0");
        rig.turns(2);
        rig.executorThere = false;
        rig.turns(12);
        assertEquals(ROLLED_BACK, rig.state(update));
        Update again = rig.install(QUEUE, "1.1.0");
        rig.turns(35);
        assertEquals(COMMITTED, rig.state(again));
    }

    @Test
    public void whatDoesNotStartIsRolledBackWithItsReason() throws Exception {
        rig.host.steps = step -> {
            throw new ModuleException(Code.DOES_NOT_START, "its activator threw");
        };
        Update update = rig.install(QUEUE, "1.1.0");
        rig.turns(1);
        assertEquals(ROLLED_BACK, rig.state(update));
        assertEquals(Optional.of(Code.DOES_NOT_START), rig.last().why());
        assertEquals("its activator threw", rig.last().detail());
    }

    @Test
    public void aPlanThatIsOutdatedWhenItBeginsIsMadeAnew() throws Exception {
        rig.host.steps = step -> {
            rig.host.steps = next -> { };
            throw new ModuleException(Code.OUTDATED, "");
        };
        Update update = rig.install(QUEUE, "1.1.0");
        rig.turns(35);
        assertEquals(COMMITTED, rig.state(update));
    }

    @Test
    public void aRefusalIsInTheHistoryWithWhoAndWhy() throws Exception {
        String sha = rig.stage(QUEUE, "1.1.0").sha256();
        rig.host.planFails = Optional.of(new ModuleException(Code.UNRESOLVED, "package x"));
        ModuleException refused = assertThrows(ModuleException.class, () -> rig.updates.install(List.of(sha), Set.of(), When.NOW, ANN));
        assertEquals(Code.UNRESOLVED, refused.code());
        Update update = rig.last();
        assertEquals(REFUSED, update.state());
        assertEquals(ANN, update.by());
        assertEquals(Optional.of(Code.UNRESOLVED), update.why());
        assertEquals("package x", update.detail());
        assertEquals(List.of(new Change(QUEUE, Optional.of("1.0.0"), Optional.of("1.1.0"))), update.changes());
        assertEquals(Optional.empty(), rig.updates.current());
    }

    @Test
    public void anotherUpdateIsRefusedWhileOneGoesOn() throws Exception {
        String sha = rig.stage(CONSOLE, "2.0.0").sha256();
        Update first = rig.install(QUEUE, "1.1.0");
        rig.turns(2);
        ModuleException refused = assertThrows(ModuleException.class, () -> rig.updates.install(List.of(sha), Set.of(), When.NOW, ANN));
        assertEquals(Code.BUSY, refused.code());
        assertEquals("Update " + first.id() + " goes on.", refused.detail());
    }

    @Test
    public void whatRunsAlreadyIsDoneAtOnce() throws Exception {
        Update update = rig.install(QUEUE, "1.0.0");
        assertEquals(COMMITTED, update.state());
        rig.turns(1);
        assertFalse(rig.host.calls.contains("begin"));
    }

    @Test
    public void rollingBackSettlesLikeAnyUpdate() throws Exception {
        assertEquals(Code.NOTHING_BEFORE, assertThrows(ModuleException.class, () -> rig.updates.rollBack(ANN)).code());
        rig.install(QUEUE, "1.1.0");
        rig.turns(35);
        Update back = rig.updates.rollBack(ANN);
        rig.turns(35);
        assertEquals(List.of(SCHEDULED, SWITCHING, SETTLING, COMMITTED), rig.states(back));
        assertEquals(Optional.of("1.0.0"), rig.version(QUEUE));
    }

    @Test
    public void removingTakesAModuleAway() throws Exception {
        Update gone = rig.updates.remove(CONSOLE, ANN);
        rig.turns(35);
        assertEquals(COMMITTED, rig.state(gone));
        assertEquals(Optional.empty(), rig.version(CONSOLE));
        assertThrows(ModuleException.class, () -> rig.updates.remove("none", ANN));
        assertEquals("none", rig.last().changes().get(0).module());
    }

    @Test
    public void oneOnTrialIsRolledBackWhenItIsCancelled() throws Exception {
        Update update = rig.install(QUEUE, "1.1.0");
        rig.turns(15);
        rig.updates.cancel(update.id(), ANN);
        rig.turns(1);
        assertEquals(CANCELLED, rig.state(update));
        assertEquals(Optional.of("1.0.0"), rig.version(QUEUE));
        assertEquals("Cancelled by CONSOLE ann", rig.last().detail());
        assertEquals(Set.of(), rig.warnings.keySet());
        assertThrows(ModuleException.class, () -> rig.updates.cancel(update.id(), ANN));
    }

    @Test
    public void oneThatIsCancelledDuringTheLookThatFindsItGoodEnoughIsRolledBack() throws Exception {
        Update update = rig.install(QUEUE, "1.1.0");
        rig.turns(1);
        Instant firstLook = rig.now();
        rig.parts.put(QUEUE, version -> {
            if (rig.now().equals(firstLook.plusSeconds(rig.settings.settleSeconds()))) {
                try {
                    rig.updates.cancel(update.id(), ANN);
                } catch (ModuleException tooLate) {
                    throw new AssertionError(tooLate);
                }
            }
            return new Part(true, "active", Set.of(), Set.of(), Set.of());
        });
        rig.turns(40);
        assertEquals(CANCELLED, rig.state(update));
        assertEquals(Optional.of("1.0.0"), rig.version(QUEUE));
        assertFalse(rig.host.calls.contains("commit"));
    }

    @Test
    public void oneThatIsCancelledDuringItsSwitchIsRolledBackAfterIt() throws Exception {
        Update update = rig.install(QUEUE, "1.1.0");
        rig.turns(15);
        rig.updates.cancel(update.id(), ANN);
        rig.turns(20);
        String sha = rig.stage(CONSOLE, "2.0.0").sha256();
        Update second = rig.updates.install(List.of(sha), Set.of(), When.NOW, ANN);
        rig.host.steps = step -> {
            if (step.equals("begin")) {
                rig.updates.cancel(second.id(), ANN);
            }
        };
        rig.turns(3);
        assertEquals(CANCELLED, rig.state(second));
        assertEquals(Optional.of("1.0.0"), rig.version(CONSOLE));
    }

    @Test
    public void aDeadlineThatTheHostEndedIsRolledBackWithTheHostsReason() throws Exception {
        Update update = rig.install(QUEUE, "1.1.0");
        rig.turns(3);
        rig.host.goBack(Code.HUNG, "its deadline has passed");
        rig.turns(1);
        assertEquals(ROLLED_BACK, rig.state(update));
        assertEquals(Optional.of(Code.HUNG), rig.last().why());
        assertEquals(List.of(), rig.host.outcomes);
    }

    @Test
    public void whatCannotBeKeptYetIsTriedAgain() throws Exception {
        Update update = rig.install(QUEUE, "1.1.0");
        rig.host.steps = step -> {
            if (step.equals("commit")) {
                throw new ModuleException(Code.NO_SPACE, "");
            }
        };
        rig.turns(40);
        assertEquals(SETTLING, rig.state(update));
        rig.host.steps = step -> { };
        rig.turns(1);
        assertEquals(COMMITTED, rig.state(update));
    }

    @Test
    public void theWarningOfARollBackGoesWithTheNextGoodUpdateOrAfterAWeek() throws Exception {
        rig.check("queue", Grade.GOOD);
        rig.install(QUEUE, "1.1.0");
        rig.turns(2).check("queue", Grade.BAD).turns(10);
        rig.restart();
        assertTrue("also after a restart", rig.warnings.containsKey("modules.rolled-back"));
        rig.passes(Duration.ofDays(7));
        rig.turns(1);
        assertEquals(Set.of(), rig.warnings.keySet());
    }

    @Test
    public void safeModeIsShown() {
        rig.host.safeMode = Optional.of("Three starts failed.");
        rig.turns(1);
        assertTrue(rig.warnings.get("modules.safe-mode").what().endsWith("Three starts failed."));
        rig.host.safeMode = Optional.empty();
        rig.turns(1);
        assertEquals(Set.of(), rig.warnings.keySet());
    }

    @Test
    public void settingsOutOfBoundsAreRefused() {
        for (int wrong : new int[] {0, 3601}) {
            TestSettings settings = new TestSettings();
            settings.settleSeconds = wrong;
            assertThrows(IllegalArgumentException.class, () -> Rules.of(settings));
        }
        TestSettings shortTrial = new TestSettings();
        shortTrial.trialSeconds = 59;
        assertThrows(IllegalArgumentException.class, () -> Rules.of(shortTrial));
        shortTrial.trialSeconds = 60;
        assertEquals(60, Rules.of(shortTrial).trial().toSeconds());
        assertEquals(150, Rules.of(new TestSettings()).trial().toSeconds());
    }
}
