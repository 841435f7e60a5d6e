package io.rushline.media;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes clips of few bytes, and broken ones. */
final class Bytes {

    private Bytes() {
    }

    static byte[] join(byte[]... pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] u32(long value) {
        return ByteBuffer.allocate(4).putInt((int) value).array();
    }

    static byte[] u16(int value) {
        return ByteBuffer.allocate(2).putShort((short) value).array();
    }

    static byte[] u64(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }

    static byte[] box(String type, byte[]... content) {
        byte[] all = join(content);
        return join(u32(8 + all.length), text(type), all);
    }

    static long since1904(Instant time) {
        return time.getEpochSecond() + 2_082_844_800L;
    }

    static byte[] movie(long since1904) {
        return box("moov", box("udta", new byte[20]), box("mvhd", u32(0), u32(since1904), u32(since1904), new byte[88]));
    }

    /** EXIF data with these texts, either byte order's TIFF: an IFD0 that leads to an EXIF IFD. */
    static byte[] tiff(String time, String offset) {
        List<byte[]> entries = new ArrayList<>();
        int valuesAt = 26 + 2 + 2 * 12 + 4;
        byte[] timeBytes = text(time + "\0");
        byte[] offsetBytes = text(offset + "\0");
        entries.add(entry(0x9003, 2, timeBytes.length, valuesAt));
        entries.add(entry(0x9011, 2, offsetBytes.length, valuesAt + timeBytes.length));
        return join(text("MM"), u16(42), u32(8), u16(1), entry(0x8769, 4, 1, 26), u32(0), u16(2), join(entries.toArray(byte[][]::new)), u32(0),
                timeBytes, offsetBytes);
    }

    static byte[] entry(int tag, int format, long count, long value) {
        return join(u16(tag), u16(format), u32(count), u32(value));
    }

    static byte[] jpeg(byte[] tiff) {
        byte[] exif = join(text("Exif\0\0"), tiff);
        return join(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe1}, u16(exif.length + 2), exif,
                new byte[] {(byte) 0xff, (byte) 0xda, 0, 2, 1, 2, 3, (byte) 0xff, (byte) 0xd9});
    }

    static byte[] heif(byte[] tiff) {
        byte[] ftyp = box("ftyp", text("heic"), u32(0), text("mif1heic"));
        byte[] item = join(u32(6), text("Exif\0\0"), tiff);
        byte[] entries = box("iinf", u32(0), u16(2), box("infe", u32(2 << 24), u16(1), u16(0), text("hvc1"), new byte[1]),
                box("infe", u32(2 << 24), u16(2), u16(0), text("Exif"), new byte[1]));
        byte[] before = locations(0, item.length);
        int at = ftyp.length + box("meta", u32(0), entries, before).length + 8;
        return join(ftyp, box("meta", u32(0), entries, locations(at, item.length)), box("mdat", item));
    }

    private static byte[] locations(int at, int length) {
        return box("iloc", u32(0), new byte[] {0x44, 0}, u16(2), u16(1), u16(0), u16(1), u32(0), u32(1), u16(2), u16(0), u16(1), u32(at),
                u32(length));
    }
}
