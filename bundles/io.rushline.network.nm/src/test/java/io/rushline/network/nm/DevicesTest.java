package io.rushline.network.nm;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.rushline.network.api.Ssid;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class DevicesTest {

    private static final Ssid STAGE = Ssid.of("Stage 4");

    @Test
    public void whatTakesWpa3IsToldFromWhatDoesNot() {
        assertTrue(hearsWpa3(STAGE, 0x400));
        assertTrue("both", hearsWpa3(STAGE, 0x500));
        assertFalse("WPA2 alone", hearsWpa3(STAGE, 0x100));
        assertFalse("another network", hearsWpa3(Ssid.of("Stage 5"), 0x400));
    }

    private static boolean hearsWpa3(Ssid there, long flags) {
        Snapshot now = new Snapshot(Map.of("/d/1", Map.of(Nm.WIRELESS, new Props(Map.of("AccessPoints", List.of("/p/1")))),
                "/p/1", Map.of(Nm.ACCESS_POINT, new Props(Map.of("Ssid", there.bytes(), "RsnFlags", flags)))));
        return Devices.hearsWpa3(now, "/d/1", STAGE);
    }
}
