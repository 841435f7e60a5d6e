package io.rushline.queue.derby;

import io.rushline.queue.api.ItemId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Fingerprints of items that are not known by that of their file. */
final class Prints {

    private Prints() {
    }

    /** The same for the same item, and nobody else's. */
    static String derived(String fingerprint, ItemId item) {
        try {
            byte[] text = (fingerprint + ":" + item).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }
}
