package io.rushline.console.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Hashes passwords and compares them, slowly (PBKDF2-HMAC-SHA256; OWASP Password Storage Cheat Sheet). Any thread. */
final class Passwords {

    static final int ITERATIONS = 310_000;
    static final int MIN_LENGTH = 8;
    static final int MAX_LENGTH = 1024;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;

    private final int iterations;
    private final SecureRandom chance;

    Passwords(int iterations, SecureRandom chance) {
        this.iterations = iterations;
        this.chance = chance;
    }

    /**
     * A password as it is kept.
     *
     * @param salt hex digits
     * @param hash hex digits
     */
    record Hashed(String salt, int iterations, String hash) {
        /** Without the hash. */
        @Override
        public String toString() {
            return "Hashed[" + iterations + " iterations]";
        }
    }

    Hashed hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        chance.nextBytes(salt);
        return new Hashed(HexFormat.of().formatHex(salt), iterations, HexFormat.of().formatHex(derive(password, salt, iterations)));
    }

    /** In constant time for a given number of iterations. */
    boolean matches(String password, Hashed kept) {
        HexFormat hex = HexFormat.of();
        return MessageDigest.isEqual(derive(password, hex.parseHex(kept.salt()), kept.iterations()), hex.parseHex(kept.hash()));
    }

    private static byte[] derive(String password, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
        }
    }
}
