package io.rushline.network.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The name of a Wi-Fi: 1 to 32 bytes of any kind (IEEE 802.11, 9.4.2.2), mostly UTF-8.
 *
 * @param hex its bytes, two lower-case digits each
 */
public record Ssid(String hex) {

    private static final int LONGEST = 32;

    public Ssid {
        int bytes = HexFormat.of().parseHex(hex).length;
        if (bytes == 0 || bytes > LONGEST || !hex.equals(hex.toLowerCase(java.util.Locale.ROOT))) {
            throw new IllegalArgumentException("A Wi-Fi's name has 1 to 32 bytes, but this one has " + bytes + ".");
        }
    }

    public static Ssid of(byte[] bytes) {
        return new Ssid(HexFormat.of().formatHex(bytes));
    }

    public static Ssid of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    /** For people: as text where it is UTF-8 without control characters, else {@code 0x} and the bytes. */
    public String text() {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes())).toString();
            return text.codePoints().noneMatch(Character::isISOControl) ? text : "0x" + hex;
        } catch (CharacterCodingException notText) {
            return "0x" + hex;
        }
    }

    @Override
    public String toString() {
        return text();
    }
}
