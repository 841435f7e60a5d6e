package io.rushline.uploader.c2c;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.rushline.queue.api.Part;
import java.util.List;
import org.junit.Test;

public class PartPlanTest {

    private static final long MIB = 1L << 20;

    private static List<Long> sizes(long clip, int urls) {
        return PartPlan.of(clip, urls).stream().map(Part::sizeBytes).toList();
    }

    @Test
    public void theExamplesOfTheGuideComeOut() {
        assertEquals(List.of(10_568_125L, 10_568_125L), sizes(21_136_250, 2));
        assertEquals(List.of(25_000_001L, 25_000_001L, 25_000_001L, 24_999_998L), sizes(100_000_001, 4));
        assertEquals(List.of(5L), sizes(5, 1));
        assertEquals(List.of(0L), sizes(0, 1));
    }

    @Test
    public void partsFollowOneAnotherWithoutGap() {
        long at = 0;
        int number = 1;
        for (Part part : PartPlan.of(5_497_558_138_880L, 10_000)) {
            assertEquals(number++, part.number());
            assertEquals(at, part.offsetBytes());
            at += part.sizeBytes();
        }
        assertEquals(5_497_558_138_880L, at);
    }

    @Test
    public void whatCannotBeLaidOverTheUrlsIsRefused() {
        for (Object[] bad : new Object[][] {{10L, 0}, {10L, 10_001}, {10L, 11}, {0L, 2}, {10L, 6}, {PartPlan.MAX_PART_BYTES + 1, 1}}) {
            assertThrows(IllegalArgumentException.class, () -> PartPlan.of((long) bad[0], (int) bad[1]));
        }
    }

    @Test
    public void asManyPartsAreAskedForAsGiveTheWantedSizeAndNoneIsTooSmall() {
        assertEquals(1, PartPlan.wanted(0, 25 * MIB));
        assertEquals(1, PartPlan.wanted(25 * MIB, 25 * MIB));
        assertEquals(2, PartPlan.wanted(25 * MIB + 1, 25 * MIB));
        assertEquals(1, PartPlan.wanted(5 * MIB + 1, 5 * MIB));
        assertEquals(2, PartPlan.wanted(10 * MIB, 5 * MIB));
        assertEquals("few enough URLs to keep in memory", 2_000, PartPlan.wanted(PartPlan.MAX_CLIP_BYTES, 25 * MIB));
    }
}
