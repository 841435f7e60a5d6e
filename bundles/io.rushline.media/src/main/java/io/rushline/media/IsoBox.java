package io.rushline.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * A box of a QuickTime, MP4 or HEIF file (ISO/IEC 14496-12, 4.2; QuickTime File Format, Atoms).
 *
 * @param type    four characters
 * @param content where what it holds begins in the file
 * @param end     where the next one begins
 */
record IsoBox(String type, long content, long end) {

    /** What such a file begins with, when it has no {@code ftyp}. */
    private static final Set<String> FIRST = Set.of("ftyp", "moov", "mdat", "wide", "free", "skip", "pnot");
    /** So many are looked at in one place: a fragmented file has its header in front. */
    private static final int MOST = 10_000;
    private static final int HEADER_BYTES = 8;

    /** Whether the file is made of boxes. */
    static boolean isBoxes(ClipBytes file) throws IOException {
        return file.size() >= HEADER_BYTES && FIRST.contains(header(file, 0, file.size()).map(IsoBox::type).orElse(""));
    }

    /** The first one of a type between two places; those before it are jumped over, whatever their size. */
    static Optional<IsoBox> find(ClipBytes file, String type, long from, long end) throws IOException {
        long at = from;
        for (int i = 0; i < MOST && at <= end - HEADER_BYTES; i++) {
            Optional<IsoBox> box = header(file, at, end);
            if (box.isEmpty() || box.get().type.equals(type)) {
                return box;
            }
            at = box.get().end;
        }
        return Optional.empty();
    }

    /** Empty where there is none. */
    private static Optional<IsoBox> header(ClipBytes file, long at, long end) throws IOException {
        ByteBuffer bytes = file.read(at, HEADER_BYTES);
        long size = Integer.toUnsignedLong(bytes.getInt());
        byte[] type = new byte[4];
        bytes.get(type);
        int header = HEADER_BYTES;
        if (size == 1) { // too big for 32 bits
            size = file.read(at + HEADER_BYTES, Long.BYTES).getLong();
            header += Long.BYTES;
        } else if (size == 0) { // up to the end
            size = end - at;
        }
        if (size < header || size > end - at) {
            return Optional.empty();
        }
        return Optional.of(new IsoBox(new String(type, StandardCharsets.ISO_8859_1), at + header, at + size));
    }
}
