package io.rushline.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.network.api.Link;
import io.rushline.network.api.Link.Kind;
import io.rushline.network.api.Link.State;
import io.rushline.network.api.LinkRule;
import io.rushline.network.api.LinkRule.Carries;
import io.rushline.network.api.LinkRule.Share;
import io.rushline.network.api.Reach;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Rules and counts, over power cuts, restarts, replugged adapters and clocks that jump: in virtual time. */
public class LedgerTest implements Counters {

    private static final Link PHONE = link("wwan0", Optional.of("phone"), State.CONNECTED, true);
    private static final Link CABLE = link("eth0", Optional.of("stage"), State.CONNECTED, false);
    private static final LinkRule BUDGET = new LinkRule(Share.BEHIND, Carries.PROXIES, OptionalLong.of(1_000));

    @Rule
    public final TemporaryFolder home = new TemporaryFolder();

    private final Map<String, Counter> counters = new HashMap<>(Map.of("wwan0", new Counter(3, 700), "eth0", new Counter(2, 50)));
    private final List<String> warned = new ArrayList<>();
    private String boot = "first";
    private long nanos;
    private int changes;
    private Path folder;
    private Ledger ledger;

    @Before
    public void open() {
        folder = home.getRoot().toPath().resolve("network");
        ledger = new Ledger(folder, this, () -> nanos, (code, what, todo) -> warned.add(code));
        ledger.whenChanged(() -> changes++);
    }

    @Test
    public void aRuleIsOnTheDiskAndTheStandardHoldsForAllOthers() {
        ledger.set("phone", Optional.of(BUDGET));
        open();
        assertEquals(Map.of("phone", BUDGET), ledger.rules());
        assertEquals(BUDGET, ledger.rule(PHONE));
        assertEquals(new LinkRule(Share.ON, Carries.ALL, OptionalLong.empty()), ledger.rule(CABLE));
        ledger.set("phone", Optional.empty());
        open();
        assertEquals("what costs money stands in", new LinkRule(Share.OFF, Carries.ALL, OptionalLong.empty()), ledger.rule(PHONE));
        assertEquals(2, changes);
    }

    @Test
    public void onlyARuleThatIsNarrowerThanAllRestricts() {
        ledger.set("stage", Optional.of(LinkRule.standard(true)));
        ledger.set("phone", Optional.of(new LinkRule(Share.OFF, Carries.ALL, OptionalLong.of(100))));
        assertFalse(ledger.restrict());
        ledger.look(List.of(PHONE));
        pass("wwan0", 100);
        ledger.look(List.of(PHONE));
        assertTrue("a budget that is used up", ledger.restrict());
        ledger.set("phone", Optional.empty());
        assertFalse(ledger.restrict());
        ledger.set("gone", Optional.of(new LinkRule(Share.ON, Carries.NOTHING, OptionalLong.empty())));
        assertTrue(ledger.restrict());
    }

    @Test
    public void aRuleThatCannotBeKeptDoesNotHold() throws IOException {
        Files.createFile(folder);
        assertThrows(UncheckedIOException.class, () -> ledger.set("phone", Optional.of(BUDGET)));
        assertEquals(Map.of(), ledger.rules());
        assertEquals(0, changes);
    }

    @Test
    public void damageIsPutAsideAndToldAndTheOtherFileGoesOn() throws IOException {
        ledger.set("phone", Optional.of(BUDGET));
        ledger.look(List.of(PHONE));
        pass("wwan0", 400);
        ledger.look(List.of(PHONE));
        ledger.save();
        Path rules = folder.resolve("rules.properties");
        Files.writeString(rules, Files.readString(rules).replace("1000", "9000"));
        open();
        assertEquals(List.of("network-rules.damaged"), warned);
        assertEquals(Map.of(), ledger.rules());
        assertTrue(Files.exists(folder.resolve("rules.properties.damaged")));
        assertEquals(Map.of("phone", 400L), ledger.carriedBytes());
        Files.writeString(folder.resolve("carried.properties"), "bytes.phone=\\u00");
        open();
        assertEquals(List.of("network-rules.damaged", "network-count.damaged"), warned);
        assertEquals(Map.of(), ledger.carriedBytes());
    }

    @Test
    public void whatTheDiskDoesNotGiveIsAskedForAgainAndNotWrittenOver() throws IOException {
        ledger.set("phone", Optional.of(BUDGET));
        ledger.look(List.of(PHONE));
        ledger.save();
        pass("wwan0", 400);
        Path away = home.getRoot().toPath().resolve("away");
        Files.move(folder, away);
        Files.createFile(folder); // below which nobody can tell what is there
        open();
        Files.delete(folder);
        for (String name : List.of("rules.properties", "carried.properties")) {
            Files.createDirectories(folder.resolve(name).resolve("no file")); // which cannot be read
        }
        changes = 0;
        ledger.look(List.of(PHONE));
        ledger.save();
        assertEquals(LinkRule.standard(true), ledger.rule(PHONE));
        assertThrows(UncheckedIOException.class, () -> ledger.set("phone", Optional.empty()));
        Files.move(folder, home.getRoot().toPath().resolve("broken"));
        Files.move(away, folder);
        pass("wwan0", 5);
        ledger.look(List.of(PHONE));
        assertEquals(BUDGET, ledger.rule(PHONE));
        assertEquals(Map.of("phone", 405L), ledger.carriedBytes());
        assertEquals("told that other links may carry clips", 1, changes);
        assertEquals(List.of(), warned);
    }

    @Test
    public void aRuleThatIsNotUnderstoodIsLeftOutAlone() throws IOException {
        new StateFile(folder.resolve("rules.properties")).write(Map.of("phone", "BEHIND PROXIES 1000", "stage", "ON AUDIO"));
        open();
        assertEquals(Map.of("phone", BUDGET), ledger.rules());
        assertEquals(List.of(), warned);
    }

    @Test
    public void bytesBelongToTheNetworkThatWasInForce() {
        ledger.look(List.of(PHONE, CABLE));
        assertEquals("what was before is nobody's", Map.of(), ledger.carriedBytes());
        pass("wwan0", 100);
        pass("eth0", 10);
        ledger.look(List.of(link("wwan0", Optional.of("roaming"), State.CONNECTED, true), CABLE));
        pass("wwan0", 7);
        ledger.look(List.of(link("wwan0", Optional.empty(), State.DISCONNECTED, true), CABLE));
        pass("wwan0", 1);
        ledger.look(List.of(PHONE));
        assertEquals(Map.of("phone", 100L, "stage", 10L, "roaming", 8L), ledger.carriedBytes());
    }

    @Test
    public void whatGoesOverAHotspotIsNotOfTheNetworkBefore() {
        ledger.look(List.of(PHONE));
        pass("wwan0", 100);
        ledger.look(List.of(link("wwan0", Optional.empty(), State.HOTSPOT, false)));
        pass("wwan0", 7);
        ledger.look(List.of(link("wwan0", Optional.empty(), State.HOTSPOT, false)));
        assertEquals(Map.of("phone", 100L, "wwan0", 7L), ledger.carriedBytes());
    }

    @Test
    public void whatPassedBeforeAnyLinkWasKnownIsNobodys() {
        ledger.look(List.of());
        ledger.look(List.of(link("usb0", Optional.empty(), State.CONNECTED, true))); // nobody counts it
        ledger.month(ZonedDateTime.parse("2026-11-30T00:00:00Z"));
        ledger.save();
        open();
        ledger.look(List.of());
        ledger.look(List.of(PHONE, CABLE));
        assertEquals(Map.of(), ledger.carriedBytes());
        pass("wwan0", 100);
        ledger.look(List.of(PHONE, CABLE));
        assertEquals(Map.of("phone", 100L), ledger.carriedBytes());
    }

    @Test
    public void countersThatBeginAgainAreCountedFromThere() {
        ledger.look(List.of(PHONE));
        pass("wwan0", 100);
        ledger.look(List.of(PHONE));
        counters.put("wwan0", new Counter(9, 5_000)); // another adapter, though it has counted more
        ledger.look(List.of(PHONE));
        counters.put("wwan0", new Counter(9, 20));
        ledger.look(List.of(PHONE));
        counters.remove("wwan0");
        ledger.look(List.of(PHONE));
        counters.put("wwan0", new Counter(9, 21));
        ledger.look(List.of(PHONE));
        assertEquals(Map.of("phone", 5_121L), ledger.carriedBytes());
    }

    @Test
    public void aRestartForgetsNothing() {
        ledger.look(List.of(PHONE));
        pass("wwan0", 100);
        ledger.look(List.of(PHONE));
        ledger.save();
        pass("wwan0", 30); // while this program was away
        open();
        ledger.look(List.of(PHONE));
        assertEquals(Map.of("phone", 130L), ledger.carriedBytes());
        ledger.save();
        boot = "second";
        counters.put("wwan0", new Counter(3, 5_000)); // more than before, all of it new
        open();
        ledger.look(List.of(PHONE));
        assertEquals(Map.of("phone", 5_130L), ledger.carriedBytes());
    }

    @Test
    public void theDiskIsAtMostAMinuteBehind() {
        ledger.look(List.of(PHONE));
        pass("wwan0", 100);
        nanos = Duration.ofSeconds(59).toNanos();
        ledger.look(List.of(PHONE));
        assertFalse("not at each look", Files.exists(folder));
        nanos = Duration.ofSeconds(60).toNanos();
        ledger.look(List.of(PHONE));
        open();
        assertEquals(Map.of("phone", 100L), ledger.carriedBytes());
    }

    @Test
    public void theCloudsTimeBeginsAMonthAndNoOtherClock() {
        ledger.look(List.of(PHONE));
        pass("wwan0", 100);
        ledger.look(List.of(PHONE));
        ledger.month(ZonedDateTime.parse("2026-11-30T23:59:59+01:00"));
        assertEquals("what came before the cloud had told belongs to it", Map.of("phone", 100L), ledger.carriedBytes());
        pass("wwan0", 5);
        ledger.look(List.of(PHONE));
        ledger.save();
        open();
        ledger.month(ZonedDateTime.parse("2026-12-01T00:00:00+01:00"));
        assertEquals(Map.of(), ledger.carriedBytes());
        pass("wwan0", 8);
        ledger.look(List.of(PHONE));
        ledger.month(ZonedDateTime.parse("2026-11-15T00:00:00+01:00"));
        assertEquals("a clock that goes back resets nothing", Map.of("phone", 8L), ledger.carriedBytes());
        ledger.month(ZonedDateTime.parse("2026-12-01T00:00:01+01:00"));
        assertEquals("nor when it is right again", Map.of("phone", 8L), ledger.carriedBytes());
    }

    @Test
    public void aUsedUpBudgetIsToldAtOnceAndOnDisk() {
        ledger.set("phone", Optional.of(BUDGET));
        ledger.look(List.of(PHONE));
        pass("wwan0", 999);
        ledger.look(List.of(PHONE));
        assertFalse(ledger.usedUp(PHONE));
        assertEquals(1, changes);
        pass("wwan0", 1);
        ledger.look(List.of(PHONE));
        assertTrue(ledger.usedUp(PHONE));
        assertFalse(ledger.usedUp(CABLE));
        assertEquals(2, changes);
        open();
        assertTrue(ledger.usedUp(PHONE));
        ledger.month(ZonedDateTime.parse("2026-11-30T00:00:00Z"));
        ledger.month(ZonedDateTime.parse("2026-12-01T00:00:00Z"));
        assertFalse(ledger.usedUp(PHONE));
        assertEquals(3, changes);
    }

    @Test
    public void whileNetworkManagerIsAwayALinkIsWhereItWasLast() {
        ledger.set("phone", Optional.of(BUDGET));
        ledger.look(List.of(PHONE));
        Link nameless = link("wwan0", Optional.empty(), State.CONNECTED, true);
        assertEquals(BUDGET, ledger.rule(nameless));
        pass("wwan0", 10);
        ledger.look(List.of(nameless));
        assertEquals(Map.of("phone", 10L), ledger.carriedBytes());
        ledger.save();
        open();
        assertEquals("also after a start", BUDGET, ledger.rule(nameless));
    }

    @Override
    public Optional<Counter> of(String link) {
        return Optional.ofNullable(counters.get(link));
    }

    @Override
    public String boot() {
        return boot;
    }

    private void pass(String link, long bytes) {
        counters.compute(link, (name, before) -> new Counter(before.index(), before.bytes() + bytes));
    }

    private static Link link(String name, Optional<String> profile, State state, boolean metered) {
        return new Link(name, metered ? Kind.MODEM : Kind.ETHERNET, state, List.of(), OptionalLong.empty(), metered, false, profile, profile, OptionalInt.empty(),
                Optional.empty(), List.of(), Optional.empty(), Reach.UNKNOWN, Optional.empty(), false);
    }
}
