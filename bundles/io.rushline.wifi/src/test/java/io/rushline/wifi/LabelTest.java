package io.rushline.wifi;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.vault.api.VaultException;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.Test;

public class LabelTest {

    private final FakeVault vault = new FakeVault();

    @Test
    public void itIsMadeOnceAndStaysWhateverBecomesOfTheRadio() throws Exception {
        Label first = load(Optional.of("02:00:00:00:1a:2b"));
        assertEquals("Rushline-1a2b", first.name());
        assertTrue(first.password(), first.password().matches("[a-hjkmnp-z2-9]{12}"));
        assertEquals(first, load(Optional.of("02:00:00:00:ff:ff")));
        assertFalse(first.toString().contains(first.password()));
    }

    @Test
    public void twoDevicesHaveNotTheSamePassword() throws Exception {
        Label one = load(Optional.empty());
        vault.kept.clear();
        assertNotEquals(one.password(), load(Optional.empty()).password());
        assertTrue(one.name(), one.name().matches("Rushline-[0-9a-f]{4}"));
    }

    @Test
    public void oneThatWasLostIsMadeAnewAndOneThatIsAwayIsNot() throws Exception {
        load(Optional.empty());
        vault.trouble = VaultException.Code.UNAVAILABLE;
        assertThrows(VaultException.class, () -> load(Optional.empty()));
        vault.trouble = VaultException.Code.TAMPERED;
        Label anew = load(Optional.empty());
        vault.trouble = null;
        assertEquals(anew, load(Optional.empty()));
    }

    private Label load(Optional<String> address) throws VaultException {
        return Label.load(vault, () -> address, new SecureRandom());
    }
}
