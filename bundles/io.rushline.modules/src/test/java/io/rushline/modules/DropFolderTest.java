package io.rushline.modules;

import static io.rushline.modules.Rig.CONSOLE;
import static io.rushline.modules.Rig.QUEUE;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.modules.api.Actor;
import io.rushline.modules.api.Update;
import io.rushline.modules.api.When;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Test;

public class DropFolderTest extends ModulesTest {

    private Set<String> in(String folder) {
        File[] files = rig.folder.resolve(folder).toFile().listFiles(File::isFile);
        return new TreeSet<>(Arrays.asList(files == null ? new String[0] : Arrays.stream(files).map(File::getName).toArray(String[]::new)));
    }

    @Test
    public void aFileThatIsCompleteIsInstalledAndMovedAway() throws Exception {
        incoming("queue.jar", QUEUE + " 1.1.0");
        rig.turns(2);
        assertEquals("it may still be copied", Set.of("queue.jar"), in("incoming"));
        rig.turns(2);
        assertEquals(Set.of("queue.jar"), in("incoming/done"));
        assertEquals(new Actor(Actor.Via.FOLDER, "queue.jar"), rig.last().by());
        rig.turns(35);
        assertEquals(Update.State.COMMITTED, rig.last().state());
        assertEquals(Optional.of("1.1.0"), rig.version(QUEUE));
    }

    @Test
    public void aFileThatGrowsIsWaitedFor() throws Exception {
        for (int i = 0; i < 10; i++) {
            incoming("queue.jar", "x".repeat(i + 1));
            rig.turns(2);
        }
        assertFalse(rig.host.calls.contains("check"));
    }

    @Test
    public void filesThatAreThereAtTheStartAreInstalled() throws Exception {
        incoming("queue.rlm", QUEUE + " 1.1.0");
        rig.start().turns(40);
        assertEquals(Optional.of("1.1.0"), rig.version(QUEUE));
    }

    @Test
    public void severalFilesAreOneSet() throws Exception {
        incoming("a.jar", QUEUE + " 1.1.0");
        incoming("b.jar", CONSOLE + " 2.0.0");
        rig.turns(40);
        assertEquals(1, rig.updates.history(0, 10).size());
        assertEquals(2, rig.last().changes().size());
        assertEquals("a.jar, b.jar", rig.last().by().name());
        assertEquals(Set.of("a.jar", "b.jar"), in("incoming/done"));
    }

    @Test
    public void oneBadFileRefusesTheWholeSet() throws Exception {
        incoming("a.jar", QUEUE + " 1.1.0");
        incoming("b.jar", CONSOLE + " bad");
        rig.turns(40);
        assertEquals(Set.of("a.jar", "a.jar.reason.txt", "b.jar", "b.jar.reason.txt"), in("incoming/refused"));
        assertTrue(Files.readString(rig.folder.resolve("incoming/refused/b.jar.reason.txt")).startsWith("UNSIGNED\nThis module is not signed"));
        assertEquals(List.of(), rig.updates.staged());
        assertEquals(Optional.of("1.0.0"), rig.version(QUEUE));
        assertEquals(Update.State.REFUSED, rig.last().state());
        assertEquals(new Actor(Actor.Via.FOLDER, "b.jar"), rig.last().by());
    }

    @Test
    public void whatCannotBeInstalledIsRefusedWithTheReasonBesideIt() throws Exception {
        rig.host.planFails = Optional.of(new ModuleException(Code.UNRESOLVED, "package x"));
        incoming("a.jar", QUEUE + " 1.1.0");
        rig.turns(5);
        assertEquals(Set.of(), in("incoming/done"));
        assertEquals(Set.of("a.jar", "a.jar.reason.txt"), in("incoming/refused"));
        assertTrue(Files.readString(rig.folder.resolve("incoming/refused/a.jar.reason.txt")).contains("package x"));
        incoming("a.jar", QUEUE + " 1.1.0");
        rig.turns(5);
        assertTrue(in("incoming/refused").toString(), in("incoming/refused").containsAll(Set.of("a-1.jar", "a-1.jar.reason.txt")));
    }

    @Test
    public void whatEndsTheProcessIsNotBegunAgainByTheNextStart() throws Exception {
        incoming("a.jar", QUEUE + " 1.1.0");
        rig.host.steps = step -> {
            throw new PowerCut();
        };
        try {
            rig.turns(10);
        } catch (PowerCut cut) {
            rig.restart().turns(40);
        }
        assertEquals(1, rig.host.calls.stream().filter("begin"::equals).count());
        assertEquals(Update.State.ROLLED_BACK, rig.last().state());
    }

    @Test
    public void filesWaitWhileAnUpdateGoesOn() throws Exception {
        rig.install(QUEUE, "1.1.0");
        incoming("b.jar", CONSOLE + " 2.0.0");
        rig.turns(20);
        assertEquals(Set.of("b.jar"), in("incoming"));
        rig.turns(60);
        assertEquals(Optional.of("2.0.0"), rig.version(CONSOLE));
    }

    @Test
    public void filesWaitForAnUpdateThatBeginsWhileTheyAreStaged() throws Exception {
        incoming("b.jar", CONSOLE + " 2.0.0");
        rig.host.checking = () -> {
            rig.host.checking = () -> { };
            try {
                rig.install(QUEUE, "1.1.0");
            } catch (ModuleException refused) {
                throw new AssertionError(refused);
            }
        };
        rig.turns(20);
        assertEquals(Optional.of("1.1.0"), rig.version(QUEUE));
        assertEquals(Set.of("b.jar"), in("incoming"));
        assertEquals(Set.of(), in("incoming/done"));
        assertEquals(Set.of(), in("incoming/refused"));
        rig.turns(60);
        assertEquals(Optional.of("2.0.0"), rig.version(CONSOLE));
        assertEquals(Set.of("b.jar"), in("incoming/done"));
    }

    @Test
    public void filesThatMeetAScheduledUpdateAreRefused() throws Exception {
        rig.updates.install(List.of(rig.stage(QUEUE, "1.1.0").sha256()), Set.of(), When.IDLE, Rig.ANN);
        incoming("b.jar", CONSOLE + " 2.0.0");
        rig.turns(5);
        assertEquals(Set.of("b.jar", "b.jar.reason.txt"), in("incoming/refused"));
    }

    @Test
    public void linksFoldersAndNamesOfFilesOnTheirWayAreIgnored() throws Exception {
        Path elsewhere = Files.writeString(temporary.getRoot().toPath().resolve("secret"), QUEUE + " 1.1.0");
        incoming(".hidden.jar", QUEUE + " 1.1.0");
        incoming("queue.jar.part", QUEUE + " 1.1.0");
        incoming("notes.txt", QUEUE + " 1.1.0");
        Files.createSymbolicLink(rig.folder.resolve("incoming/link.jar"), elsewhere);
        Files.createDirectory(rig.folder.resolve("incoming/folder.jar"));
        rig.turns(10);
        assertFalse(rig.host.calls.contains("check"));
        assertTrue(Files.exists(elsewhere));
    }

    @Test
    public void aHostileNameIsShownHarmless() throws Exception {
        incoming("a\nFATAL all is lost\u001b[31m.jar", QUEUE + " 1.1.0");
        rig.turns(5);
        assertEquals("a?FATAL all is lost?[31m.jar", rig.last().by().name());
    }

    @Test
    public void aFolderThatIsALinkIsNotRead() throws Exception {
        Path elsewhere = temporary.newFolder("elsewhere").toPath();
        Files.writeString(elsewhere.resolve("a.jar"), QUEUE + " 1.1.0");
        Files.deleteIfExists(rig.folder.resolve("incoming"));
        Files.createSymbolicLink(rig.folder.resolve("incoming"), elsewhere);
        rig.turns(10);
        assertFalse(rig.host.calls.contains("check"));
    }

    @Test
    public void itCanBeTurnedOff() throws Exception {
        rig.settings.dropFolder = false;
        incoming("a.jar", QUEUE + " 1.1.0");
        rig.start().turns(10);
        assertEquals(Set.of("a.jar"), in("incoming"));
    }
}
