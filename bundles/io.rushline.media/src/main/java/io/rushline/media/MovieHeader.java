package io.rushline.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/** When a QuickTime or MP4 file says that it was made: in its movie header, in UTC (ISO/IEC 14496-12, 8.2.2). */
final class MovieHeader {

    private static final Instant EPOCH = Instant.parse("1904-01-01T00:00:00Z");
    /** Far beyond any date, and little enough to reckon with. */
    private static final long MOST_SECONDS = 1L << 40;

    private MovieHeader() {
    }

    static Optional<Instant> createdAt(ClipBytes file) throws IOException {
        Optional<IsoBox> movie = IsoBox.find(file, "moov", 0, file.size());
        if (movie.isEmpty()) {
            return Optional.empty();
        }
        Optional<IsoBox> header = IsoBox.find(file, "mvhd", movie.get().content(), movie.get().end());
        if (header.isEmpty()) {
            return Optional.empty();
        }
        ByteBuffer bytes = file.read(header.get().content(), Integer.BYTES + Long.BYTES);
        int version = bytes.getInt() >>> 24;
        long seconds = version == 1 ? bytes.getLong() : Integer.toUnsignedLong(bytes.getInt());
        return seconds <= 0 || seconds > MOST_SECONDS ? Optional.empty() : Optional.of(EPOCH.plusSeconds(seconds));
    }
}
