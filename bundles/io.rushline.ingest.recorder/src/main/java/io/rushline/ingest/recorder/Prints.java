package io.rushline.ingest.recorder;

import io.rushline.recorder.api.Recording;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/**
 * By what the queue knows a recording that is complete. Samples and prints are those of other ingests, so that the queue knows the clip again
 * whichever way it comes: 64 KiB at its begin and end and 16 KiB at each quarter; up to 256 KiB all of it.
 *
 * @param fingerprint of this file under its name
 * @param content     of its content under any name
 */
record Prints(String fingerprint, String content) {

    private static final int END_BYTES = 64 * 1024;
    private static final int QUARTER_BYTES = 16 * 1024;
    private static final int WHOLE_BYTES = 256 * 1024;

    /** @throws EOFException when the file has become shorter */
    static Prints of(Path file, BasicFileAttributes facts) throws IOException {
        byte[] samples = samples(file, facts.size());
        byte[] name = file.getFileName().toString().getBytes(StandardCharsets.UTF_8);
        byte[] head = ByteBuffer.allocate(20).putInt(name.length).putLong(facts.size()).putLong(facts.lastModifiedTime().toMillis()).array();
        return new Prints(sha256(head, name, samples), sha256(ByteBuffer.allocate(8).putLong(facts.size()).array(), samples));
    }

    /** The fingerprint of a recording under way: the same over a restart, as long as its recorder tells it in the same words. */
    static String provisional(Recording recording) {
        String text = recording.recorder() + "\0" + recording.channel() + "\0" + recording.startedAt().toEpochMilli();
        return sha256("recording\0".getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] samples(Path file, long size) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            if (size <= WHOLE_BYTES) {
                ByteBuffer whole = ByteBuffer.allocate((int) size);
                fill(channel, whole, 0, (int) size);
                return whole.array();
            }
            ByteBuffer buffer = ByteBuffer.allocate(2 * END_BYTES + 3 * QUARTER_BYTES);
            fill(channel, buffer, 0, END_BYTES);
            for (int quarter = 1; quarter < 4; quarter++) {
                fill(channel, buffer, size / 4 * quarter, QUARTER_BYTES);
            }
            fill(channel, buffer, size - END_BYTES, END_BYTES);
            return buffer.array();
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

    private static String sha256(byte[]... pieces) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] piece : pieces) {
                digest.update(piece);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
