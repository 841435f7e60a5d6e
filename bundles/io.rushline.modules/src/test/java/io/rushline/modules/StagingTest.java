package io.rushline.modules;

import static io.rushline.modules.Rig.ANN;
import static io.rushline.modules.Rig.QUEUE;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.rushline.host.api.CheckedModule;
import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.modules.api.Update;
import io.rushline.modules.api.When;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

public class StagingTest extends ModulesTest {

    private void assertNothingLeft() {
        assertArrayEquals(new String[0], rig.folder.resolve("incoming-tmp").toFile().list());
    }

    @Test
    public void whatIsStagedIsRememberedOverARestart() throws Exception {
        CheckedModule module = rig.stage(QUEUE, "1.1.0");
        assertNothingLeft();
        assertEquals(List.of(module), rig.restart().updates.staged());
    }

    @Test
    public void whatIsDiscardedIsDeleted() throws Exception {
        CheckedModule module = rig.stage(QUEUE, "1.1.0");
        CheckedModule other = rig.stage(QUEUE, "1.2.0");
        rig.updates.discard(module.sha256(), ANN);
        assertEquals(Set.of(other.sha256()), rig.host.files.keySet());
        assertEquals(List.of(other), rig.restart().updates.staged());
        assertEquals(Code.UNKNOWN, assertThrows(ModuleException.class, () -> rig.updates.discard(module.sha256(), ANN)).code());
    }

    @Test
    public void anUploadThatStandsStillHoldsUpNothing() throws Exception {
        CheckedModule module = rig.stage(QUEUE, "1.1.0");
        InputStream slow = new InputStream() {
            @Override
            public int read() {
                try {
                    rig.updates.discard(module.sha256(), ANN);
                } catch (ModuleException failed) {
                    throw new AssertionError(failed);
                }
                assertEquals(Set.of(), rig.host.files.keySet());
                return -1;
            }
        };
        assertThrows(ModuleException.class, () -> rig.updates.stage(slow, "slow.jar", ANN));
        assertEquals(List.of(), rig.updates.staged());
    }

    @Test
    public void whatIsToBeInstalledIsNotDiscarded() throws Exception {
        CheckedModule module = rig.stage(QUEUE, "1.1.0");
        rig.updates.install(List.of(module.sha256()), Set.of(), When.at(rig.now().plus(Duration.ofDays(30))), ANN);
        assertEquals(Code.BUSY, assertThrows(ModuleException.class, () -> rig.updates.discard(module.sha256(), ANN)).code());
        rig.passes(Duration.ofDays(20));
        rig.turns(1);
        assertEquals(List.of(module), rig.updates.staged());
    }

    @Test
    public void whatWaitedForTwoWeeksIsDiscarded() throws Exception {
        rig.stage(QUEUE, "1.1.0");
        rig.passes(Duration.ofDays(7));
        CheckedModule second = rig.stage(QUEUE, "1.2.0");
        rig.passes(Duration.ofDays(7).plusSeconds(1));
        rig.turns(1);
        assertEquals(List.of(second), rig.updates.staged());
        assertEquals(Set.of(second.sha256()), rig.host.files.keySet());
    }

    @Test
    public void aClockThatIsSetForTheFirstTimeDiscardsNothing() throws Exception {
        rig.setClock(Instant.ofEpochSecond(100));
        CheckedModule module = rig.stage(QUEUE, "1.1.0");
        rig.setClock(Instant.parse("2026-11-24T12:00:00Z"));
        rig.passes(Duration.ofHours(2));
        rig.turns(1);
        assertEquals(List.of(module), rig.restart().turns(1).updates.staged());
    }

    @Test
    public void nothingIsDeletedWhileWhatWaitsIsNotKnown() throws Exception {
        CheckedModule module = rig.stage(QUEUE, "1.1.0");
        CheckedModule other = rig.stage(QUEUE, "1.2.0");
        var later = rig.database;
        rig.database = null;
        rig.restart();
        CheckedModule third = rig.stage(QUEUE, "1.3.0");
        rig.updates.discard(third.sha256(), ANN);
        rig.passes(Duration.ofHours(2));
        rig.turns(1);
        assertEquals(3, rig.host.files.size());
        rig.updates.setDatabase(later);
        assertEquals(List.of(module, other), rig.updates.staged());
    }

    @Test
    public void aRefusedFileIsInTheHistoryAndNothingOfItIsLeft() throws Exception {
        ModuleException refused = assertThrows(ModuleException.class, () -> rig.updates.stage(new ByteArrayInputStream("x bad".getBytes()), "evil\n\u202Egnp.jar", ANN));
        assertEquals(Code.UNSIGNED, refused.code());
        assertNothingLeft();
        Update update = rig.last();
        assertEquals(Update.State.REFUSED, update.state());
        assertEquals(Optional.of(Code.UNSIGNED), update.why());
        assertEquals("evil??gnp.jar.", update.detail());
        assertEquals(ANN, update.by());
    }

    @Test
    public void whatIsTooLargeIsRefusedBeforeItFillsTheDisk() {
        long[] read = {0};
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return ++read[0] > 100 << 20 ? -1 : 'x';
            }
        };
        assertEquals(Code.TOO_LARGE, assertThrows(ModuleException.class, () -> rig.updates.stage(endless, "big.jar", ANN)).code());
        assertEquals(1 << 20, read[0] / (64 << 10) * (64 << 10) - (64 << 10));
        assertNothingLeft();
    }

    @Test
    public void whatIsCutOffIsRefused() {
        InputStream cut = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };
        assertEquals(Code.NOT_A_MODULE, assertThrows(ModuleException.class, () -> rig.updates.stage(cut, "cut.jar", ANN)).code());
        assertNothingLeft();
    }

    @Test
    public void whatAFormerRunOfTheProcessLeftIsDeleted() throws Exception {
        Files.createDirectories(rig.folder.resolve("incoming-tmp"));
        Files.writeString(rig.folder.resolve("incoming-tmp/framework-0-1.part"), "x");
        Files.writeString(rig.folder.resolve("incoming-tmp/framework-1-1.part"), "x");
        new Receiver(rig.folder.resolve("incoming-tmp"), 1, "framework-1").clean();
        assertArrayEquals(new String[] {"framework-1-1.part"}, rig.folder.resolve("incoming-tmp").toFile().list());
    }
}
