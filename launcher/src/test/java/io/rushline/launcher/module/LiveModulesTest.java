package io.rushline.launcher.module;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.host.api.Module;
import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.host.api.ModuleHost.Allow;
import io.rushline.host.api.Plan;
import io.rushline.host.api.Plan.Change;
import io.rushline.host.api.Trial;
import io.rushline.host.api.Verification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;
import org.osgi.framework.hooks.weaving.WeavingHook;

/** Switches that go well, and plans. */
public class LiveModulesTest {

    private static final String[] API = {"Export-Package", "x.api;version=1.0.0"};
    private static final String[] USES = {"Import-Package", "x.api;version=\"[1.0,2)\"", "Provide-Capability", "osgi.service;objectClass:List<String>=\"x.api.Queue\""};

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();
    @Rule
    public final Timeout timeout = Timeout.seconds(60);

    private Appliance box;
    private Jars jars;

    @Before
    public void make() throws Exception {
        box = new Appliance(folder.getRoot().toPath());
        jars = box.jars;
    }

    @After
    public void end() throws Exception {
        box.close();
    }

    private void shipAll() throws Exception {
        box.ships(jars.shipped("x.api", "1.0.0", 1, API), jars.shipped("x.queue", "1.0.0", 5, USES), jars.shipped("x.uploader", "1.0.0", 6, USES));
    }

    private static Code code(org.junit.function.ThrowingRunnable action) {
        return assertThrows(ModuleException.class, action).code();
    }

    private static String detail(Code expected, org.junit.function.ThrowingRunnable action) {
        ModuleException e = assertThrows(ModuleException.class, action);
        assertEquals(e.getMessage(), expected, e.code());
        return e.detail();
    }

    @Test
    public void whatRunsIsHeldAgainstWhatItWasInstalledFrom() throws Exception {
        LiveModules.Shipped uploads = jars.shipped("x.uploader", "1.0.0", 6, USES);
        box.ships(jars.shipped("x.api", "1.0.0", 1, API), jars.shipped("x.queue", "1.0.0", 5, USES), uploads);
        ModuleFile queue = jars.module("x.queue", "1.1.0", USES);
        box.install(queue);
        Verification good = new Verification("x.queue", "1.1.0", Optional.of("CN=Vendor"), Optional.empty());
        assertEquals("what ships and runs, then what was added", List.of("x.api", "x.uploader", "x.queue"), box.live.verify().stream().map(Verification::name).toList());
        assertTrue(box.live.verify().stream().allMatch(v -> v.problem().isEmpty()));
        assertTrue(box.live.verify().contains(good));

        Path uploader = uploads.part().jar();
        Files.write(uploader, new byte[] {0}, StandardOpenOption.APPEND);
        box.disk.files.remove(queue.sha256());
        List<String> problems = box.live.verify().stream().flatMap(v -> v.problem().stream()).toList();
        assertEquals(List.of(uploader + " is not what the distribution shipped. Unpack the distribution again.",
                "There is no such module. " + queue.sha256() + " Look at the list."), problems);
    }

    @Test
    public void aSwapOfAProviderRestartsItAlone() throws Exception {
        shipAll();
        Plan plan = box.plan(jars.module("x.queue", "1.1.0", USES));
        assertEquals(List.of("x.queue"), plan.restarts());
        assertEquals(List.of(new Change("x.queue", Optional.of("1.0.0"), Optional.of("1.1.0"))), plan.changes());
        box.live.commit(box.live.begin(plan, Duration.ofMinutes(1)));
        assertEquals(List.of("x.queue 1.0.0 STOPPED", "x.queue 1.1.0 STARTED"), box.events);
        assertEquals(List.of("x.api 1.0.0", "x.queue 1.1.0", "x.uploader 1.0.0"), box.running());
        assertEquals(1, box.stamped.get());
        assertEquals(1, box.disk.kept.number());
        assertTrue(box.live.trial().isEmpty());
    }

    @Test
    public void theNextVersionsClassesAreReadWhileTheFormerOneRuns() throws Exception {
        shipAll();
        box.framework.getBundleContext().registerService(WeavingHook.class,
                read -> box.events.add(Part.identity(read.getBundleWiring().getBundle()) + " READ"), null);
        box.install(jars.module("x.queue", "1.1.0", USES));
        assertEquals(List.of("x.queue 1.1.0 READ", "x.queue 1.0.0 STOPPED", "x.queue 1.1.0 STARTED"), box.events);
    }

    @Test
    public void aSetSwitchesAsOneFromTheHighestStartLevelDownAndUpAgain() throws Exception {
        shipAll();
        box.install(jars.module("x.set", "1.1.0", List.of(jars.bundle("x.uploader", "1.1.0", USES), jars.bundle("x.queue", "1.1.0", USES))));
        assertEquals(List.of("x.uploader 1.0.0 STOPPED", "x.queue 1.0.0 STOPPED", "x.queue 1.1.0 STARTED", "x.uploader 1.1.0 STARTED"), box.events);
    }

    @Test
    public void aRequirementThatNobodyMeetsIsNamedAndNothingChanges() throws Exception {
        shipAll();
        String detail = detail(Code.UNRESOLVED, () -> box.plan(jars.module("x.queue", "1.1.0", "Import-Package", "x.api;version=\"[2.0,3)\"")));
        assertEquals("x.queue 1.1.0 needs package x.api [2.0.0,3.0.0)", detail);
        assertEquals(List.of(), box.events);
        assertEquals(3, box.installed().size());
    }

    @Test
    public void whatWorksNowAndWouldBreakIsNamed() throws Exception {
        shipAll();
        String detail = detail(Code.UNRESOLVED, () -> box.plan(jars.module("x.api", "2.0.0", "Export-Package", "x.api;version=2.0.0")));
        assertEquals("x.queue 1.0.0 needs package x.api [1.0.0,2.0.0); x.uploader 1.0.0 needs package x.api [1.0.0,2.0.0)", detail);
    }

    @Test
    public void contradictoryUsesAreFound() throws Exception {
        box.ships(jars.shipped("x.api", "1.0.0", 1, API), jars.shipped("y.api", "1.0.0", 1, "Export-Package", "y;version=1.0.0;uses:=x.api", "Import-Package", "x.api;version=\"[1.0,2)\""));
        assertEquals(Code.UNRESOLVED, code(() -> box.plan(jars.module("z.two", "1.0.0", List.of(jars.bundle("x.two", "1.0.0", "Export-Package", "x.api;version=2.0.0"),
                jars.bundle("z.both", "1.0.0", "Import-Package", "x.api;version=\"[2,3)\",y"))))));
    }

    @Test
    public void anApiIsUpdatedOnlyTogetherWithAllThatAreWiredToIt() throws Exception {
        shipAll();
        BundleFile api = jars.bundle("x.api", "1.1.0", "Export-Package", "x.api;version=1.1.0");
        String others = detail(Code.RESTARTS_OTHERS, () -> box.plan(jars.module("x.api", "1.1.0", List.of(api))));
        assertEquals("It would restart x.queue 1.0.0, x.uploader 1.0.0.", others);
        ModuleFile all = jars.module("x.set", "1.1.0", List.of(api, jars.bundle("x.queue", "1.1.0", USES), jars.bundle("x.uploader", "1.1.0", "Import-Package", "x.api;version=\"[1.1,2)\"")));
        box.install(all);
        assertEquals(List.of("x.api 1.1.0", "x.queue 1.1.0", "x.uploader 1.1.0"), box.running());
        assertEquals("what exports cannot stand by", 0, box.installed().stream().filter(b -> b.equals("x.api 1.0.0")).count());
        box.live.commit(box.live.begin(box.live.planRollBack(), Duration.ofMinutes(1)));
        assertEquals(List.of("x.api 1.0.0", "x.queue 1.0.0", "x.uploader 1.0.0"), box.running());
    }

    @Test
    public void anApiThatExportsAndImportsItselfIsTheOneItsNewUsersGet() throws Exception {
        box.ships(jars.shipped("x.api", "1.0.0", 1, "Export-Package", "x.api;version=1.0.0", "Import-Package", "x.api;version=\"[1.0,2)\""), jars.shipped("x.queue", "1.0.0", 5, USES));
        box.install(jars.module("x.set", "1.1.0", List.of(jars.bundle("x.api", "1.1.0", "Export-Package", "x.api;version=1.1.0", "Import-Package", "x.api;version=\"[1.0,2)\""),
                jars.bundle("x.queue", "1.1.0", "Import-Package", "x.api;version=\"[1.1,2)\""))));
        assertEquals(List.of("x.api 1.1.0", "x.queue 1.1.0"), box.running());
    }

    @Test
    public void aFragmentRestartsItsHostWhichHasToBeInTheSet() throws Exception {
        shipAll();
        ModuleFile fragment = jars.module("x.more", "1.0.0", "Fragment-Host", "x.queue");
        assertEquals("It would restart x.queue 1.0.0.", detail(Code.RESTARTS_OTHERS, () -> box.plan(fragment)));
        ModuleFile both = jars.module("x.set", "1.1.0", List.of(jars.bundle("x.queue", "1.1.0", USES), jars.bundle("x.more", "1.0.0", "Fragment-Host", "x.queue")));
        box.install(both);
        assertEquals(List.of("x.api 1.0.0", "x.queue 1.1.0", "x.uploader 1.0.0"), box.running());
        assertEquals("RESOLVED", part("x.more").state());
        assertEquals("a host cannot go without its fragment", "x.set", box.live.begin(box.live.planRemoval("x.set"), Duration.ofMinutes(1)).plan().changes().get(0).module());
        assertEquals(List.of("x.api 1.0.0", "x.queue 1.0.0", "x.uploader 1.0.0"), box.running());
    }

    @Test
    public void aLowerVersionHasToBeAllowed() throws Exception {
        shipAll();
        ModuleFile lower = jars.module("x.queue", "0.9.0", USES);
        assertEquals(Code.DOWNGRADE, code(() -> box.plan(lower)));
        assertEquals(List.of("x.queue"), box.plan(Set.of(Allow.DOWNGRADE), lower).restarts());
        box.install(jars.module("y", "2.0.0"));
        assertEquals(Code.DOWNGRADE, code(() -> box.plan(jars.module("y", "1.0.0"))));
    }

    @Test
    public void oneNameAndVersionIsOneContent() throws Exception {
        shipAll();
        assertEquals(Code.SAME_IDENTITY, code(() -> box.plan(jars.module("x.queue", "1.0.0", "Probe-Other", "yes"))));
        ModuleFile y = jars.module("y", "1.0.0");
        box.install(y);
        assertEquals(Code.SAME_IDENTITY, code(() -> box.plan(jars.module("y", "1.0.0", "Probe-Other", "yes"))));
        assertEquals(List.of(), box.plan(y).changes());
        assertEquals(Code.SAME_IDENTITY, code(() -> box.plan(jars.module("z", "1.0.0"), jars.module("z", "1.1.0"))));
        box.install(jars.module("x.queue", "1.1.0", USES));
        assertEquals("also of what ships but is replaced", Code.SAME_IDENTITY,
                code(() -> box.plan(Set.of(Allow.DOWNGRADE), jars.module("x.queue", "1.0.0", "Probe-Other", "yes"))));
    }

    @Test
    public void twoModulesCannotBringTheSameBundle() throws Exception {
        shipAll();
        box.install(jars.module("x.set", "1.0.0", List.of(jars.bundle("y", "1.0.0"), jars.bundle("z", "1.0.0"))));
        assertEquals("y would come from both x.set and y. Update or remove the module that has it.", detail(Code.SAME_IDENTITY, () -> box.plan(jars.module("y", "1.1.0"))));
        assertEquals(List.of("y"), box.plan(jars.module("x.set", "1.1.0", List.of(jars.bundle("y", "1.1.0"), jars.bundle("z", "1.0.0")))).restarts());
    }

    @Test
    public void aBundleThatIsTheSameInTheNextVersionOfItsModuleRunsOn() throws Exception {
        shipAll();
        BundleFile same = jars.bundle("z", "1.0.0");
        box.install(jars.module("x.set", "1.0.0", List.of(jars.bundle("y", "1.0.0"), same)));
        java.nio.file.Path copy = java.nio.file.Files.copy(same.jar(), folder.getRoot().toPath().resolve("copy.jar"));
        box.events.clear();
        ModuleFile next = jars.module("x.set", "1.1.0", List.of(jars.bundle("y", "1.1.0"), new BundleFile("z", same.version(), copy, same.startLevel())));
        box.install(next);
        box.install(jars.module("w", "1.0.0"));
        box.live.discardExcept(Set.of());
        assertTrue(box.disk.files.containsKey(next.sha256()));
        assertEquals(List.of("y 1.0.0 STOPPED", "y 1.1.0 STARTED", "w 1.0.0 STARTED"), box.events);
    }

    @Test
    public void whatBelongsToTheLauncherIsRefused() throws Exception {
        shipAll();
        for (String name : List.of("system.bundle", "org.apache.felix.framework", "io.rushline.host.api", "io.rushline.launcher")) {
            assertEquals(name, Code.BUILT_IN, code(() -> box.plan(jars.module(name, "99.0.0"))));
        }
        assertEquals(Code.BUILT_IN, code(() -> box.plan(jars.module("x.extension", "1.0.0", "Fragment-Host", "system.bundle;extension:=framework"))));
    }

    @Test
    public void aPlanFromBeforeAnotherSwitchIsOutdatedAndOneTrialGoesOnAtATime() throws Exception {
        shipAll();
        Plan plan = box.plan(jars.module("y", "1.0.0"));
        Trial trial = box.begin(jars.module("z", "1.0.0"));
        assertEquals(Optional.of(trial), box.live.trial());
        assertEquals(Code.BUSY, code(() -> box.live.begin(plan, Duration.ofMinutes(1))));
        box.live.commit(trial);
        assertEquals(Code.OUTDATED, code(() -> box.live.begin(plan, Duration.ofMinutes(1))));
        assertEquals(Code.OUTDATED, code(() -> box.live.commit(trial)));
        assertEquals(Code.OUTDATED, code(() -> box.live.rollBack(trial, Code.CANCELLED, "")));
    }

    @Test
    public void aSetThatIsNotHealthyIsRolledBackAndNoOutcomeIsLeft() throws Exception {
        shipAll();
        Trial trial = box.begin(jars.module("x.queue", "1.1.0", USES), jars.module("y", "1.0.0"));
        box.live.rollBack(trial, Code.UNHEALTHY, "disk");
        assertEquals(List.of("x.api 1.0.0", "x.queue 1.0.0", "x.uploader 1.0.0"), box.running());
        assertEquals(box.running(), box.installed());
        assertEquals(List.of(), box.live.outcomes());
        assertEquals(Code.UNHEALTHY, box.disk.wentBack);
        assertEquals(1, box.stamped.get());
        assertEquals(0, box.plan(jars.module("z", "1.0.0")).base());
    }

    @Test
    public void theSetBeforeComesBackByAPlanAndStandsByMeanwhile() throws Exception {
        shipAll();
        assertEquals(Code.NOTHING_BEFORE, code(box.live::planRollBack));
        box.install(jars.module("x.queue", "1.1.0", USES));
        box.install(jars.module("x.queue", "1.2.0", USES));
        assertTrue(box.installed().contains("x.queue 1.1.0"));
        Plan back = box.live.planRollBack();
        assertEquals(List.of(new Change("x.queue", Optional.of("1.2.0"), Optional.of("1.1.0"))), back.changes());
        box.live.commit(box.live.begin(back, Duration.ofMinutes(1)));
        assertTrue(box.running().contains("x.queue 1.1.0"));
        Plan removal = box.live.planRemoval("x.queue");
        assertEquals(List.of(new Change("x.queue", Optional.of("1.1.0"), Optional.of("1.0.0"))), removal.changes());
        box.live.commit(box.live.begin(removal, Duration.ofMinutes(1)));
        assertTrue(box.running().contains("x.queue 1.0.0"));
        assertEquals(Code.BUILT_IN, code(() -> box.live.planRemoval("x.queue")));
        assertEquals(Code.UNKNOWN, code(() -> box.live.planRemoval("nothing")));
    }

    @Test
    public void twentySwapsLeaveNoBundleAndNoServiceBehind() throws Exception {
        shipAll();
        for (int i = 1; i <= 20; i++) {
            box.install(jars.module("x.queue", "1." + i + ".0", USES));
        }
        assertEquals(List.of("x.api 1.0.0", "x.queue 1.0.0", "x.queue 1.19.0", "x.queue 1.20.0", "x.uploader 1.0.0"), box.installed());
        assertEquals(List.of("x.api 1.0.0", "x.queue 1.20.0", "x.uploader 1.0.0"), box.services());
        assertTrue(box.framework.adapt(org.osgi.framework.wiring.FrameworkWiring.class).getRemovalPendingBundles().isEmpty());
        box.live.discardExcept(Set.of());
        assertEquals(2, box.disk.files.size());
    }

    @Test
    public void theListSaysWhatIsThereAndWhatItOffersAndNeeds() throws Exception {
        shipAll();
        box.install(jars.module("x.queue", "1.1.0", "Import-Package", "x.api;version=\"[1.0,2)\"", "Require-Capability",
                "osgi.service;filter:=\"(objectClass=x.Store)\";effective:=active,osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=17))\""));
        List<Module> modules = box.live.modules();
        assertEquals(List.of("x.api BUILT_IN", "x.uploader BUILT_IN", "x.queue ADDED", "x.queue STANDBY"), modules.stream().map(m -> m.name() + " " + m.role()).toList());
        Module added = modules.get(2);
        assertEquals(Optional.of("CN=Vendor"), added.signer());
        assertTrue(added.since().isPresent());
        assertEquals(new Module.Part("x.queue", "1.1.0", "ACTIVE", List.of("service java.util.function.Function"),
                List.of("package io.rushline.host.api", "package org.osgi.framework", "package x.api [1.0.0,2.0.0)", "service x.Store")), added.parts().get(0));
        assertEquals("RESOLVED", modules.get(3).parts().get(0).state());
        assertTrue(part("x.api").offers().contains("package x.api 1.0.0"));
        assertFalse(modules.get(0).since().isPresent());
    }

    private Module.Part part(String name) {
        return box.live.modules().stream().filter(m -> m.role() != Module.Role.STANDBY).flatMap(m -> m.parts().stream()).filter(p -> p.symbolicName().equals(name))
                .findFirst().orElseThrow();
    }
}
