package io.rushline.launcher.module;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Zip files byte by byte, also such as no tool would make. */
final class RawZip {

    /** An entry as its two headers tell it; all of it can be changed before {@link RawZip#bytes}. */
    static final class Entry {
        byte[] localName;
        byte[] name;
        byte[] packed;
        int method;
        int flags;
        long crc;
        long size;
        long localSize;
        byte[] behind = {};
        Integer header;
    }

    private final List<Entry> entries = new ArrayList<>();

    Entry stored(String name, byte[] content) {
        Entry entry = new Entry();
        entry.name = name.getBytes(StandardCharsets.UTF_8);
        entry.localName = entry.name;
        entry.packed = content;
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.crc = crc.getValue();
        entry.size = content.length;
        entry.localSize = content.length;
        entries.add(entry);
        return entry;
    }

    Entry deflated(String name, byte[] content) {
        Entry entry = stored(name, content);
        entry.method = 8;
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(content);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        entry.packed = out.toByteArray();
        return entry;
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        for (Entry entry : entries) {
            int at = out.size();
            out.writeBytes(header(entry, 30, 0x04034b50, entry.localName.length, entry.localSize).array());
            out.writeBytes(entry.localName);
            out.writeBytes(entry.packed);
            out.writeBytes(entry.behind);
            ByteBuffer central = ByteBuffer.allocate(46).order(ByteOrder.LITTLE_ENDIAN).putInt(0x02014b50).putShort((short) 20);
            ByteBuffer same = header(entry, 30, 0, entry.name.length, entry.size);
            central.put(same.array(), 4, 26).putInt(42, entry.header == null ? at : entry.header);
            directory.writeBytes(central.array());
            directory.writeBytes(entry.name);
        }
        int start = out.size();
        out.writeBytes(directory.toByteArray());
        short count = (short) entries.size();
        out.writeBytes(ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN).putInt(0x06054b50).putInt(0).putShort(count).putShort(count).putInt(directory.size()).putInt(start)
            .array());
        return out.toByteArray();
    }

    private static ByteBuffer header(Entry entry, int length, int signature, int nameLength, long size) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN).putInt(signature).putShort((short) 20).putShort((short) entry.flags).putShort((short) entry.method).putInt(0)
            .putInt((int) entry.crc).putInt(entry.packed.length).putInt((int) size).putShort((short) nameLength).putShort((short) 0);
    }
}
