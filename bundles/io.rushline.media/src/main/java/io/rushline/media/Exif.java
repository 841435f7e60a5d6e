package io.rushline.media;

import com.drew.imaging.tiff.TiffProcessingException;
import com.drew.imaging.tiff.TiffReader;
import com.drew.lang.RandomAccessReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifDirectoryBase;
import com.drew.metadata.exif.ExifTiffHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * When a picture was taken, as its EXIF data says (EXIF 2.31, DateTimeOriginal and OffsetTimeOriginal): a time without its offset to UTC is no moment
 * and is not used. The library walks the directories, but is kept from reading any other value: it would take as much memory as the file claims
 * to need, and an appliance that runs out of memory ends.
 */
final class Exif extends ExifTiffHandler {

    private static final Set<Integer> WANTED = Set.of(ExifDirectoryBase.TAG_DATETIME_ORIGINAL, ExifDirectoryBase.TAG_SUBSECOND_TIME_ORIGINAL,
            ExifDirectoryBase.TAG_TIME_ZONE_ORIGINAL);
    private static final int MOST_DIRECTORIES = 64;
    private static final int MOST_VALUE_BYTES = 64;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu:MM:dd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);

    private final Map<Integer, String> values = new HashMap<>();
    private int directories;

    private Exif() {
        super(new Metadata(), null, 0);
    }

    /** @param tiff from its TIFF header on */
    static Optional<Instant> createdAt(RandomAccessReader tiff) {
        Exif exif = new Exif();
        try {
            new TiffReader().processTiff(tiff, exif, 0);
        } catch (TiffProcessingException | IOException | TooManyDirectories e) {
            return exif.createdAt(); // what was found before it broke off
        }
        return exif.createdAt();
    }

    private Optional<Instant> createdAt() {
        String time = values.get(ExifDirectoryBase.TAG_DATETIME_ORIGINAL);
        String offset = values.get(ExifDirectoryBase.TAG_TIME_ZONE_ORIGINAL);
        if (time == null || offset == null) {
            return Optional.empty();
        }
        try {
            String fraction = values.getOrDefault(ExifDirectoryBase.TAG_SUBSECOND_TIME_ORIGINAL, "");
            long millis = fraction.matches("[0-9]{1,9}") ? (long) (Double.parseDouble("0." + fraction) * 1_000) : 0;
            return Optional.of(LocalDateTime.parse(time, TIME).toInstant(ZoneOffset.of(offset)).plusMillis(millis));
        } catch (DateTimeException e) { // spaces, zeros or nonsense
            return Optional.empty();
        }
    }

    @Override
    public boolean customProcessTag(int offset, Set<Integer> seen, int header, RandomAccessReader reader, int tag, int byteCount) throws IOException {
        if (WANTED.contains(tag) && byteCount <= MOST_VALUE_BYTES) {
            String text = new String(reader.getBytes(offset, byteCount), StandardCharsets.US_ASCII);
            values.putIfAbsent(tag, text.replace('\0', ' ').strip());
        }
        return true;
    }

    @Override
    public boolean tryEnterSubIfd(int tag) {
        return super.tryEnterSubIfd(tag) && counted();
    }

    @Override
    public boolean hasFollowerIfd() {
        return super.hasFollowerIfd() && counted();
    }

    private boolean counted() {
        if (++directories > MOST_DIRECTORIES) {
            throw new TooManyDirectories();
        }
        return true;
    }

    /** No picture has so many; they would be walked for ever. */
    private static final class TooManyDirectories extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
