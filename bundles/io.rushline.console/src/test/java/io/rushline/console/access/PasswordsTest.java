package io.rushline.console.access;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.security.SecureRandom;
import org.junit.Test;

public class PasswordsTest {

    @Test
    public void aHashMatchesItsPasswordOnlyAndNoTwoAreAlike() {
        Passwords passwords = new Passwords(1_000, new SecureRandom());
        Passwords.Hashed one = passwords.hash("pässword 🎬");
        assertTrue(passwords.matches("pässword 🎬", one));
        assertFalse(passwords.matches("pässword", one));
        assertNotEquals(one.hash(), passwords.hash("pässword 🎬").hash());
    }

    /** RFC 7914, section 11: PBKDF2-HMAC-SHA-256 of "Password" and "NaCl", 80000 rounds, the first 32 bytes. */
    @Test
    public void theHashIsThatOfTheStandard() {
        assertTrue(new Passwords(1, new SecureRandom()).matches("Password",
                new Passwords.Hashed("4e61436c", 80_000, "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56")));
    }

    @Test
    public void hashingIsAsSlowAsTheGuidesSay() {
        assertTrue(Passwords.ITERATIONS >= 310_000);
        assertEquals(Passwords.ITERATIONS, new Passwords(Passwords.ITERATIONS, new SecureRandom()).hash("a password").iterations());
    }
}
