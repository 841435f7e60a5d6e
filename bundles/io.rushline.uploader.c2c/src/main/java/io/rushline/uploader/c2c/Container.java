package io.rushline.uploader.c2c;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * Whether a recorder writes the beginning of a file anew when the recording ends, by what the file begins with and not by its name (protocol
 * section 6). What is not known to be safe is taken for unsafe: that costs nothing but a little time at the end.
 */
final class Container {

    /** So much of a file's beginning is enough. */
    static final int HEAD_BYTES = 256 * 1024;

    private static final int TS_PACKETS = 5;
    /** SMPTE ST 377-1, 6.1: a partition pack; the last two bytes of a header partition's key say its kind and status. */
    private static final byte[] MXF_HEADER = {0x06, 0x0e, 0x2b, 0x34, 0x02, 0x05, 0x01, 0x01, 0x0d, 0x01, 0x02, 0x01, 0x01, 0x02};
    private static final int MXF_CLOSED_COMPLETE = 4;
    private static final Set<String> ISO_BOXES = Set.of("ftyp", "styp", "moov", "moof", "sidx", "mdat", "free", "skip", "wide", "uuid", "pnot", "emsg",
            "prft", "meta");

    private Container() {
    }

    /** @param head the beginning of the file, between position and limit: {@link #HEAD_BYTES}, or all where it has less */
    static boolean rewritesItsHead(ByteBuffer head) {
        ByteBuffer file = head.slice();
        if (startsWith(file, MXF_HEADER)) {
            return file.remaining() <= MXF_HEADER.length || file.get(MXF_HEADER.length) != MXF_CLOSED_COMPLETE;
        }
        if (file.remaining() >= 8 && ISO_BOXES.contains(type(file, 0))) {
            return !fragmented(file);
        }
        // MPEG-TS has no header: packets of 188 bytes, or of 192 with a time stamp before each (ISO/IEC 13818-1; BDAV).
        return !packets(file, 0, 188) && !packets(file, 4, 192);
    }

    /** ISO/IEC 14496-12, 8.8: fragments, or a movie box that announces them, stand before any media data. */
    private static boolean fragmented(ByteBuffer file) {
        long at = 0;
        while (at + 8 <= file.limit()) {
            int box = (int) at;
            long size = size(file, box);
            switch (type(file, box)) {
                case "moof", "styp", "sidx" -> {
                    return true;
                }
                case "moov" -> {
                    return holds(file, box, size, "mvex");
                }
                case "mdat" -> {
                    return false;
                }
                default -> {
                    if (size < 8) {
                        return false;
                    }
                }
            }
            at += size;
        }
        return false;
    }

    private static boolean holds(ByteBuffer file, int parent, long parentSize, String wanted) {
        long end = Math.min(file.limit(), parent + parentSize);
        long at = parent + 8L;
        while (at + 8 <= end) {
            long size = size(file, (int) at);
            if (type(file, (int) at).equals(wanted)) {
                return true;
            }
            if (size < 8) {
                return false;
            }
            at += size;
        }
        return false;
    }

    /** 0, to the end of the file, counts as unknown, and so does one of 64 bits that is out of range. */
    private static long size(ByteBuffer file, int at) {
        long size = Integer.toUnsignedLong(file.getInt(at));
        if (size != 1) {
            return size;
        }
        return at + 16 <= file.limit() ? Math.min(Integer.MAX_VALUE, Math.max(0, file.getLong(at + 8))) : 0;
    }

    private static String type(ByteBuffer file, int at) {
        byte[] name = new byte[4];
        file.get(at + 4, name);
        return new String(name, StandardCharsets.ISO_8859_1);
    }

    private static boolean packets(ByteBuffer file, int sync, int length) {
        if (file.limit() < sync + length * (TS_PACKETS - 1) + 1) {
            return false;
        }
        for (int packet = 0; packet < TS_PACKETS; packet++) {
            if (file.get(sync + packet * length) != 0x47) {
                return false;
            }
        }
        return true;
    }

    private static boolean startsWith(ByteBuffer file, byte[] key) {
        if (file.remaining() < key.length) {
            return false;
        }
        byte[] begin = new byte[key.length];
        file.get(0, begin);
        return Arrays.equals(begin, key);
    }
}
