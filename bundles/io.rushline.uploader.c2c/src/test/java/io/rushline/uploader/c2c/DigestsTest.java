package io.rushline.uploader.c2c;

import static org.junit.Assert.assertEquals;

import com.dynatrace.hash4j.hashing.HashStream64;
import io.rushline.queue.api.Checksums;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.Test;

/** Against what xxHash, FIPS 180-4 and the C4 framework publish. */
public class DigestsTest {

    private static final String ABC_SHA256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static Checksums of(String text, boolean c4) {
        Digests digests = Digests.begin(c4);
        for (byte b : text.getBytes(StandardCharsets.US_ASCII)) {
            digests.add(new byte[] {b, 99}, 1);
        }
        return digests.end();
    }

    private static String part(String text) {
        HashStream64 stream = Digests.ofPart();
        stream.putBytes(text.getBytes(StandardCharsets.US_ASCII));
        return "%016x".formatted(stream.getAsLong());
    }

    @Test
    public void aWholeClipHasTheKnownChecksums() {
        assertEquals(new Checksums(ABC_SHA256, "06b05ab6733a618578af5f94892f3950", Optional.empty()), of("abc", false));
        assertEquals(new Checksums("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "99aa06d3014798d86001c324468d497f",
                Optional.of("c459dsjfscH38cYeXXYogktxf4Cd9ibshE3BHUo6a58hBXmRQdZrAkZzsWcbWtDg5oQstpDuni4Hirj75GEmTc1sFT")), of("", true));
        assertEquals(Optional.of("c43zYcLni5LF9rR4Lg4B8h3Jp8SBwjcnyyeh4bc6gTPHndKuKdjUWx1kJPYhZxYt3zV6tQXpDs2shPsPYjgG81wZM1"), of("alfa", true).c4());
    }

    @Test
    public void aC4IdIsFilledUpWithOnes() {
        assertEquals("c4" + "1".repeat(88), C4.of(new byte[64]));
        byte[] one = new byte[64];
        one[63] = 58;
        assertEquals("c4" + "1".repeat(86) + "21", C4.of(one));
    }

    @Test
    public void aPartHasTheKnownChecksumAndTheNextOneBeginsAnew() {
        assertEquals("2d06800538d394c2", part(""));
        assertEquals("78af5f94892f3950", part("abc"));
        Digests digests = Digests.begin(false);
        digests.add("ab".getBytes(StandardCharsets.US_ASCII), 2);
        Digests other = digests.copy();
        other.add("x".getBytes(StandardCharsets.US_ASCII), 1);
        digests.add("c".getBytes(StandardCharsets.US_ASCII), 1);
        assertEquals(part("abc"), "%016x".formatted(digests.endPart()));
        assertEquals(part("abx"), "%016x".formatted(other.endPart()));
        assertEquals(part(""), "%016x".formatted(digests.endPart()));
        assertEquals(ABC_SHA256, digests.end().sha256());
    }
}
