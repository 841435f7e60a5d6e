package io.rushline.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.List;
import org.junit.Test;

public class PartPlanTest {

    @Test
    public void theWorkedExamplesOfTheGuideComeOut() throws Refusal {
        assertEquals(List.of(10_568_125L, 10_568_125L), sizes(21_136_250, 2));
        assertEquals(List.of(25_000_001L, 25_000_001L, 25_000_001L, 24_999_998L), sizes(100_000_001, 4));
        assertEquals(List.of(5L), sizes(5, 1));
    }

    @Test
    public void anEmptyClipIsOneEmptyPart() throws Refusal {
        assertEquals(1, PartPlan.usualCount(0));
        assertEquals(List.of(0L), sizes(0, 1));
    }

    @Test
    public void withoutAWishThereIsOneUrlForEach25MiB() {
        assertEquals(1, PartPlan.usualCount(25L << 20));
        assertEquals(2, PartPlan.usualCount((25L << 20) + 1));
        assertEquals(10_000, PartPlan.usualCount(PartPlan.MAX_FILE));
    }

    @Test
    public void partsThatAreTooSmallOrTooLargeAreRefused() throws Refusal {
        assertEquals(2, sizes(10L << 20, 2).size());
        assertThrows(Refusal.class, () -> sizes((10L << 20) - 2, 2));
        assertThrows(Refusal.class, () -> sizes(PartPlan.MAX_PART + 1, 1));
    }

    @Test
    public void theGreatestClipIsCutIntoPartsThatAddUp() throws Refusal {
        assertEquals(PartPlan.MAX_FILE, sizes(PartPlan.MAX_FILE, 10_000).stream().mapToLong(Long::longValue).sum());
    }

    private static List<Long> sizes(long filesize, int parts) throws Refusal {
        return List.copyOf(PartPlan.split(filesize, parts).values());
    }
}
