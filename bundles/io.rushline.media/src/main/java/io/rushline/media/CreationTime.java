package io.rushline.media;

import com.drew.imaging.jpeg.JpegProcessingException;
import com.drew.imaging.jpeg.JpegSegmentData;
import com.drew.imaging.jpeg.JpegSegmentReader;
import com.drew.imaging.jpeg.JpegSegmentType;
import com.drew.lang.ByteArrayReader;
import com.drew.lang.SequentialByteArrayReader;
import com.drew.metadata.exif.ExifReader;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds out when a clip was recorded, from the container that its first bytes tell. */
final class CreationTime {

    /** Before it no such device was in use: clocks that were never set begin there, or in 1904, 1970 and 1980. */
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    /** Clocks may be set to the time of another zone. */
    private static final Duration AHEAD = Duration.ofDays(1);

    private static final int JPEG = 0xffd8;
    /** EXIF data is in front of the picture. */
    private static final int MOST_JPEG_BYTES = 512 * 1024;
    /** TIFF in both byte orders, and what Olympus and Panasonic make of it. */
    private static final Set<Integer> TIFF = Set.of(0x49492a00, 0x4d4d002a, 0x4949524f, 0x49495253, 0x4d4d4f52, 0x49495500);

    private CreationTime() {
    }

    /** Empty where the file does not say, or says something that cannot be. */
    static Optional<Instant> of(ClipBytes file, Instant now) throws IOException {
        try {
            return said(file).filter(time -> !time.isBefore(EARLIEST) && !time.isAfter(latest(now)));
        } catch (EOFException | JpegProcessingException e) { // it is shorter than it claims
            return Optional.empty();
        }
    }

    /** A clock that was never set says nothing about the times of others. */
    private static Instant latest(Instant now) {
        return now.isBefore(EARLIEST) ? Instant.MAX : now.plus(AHEAD);
    }

    private static Optional<Instant> said(ClipBytes file) throws IOException, JpegProcessingException {
        int magic = file.read(0, Integer.BYTES).getInt();
        if (magic >>> 16 == JPEG) {
            return jpeg(file.read(0, (int) Math.min(file.size(), MOST_JPEG_BYTES)).array());
        }
        if (TIFF.contains(magic)) {
            return Exif.createdAt(new BoundedReader(file));
        }
        if (!IsoBox.isBoxes(file)) {
            return Optional.empty();
        }
        Optional<Instant> movie = MovieHeader.createdAt(file);
        return movie.isPresent() ? movie : HeifItems.exif(file).flatMap(exif -> Exif.createdAt(new ByteArrayReader(exif)));
    }

    private static Optional<Instant> jpeg(byte[] begin) throws IOException, JpegProcessingException {
        JpegSegmentData segments = JpegSegmentReader.readSegments(new SequentialByteArrayReader(begin), List.of(JpegSegmentType.APP1));
        int preamble = ExifReader.JPEG_SEGMENT_PREAMBLE.length();
        for (byte[] segment : segments.getSegments(JpegSegmentType.APP1)) {
            if (ExifReader.startsWithJpegExifPreamble(segment)) {
                return Exif.createdAt(new ByteArrayReader(Arrays.copyOfRange(segment, preamble, segment.length)));
            }
        }
        return Optional.empty();
    }
}
