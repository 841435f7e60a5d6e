package io.rushline.network.nm;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.rushline.network.api.NetworkException;
import io.rushline.network.api.NetworkException.Code;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.freedesktop.dbus.types.Variant;
import org.junit.Test;

public class CountryTest {

    private final Supplicant supplicant = new Supplicant();
    private final Kept kept = new Kept();
    private final Country country = new Country(supplicant, kept);

    @Test
    public void eachRadioIsToldAndItIsKept() throws Exception {
        country.set(Optional.of("DE"));
        assertEquals(List.of("/0 DE", "/1 DE"), supplicant.told);
        assertEquals(Optional.of("DE"), country.wanted());
        country.remind();
        assertEquals(4, supplicant.told.size());
    }

    @Test
    public void nobodysWishIsNotTold() {
        country.remind();
        assertEquals(List.of(), supplicant.told);
    }

    @Test
    public void whoTakesItBackHasWhatAllCountriesAllow() throws Exception {
        country.set(Optional.of("DE"));
        country.set(Optional.empty());
        assertEquals("/1 00", supplicant.told.get(3));
        assertEquals(Optional.empty(), country.wanted());
    }

    @Test
    public void whatIsNoCountryIsRefused() {
        for (String wrong : List.of("de", "XX", "00", "DEU", "D\u00c9")) {
            NetworkException refusal = assertThrows(wrong, NetworkException.class, () -> country.set(Optional.of(wrong)));
            assertEquals(wrong, Code.BAD_SETTINGS, refusal.code());
        }
        assertEquals(List.of(), supplicant.told);
    }

    @Test
    public void withoutASupplicantItIsSaidAndNothingKept() {
        supplicant.there = false;
        assertEquals(Code.NO_SUPPLICANT, assertThrows(NetworkException.class, () -> country.set(Optional.of("DE"))).code());
        assertEquals(Optional.empty(), country.wanted());
        kept.country = "DE";
        country.remind(); // it is told when the supplicant is there
    }

    private static final class Kept implements Country.Store {
        private String country = "";

        @Override
        public String country() {
            return country;
        }

        @Override
        public void keepCountry(String wanted) {
            country = wanted;
        }
    }

    /** Two radios. */
    private static final class Supplicant implements Caller {
        private final List<String> told = new ArrayList<>();
        private boolean there = true;

        @Override
        public Object[] call(String path, String type, String method, String signature, Object... arguments) throws BusException {
            if (!there) {
                throw new BusException("org.freedesktop.DBus.Error.ServiceUnknown", "none", null);
            }
            if (method.equals("Set")) {
                told.add(path + " " + ((Variant<?>) arguments[2]).getValue());
            }
            return new Object[] {Map.of("Interfaces", new Variant<>(List.of("/0", "/1"), "as"))};
        }

        @Override
        public Closeable listen(Consumer<Bus.Signal> listener) {
            return () -> { };
        }
    }
}
