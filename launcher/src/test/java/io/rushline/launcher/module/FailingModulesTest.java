package io.rushline.launcher.module;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.host.api.Plan;
import io.rushline.host.api.Trial;
import io.rushline.launcher.Condition;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;
import org.osgi.framework.ServiceReference;

/** Switches that do not go well: the former set runs again, or the process ends. */
public class FailingModulesTest {

    private static final List<String> ALL = List.of("x.queue 1.0.0", "x.uploader 1.0.0");
    /** Where a call blocks. The others of the same test have to end within it. */
    private static final Duration BRIEF = Duration.ofSeconds(2);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();
    @Rule
    public final Timeout timeout = Timeout.seconds(60);

    private Appliance box;
    private Jars jars;

    @Before
    public void make() throws Exception {
        System.clearProperty(Probe.OVER);
        box = new Appliance(folder.getRoot().toPath());
        jars = box.jars;
    }

    @After
    public void end() throws Exception {
        System.setProperty(Probe.OVER, "");
        box.close();
    }

    private void ship(String... queueHeaders) throws Exception {
        ship(Appliance.SOON, queueHeaders);
    }

    private void ship(Duration call, String... queueHeaders) throws Exception {
        box.ships(call, jars.shipped("x.queue", "1.0.0", 5, queueHeaders), jars.shipped("x.uploader", "1.0.0", 6));
    }

    private ModuleException refused(ModuleFile... modules) {
        return assertThrows(ModuleException.class, () -> box.begin(modules));
    }

    private void assertAsBefore() {
        assertEquals(ALL, box.running());
        assertEquals(ALL, box.installed());
        assertEquals(ALL, box.services());
        assertTrue(box.live.trial().isEmpty());
        assertEquals(1, box.stamped.get());
    }

    @Test
    public void whereOneOfTheSetThrowsTheFormerSetRunsAgainAsAWhole() throws Exception {
        ship();
        ModuleException e = refused(jars.module("x.queue", "1.1.0"), jars.module("x.uploader", "1.1.0", "Probe-Start", "throws"));
        assertEquals(Code.DOES_NOT_START, e.code());
        assertEquals("x.uploader 1.1.0: IllegalArgumentException: no licence", e.detail());
        assertAsBefore();
        assertEquals("whoever asked was told", List.of(), box.live.outcomes());
    }

    @Test
    public void aStartThatBlocksIsInterruptedAndTheFormerSetRunsAgain() throws Exception {
        ship(BRIEF);
        ModuleException e = refused(jars.module("x.queue", "1.1.0", "Probe-Start", "blocks"));
        assertEquals(Code.HUNG, e.code());
        assertEquals("starting x.queue 1.1.0 did not end in time.", e.detail());
        assertAsBefore();
    }

    @Test
    public void aStartThatIgnoresInterruptsEndsTheProcessWithTheReasonOnDisk() throws Exception {
        ship(BRIEF);
        assertEquals(Code.HUNG, refused(jars.module("x.queue", "1.1.0", "Probe-Start", "deaf")).code());
        assertEquals((Integer) 75, box.halted.get(20, TimeUnit.SECONDS));
        assertEquals(Code.HUNG, box.live.outcomes().get(0).why());
        assertTrue(box.live.outcomes().get(0).detail().contains("x.queue 1.1.0"));
    }

    @Test
    public void aStopThatBlocksIsInterruptedAndTheFormerSetRunsAgain() throws Exception {
        ship(BRIEF, "Probe-Stop", "blocks");
        ModuleException e = refused(jars.module("x.queue", "1.1.0"), jars.module("x.uploader", "1.1.0"));
        assertEquals(Code.HUNG, e.code());
        assertEquals("stopping x.queue 1.0.0 did not end in time.", e.detail());
        assertAsBefore();
    }

    @Test
    public void aNewBundleThatDoesNotStopIsInterruptedOnTheWayBack() throws Exception {
        ship(BRIEF);
        Trial trial = box.begin(jars.module("x.queue", "1.1.0", "Probe-Stop", "blocks"));
        box.live.rollBack(trial, Code.UNHEALTHY, "");
        assertAsBefore();
    }

    @Test
    public void aNewBundleThatCannotBeStoppedAtAllEndsTheProcess() throws Exception {
        ship(BRIEF);
        Trial trial = box.begin(jars.module("x.queue", "1.1.0", "Probe-Stop", "deaf"));
        assertThrows(ModuleException.class, () -> box.live.rollBack(trial, Code.UNHEALTHY, "queue is sick"));
        assertEquals((Integer) 75, box.halted.get(20, TimeUnit.SECONDS));
        assertTrue(box.live.outcomes().get(0).detail().contains("queue is sick"));
    }

    @Test
    public void aStopThatThrowsIsAStop() throws Exception {
        ship("Probe-Stop", "throws");
        box.install(jars.module("x.queue", "1.1.0"));
        assertEquals(List.of("x.queue 1.1.0", "x.uploader 1.0.0"), box.running());
    }

    @Test
    public void aSetThatNobodyKeepsInTimeIsRolledBackAndThatIsWrittenDown() throws Exception {
        ship();
        box.live.begin(box.plan(jars.module("x.queue", "1.1.0")), Duration.ofSeconds(5));
        Condition.await(Appliance.SOON, box.stamped::get, stamps -> stamps == 1);
        Condition.await(Appliance.SOON, box.live::trial, java.util.Optional::isEmpty);
        assertAsBefore();
        assertEquals(List.of(Code.HUNG), box.live.outcomes().stream().map(o -> o.why()).toList());
        box.live.forget(box.live.outcomes().get(0));
        assertEquals(List.of(), box.live.outcomes());
    }

    @Test
    public void aSetThatCannotBeWrittenDownIsRolledBackForThatReasonWhenTheTimeIsOver() throws Exception {
        ship();
        Trial trial = box.live.begin(box.plan(jars.module("x.queue", "1.1.0")), Duration.ofSeconds(10));
        box.disk.full = true;
        assertThrows(ModuleException.class, () -> box.live.commit(trial));
        Condition.await(Appliance.SOON, box.stamped::get, stamps -> stamps == 1);
        Condition.await(Appliance.SOON, box.live::trial, java.util.Optional::isEmpty);
        assertAsBefore();
        assertEquals(List.of("NO_SPACE The new set cannot be written down. It was not kept within 10 s."), box.live.outcomes().stream().map(o -> o.why() + " " + o.detail()).toList());
    }

    @Test
    public void whereTheThreadThatSwitchesIsStuckWhenTheTimeIsOverTheProcessEnds() throws Exception {
        CompletableFuture<Void> release = new CompletableFuture<>();
        ship();
        Plan plan = box.plan(jars.module("x.queue", "1.1.0"));
        Trial trial = box.live.begin(plan, Duration.ofSeconds(5));
        box.disk.holdsUpKeep = release;
        Thread caller = new Thread(() -> assertThrows(Exception.class, () -> box.live.commit(trial)));
        caller.setDaemon(true);
        caller.start();
        assertEquals((Integer) 75, box.halted.get(40, TimeUnit.SECONDS));
        release.complete(null);
    }

    @Test
    public void whoeverIsReplacedByTheSwitchTheyBeganFindsItDone() throws Exception {
        ship();
        Plan plan = box.plan(jars.module("x.queue", "1.1.0"));
        Object answer = asker("x.queue").apply(plan);
        assertTrue(String.valueOf(answer), answer instanceof Trial);
        assertEquals(List.of("x.queue 1.1.0", "x.uploader 1.0.0"), box.running());
        box.live.commit((Trial) answer);
    }

    @Test
    public void whoeverIsReplacedByASwitchThatFailsFindsTheReasonWrittenDown() throws Exception {
        ship();
        Plan plan = box.plan(jars.module("x.queue", "1.1.0", "Probe-Start", "throws"));
        assertTrue(asker("x.queue").apply(plan) instanceof ModuleException);
        assertEquals(List.of(Code.DOES_NOT_START), box.live.outcomes().stream().map(o -> o.why()).toList());
        assertAsBefore();
    }

    @Test
    public void aSwitchGoesOnWithoutItsInterruptedCaller() throws Exception {
        ship();
        Plan plan = box.plan(jars.module("x.queue", "1.1.0"));
        CompletableFuture<Throwable> answer = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            Thread.currentThread().interrupt();
            answer.complete(assertThrows(java.util.concurrent.CancellationException.class, () -> box.live.begin(plan, Duration.ofMinutes(1))));
        });
        caller.start();
        answer.get(20, TimeUnit.SECONDS);
        Condition.await(Appliance.SOON, box::running, List.of("x.queue 1.1.0", "x.uploader 1.0.0")::equals);
        assertEquals(List.of("x.queue 1.1.0", "x.uploader 1.0.0"), box.running());
        box.live.commit(box.live.trial().orElseThrow());
    }

    @SuppressWarnings("unchecked")
    private Function<Plan, Object> asker(String bundle) throws Exception {
        ServiceReference<?> reference = box.framework.getBundleContext().getAllServiceReferences(Function.class.getName(), "(bundle=" + bundle + ")")[0];
        return (Function<Plan, Object>) box.framework.getBundleContext().getService(reference);
    }
}
