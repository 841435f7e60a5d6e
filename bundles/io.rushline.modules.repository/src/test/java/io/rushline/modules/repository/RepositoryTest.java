package io.rushline.modules.repository;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.host.api.ModuleHost.Allow;
import io.rushline.modules.api.ModuleRepository.Offer;
import io.rushline.modules.api.ModuleRepository.Status;
import io.rushline.modules.api.Update;
import io.rushline.modules.api.When;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;

public class RepositoryTest {

    @Rule
    public final TemporaryFolder root = new TemporaryFolder();
    @Rule
    public final Timeout limit = Timeout.seconds(120);
    private RepositoryRig rig;

    @Before
    public void begin() throws Exception {
        rig = new RepositoryRig(root.getRoot().toPath().toRealPath());
    }

    @After
    public void end() {
        rig.close();
    }

    @Test
    public void theHighestVersionOfEachModuleIsOfferedWhereItIsNewOrHigher() throws Exception {
        rig.modules.runs("queue", "1.0.0");
        rig.modules.runs("auth", "2.0.0");
        Path queue = rig.jar("queue", "1.10.0");
        rig.publish(rig.jar("queue", "1.9.0"), queue, rig.jar("auth", "2.0.0"), rig.jar("wifi", "0.1.0"));
        Status status = rig.repository.check();
        assertEquals(List.of("queue 1.10.0", "wifi 0.1.0"), status.offers().stream().map(offer -> offer.name() + " " + offer.version()).toList());
        Offer offer = status.offers().get(0);
        assertEquals(PartFile.sha256(queue), offer.id());
        assertEquals(Optional.of("1.0.0"), offer.installed());
        assertEquals("What queue does", offer.description());
        assertEquals(Optional.of(rig.server.at("/stable/index.xml").toString()), status.place());
        assertEquals(Optional.of(rig.time.now()), status.checkedAt());
        assertEquals(Optional.empty(), status.why());
    }

    @Test
    public void whatIsFetchedIsStagedAndInstalledAsOneSet() throws Exception {
        Path one = rig.jar("one", "1.0.0");
        Path two = rig.jar("two", "1.0.0");
        rig.publish(one, two);
        rig.repository.check();
        rig.repository.fetch(List.of(RepositoryRig.ids(one, two)), Set.of(Allow.DOWNGRADE), When.IDLE, RepositoryRig.ANNA);
        assertEquals(List.of(RepositoryRig.ids(one, two)), rig.repository.status().download().orElseThrow().ids());
        assertEquals(Files.size(one) + Files.size(two), rig.repository.status().download().orElseThrow().totalBytes());
        rig.work();
        assertEquals(List.of("[one 1.0.0, two 1.0.0] [DOWNGRADE] IDLE CONSOLE anna"), rig.modules.installs);
        assertEquals(Optional.empty(), rig.repository.status().download());
        assertFalse(rig.jobIsKept());
    }

    @Test
    public void oneSetAtATimeAndOnlyWhatIsOffered() throws Exception {
        Path one = rig.jar("one", "1.0.0");
        rig.publish(one);
        rig.repository.check();
        assertCode(Code.UNKNOWN, () -> rig.repository.fetch(List.of("ab".repeat(32)), Set.of(), When.NOW, RepositoryRig.ANNA));
        assertCode(Code.UNKNOWN, () -> rig.repository.fetch(List.of(), Set.of(), When.NOW, RepositoryRig.ANNA));
        rig.fetch(one);
        assertCode(Code.BUSY, () -> rig.fetch(one));
    }

    @Test
    public void whatWasAskedForGoesOnAfterARestartWithoutTheIndex() throws Exception {
        Path one = rig.jar("one", "1.0.0");
        rig.publish(one);
        rig.repository.check();
        rig.repository.fetch(List.of(RepositoryRig.ids(one)), Set.of(), When.at(VirtualTime.BEGIN.plusSeconds(99)), RepositoryRig.ANNA);
        rig.server.files.remove("/stable/index.xml");
        rig.start();
        assertEquals(List.of(RepositoryRig.ids(one)), rig.repository.status().download().orElseThrow().ids());
        rig.work();
        assertEquals(List.of("[one 1.0.0] [] AT CONSOLE anna"), rig.modules.installs);
    }

    @Test
    public void aCutWhileItIsInstalledDoesNotInstallItTwice() throws Exception {
        Path one = rig.jar("one", "1.0.0");
        rig.publish(one);
        rig.repository.check();
        rig.fetch(one);
        rig.modules.beforeInstall = () -> {
            rig.modules.history.add(FakeModules.update("one", "1.0.0", Update.State.ROLLED_BACK, rig.time.now()));
            throw new ThreadDeath();
        };
        assertThrows(ThreadDeath.class, rig::work);
        rig.modules.beforeInstall = () -> { };
        rig.start();
        rig.work();
        assertEquals(List.of(), rig.modules.installs);
        assertFalse(rig.jobIsKept());
    }

    @Test
    public void aCutBeforeItIsWrittenDownInstallsItAfterwards() throws Exception {
        Path one = rig.jar("one", "1.0.0");
        rig.publish(one);
        rig.repository.check();
        rig.modules.history.add(FakeModules.update("one", "1.0.0", Update.State.ROLLED_BACK, rig.time.now().minusSeconds(60)));
        rig.fetch(one);
        rig.modules.beforeInstall = () -> {
            throw new ThreadDeath();
        };
        assertThrows(ThreadDeath.class, rig::work);
        rig.modules.beforeInstall = () -> { };
        rig.start();
        rig.work();
        assertEquals(List.of("[one 1.0.0] [] IDLE CONSOLE anna"), rig.modules.installs);
    }

    @Test
    public void anotherUpdateAndAProviderThatIsBeingReplacedAreWaitedFor() throws Exception {
        Path one = rig.jar("one", "1.0.0");
        rig.publish(one);
        rig.repository.check();
        rig.fetch(one);
        rig.provider = Optional.empty();
        rig.modules.current = Optional.of(FakeModules.update("other", "1.0.0", Update.State.SETTLING, rig.time.now()));
        rig.time.meanwhile = () -> {
            assertEquals(List.of(), rig.modules.installs);
            assertTrue(rig.why().orElseThrow().startsWith("Waits "));
            rig.provider = Optional.of(rig.modules);
            if (rig.time.since().toSeconds() > 10) {
                rig.modules.current = Optional.empty();
            }
        };
        rig.work();
        assertEquals(1, rig.modules.installs.size());
    }

    @Test
    public void aProviderThatLosesItsClassesEndsTheJobAndNotTheRepository() throws Exception {
        Path one = rig.jar("one", "1.0.0");
        rig.publish(one);
        rig.repository.check();
        rig.fetch(one);
        rig.modules.beforeInstall = () -> {
            throw new NoClassDefFoundError("gone");
        };
        rig.work();
        assertEquals(Optional.empty(), rig.repository.status().download());
        assertTrue(rig.why().orElseThrow(), rig.why().orElseThrow().contains("log"));
        rig.modules.beforeInstall = () -> { };
        rig.fetch(one);
        rig.work();
        assertEquals(1, rig.modules.installs.size());
    }

    @Test
    public void aProviderThatIsBeingReplacedWhileAJobWaitsForAnUpdateIsWaitedFor() throws Exception {
        Path one = rig.jar("one", "1.0.0");
        rig.publish(one);
        rig.repository.check();
        rig.fetch(one);
        rig.modules.beforeCurrent = () -> {
            throw new NoClassDefFoundError("gone");
        };
        rig.time.meanwhile = () -> rig.modules.beforeCurrent = () -> { };
        rig.work();
        assertEquals(1, rig.modules.installs.size());
    }

    @Test
    public void aFileThatHasComeWholeIsKeptWhereTheStopCutsItsWayToTheProvider() throws Exception {
        Path one = rig.jar("one", "1.0.0");
        rig.publish(one);
        rig.repository.check();
        rig.fetch(one);
        rig.server.script = (exchange, number) -> {
            rig.provider = Optional.empty();
            return false;
        };
        rig.time.meanwhile = rig.repository::close;
        rig.work();
        rig.provider = Optional.of(rig.modules);
        rig.start();
        rig.work();
        assertEquals(1, rig.modules.installs.size());
        assertEquals("not asked for again", 1, rig.server.requests.stream().filter(path -> path.contains("one")).count());
    }

    @Test
    public void aStoppedDownloadKeepsWhatHasComeAndStagesNothing() throws Exception {
        Path one = rig.jar("one", "1.0.0");
        rig.publish(one);
        rig.repository.check();
        rig.fetch(one);
        rig.server.script = (exchange, number) -> {
            exchange.sendResponseHeaders(503, -1);
            return true;
        };
        rig.time.meanwhile = rig.repository::stop;
        rig.work();
        assertEquals(Optional.empty(), rig.repository.status().download());
        assertEquals(Optional.empty(), rig.why());
        assertEquals(0, rig.modules.staged.size());
        assertFalse(rig.jobIsKept());
        assertTrue(Files.exists(rig.home.resolve("modules/downloads/" + RepositoryRig.ids(one)[0] + ".part")));
    }

    @Test
    public void aJobThatTheStopCutsIsLeftToTheSuccessorWithWhatIsStaged() throws Exception {
        Path one = rig.jar("one", "1.0.0");
        Path two = rig.jar("two", "1.0.0");
        rig.publish(one, two);
        rig.repository.check();
        rig.fetch(one, two);
        rig.server.script = (exchange, number) -> {
            boolean refuses = exchange.getRequestURI().getPath().contains("two");
            if (refuses) {
                exchange.sendResponseHeaders(503, -1);
            }
            return refuses;
        };
        rig.time.meanwhile = () -> {
            rig.repository.close();
            assertTrue("it ends soon", rig.time.sleeps.size() < 10);
        };
        rig.work();
        assertEquals(Set.of(RepositoryRig.ids(one)), rig.modules.staged.keySet());
        assertTrue(rig.jobIsKept());
        rig.server.script = (exchange, number) -> false;
        rig.start();
        rig.work();
        assertEquals(List.of("[one 1.0.0, two 1.0.0] [] IDLE CONSOLE anna"), rig.modules.installs);
        assertEquals("not asked for again", 1, rig.server.requests.stream().filter(path -> path.contains("one")).count());
    }

    @Test
    public void anIndexThatLiesStagesNothingAndSaysWhy() throws Exception {
        Path one = rig.jar("one", "1.0.0");
        Path two = rig.jar("two", "1.0.0");
        rig.publish(one, two);
        rig.repository.check();
        rig.server.files.put("/stable/two-1.0.0.jar", Files.readAllBytes(one));
        rig.fetch(one, two);
        rig.work();
        assertEquals(List.of(), rig.modules.installs);
        assertEquals(Map.of(), rig.modules.staged);
        assertTrue(rig.why().orElseThrow(), rig.why().orElseThrow().startsWith(Code.TAMPERED.what));
        rig.server.files.put("/stable/two-1.0.0.jar", Files.readAllBytes(two));
        rig.fetch(one, two);
        rig.work();
        assertEquals(1, rig.modules.installs.size());
        assertEquals(Optional.empty(), rig.why());
    }

    @Test
    public void anIndexThatNamesAModuleWronglyStagesNothing() throws Exception {
        Path file = rig.jar("harmless", "1.0.0");
        rig.server.files.put("/stable/index.xml", new String(BndIndex.of(rig.vendor.resolve("stable"), false, file), StandardCharsets.UTF_8)
                .replace("value='harmless'", "value='queue'").replace("value=\"harmless\"", "value=\"queue\"").getBytes(StandardCharsets.UTF_8));
        assertEquals("queue", rig.repository.check().offers().get(0).name());
        rig.fetch(file);
        rig.work();
        assertEquals(Map.of(), rig.modules.staged);
        assertTrue(rig.why().orElseThrow(), rig.why().orElseThrow().contains("harmless"));
    }

    @Test
    public void aRefusedSetLeavesNothingStaged() throws Exception {
        Path one = rig.jar("one", "1.0.0");
        rig.publish(one);
        rig.repository.check();
        rig.modules.refuses = Optional.of(Code.UNRESOLVED);
        rig.fetch(one);
        rig.work();
        assertEquals(Map.of(), rig.modules.staged);
        assertEquals(Optional.of(Code.UNRESOLVED.what), rig.why());
    }

    @Test
    public void anIndexThatCannotBeReadSaysWhyAndKeepsTheFormerOffers() throws Exception {
        Path one = rig.jar("one", "1.0.0");
        rig.publish(one);
        byte[] good = rig.server.files.get("/stable/index.xml");
        rig.repository.check();
        for (byte[] bad : List.of("<html>Sign in</html>".getBytes(StandardCharsets.UTF_8), Arrays.copyOf(good, good.length / 2), new byte[0],
                ("<repository>" + " ".repeat(IndexReader.MOST_BYTES)).getBytes(StandardCharsets.UTF_8))) {
            rig.server.files.put("/stable/index.xml", bad);
            Status status = rig.repository.check();
            assertTrue(status.why().isPresent());
            assertEquals(1, status.offers().size());
        }
        rig.server.files.remove("/stable/index.xml");
        assertTrue(rig.repository.check().why().orElseThrow().contains("404"));
        rig.server.script = (exchange, number) -> {
            TestServer.cut(exchange, 200, good, good.length, good.length / 2);
            return true;
        };
        assertTrue(rig.repository.check().why().orElseThrow().contains("cut off"));
        rig.server.close();
        assertTrue(rig.repository.check().why().orElseThrow().contains("does not answer"));
    }

    @Test
    public void referralsAreFollowedTwoDeepOverHttpsOnly() throws Exception {
        rig.server.files.put("/stable/index.xml", refer("/a.xml", "http://localhost/plain.xml"));
        rig.server.files.put("/a.xml", refer("/b.xml", "/stable/index.xml"));
        rig.server.files.put("/b.xml", refer("/c.xml"));
        rig.server.files.put("/c.xml", refer());
        Status status = rig.repository.check();
        assertEquals(List.of("/stable/index.xml", "/a.xml", "/b.xml"), rig.server.requests);
        assertTrue(status.why().orElseThrow(), status.why().orElseThrow().contains("not https"));
    }

    @Test
    public void theIndexIsReadBySchedule() throws Exception {
        rig.publish(rig.jar("one", "1.0.0"));
        rig.repository.checkIfDue();
        assertEquals(List.of(), rig.server.requests);
        rig.time.advance(Duration.ofMinutes(3));
        rig.repository.checkIfDue();
        rig.repository.checkIfDue();
        assertEquals(1, rig.server.requests.size());
        rig.time.advance(Duration.ofHours(25));
        rig.repository.checkIfDue();
        assertEquals(2, rig.server.requests.size());
        rig.outside.policy(b -> b.checkEvery = Optional.empty());
        rig.time.advance(Duration.ofHours(25));
        rig.repository.checkIfDue();
        assertEquals(2, rig.server.requests.size());
    }

    @Test
    public void theIndexIsNotReadOverLinksThatCost() throws Exception {
        rig.publish(rig.jar("one", "1.0.0"));
        rig.outside.network(Outside.link("wwan0", true));
        assertTrue(rig.repository.check().why().orElseThrow().contains("cost by the byte"));
        rig.time.advance(Duration.ofMinutes(3));
        rig.repository.checkIfDue();
        assertEquals(List.of(), rig.server.requests);
        rig.outside.policy(b -> b.allowMetered = true);
        rig.repository.checkIfDue();
        assertEquals(1, rig.server.requests.size());
    }

    @Test
    public void withoutAnAddressNothingIsReadAndAnotherAddressForgetsTheFormerOffers() throws Exception {
        rig.publish(rig.jar("one", "1.0.0"));
        rig.repository.check();
        rig.outside.policy(b -> b.index = Optional.empty());
        assertEquals(List.of(), rig.repository.status().offers());
        assertEquals(Optional.empty(), rig.repository.status().place());
        assertCode(Code.UNKNOWN, () -> rig.repository.check());
    }

    private static byte[] refer(String... addresses) {
        StringBuilder xml = new StringBuilder("<repository>");
        for (String address : addresses) {
            xml.append("<referral url='").append(address).append("'/>");
        }
        return xml.append("</repository>").toString().getBytes(StandardCharsets.UTF_8);
    }

    private interface Failing {
        void run() throws Exception;
    }

    private static void assertCode(Code code, Failing work) {
        assertEquals(code, assertThrows(ModuleException.class, work::run).code());
    }
}
