package io.rushline.uploader.c2c;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import org.junit.Test;

/** Settings, file types and the meter. */
public class SmallPartsTest {

    @Test
    public void settingsOutOfTheirRangeAreNamed() {
        long part = PartPlan.MIN_PART_BYTES;
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Rig.limits(0, 2, Duration.ZERO, part)).getMessage().startsWith("parallelParts is 0"));
        assertThrows(IllegalArgumentException.class, () -> Rig.limits(4, 17, Duration.ZERO, part));
        assertThrows(IllegalArgumentException.class, () -> Rig.limits(4, 2, Duration.ofSeconds(-1), part));
        assertThrows(IllegalArgumentException.class, () -> Rig.limits(4, 2, Duration.ZERO, part - 1));
    }

    @Test
    public void theWayOnSlowLinksIsOneOfTwo() {
        assertEquals(SlowLinks.PLAIN, SlowLinks.of("plain"));
        assertEquals(SlowLinks.REALTIME, SlowLinks.of("realtime"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> SlowLinks.of("fast")).getMessage().startsWith("slowLinks is fast"));
    }

    @Test
    public void typesGoByTheLastExtensionInAnyCase() {
        FileTypes types = new FileTypes();
        assertEquals("video/quicktime", types.of("A001_C002.MOV"));
        assertEquals("video/mp4", types.of("a.b.mp4"));
        assertEquals("audio/x-wav", types.of("T01.wav"));
        assertEquals("image/jpeg", types.of("x.jpg"));
        assertEquals("application/octet-stream", types.of("mov.unknown"));
        assertEquals("application/octet-stream", types.of("no extension"));
        assertEquals("application/octet-stream", types.of("ends with."));
    }

    @Test
    public void theRateIsThatOfTheLastThreeSeconds() {
        Meter meter = new Meter();
        for (int i = 0; i < 100; i++) {
            meter.add(i * 100_000_000L, 125_000);
        }
        long now = 9_900_000_000L;
        assertEquals(10_000_000, meter.bitsPerSecond(now), 1_000_000);
        assertEquals(0, meter.bitsPerSecond(now + 4_000_000_000L));
        meter.wasted(7);
        assertEquals(7, meter.wastedBytes());
    }
}
