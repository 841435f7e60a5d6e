package io.rushline.simulator;

import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Names that nobody can guess, from the randomness given. */
final class Ids {

    private Ids() { }

    /** A random UUID (RFC 9562, version 4). */
    static String uuid(RandomGenerator random) {
        long high = random.nextLong() & ~0xF000L | 0x4000L;
        long low = random.nextLong() & ~(3L << 62) | 1L << 63;
        return new UUID(high, low).toString();
    }

    /** 256 bits as URL-safe text. */
    static String secret(RandomGenerator random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Six digits. */
    static String userCode(RandomGenerator random) {
        return String.format(Locale.ROOT, "%06d", random.nextInt(1_000_000));
    }
}
