package io.rushline.network.nm;

import io.rushline.network.api.NetworkException;
import io.rushline.network.api.NetworkException.Code;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.freedesktop.dbus.types.Variant;

/** Tells wpa_supplicant by which country's rules the radios send; it forgets when it starts again, and each adapter has to be told (its D-Bus API). */
final class Country {

    /** Keeps it over restarts. */
    interface Store {
        /** Two capital letters; empty: nobody has said. */
        String country();

        /** It holds from now on. */
        void keepCountry(String wanted) throws IOException;
    }

    static final String SUPPLICANT = "fi.w1.wpa_supplicant1";

    private static final System.Logger LOG = System.getLogger(Country.class.getName());
    private static final String ROOT = "/fi/w1/wpa_supplicant1";
    private static final String INTERFACE = SUPPLICANT + ".Interface";
    /** What all countries allow. */
    private static final String WORLD = "00";

    private final Caller supplicant;
    private final Store store;

    Country(Caller supplicant, Store store) {
        this.supplicant = supplicant;
        this.store = store;
    }

    Optional<String> wanted() {
        return Optional.of(store.country()).filter(code -> !code.isEmpty());
    }

    void set(Optional<String> wanted) throws NetworkException {
        String code = wanted.orElse("");
        Drafts.expect(code.isEmpty() || List.of(Locale.getISOCountries()).contains(code),
                "the country is \"" + code + "\"; two capital letters of ISO 3166 are expected, such as DE, GB or US");
        try {
            tell(code.isEmpty() ? WORLD : code);
            store.keepCountry(code);
        } catch (BusException failed) {
            NetworkException why = Reasons.of(failed);
            throw why.code() == Code.UNAVAILABLE ? new NetworkException(Code.NO_SUPPLICANT, "", failed) : why;
        } catch (IOException unkept) {
            throw new NetworkException(Code.FAILED, "the country cannot be kept: look at the disk of the home", unkept);
        }
    }

    /** Somebody may have forgotten it. */
    void remind() {
        wanted().ifPresent(code -> {
            try {
                tell(code);
            } catch (BusException failed) {
                LOG.log(System.Logger.Level.INFO, "The country " + code + " cannot be told to the radios now: " + failed.getMessage());
            }
        });
    }

    private void tell(String code) throws BusException {
        BusException refused = null;
        for (String each : Props.of(Values.plain(supplicant.call(ROOT, Nm.PROPERTIES, "GetAll", "s", SUPPLICANT)[0])).texts("Interfaces")) {
            try {
                supplicant.call(each, Nm.PROPERTIES, "Set", "ssv", INTERFACE, "Country", new Variant<>(code));
            } catch (BusException failed) {
                refused = failed; // one that was just unplugged keeps nobody else from hearing it
            }
        }
        if (refused != null) {
            throw refused;
        }
    }
}
