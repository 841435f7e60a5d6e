package io.rushline.wifi;

import static org.junit.Assert.assertEquals;

import java.util.List;
import org.junit.Test;

public class GuestsTest {

    @Test
    public void whoHasAnsweredOnThatLinkIsThere() {
        List<String> lines = List.of("IP address       HW type     Flags       HW address            Mask     Device",
                "10.42.0.57       0x1         0x2         02:00:00:00:02:00     *        wlan0", "10.0.0.9         0x1         0x0         00:00:00:00:00:00     *        wlan1");
        assertEquals(List.of("10.42.0.57"), Guests.on("wlan0", lines));
        assertEquals(List.of(), Guests.on("wlan1", lines));
        assertEquals(List.of(), Guests.on("Device", lines));
    }
}
