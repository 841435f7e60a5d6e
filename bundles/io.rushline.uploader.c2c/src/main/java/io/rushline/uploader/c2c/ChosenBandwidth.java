package io.rushline.uploader.c2c;

import io.rushline.uploader.api.Bandwidth;
import java.io.IOException;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Optional;
import org.osgi.service.cm.ConfigurationAdmin;

/** What people have chosen in place of the bandwidth that an integrator has set. A configuration by itself: it stays when the integrator's settings change. */
final class ChosenBandwidth {

    private static final System.Logger LOG = System.getLogger(ChosenBandwidth.class.getName());
    private static final String PID = C2cUploader.PID + ".bandwidth";
    private static final String LIMIT = "bitsPerSecond";
    private static final String TIMETABLE = "timetable";

    private final ConfigurationAdmin configurations;

    ChosenBandwidth(ConfigurationAdmin configurations) {
        this.configurations = configurations;
    }

    /** Empty: nobody has chosen, or it cannot be read any more, which the log says. */
    Optional<Bandwidth> read() {
        try {
            Dictionary<String, Object> kept = configurations.getConfiguration(PID, null).getProperties();
            return kept == null ? Optional.empty() : Optional.of(BandwidthLines.parse((Long) kept.get(LIMIT), (String[]) kept.get(TIMETABLE)));
        } catch (IOException | RuntimeException unusable) {
            LOG.log(System.Logger.Level.WARNING, "The bandwidth limit that was chosen cannot be read; the settings hold", unusable);
            return Optional.empty();
        }
    }

    /** @throws IOException it could not be kept */
    void keep(Bandwidth wanted) throws IOException {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(LIMIT, wanted.bitsPerSecond());
        properties.put(TIMETABLE, BandwidthLines.of(wanted));
        configurations.getConfiguration(PID, null).update(properties);
    }
}
