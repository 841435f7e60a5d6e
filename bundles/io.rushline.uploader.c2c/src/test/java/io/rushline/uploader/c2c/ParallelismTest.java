package io.rushline.uploader.c2c;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.function.LongToDoubleFunction;
import org.junit.Test;

public class ParallelismTest {

    private static final long SECOND = LinkModel.SECOND;
    private static final long MINUTE = 60 * SECOND;
    private static final int MOST = 16;
    private static final long PART = 25L << 20;
    private static final int SEEDS = 20;

    private static LinkModel link(long seed, double megabits, double oneWayMillis, double lossPercent) {
        return link(seed, at -> megabits * 1e6, oneWayMillis, lossPercent, PART);
    }

    private static LinkModel link(long seed, LongToDoubleFunction rate, double oneWayMillis, double lossPercent, long partBytes) {
        return new LinkModel(new Parallelism(1, MOST), seed, rate, 2 * oneWayMillis / 1_000, lossPercent / 100, partBytes);
    }

    /** After a minute, and on average over the five that follow. */
    private static void findsTheBest(String name, double megabits, double oneWayMillis, double lossPercent) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            LinkModel link = link(seed, megabits, oneWayMillis, lossPercent);
            double best = link.carries(MOST, 0);
            link.runFor(MINUTE);
            double reached = link.throughput(10 * SECOND) / best;
            assertTrue(name + ", seed " + seed + ": " + link.parallelism.now() + " carry " + reached, reached >= 0.9);
            double share = link.throughput(5 * MINUTE) / best;
            assertTrue(name + ", seed " + seed + ": " + share + " over five minutes", share >= 0.9);
        }
    }

    @Test
    public void oneConnectionIsEnoughWhereItFillsTheLink() {
        findsTheBest("wired WAN", 100, 10, 0);
        LinkModel link = link(1, 100, 10, 0);
        link.runFor(10 * MINUTE);
        assertTrue("no more than it takes: " + link.parallelism.now(), link.parallelism.now() <= 4);
    }

    @Test
    public void anLteModemIsUsed() {
        findsTheBest("LTE", 20, 35, 0.5);
    }

    @Test
    public void aPhoneHotspotIsUsed() {
        findsTheBest("hotspot", 10, 50, 1);
    }

    @Test
    public void aFarLinkIsUsedWithAllThatMayBe() {
        findsTheBest("far", 50, 120, 0.5);
        findsTheBest("far, half as far", 50, 60, 0.5);
    }

    @Test
    public void aMeshIsUsed() {
        findsTheBest("mesh", 60, 8, 0.2);
    }

    @Test
    public void aBondedLinkThatSwingsIsUsed() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            LongToDoubleFunction swinging = at -> (50 + 30 * Math.sin(at / 1e9 / 7)) * 1e6;
            LinkModel link = link(seed, swinging, 45, 0.3, PART);
            link.runFor(MINUTE);
            double best = 0;
            for (long at = link.now; at < 6 * MINUTE; at += SECOND / 10) {
                best += link.carries(MOST, at) / (5 * 600);
            }
            double share = link.throughput(5 * MINUTE) / best;
            assertTrue("seed " + seed + ": " + share, share >= 0.9);
        }
    }

    @Test
    public void itBeginsWithFourAndASlowLinkIsLeftToOneAfterSeconds() {
        LinkModel fast = link(1, 1_000, 1, 0);
        assertEquals(4, fast.parallelism.now());
        LinkModel slow = link(1, 1, 30, 0);
        slow.runFor(15 * SECOND);
        assertEquals(1, slow.parallelism.now());
        assertTrue(slow.wasted + " bytes in vain", slow.wasted < 1_000_000);
    }

    /** Clips of a minute, sent by a device that was just switched on. */
    @Test
    public void mostOfALinkIsUsedFromTheFirstHalfMinuteOn() {
        assertEarly("wired WAN", link(1, 100, 10, 0), 0.95);
        for (long seed = 1; seed <= SEEDS; seed++) {
            assertEarly("LTE", link(seed, 20, 35, 0.5), 0.75);
            assertEarly("hotspot", link(seed, 10, 50, 1), 0.75);
            assertEarly("bonded", link(seed, 50, 45, 0.3), 0.8);
            assertEarly("mesh", link(seed, 60, 8, 0.2), 0.9);
            assertEarly("far", link(seed, 50, 120, 0.5), 0.75);
        }
    }

    private static void assertEarly(String name, LinkModel link, double least) {
        double share = link.throughput(30 * SECOND) / link.carries(MOST, 0);
        assertTrue(name + ": " + share + ", " + link.wasted + " bytes in vain", share >= least);
    }

    @Test
    public void onALinkThatDropsAtMostOneSmallPartIsSentAgainEachTime() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            LinkModel link = link(seed, at -> 1e6, 30, 0, PartPlan.MIN_PART_BYTES);
            while (link.acked < 100_000_000) {
                link.up = true;
                link.runFor(MINUTE);
                link.drop();
                link.runFor(30 * SECOND);
            }
            assertTrue("seed " + seed + ": " + link.lostParts + " in " + link.drops, link.mostLostAtOnce <= 1);
        }
    }

    @Test
    public void onAVerySlowLinkTrialsCostLittle() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            LinkModel link = link(seed, at -> 0.5e6, 50, 5, PartPlan.MIN_PART_BYTES);
            link.runFor(20 * MINUTE);
            assertTrue("seed " + seed + ": " + link.wasted + " of " + link.sent, link.wasted <= 0.05 * link.sent);
            assertEquals(1, link.parallelism.now());
        }
    }

    /** Counted in pieces, a slow link seems to swing; and of two parts none may be cut for having tried four. */
    @Test
    public void ofTwoLargePartsOnAVerySlowLinkHardlyAByteIsSentInVain() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            LinkModel link = link(seed, at -> 0.5e6, 50, 5, 15_000_000);
            link.there = 2;
            link.pieceBytes = 256 * 1024;
            link.runFor(20 * MINUTE);
            assertTrue("seed " + seed + ": " + link.wasted + " of " + link.sent, link.wasted <= 0.05 * link.sent);
        }
    }

    @Test
    public void aLinkThatTurnsSlowIsLeftToFewParts() {
        LinkModel link = link(1, at -> at < 5 * MINUTE ? 100e6 : 2e6, 10, 0.3, PART);
        link.runFor(5 * MINUTE);
        assertTrue(link.parallelism.now() >= 4);
        long before = link.wasted;
        link.runFor(3 * MINUTE);
        assertEquals(1, link.parallelism.now());
        assertTrue("what was on its way goes on: " + (link.wasted - before), link.wasted - before <= PART);
    }

    @Test
    public void aLinkThatTurnsFastIsUsedAgain() {
        LinkModel link = link(1, at -> at < 5 * MINUTE ? 2e6 : 50e6, 30, 0.5, PART);
        link.runFor(5 * MINUTE);
        assertEquals(1, link.parallelism.now());
        link.runFor(4 * MINUTE);
        assertTrue(link.carries(link.parallelism.now(), link.now) >= 0.9 * link.carries(MOST, link.now));
    }

    @Test
    public void partsThatBreakOffTogetherHalveItOnce() {
        LinkModel link = link(1, 50, 60, 0.5);
        link.runFor(2 * MINUTE);
        int before = link.parallelism.now();
        for (int i = 0; i < before; i++) {
            link.parallelism.loss(link.now);
        }
        assertEquals(before / 2, link.parallelism.now());
        link.runFor(11 * SECOND);
        int later = link.parallelism.now();
        link.parallelism.loss(link.now);
        assertEquals(Math.max(1, later / 2), link.parallelism.now());
    }

    @Test
    public void memoryThatRunsShortMakesThemFewer() {
        Parallelism parallelism = new Parallelism(1, MOST);
        parallelism.arrived(0, PART, SECOND / 10);
        assertEquals(4, parallelism.now());
        for (long at = 0; at < 60 * SECOND; at += SECOND) {
            parallelism.look(at, parallelism.now(), at, PART, true);
        }
        assertEquals(1, parallelism.now());
    }

    /** Other links have the rest of the places. */
    @Test
    public void aTrialThatFindsFewerPlacesIsJudgedByThem() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            LinkModel link = link(seed, 50, 45, 0.5);
            link.there = 8;
            double share = link.throughput(150 * SECOND) / link.carries(8, 0);
            assertTrue("seed " + seed + ": " + share, share >= 0.9);
            assertEquals("nothing is cut", 0, link.wasted);
        }
    }

    @Test
    public void aLinkThatStandsStillSaysNothing() {
        Parallelism parallelism = new Parallelism(1, MOST);
        for (long at = 0; at < 60 * SECOND; at += SECOND / 4) {
            parallelism.look(at, parallelism.now(), 0, PART, false);
            assertEquals(0, parallelism.tooMany(parallelism.now()));
        }
        assertEquals(4, parallelism.now());
    }

    @Test
    public void aFirstPartThatHasArrivedCutsNoOther() {
        Parallelism parallelism = new Parallelism(1, MOST);
        parallelism.look(0, 3, 0, PartPlan.MIN_PART_BYTES, false);
        parallelism.arrived(126 * SECOND, PartPlan.MIN_PART_BYTES, 126 * SECOND);
        assertEquals(1, parallelism.now());
        assertEquals(0, parallelism.tooMany(2));
    }

    @Test
    public void anotherLinkIsBegunWithFour() {
        LinkModel link = link(1, at -> at < MINUTE ? 100e6 : 1e6, 60, 0.5, PART);
        link.runFor(MINUTE);
        assertTrue(link.parallelism.now() > 4);
        link.drop();
        link.parallelism.begin(link.now);
        assertEquals(4, link.parallelism.now());
        link.up = true;
        link.runFor(20 * SECOND);
        assertEquals(1, link.parallelism.now());
    }

    @Test
    public void theBoundsHoldWhateverHappens() {
        Parallelism fixed = new Parallelism(8, 8);
        LinkModel link = new LinkModel(fixed, 1, at -> 50e6, 0.1, 0.005, PART);
        link.runFor(MINUTE);
        link.drop();
        assertEquals(8, fixed.now());
        fixed.bounds(1, 2, link.now);
        assertEquals(2, fixed.now());
    }

    @Test
    public void whileTooFewPartsAreThereNothingIsDecided() {
        Parallelism parallelism = new Parallelism(1, MOST);
        parallelism.arrived(0, PART, SECOND / 10);
        for (long at = 0; at < 10 * MINUTE; at += SECOND / 2) {
            parallelism.look(at, 1, at / 100, PART, false);
        }
        assertEquals(4, parallelism.now());
    }
}
