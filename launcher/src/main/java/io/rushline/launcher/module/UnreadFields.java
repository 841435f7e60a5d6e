package io.rushline.launcher.module;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the directory of a zip file says of an entry and nobody reads: no signature covers it, so it has to be what the tools that sign write. A file of which a
 * single byte was changed anywhere is not the file that was signed.
 *
 * @param needed version needed to extract
 * @param extra  the extra fields, as they stand
 */
record UnreadFields(int needed, byte[] extra) {

    /** Version made by: 1.0, 2.0 or 4.5, by DOS (0) or Unix (3); 3.0 by Unix. */
    private static final Set<Integer> MADE_BY = Set.of(10, 20, 45, 0x30A, 0x314, 0x31E, 0x32D);
    /** Unix types and permissions, in the upper half of the external attributes: none, files, folders. */
    private static final Set<Integer> MODES = Set.of(0, 0100644, 0100664, 0100755, 0100775, 0040755, 0040775);
    /** Extended time stamp: the directory has only the time of the last change, the entry's own header perhaps more. */
    private static final int TIMES = 0x5455;
    private static final int TIMES_IN_DIRECTORY = 5;

    /** @return empty where no honest tool writes this */
    static Optional<UnreadFields> of(ByteBuffer in, int at, int nameLength, int extraLength, int size) {
        int attributes = in.getInt(at + 38);
        boolean usual = MADE_BY.contains(u16(in, at + 4)) && u16(in, at + 32) == 0 && u16(in, at + 36) == 0 && (attributes & 0xFFFF) == 0 && MODES.contains(attributes >>> 16);
        if (!usual) {
            return Optional.empty();
        }
        byte[] extra = new byte[extraLength];
        in.get(at + size + nameLength, extra);
        return Optional.of(new UnreadFields(u16(in, at + 6), extra));
    }

    /** Whether an entry's own header says the same. */
    boolean agree(int localNeeded, byte[] localExtra) {
        Optional<Map<Integer, ByteBuffer>> here = fields(extra);
        Optional<Map<Integer, ByteBuffer>> there = fields(localExtra);
        if (localNeeded != needed || here.isEmpty() || there.isEmpty() || !here.get().keySet().equals(there.get().keySet())) {
            return false;
        }
        return here.get().entrySet().stream().allMatch(field -> {
            ByteBuffer local = there.get().get(field.getKey());
            boolean times = field.getKey() == TIMES && field.getValue().remaining() == TIMES_IN_DIRECTORY && local.remaining() >= TIMES_IN_DIRECTORY;
            return field.getValue().equals(times ? local.slice(0, TIMES_IN_DIRECTORY) : local);
        });
    }

    private static Optional<Map<Integer, ByteBuffer>> fields(byte[] extra) {
        Map<Integer, ByteBuffer> fields = new TreeMap<>();
        ByteBuffer in = ByteBuffer.wrap(extra).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            if (in.remaining() < 4) {
                return Optional.empty();
            }
            int id = in.getShort() & 0xFFFF;
            int length = in.getShort() & 0xFFFF;
            if (length > in.remaining() || fields.put(id, in.slice(in.position(), length)) != null) {
                return Optional.empty();
            }
            in.position(in.position() + length);
        }
        return Optional.of(fields);
    }

    private static int u16(ByteBuffer in, int at) {
        return in.getShort(at) & 0xFFFF;
    }
}
