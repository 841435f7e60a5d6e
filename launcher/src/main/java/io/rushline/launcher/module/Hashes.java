package io.rushline.launcher.module;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** SHA-256, in lower-case hexadecimal. */
public final class Hashes {

    private Hashes() {
    }

    /** @param how beside reading: whether links are followed */
    public static String sha256(Path file, OpenOption... how) throws IOException {
        try (InputStream in = Files.newInputStream(file, how)) {
            return sha256(in);
        }
    }

    /** @param told as features write it, {@code sha256:…}; empty: whatever it is will do */
    public static boolean isAsTold(Path jar, Optional<String> told) throws IOException {
        return told.isEmpty() || told.get().equals("sha256:" + sha256(jar));
    }

    static String sha256(InputStream in) throws IOException {
        MessageDigest digest = sha256();
        in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
