package io.rushline.network;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** A small table of words that outlives a power cut: replaced as a whole, with a sum that shows damage. One thread at a time. */
final class StateFile {

    private static final String SUM = "sum";

    private final Path file;

    StateFile(Path file) {
        this.file = file;
    }

    Path path() {
        return file;
    }

    /**
     * Empty where there is no file.
     *
     * @throws IllegalArgumentException where it is damaged; an IOException says nothing about what is in it
     */
    Map<String, String> read() throws IOException {
        Map<String, String> table = new TreeMap<>();
        Properties found = new Properties();
        try (Reader in = new StringReader(Files.readString(file))) {
            found.load(in);
        } catch (NoSuchFileException none) {
            return table;
        } catch (CharacterCodingException malformed) {
            throw new IllegalArgumentException(malformed);
        }
        found.stringPropertyNames().forEach(name -> table.put(name, found.getProperty(name)));
        if (!sum(table).equals(table.remove(SUM))) {
            throw new IllegalArgumentException("the sum of " + file + " is not that of its content");
        }
        return table;
    }

    /** On the disk when it returns; what was there before stays where it throws. */
    void write(Map<String, String> table) throws IOException {
        Properties all = new Properties();
        all.putAll(table);
        all.setProperty(SUM, sum(table));
        StringWriter text = new StringWriter();
        all.store(text, null);
        Files.createDirectories(file.getParent());
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel out = FileChannel.open(next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    /** @return where it is now */
    Path setAside() throws IOException {
        return Files.move(file, file.resolveSibling(file.getFileName() + ".damaged"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static String sum(Map<String, String> table) {
        CRC32 sum = new CRC32();
        new TreeMap<>(table).forEach((name, value) -> {
            if (!name.equals(SUM)) {
                sum.update((name + "=" + value + "\n").getBytes(StandardCharsets.UTF_8));
            }
        });
        return Long.toHexString(sum.getValue());
    }
}
