package io.rushline.uploader.c2c;

import java.math.BigInteger;

/** Writes a SHA-512 as a C4 id (SMPTE ST 2114): {@code c4}, then the number in base 58, filled up to 88 digits. */
final class C4 {

    private static final String DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());
    private static final int LENGTH = 90;

    private C4() {
    }

    static String of(byte[] sha512) {
        StringBuilder backwards = new StringBuilder(LENGTH);
        for (BigInteger left = new BigInteger(1, sha512); left.signum() > 0;) {
            BigInteger[] step = left.divideAndRemainder(BASE);
            backwards.append(DIGITS.charAt(step[1].intValue()));
            left = step[0];
        }
        while (backwards.length() < LENGTH - 2) {
            backwards.append(DIGITS.charAt(0));
        }
        return backwards.append("4c").reverse().toString();
    }
}
