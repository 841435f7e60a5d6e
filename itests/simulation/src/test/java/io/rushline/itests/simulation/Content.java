package io.rushline.itests.simulation;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32C;

/**
 * What stands in a file, without holding it: one stretch of random bytes, read from some place on, and from another place on behind a border.
 *
 * @param border where the second begins
 * @param head   where reading begins for what stands before the border
 * @param tail   the same behind it
 */
record Content(long border, int head, int tail) {

    private static final int BLOCK = 1 << 16;
    private static final byte[] RANDOM = random();

    private static byte[] random() {
        byte[] bytes = new byte[2 * BLOCK];
        new Random(4711).nextBytes(bytes);
        System.arraycopy(bytes, 0, bytes, BLOCK, BLOCK);
        return bytes;
    }

    void read(long offset, byte[] to, int at, int length) {
        for (int done = 0; done < length;) {
            long from = offset + done;
            boolean before = from < border;
            int start = (int) ((from + (before ? head : tail)) & (BLOCK - 1));
            long fits = Math.min(BLOCK, before ? border - from : Long.MAX_VALUE);
            int some = (int) Math.min(length - done, fits);
            System.arraycopy(RANDOM, start, to, at + done, some);
            done += some;
        }
    }

    long crc(long offset, long size) {
        CRC32C crc = new CRC32C();
        byte[] piece = new byte[(int) Math.min(size, BLOCK)];
        for (long done = 0; done < size;) {
            int some = (int) Math.min(piece.length, size - done);
            read(offset + done, piece, 0, some);
            crc.update(piece, 0, some);
            done += some;
        }
        return crc.getValue();
    }

    String sha256(long size) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] piece = new byte[(int) Math.max(1, Math.min(size, BLOCK))];
            for (long done = 0; done < size;) {
                int some = (int) Math.min(piece.length, size - done);
                read(done, piece, 0, some);
                digest.update(piece, 0, some);
                done += some;
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
