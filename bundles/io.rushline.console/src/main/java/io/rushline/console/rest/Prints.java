package io.rushline.console.rest;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * By what a file is known again, from samples of its bytes: 64 KiB at its begin and end and 16 KiB at each quarter, a file of no more than
 * 256 KiB whole. The ingests take the same samples: the print of the content is the same whichever way a clip comes.
 */
record Prints(long size, byte[] samples) {

    private static final int END_BYTES = 64 * 1024;
    private static final int QUARTER_BYTES = 16 * 1024;
    private static final int WHOLE_BYTES = 256 * 1024;

    /** @throws EOFException when the file has become shorter */
    static Prints of(Path path, long size) throws IOException {
        try (FileChannel file = FileChannel.open(path)) {
            if (size <= WHOLE_BYTES) {
                ByteBuffer whole = ByteBuffer.allocate((int) size);
                fill(file, whole, 0, (int) size);
                return new Prints(size, whole.array());
            }
            ByteBuffer some = ByteBuffer.allocate(2 * END_BYTES + 3 * QUARTER_BYTES);
            fill(file, some, 0, END_BYTES);
            for (int quarter = 1; quarter < 4; quarter++) {
                fill(file, some, size / 4 * quarter, QUARTER_BYTES);
            }
            fill(file, some, size - END_BYTES, END_BYTES);
            return new Prints(size, some.array());
        }
    }

    private static void fill(FileChannel file, ByteBuffer buffer, long from, int count) throws IOException {
        buffer.limit(buffer.position() + count);
        long at = from;
        while (buffer.hasRemaining()) {
            int read = file.read(buffer, at);
            if (read < 0) {
                throw new EOFException("The file has become shorter.");
            }
            at += read;
        }
    }

    /** 64 hex digits, the same for the same clip: name, size, time of modification and samples. */
    String fingerprint(String name, long modifiedMillis) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        MessageDigest digest = sha256();
        digest.update(ByteBuffer.allocate(Integer.BYTES + 2 * Long.BYTES).putInt(text.length).putLong(size).putLong(modifiedMillis).flip());
        digest.update(text);
        digest.update(samples);
        return HexFormat.of().formatHex(digest.digest());
    }

    /** 64 hex digits, the same for the same content under any name: size and samples. */
    String content() {
        MessageDigest digest = sha256();
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(size).flip());
        digest.update(samples);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }
}
