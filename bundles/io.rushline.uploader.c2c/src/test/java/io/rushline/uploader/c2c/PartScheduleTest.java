package io.rushline.uploader.c2c;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.queue.api.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.Test;

/** The schedule of real-time parts, and what is planned by it. */
public class PartScheduleTest {

    private static final long MIB = 1L << 20;

    @Test
    public void tenThousandPartsHoldTheLargestClipAndNoneIsTooSmallOrTooLarge() {
        long offset = 0;
        long before = 0;
        for (int number = 1; number <= PartPlan.MAX_PARTS; number++) {
            Part part = PartSchedule.part(number);
            assertEquals(offset, part.offsetBytes());
            assertTrue(part.sizeBytes() >= PartPlan.MIN_PART_BYTES && part.sizeBytes() <= PartPlan.MAX_PART_BYTES);
            assertTrue("part " + number + " grows slowly", part.sizeBytes() >= before && (before == 0 || part.sizeBytes() - before <= before / 1_000));
            before = part.sizeBytes();
            offset += before;
        }
        assertTrue(offset + " bytes", offset >= 5_497_558_138_880L);
    }

    @Test
    public void anHourOfProxiesIsSentInTheSmallestParts() {
        int number = 1;
        while (PartSchedule.offset(number) < 12_000_000L / 8 * 3_600) {
            number++;
        }
        assertTrue(PartSchedule.size(number) < 6 * MIB);
    }

    @Test
    public void aNumberHasTheSameRangeInAnyVersion() {
        assertEquals(5 * MIB, PartSchedule.size(1_000));
        assertEquals(5_242_880_000L, PartSchedule.offset(1_001));
        assertEquals(5_246_792, PartSchedule.size(1_001));
        assertEquals(4_318_482_216L, PartSchedule.size(10_000));
    }

    /** Whatever the growth, whenever it is begun anew: in the end the parts cover the clip once, and only the last one may be small. */
    @Test
    public void howeverAFileGrowsItsPartsCoverItOnceAndTheLastOneIsTheLast() {
        for (int seed = 0; seed < 300; seed++) {
            Random chance = new Random(seed);
            boolean headLast = chance.nextBoolean();
            RealtimePlan plan = new RealtimePlan();
            List<Part> all = new ArrayList<>();
            long size = 0;
            for (int step = chance.nextInt(30); step >= 0; step--) {
                size += chance.nextInt(4) == 0 ? PartPlan.MIN_PART_BYTES : chance.nextLong(40 * MIB);
                long there = size;
                List<Part> next = plan.next(there, false, headLast);
                assertTrue(next.stream().allMatch(p -> p.offsetBytes() + p.sizeBytes() < there && p.equals(PartSchedule.part(p.number()))));
                assertTrue(!headLast || next.stream().noneMatch(p -> p.number() == 1));
                plan.add(next);
                all.addAll(next);
                if (chance.nextInt(5) == 0) {
                    plan = RealtimePlan.of(all, Long.MAX_VALUE);
                }
            }
            List<Part> rest = plan.next(size, true, headLast);
            plan.add(rest);
            all.addAll(rest);
            assertTrue(plan.covers(size));
            assertEquals(List.of(), plan.next(size, true, headLast));
            all.sort(Comparator.comparingInt(Part::number));
            long offset = 0;
            Set<Integer> numbers = new HashSet<>();
            for (Part part : all) {
                assertEquals("seed " + seed, offset, part.offsetBytes());
                assertTrue(numbers.add(part.number()));
                assertTrue(part.sizeBytes() > 0 && (part.number() == plan.last() || part.sizeBytes() >= PartPlan.MIN_PART_BYTES));
                offset += part.sizeBytes();
            }
            assertEquals(size, offset);
            assertTrue("as the queue has it", RealtimePlan.of(all, size).covers(size));
        }
    }

    @Test
    public void partsThatAreNotOfTheScheduleAreRefused() {
        refused(Part.toSend(3, PartSchedule.offset(3), PartSchedule.size(3)));
        refused(PartSchedule.part(1), PartSchedule.part(3));
        refused(Part.toSend(1, 1, PartSchedule.size(1)));
        refused(Part.toSend(1, 0, PartSchedule.size(1) + 1));
        refused(Part.toSend(1, 0, 100));
        refused(Part.toSend(0, 0, 100));
        refused(PartSchedule.part(2), PartSchedule.part(2));
    }

    private static void refused(Part... parts) {
        assertThrows(IllegalArgumentException.class, () -> RealtimePlan.of(List.of(parts), 20 * MIB));
    }
}
