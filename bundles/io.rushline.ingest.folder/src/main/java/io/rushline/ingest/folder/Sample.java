package io.rushline.ingest.folder;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/**
 * Samples of a file's bytes, from which its prints are made: 64 KiB at its begin and end, where containers say what they are, and 16 KiB at
 * each quarter, since recordings that begin and end in black or silence are not the same. Other ingests take the same samples, so that the queue
 * knows a clip again whichever way it comes.
 */
record Sample(byte[] bytes) {

    private static final int END_BYTES = 64 * 1024;
    private static final int QUARTER_BYTES = 16 * 1024;
    /** Files of no more than this are taken whole. */
    private static final int WHOLE_BYTES = 256 * 1024;

    /** Reads samples; tests put their own in its place. */
    @FunctionalInterface
    interface Reader {
        /**
         * @param stamp what was just seen at this path: a regular file. Nothing else may be opened, a pipe would block for ever.
         * @throws EOFException when the file has become shorter
         */
        Sample read(Path file, Stamp stamp) throws IOException;
    }

    static Sample read(Path file, Stamp stamp) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            long size = stamp.size();
            if (size <= WHOLE_BYTES) {
                ByteBuffer whole = ByteBuffer.allocate((int) size);
                fill(channel, whole, 0, (int) size);
                return new Sample(whole.array());
            }
            ByteBuffer buffer = ByteBuffer.allocate(2 * END_BYTES + 3 * QUARTER_BYTES);
            fill(channel, buffer, 0, END_BYTES);
            for (int quarter = 1; quarter < 4; quarter++) {
                fill(channel, buffer, size / 4 * quarter, QUARTER_BYTES);
            }
            fill(channel, buffer, size - END_BYTES, END_BYTES);
            return new Sample(buffer.array());
        }
    }

    private static void fill(SeekableByteChannel channel, ByteBuffer buffer, long from, int count) throws IOException {
        channel.position(from);
        buffer.limit(buffer.position() + count);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("The file has become shorter.");
            }
        }
    }

    /** What stands for the content of a file that is rejected: its reason, so that the same file once repaired has another fingerprint. */
    static Sample ofRejected(String reasonCode) {
        return new Sample(reasonCode.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * 64 hex digits, the same for the same clip at the same place.
     *
     * @param name below the watched folder, see {@link RelativeName}
     */
    String fingerprint(String name, Stamp stamp) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        MessageDigest sha256 = sha256();
        sha256.update(ByteBuffer.allocate(20).putInt(text.length).putLong(stamp.size()).putLong(stamp.modifiedMillis()).flip());
        sha256.update(text);
        sha256.update(bytes);
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** 64 hex digits, the same for the same content under any name. */
    String contentPrint(Stamp stamp) {
        MessageDigest sha256 = sha256();
        sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(stamp.size()).flip());
        sha256.update(bytes);
        return HexFormat.of().formatHex(sha256.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
