package io.rushline.uploader.c2c;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.rushline.uploader.api.Bandwidth;
import java.io.IOException;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

public class ChosenBandwidthTest {

    private Dictionary<?, ?> kept;
    private boolean full;
    private final ChosenBandwidth chosen = new ChosenBandwidth(Fake.of(ConfigurationAdmin.class, (method, arguments) -> Fake.of(Configuration.class, this::configuration)));

    private Object configuration(String method, Object[] arguments) throws IOException {
        if (method.equals("update")) {
            if (full) {
                throw new IOException("No space left on device");
            }
            kept = (Dictionary<?, ?>) arguments[0];
        }
        return method.equals("getProperties") ? kept : null;
    }

    @Test
    public void whatWasChosenIsReadAgain() throws IOException {
        assertEquals("nobody has chosen", Optional.empty(), chosen.read());
        for (Bandwidth wanted : new Bandwidth[] {Bandwidth.UNLIMITED, BandwidthLines.parse(64_000, "Mon-Fri 08:00-18:00 0", "Sat,Sun 22:00-06:00 16000")}) {
            chosen.keep(wanted);
            assertEquals(Optional.of(wanted), chosen.read());
        }
        full = true;
        assertThrows(IOException.class, () -> chosen.keep(Bandwidth.UNLIMITED));
    }

    @Test
    public void whatCannotBeReadCountsAsNotChosen() {
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(Map.of(), Map.of("bitsPerSecond", "much", "timetable", new String[0]),
                Map.of("bitsPerSecond", 5L, "timetable", new String[0]), Map.of("bitsPerSecond", 0L, "timetable", new String[] {"always"}))) {
            kept = new Hashtable<>(wrong);
            assertEquals(Optional.empty(), chosen.read());
        }
    }
}
