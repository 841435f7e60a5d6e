package io.rushline.console.rest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads the last lines of a log, however long it is. */
final class LogTail {

    private static final int MAX_BYTES = 1024 * 1024;

    private LogTail() {
    }

    /** At most that many lines, oldest first, from the last MiB. */
    static List<String> read(Path file, int count) throws IOException {
        try (SeekableByteChannel log = Files.newByteChannel(file)) {
            long from = Math.max(0, log.size() - MAX_BYTES);
            ByteBuffer bytes = ByteBuffer.allocate((int) (log.size() - from));
            log.position(from);
            while (bytes.hasRemaining() && log.read(bytes) >= 0) {
                // until it is full, or the file was cut while it was read
            }
            List<String> lines = StandardCharsets.UTF_8.decode(bytes.flip()).toString().lines().toList();
            int cut = from > 0 ? 1 : 0; // the first line is there only in part
            return lines.subList(Math.max(Math.min(cut, lines.size()), lines.size() - count), lines.size());
        }
    }
}
