package io.rushline.launcher.module;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A jar whose every entry was read to its end, and has the size and checksum that its header says. What it holds in memory are its manifest and
 * signature files; whether they are true is not its business.
 */
final class Archive {

    private static final int BUFFER = 1 << 16;
    private static final int SMALL = 1 << 20;

    private final String where;
    private final List<ZipDirectory.Entry> entries;
    private final Map<String, byte[]> texts = new HashMap<>();

    private Archive(String where, List<ZipDirectory.Entry> entries) {
        this.where = where;
        this.entries = entries;
    }

    /** @param where names the jar in messages */
    static Archive read(Path jar, String where, Budget budget) throws IOException, ModuleException {
        try (FileChannel file = FileChannel.open(jar, StandardOpenOption.READ)) {
            Archive archive = new Archive(where, ZipDirectory.read(file, where, budget));
            Inflater inflater = new Inflater(true);
            try {
                for (ZipDirectory.Entry entry : archive.entries) {
                    archive.readEntry(file, entry, inflater, budget);
                }
            } finally {
                inflater.end();
            }
            return archive;
        }
    }

    /** Refuses bits between the end of an entry's deflated stream and the end of its last byte: nobody reads them, and no signature covers them. */
    void checkLastBits(Path jar) throws IOException, ModuleException {
        try (FileChannel file = FileChannel.open(jar, StandardOpenOption.READ)) {
            Inflater inflater = new Inflater(true);
            try {
                for (ZipDirectory.Entry entry : entries) {
                    if (entry.deflated() && entry.packed() > 0 && lastBitIsUnread(file, entry, inflater)) {
                        throw new ModuleException(Code.HOSTILE, where + ": there are bits behind the end of " + entry.name() + ".");
                    }
                }
            } finally {
                inflater.end();
            }
        }
    }

    /** Whether the last bit that is set may as well not be. */
    private boolean lastBitIsUnread(FileChannel file, ZipDirectory.Entry entry, Inflater inflater) throws IOException {
        byte[] packed = new byte[BUFFER];
        byte[] plain = new byte[BUFFER];
        CRC32 crc = new CRC32();
        inflater.reset();
        for (long at = 0; at < entry.packed();) {
            int n = (int) Math.min(BUFFER, entry.packed() - at);
            readFully(file, entry.data() + at, packed, n);
            at += n;
            if (at == entry.packed()) {
                int last = packed[n - 1] & 0xFF;
                if (last == 0) {
                    return false;
                }
                packed[n - 1] = (byte) (last - Integer.highestOneBit(last));
            }
            inflater.setInput(packed, 0, n);
            try {
                for (int m = inflater.inflate(plain); m > 0 && inflater.getBytesWritten() <= entry.size(); m = inflater.inflate(plain)) {
                    crc.update(plain, 0, m);
                }
            } catch (DataFormatException needed) {
                return false;
            }
        }
        return inflater.finished() && inflater.getBytesWritten() == entry.size() && crc.getValue() == entry.crc();
    }

    /** Its entries but folders, in the order of the file. */
    Set<String> files() {
        return entries.stream().filter(e -> !e.isFolder()).map(ZipDirectory.Entry::name).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Entries that are folders, with the slash at their end. */
    Set<String> folders() {
        return entries.stream().filter(ZipDirectory.Entry::isFolder).map(ZipDirectory.Entry::name).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The bytes of the manifest or a signature file ({@code META-INF/X.SF}). */
    byte[] text(String name) {
        return texts.get(name);
    }

    Manifest manifest() throws ModuleException {
        byte[] bytes = texts.get(EntryNames.MANIFEST);
        if (bytes == null) {
            throw new ModuleException(Code.NOT_A_MODULE, where + " has no " + EntryNames.MANIFEST + ".");
        }
        try {
            return new Manifest(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new ModuleException(Code.NOT_A_MODULE, where + ": its " + EntryNames.MANIFEST + " is malformed (" + e.getMessage() + ").", e);
        }
    }

    private static boolean isText(String name) {
        return name.equals(EntryNames.MANIFEST) || name.startsWith(EntryNames.META_INF) && name.toUpperCase(Locale.ROOT).endsWith(".SF");
    }

    private void readEntry(FileChannel file, ZipDirectory.Entry entry, Inflater inflater, Budget budget) throws IOException, ModuleException {
        boolean text = isText(entry.name());
        if (text && entry.size() > budget.limits.textBytes()) {
            throw new ModuleException(Code.TOO_LARGE, where + ": " + entry.name() + " has " + entry.size() + " bytes.");
        }
        OutputStream out = text ? new ByteArrayOutputStream() : OutputStream.nullOutputStream();
        CRC32 crc = new CRC32();
        long most = Math.min(entry.size(), SMALL + entry.packed() * budget.limits.ratio());
        long size = 0;
        byte[] packed = new byte[BUFFER];
        byte[] plain = new byte[BUFFER];
        inflater.reset();
        for (long at = 0; at < entry.packed();) {
            int n = (int) Math.min(BUFFER, entry.packed() - at);
            readFully(file, entry.data() + at, packed, n);
            at += n;
            if (!entry.deflated()) {
                crc.update(packed, 0, n);
                out.write(packed, 0, n);
                size += n;
                budget.inflated(n, where);
                continue;
            }
            inflater.setInput(packed, 0, n);
            for (int m = inflate(inflater, plain, entry); m > 0; m = inflate(inflater, plain, entry)) {
                size += m;
                if (size > most) {
                    throw new ModuleException(Code.HOSTILE, where + ": " + entry.name() + " unpacks to far more than its " + entry.packed()
                        + " bytes, or than the " + entry.size() + " it says.");
                }
                budget.inflated(m, where);
                crc.update(plain, 0, m);
                out.write(plain, 0, m);
            }
            if (inflater.finished() && (at < entry.packed() || inflater.getRemaining() > 0)) {
                throw new ModuleException(Code.HOSTILE, where + ": there are bytes behind the end of " + entry.name() + ".");
            }
        }
        if (entry.deflated() && !inflater.finished() && entry.packed() > 0 || size != entry.size() || crc.getValue() != entry.crc()) {
            throw damaged(entry, null);
        }
        if (text) {
            texts.put(entry.name(), ((ByteArrayOutputStream) out).toByteArray());
        }
    }

    private int inflate(Inflater inflater, byte[] plain, ZipDirectory.Entry entry) throws ModuleException {
        try {
            int n = inflater.inflate(plain);
            if (n == 0 && inflater.needsDictionary()) {
                throw damaged(entry, null);
            }
            return n;
        } catch (DataFormatException e) {
            throw damaged(entry, e);
        }
    }

    private ModuleException damaged(ZipDirectory.Entry entry, Exception cause) {
        return new ModuleException(Code.TAMPERED, where + ": the bytes of " + entry.name() + " do not fit their checksum.", cause);
    }

    private void readFully(FileChannel file, long at, byte[] into, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into, 0, length);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, at + buffer.position()) < 0) {
                throw new IOException(where + " became shorter while it was read");
            }
        }
    }
}
