package io.rushline.launcher.module;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.Outcome;
import io.rushline.host.api.Plan;
import io.rushline.host.api.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ModuleSetsTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();
    private Path folder;
    private Path note;

    @Before
    public void folder() throws IOException {
        folder = temporary.getRoot().toPath().resolve("modules");
        note = temporary.newFile("note").toPath();
    }

    /** The power goes before the step of this number, from 0. */
    private static final class CutDisk implements Disk {
        private int left;

        CutDisk(int steps) {
            left = steps;
        }

        private void step() {
            if (left-- <= 0) {
                throw new PowerCut();
            }
        }

        @Override
        public void write(Path file, byte[] content) throws IOException {
            if (left == 0) {
                Files.write(file, java.util.Arrays.copyOf(content, content.length / 2));
            }
            step();
            REAL.write(file, content);
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            step();
            REAL.rename(from, to);
        }

        @Override
        public void delete(Path file) throws IOException {
            step();
            REAL.delete(file);
        }
    }

    private static final class FailingDisk implements Disk {
        private boolean full;
        private boolean forgetsNames;

        @Override
        public void write(Path file, byte[] content) throws IOException {
            if (full) {
                Files.createFile(file);
                throw new IOException("no space is left");
            }
            REAL.write(file, content);
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            REAL.rename(from, to);
            if (forgetsNames) {
                throw new IOException("the folder is not on disk");
            }
        }

        @Override
        public void delete(Path file) throws IOException {
            REAL.delete(file);
        }
    }

    private static final class PowerCut extends Error {
        private static final long serialVersionUID = 1L;
    }

    private interface Action {
        void on(ModuleSets sets) throws ModuleException;
    }

    private ModuleSets open() {
        return open(Disk.REAL);
    }

    private ModuleSets open(Disk disk) {
        return ModuleSets.open(folder, new Supervision(Optional.of(note)), disk, InstantSource.fixed(NOW));
    }

    private static ModuleSet set(long number) {
        return new ModuleSet(number, List.of(new ModuleSet.Entry(Long.toHexString(number).repeat(64).substring(0, 64), "io.example.a", "1." + number + ".0", NOW)));
    }

    private static Trial trial(ModuleSet next, ModuleSet base) {
        return new Trial(next.number(), SetsState.way(base, next), NOW, NOW.plusSeconds(60));
    }

    private static void tryNext(ModuleSets sets) throws ModuleException {
        ModuleSet next = set(sets.nextNumber());
        sets.tryOut(next, trial(next, sets.kept()));
    }

    private static void keepNext(ModuleSets sets) throws ModuleException {
        tryNext(sets);
        sets.keep();
    }

    /** Runs it on a copy of the folder for each step at which it can be cut, and looks at what is found then. */
    private void cutAtEachStep(Action action, Look look) throws IOException, ModuleException {
        Path kept = folder;
        int steps = 0;
        for (boolean cut = true; cut; steps++) {
            folder = temporary.newFolder().toPath();
            try (Stream<Path> files = Files.list(kept)) {
                for (Path file : files.toList()) {
                    Files.copy(file, folder.resolve(file.getFileName()));
                }
            }
            try {
                action.on(open(new CutDisk(steps)));
                cut = false;
            } catch (PowerCut e) {
                look.at(open(), steps);
                look.at(open(), steps);
            }
        }
        assertTrue("it has several steps", steps > 3);
        folder = kept;
    }

    private interface Look {
        void at(ModuleSets sets, int step);
    }

    @Test
    public void whatShipsRunsWhereNothingWasKept() {
        assertEquals(ModuleSet.BUILT_IN, open().kept());
        assertEquals(1, open().nextNumber());
        assertTrue(open().before().isEmpty());
        assertTrue(open().outcomes().isEmpty());
    }

    @Test
    public void aKeptSetAndTheOneBeforeItAreThereAgain() throws Exception {
        ModuleSets sets = open();
        keepNext(sets);
        keepNext(sets);
        for (ModuleSets each : List.of(sets, open())) {
            assertEquals(set(2), each.kept());
            assertEquals(Optional.of(set(1)), each.before());
            assertTrue(each.trial().isEmpty());
            assertEquals(3, each.nextNumber());
        }
    }

    @Test
    public void aSwitchThatIsCutLeavesTheOldOrTheNewSetAndSaysWhich() throws Exception {
        keepNext(open());
        keepNext(open());
        boolean[] seen = new boolean[2];
        cutAtEachStep(ModuleSetsTest::keepNext, (sets, step) -> {
            boolean isNew = sets.kept().number() == 3;
            seen[isNew ? 1 : 0] = true;
            assertEquals("step " + step, set(isNew ? 3 : 2), sets.kept());
            assertEquals("step " + step, Optional.of(set(isNew ? 2 : 1)), sets.before());
            assertFalse(Files.exists(folder.resolve("trial.json")));
            assertTrue("at most one outcome", sets.outcomes().size() <= (isNew ? 0 : 1));
        });
        assertTrue("both were seen", seen[0] && seen[1]);
    }

    @Test
    public void aRollBackThatIsCutLeavesTheOldSetAndOneOutcome() throws Exception {
        keepNext(open());
        cutAtEachStep(sets -> {
            tryNext(sets);
            sets.goBack(ModuleException.Code.UNHEALTHY, "x", true);
        }, (sets, step) -> {
            assertEquals(set(1), sets.kept());
            assertTrue(sets.outcomes().size() <= 1);
            assertFalse(Files.exists(folder.resolve("trial.json")));
        });
    }

    @Test
    public void aTrialThatWasCutOffIsAnOutcomeAndTheKeptSetRuns() throws Exception {
        keepNext(open());
        tryNext(open());
        ModuleSets sets = open();
        assertEquals(set(1), sets.kept());
        Outcome outcome = sets.outcomes().get(0);
        assertEquals(ModuleException.Code.CUT, outcome.why());
        assertEquals(2, outcome.set());
        assertEquals(SetsState.way(set(1), set(2)), outcome.plan());
        assertTrue(outcome.detail().startsWith("The power was cut or the process ended"));
        sets.forget(outcome);
        assertTrue(open().outcomes().isEmpty());
    }

    @Test
    public void aProcessThatGivesUpLeavesANoteWhy() throws Exception {
        ModuleSets sets = open();
        tryNext(sets);
        sets.giveUp(ModuleException.Code.HUNG, "io.example.a did not stop");
        assertTrue("it is to be started again", Files.size(note) > 0);
        Outcome outcome = open().outcomes().get(0);
        assertEquals(ModuleException.Code.HUNG, outcome.why());
        assertEquals("io.example.a did not stop", outcome.detail());
    }

    @Test
    public void noNumberIsUsedTwiceEvenAfterRollBacks() throws Exception {
        ModuleSets sets = open();
        tryNext(sets);
        sets.goBack(ModuleException.Code.CANCELLED, "", false);
        assertEquals(2, open().nextNumber());
        assertTrue("nobody is told what they asked for", open().outcomes().isEmpty());
        tryNext(open());
        assertEquals(3, open().nextNumber());
    }

    @Test
    public void theScriptIsToldWhileATrialIsOn() throws Exception {
        ModuleSets sets = open();
        tryNext(sets);
        assertTrue(Files.size(note) > 0);
        sets.keep();
        assertEquals(0, Files.size(note));
        tryNext(sets);
        sets.goBack(ModuleException.Code.UNHEALTHY, "", true);
        assertEquals(0, Files.size(note));
    }

    @Test
    public void aDamagedKeptFileLeadsToTheSetBeforeAndStandsAside() throws Exception {
        for (String damage : List.of("", "{", "[]", "{\"number\":2}", "null", "[".repeat(100_000), "{\"number\":-1,\"modules\":[]}",
                "{\"number\":99999999999999999999,\"modules\":[]}",
                "{\"number\":2,\"modules\":[{\"sha256\":\"../../../etc\",\"name\":\"a\",\"version\":\"1\",\"since\":\"2026-01-01T00:00:00Z\"}]}")) {
            folder = temporary.newFolder().toPath();
            keepNext(open());
            keepNext(open());
            Files.writeString(folder.resolve("kept.json"), damage);
            ModuleSets sets = open();
            assertEquals(damage, set(1), sets.kept());
            assertEquals(3, sets.nextNumber());
            assertEquals(ModuleException.Code.STORE, sets.outcomes().get(0).why());
            assertEquals(set(1), open().kept());
            try (Stream<Path> files = Files.list(folder)) {
                Path aside = files.filter(file -> file.getFileName().toString().startsWith("kept.json.set-aside-")).findFirst().orElseThrow();
                assertEquals(damage, Files.readString(aside));
            }
        }
    }

    @Test
    public void whatShipsRunsWhereAllFilesAreDamaged() throws Exception {
        keepNext(open());
        keepNext(open());
        for (String name : List.of("kept.json", "before.json", "highest.json", "outcomes.json", "trial.json")) {
            Files.write(folder.resolve(name), new byte[] {0, (byte) 0xff, '{'});
        }
        assertEquals(ModuleSet.BUILT_IN, open().kept());
        keepNext(open());
        assertEquals(1, open().kept().modules().size());
    }

    @Test
    public void aKeptFileThatIsGoneLeadsToTheSetBefore() throws Exception {
        keepNext(open());
        keepNext(open());
        Files.delete(folder.resolve("kept.json"));
        assertEquals(set(1), open().kept());
    }

    @Test
    public void runningAnotherSetChangesNothingOnDisk() throws Exception {
        keepNext(open());
        keepNext(open());
        ModuleSets sets = open();
        sets.runInstead(set(1));
        assertEquals(set(1), sets.kept());
        assertEquals("the way back leads to what is kept", Optional.of(set(2)), sets.before());
        assertEquals(set(2), open().kept());
        keepNext(sets);
        assertEquals(set(3), open().kept());
        assertEquals(Optional.of(set(1)), open().before());
    }

    @Test
    public void aFallBackIsToldOnceHoweverOftenItHappens() throws Exception {
        keepNext(open());
        for (int i = 0; i < 3; i++) {
            open().fallBack(ModuleSet.BUILT_IN, ModuleException.Code.TAMPERED, "changed");
        }
        Outcome outcome = open().outcomes().get(0);
        assertEquals(1, open().outcomes().size());
        assertEquals(new Plan.Change("io.example.a", Optional.empty(), Optional.of("1.1.0")), outcome.plan().changes().get(0));
    }

    @Test
    public void aDiskThatFailsAtTheCommitLeavesTheFormerSet() throws Exception {
        keepNext(open());
        FailingDisk disk = new FailingDisk();
        ModuleSets sets = open(disk);
        tryNext(sets);
        disk.forgetsNames = true;
        assertEquals(ModuleException.Code.STORE, assertThrows(ModuleException.class, sets::keep).code());
        disk.forgetsNames = false;
        sets.goBack(ModuleException.Code.STORE, "", false);
        assertEquals(set(1), sets.kept());
        assertEquals(set(1), open().kept());

        tryNext(sets);
        disk.forgetsNames = true;
        assertThrows(ModuleException.class, sets::keep);
        disk.forgetsNames = false;
        sets.giveUp(ModuleException.Code.HUNG, "");
        assertEquals("nor is it kept where the process ends then", set(1), open().kept());
    }

    @Test
    public void aFullDiskKeepsNoSetAndEndsTheTrialWithItsReason() throws Exception {
        keepNext(open());
        FailingDisk disk = new FailingDisk();
        ModuleSets sets = open(disk);
        tryNext(sets);
        disk.full = true;
        assertThrows(ModuleException.class, sets::keep);
        sets.goBack(ModuleException.Code.NO_SPACE, "x", true);
        assertEquals(ModuleException.Code.NO_SPACE, sets.outcomes().get(0).why());
        assertFalse(Files.exists(folder.resolve("trial.json")));
        assertEquals(set(1), open().kept());
        disk.full = false;
        keepNext(sets);
        assertEquals(set(3), open().kept());
    }

    @Test
    public void aTrialWhoseEndCannotBeWrittenDownIsOverAllTheSame() throws Exception {
        ModuleSets sets = open();
        tryNext(sets);
        Files.delete(folder.resolve("trial.json"));
        Files.createDirectories(folder.resolve("trial.json/not empty")); // which cannot be deleted
        assertThrows(ModuleException.class, () -> sets.goBack(ModuleException.Code.UNHEALTHY, "x", true));
        assertEquals(ModuleException.Code.UNHEALTHY, sets.outcomes().get(0).why());
        assertEquals("nobody waits for it", 0, Files.size(note));
        Files.delete(folder.resolve("trial.json/not empty"));
        Files.delete(folder.resolve("trial.json"));
        keepNext(sets);
        assertEquals(set(2), open().kept());
    }

    @Test
    public void onlyOneSetIsOnTrial() throws Exception {
        ModuleSets sets = open();
        tryNext(sets);
        assertEquals(ModuleException.Code.BUSY, assertThrows(ModuleException.class, () -> tryNext(sets)).code());
    }

    @Test
    public void startsAreCountedForOneSetUntilItHasComeUp() {
        open();
        start("monday");
        start("monday");
        assertEquals(2 * StartCount.FAILED, against("monday"));
        assertEquals(0, StartCount.of(folder, 6, "monday").against());
        StartCount third = StartCount.of(folder, 5, "monday");
        third.begin();
        third.undo();
        assertEquals("an orderly stop does not count", 2 * StartCount.FAILED, against("tuesday"));
        StartCount.of(folder, 5, "tuesday").set(0);
        assertEquals(0, against("tuesday"));
    }

    @Test
    public void threeCutsOfTheCurrentAreNotTheSetsFault() {
        open();
        for (int day = 0; day < 3; day++) {
            start("day " + day);
        }
        assertTrue(against("day 3") < StartCount.GIVEN_UP);
        start("day 3");
        start("day 3");
        assertTrue("nor with a start that failed by itself", against("day 3") < StartCount.GIVEN_UP);
    }

    @Test
    public void aSetThatTakesTheMachineDownWithItIsGivenUpAfterTenStarts() {
        open();
        for (int day = 0; day < 10; day++) {
            assertTrue("still tried", against("day " + day) < StartCount.GIVEN_UP);
            start("day " + day);
        }
        assertEquals(StartCount.GIVEN_UP, against("day 10"));
    }

    @Test
    public void threeStartsThatFailInOneBootAreEnough() {
        open();
        for (int i = 0; i < 3; i++) {
            assertTrue("still tried", against("monday") < StartCount.GIVEN_UP);
            start("monday");
        }
        assertEquals(StartCount.GIVEN_UP, against("monday"));
    }

    /** A start that does not get far. */
    private void start(String boot) {
        StartCount.of(folder, 5, boot).begin();
    }

    private int against(String boot) {
        return StartCount.of(folder, 5, boot).against();
    }
}
