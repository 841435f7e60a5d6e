package io.rushline.uploader.c2c;

import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import io.rushline.queue.api.Checksums;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** All checksums of the beginning of a clip, and that of the part which is read now, taken together. One thread at a time. */
final class Digests {

    private final MessageDigest sha256;
    private final Optional<MessageDigest> sha512;
    private final HashStream128 whole;
    private final HashStream64 part;

    private Digests(MessageDigest sha256, Optional<MessageDigest> sha512, HashStream128 whole, HashStream64 part) {
        this.sha256 = sha256;
        this.sha512 = sha512;
        this.whole = whole;
        this.part = part;
    }

    /** @param c4 also take a C4 id, which costs a SHA-512 */
    static Digests begin(boolean c4) {
        return new Digests(digest("SHA-256"), c4 ? Optional.of(digest("SHA-512")) : Optional.empty(), Hashing.xxh3_128().hashStream(), ofPart());
    }

    /** The checksum of a part, as {@link io.rushline.queue.api.Receipt} has it. */
    static HashStream64 ofPart() {
        return Hashing.xxh3_64().hashStream();
    }

    /** The same so far; the two go on apart. */
    Digests copy() {
        return new Digests(copy(sha256), sha512.map(Digests::copy), whole.copy(), part.copy());
    }

    void add(byte[] bytes, int length) {
        sha256.update(bytes, 0, length);
        sha512.ifPresent(digest -> digest.update(bytes, 0, length));
        whole.putBytes(bytes, 0, length);
        part.putBytes(bytes, 0, length);
    }

    /** The checksum of the part that ends here; what follows is another one. */
    long endPart() {
        long checksum = part.getAsLong();
        part.reset();
        return checksum;
    }

    /** Of all that was added; nothing can be added after that. */
    Checksums end() {
        HashValue128 xxh128 = whole.get();
        HexFormat hex = HexFormat.of();
        return new Checksums(hex.formatHex(sha256.digest()),
                hex.toHexDigits(xxh128.getMostSignificantBits()) + hex.toHexDigits(xxh128.getLeastSignificantBits()),
                sha512.map(digest -> C4.of(digest.digest())));
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has " + algorithm, e);
        }
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's own digests can be copied", e);
        }
    }
}
