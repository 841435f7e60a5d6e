package io.rushline.launcher.module;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The directory of a zip file, read more strictly than the JDK does, so that every reader sees the same entries: from the first byte to the last,
 * the file consists of the entries that its directory lists, one after the other, and of that directory. Nothing before, between or behind
 * them; each entry's own header says what the directory says. Offsets are those of PKWARE's APPNOTE.TXT 6.3, chapter 4.3.
 */
final class ZipDirectory {

    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int DESCRIPTOR = 0x08074b50;
    private static final int LOCAL_SIZE = 30;
    private static final int CENTRAL_SIZE = 46;
    private static final int END_SIZE = 22;
    private static final int ENCRYPTED = 1;
    private static final int DESCRIPTOR_FOLLOWS = 1 << 3;
    private static final long ZIP64 = 0xFFFFFFFFL;

    /** An entry: where its packed bytes are, and what its headers say of them. */
    record Entry(String name, int flags, boolean deflated, int time, long crc, long packed, long size, long header, long data, UnreadFields unread) {
        boolean isFolder() {
            return name.endsWith("/");
        }
    }

    private final FileChannel file;
    private final String where;
    private final Budget budget;
    private final long fileSize;

    private ZipDirectory(FileChannel file, String where, Budget budget) throws IOException {
        this.file = file;
        this.where = where;
        this.budget = budget;
        this.fileSize = file.size();
    }

    /** @param where names the file in messages */
    static List<Entry> read(FileChannel file, String where, Budget budget) throws IOException, ModuleException {
        return new ZipDirectory(file, where, budget).read();
    }

    private List<Entry> read() throws IOException, ModuleException {
        if (fileSize < END_SIZE || bytes(0, Integer.BYTES).getInt() != LOCAL) {
            throw notAModule(fileSize == 0 ? "is empty." : "does not start as a jar does.");
        }
        ByteBuffer end = bytes(fileSize - END_SIZE, END_SIZE);
        if (end.getInt(0) != END || end.getShort(20) != 0) {
            throw notAModule("does not end as a jar does: it was cut off, or something was appended.");
        }
        int count = u16(end, 10);
        long size = u32(end, 12);
        long start = u32(end, 16);
        if (count == 0xFFFF || size == ZIP64 || start == ZIP64) {
            throw new ModuleException(Code.TOO_LARGE, where + " has a directory for more entries or bytes than a module may have (zip64).");
        }
        if (u16(end, 4) != 0 || u16(end, 6) != 0 || u16(end, 8) != count || start + size != fileSize - END_SIZE) {
            throw notAModule("has no whole directory of its entries: it was cut off, or damaged.");
        }
        budget.entries(count, where);
        if (size > budget.limits.textBytes()) {
            throw new ModuleException(Code.TOO_LARGE, where + ": the directory of its entries has " + size + " bytes.");
        }
        List<Entry> entries = central(bytes(start, (int) size), count);
        EntryNames.check(entries.stream().map(Entry::name).toList(), where);
        return local(entries, start);
    }

    private List<Entry> central(ByteBuffer in, int count) throws ModuleException {
        List<Entry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int at = in.position();
            if (in.remaining() < CENTRAL_SIZE || in.getInt(at) != CENTRAL) {
                throw notAModule("has a damaged directory (entry " + (i + 1) + " of " + count + ").");
            }
            int nameLength = u16(in, at + 28);
            int length = CENTRAL_SIZE + nameLength + u16(in, at + 30) + u16(in, at + 32);
            if (in.remaining() < length) {
                throw notAModule("has a damaged directory (entry " + (i + 1) + " of " + count + ").");
            }
            byte[] name = new byte[nameLength];
            in.get(at + CENTRAL_SIZE, name);
            entries.add(entry(in, at, EntryNames.decode(name, where), nameLength));
            in.position(at + length);
        }
        if (in.hasRemaining()) {
            throw notAModule("has a damaged directory (more entries than it says).");
        }
        return entries;
    }

    private Entry entry(ByteBuffer in, int at, String name, int nameLength) throws ModuleException {
        int flags = u16(in, at + 8);
        int method = u16(in, at + 10);
        if ((flags & ENCRYPTED) != 0 || method != 0 && method != 8) {
            throw notAModule(": " + name + " is encrypted, or packed in a way that jars are not (method " + method + ").");
        }
        UnreadFields unread = UnreadFields.of(in, at, nameLength, u16(in, at + 30), CENTRAL_SIZE)
                .orElseThrow(() -> hostile("the directory says of " + name + " what jar tools do not write. Sign the jar with jarsigner."));
        Entry entry = new Entry(name, flags, method == 8, in.getInt(at + 12), u32(in, at + 16), u32(in, at + 20), u32(in, at + 24), u32(in, at + 42), 0, unread);
        if (entry.packed() == ZIP64 || entry.size() == ZIP64 || entry.header() == ZIP64 || u16(in, at + 34) != 0) {
            throw new ModuleException(Code.TOO_LARGE, where + ": " + name + " is larger than a module may be (zip64).");
        }
        if (entry.isFolder() && entry.size() != 0 || method == 0 && entry.size() != entry.packed()) {
            throw hostile(name + " has a size that cannot be.");
        }
        return entry;
    }

    /** The same entries in the order of the file, with the places of their bytes. */
    private List<Entry> local(List<Entry> entries, long end) throws IOException, ModuleException {
        List<Entry> sorted = entries.stream().sorted(Comparator.comparingLong(Entry::header)).toList();
        List<Entry> placed = new ArrayList<>(sorted.size());
        long next = 0;
        for (int i = 0; i < sorted.size(); i++) {
            Entry entry = sorted.get(i);
            if (entry.header() != next) {
                throw hostile("there are bytes before " + entry.name() + " that belong to no entry, or to two.");
            }
            next = i + 1 < sorted.size() ? sorted.get(i + 1).header() : end;
            placed.add(local(entry, next));
        }
        if (next != end) {
            throw hostile("there are bytes before its directory that belong to no entry.");
        }
        return placed;
    }

    private Entry local(Entry entry, long next) throws IOException, ModuleException {
        long at = entry.header();
        if (next - at < LOCAL_SIZE) {
            throw hostile(entry.name() + " has no place for its header.");
        }
        ByteBuffer header = bytes(at, LOCAL_SIZE);
        int nameLength = u16(header, 26);
        long data = at + LOCAL_SIZE + nameLength + u16(header, 28);
        long gap = next - data - entry.packed();
        if (header.getInt(0) != LOCAL || gap < 0) {
            throw hostile(entry.name() + " is not where the directory says.");
        }
        byte[] name = bytes(at + LOCAL_SIZE, nameLength).array();
        boolean later = (entry.flags() & DESCRIPTOR_FOLLOWS) != 0;
        boolean same = Arrays.equals(name, EntryNames.encode(entry.name())) && u16(header, 6) == entry.flags() && header.getInt(10) == entry.time()
            && u16(header, 8) == (entry.deflated() ? 8 : 0) && same(header, 14, entry, later)
            && entry.unread().agree(u16(header, 4), bytes(at + LOCAL_SIZE + nameLength, u16(header, 28)).array());
        if (!same) {
            throw hostile("the header of " + entry.name() + " differs from what the directory says of it.");
        }
        if (gap != 0 && !(later && isDescriptor(data + entry.packed(), gap, entry))) {
            throw hostile("there are bytes behind " + entry.name() + " that belong to no entry.");
        }
        return new Entry(entry.name(), entry.flags(), entry.deflated(), entry.time(), entry.crc(), entry.packed(), entry.size(), at, data, entry.unread());
    }

    private boolean isDescriptor(long at, long length, Entry entry) throws IOException {
        if (length != 12 && length != 16) {
            return false;
        }
        ByteBuffer descriptor = bytes(at, (int) length);
        return (length == 12 || descriptor.getInt(0) == DESCRIPTOR) && same(descriptor, (int) length - 12, entry, false);
    }

    private static boolean same(ByteBuffer in, int at, Entry entry, boolean orZero) {
        long crc = u32(in, at);
        long packed = u32(in, at + 4);
        long size = u32(in, at + 8);
        return crc == entry.crc() && packed == entry.packed() && size == entry.size() || orZero && crc == 0 && packed == 0 && size == 0;
    }

    private ByteBuffer bytes(long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, at + buffer.position()) < 0) {
                throw new EOFException(where + " became shorter while it was read");
            }
        }
        return buffer.flip();
    }

    private static int u16(ByteBuffer in, int at) {
        return in.getShort(at) & 0xFFFF;
    }

    private static long u32(ByteBuffer in, int at) {
        return in.getInt(at) & 0xFFFFFFFFL;
    }

    private ModuleException notAModule(String what) {
        return new ModuleException(Code.NOT_A_MODULE, where + (what.startsWith(":") ? "" : " ") + what);
    }

    private ModuleException hostile(String what) {
        return new ModuleException(Code.HOSTILE, where + ": " + what);
    }
}
