package io.rushline.media;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Finds the EXIF data of a HEIF picture: one of the items that its {@code meta} box lists (ISO/IEC 14496-12, 8.11; ISO/IEC 23008-12, A.2). */
final class HeifItems {

    private static final int EXIF = 0x45786966; // "Exif"
    private static final int MOST_LIST_BYTES = 256 * 1024;
    private static final int MOST_EXIF_BYTES = 256 * 1024;

    private HeifItems() {
    }

    /** The EXIF data, from its TIFF header on. */
    static Optional<byte[]> exif(ClipBytes file) throws IOException {
        Optional<IsoBox> meta = IsoBox.find(file, "meta", 0, file.size());
        if (meta.isEmpty()) {
            return Optional.empty();
        }
        long children = meta.get().content() + Integer.BYTES; // version and flags
        Optional<IsoBox> entries = IsoBox.find(file, "iinf", children, meta.get().end());
        Optional<IsoBox> locations = IsoBox.find(file, "iloc", children, meta.get().end());
        if (entries.isEmpty() || locations.isEmpty()) {
            return Optional.empty();
        }
        try {
            int item = exifItem(list(file, entries.get()));
            return item == 0 ? Optional.empty() : content(file, list(file, locations.get()), item);
        } catch (BufferUnderflowException | IllegalArgumentException e) { // a list that is longer than its box
            return Optional.empty();
        }
    }

    private static ByteBuffer list(ClipBytes file, IsoBox box) throws IOException {
        return file.read(box.content(), (int) Math.min(box.end() - box.content(), MOST_LIST_BYTES));
    }

    /** The number of the EXIF item, 0 where there is none. */
    private static int exifItem(ByteBuffer list) {
        long count = list.getInt() >>> 24 == 0 ? unsigned(list, 2) : unsigned(list, 4);
        for (long i = 0; i < count; i++) {
            int next = list.position() + list.getInt();
            list.getInt(); // infe
            int version = list.getInt() >>> 24;
            int item = (int) unsigned(list, version == 2 ? 2 : 4);
            list.getShort(); // protection
            if (version >= 2 && list.getInt() == EXIF) {
                return item;
            }
            if (next <= list.position() - 4) {
                return 0;
            }
            list.position(next);
        }
        return 0;
    }

    private static Optional<byte[]> content(ClipBytes file, ByteBuffer list, int wanted) throws IOException {
        int version = list.getInt() >>> 24;
        int sizes = list.getShort();
        int offsetBytes = sizes >> 12 & 15;
        int lengthBytes = sizes >> 8 & 15;
        int baseBytes = sizes >> 4 & 15;
        int indexBytes = version == 0 ? 0 : sizes & 15;
        long count = unsigned(list, version < 2 ? 2 : 4);
        for (long i = 0; i < count; i++) {
            int item = (int) unsigned(list, version < 2 ? 2 : 4);
            int method = version == 0 ? 0 : list.getShort() & 15;
            list.getShort(); // in this file
            long base = unsigned(list, baseBytes);
            int extents = (int) unsigned(list, 2);
            if (item == wanted) {
                unsigned(list, indexBytes);
                long from = base + unsigned(list, offsetBytes);
                return extents == 1 && method == 0 ? exifAt(file, from, unsigned(list, lengthBytes)) : Optional.empty();
            }
            list.position(list.position() + extents * (indexBytes + offsetBytes + lengthBytes));
        }
        return Optional.empty();
    }

    private static Optional<byte[]> exifAt(ClipBytes file, long from, long length) throws IOException {
        ByteBuffer item = file.read(from, (int) Math.min(length, MOST_EXIF_BYTES));
        int skip = item.getInt();
        item.position(item.position() + skip);
        byte[] exif = new byte[item.remaining()];
        item.get(exif);
        return Optional.of(exif);
    }

    private static long unsigned(ByteBuffer list, int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | list.get() & 0xff;
        }
        return value;
    }
}
