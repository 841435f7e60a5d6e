package io.rushline.uploader.c2c;

import io.rushline.queue.api.Part;
import java.util.ArrayList;
import java.util.List;

/** Which byte range of a clip goes to which upload URL (C2C guide, Upload (Basic); protocol sections 5 and 6). */
final class PartPlan {

    /** S3: smallest part that is not the last one. */
    static final long MIN_PART_BYTES = 5L << 20;
    /** S3: largest part. */
    static final long MAX_PART_BYTES = 5L << 30;
    /** S3: largest object. */
    static final long MAX_CLIP_BYTES = 5L << 40;
    /** S3: most parts of an object. */
    static final int MAX_PARTS = 10_000;
    /** A URL has some 1.5 KB, and all of a clip's are in memory while it goes up: 3 MB are enough for a small appliance. */
    private static final int MOST_WANTED = 2_000;

    private PartPlan() {
    }

    /**
     * How many parts to ask for.
     *
     * @param wantedPartBytes about how large they should be, {@link #MIN_PART_BYTES} or more
     */
    static int wanted(long clipBytes, long wantedPartBytes) {
        long byWish = ceilDiv(clipBytes, wantedPartBytes);
        long noneTooSmall = clipBytes / MIN_PART_BYTES;
        return (int) Math.max(1, Math.min(Math.min(byWish, noneTooSmall), MOST_WANTED));
    }

    /**
     * The parts of a clip: each ceil(clip / URLs) long, the last one takes the rest; an empty clip is one empty part.
     *
     * @param urls how many upload URLs the cloud gave
     * @throws IllegalArgumentException where the clip cannot be laid over so many: a part would be empty or too large
     */
    static List<Part> of(long clipBytes, int urls) {
        if (urls < 1 || urls > MAX_PARTS) {
            throw new IllegalArgumentException(urls + " upload URLs; 1 to " + MAX_PARTS + " are possible");
        }
        long partBytes = ceilDiv(clipBytes, urls);
        if (partBytes > MAX_PART_BYTES || urls > 1 && partBytes * (urls - 1) >= clipBytes) {
            throw new IllegalArgumentException(clipBytes + " bytes do not fit " + urls + " upload URLs");
        }
        List<Part> parts = new ArrayList<>(urls);
        for (int number = 1; number <= urls; number++) {
            long offset = partBytes * (number - 1);
            parts.add(Part.toSend(number, offset, Math.min(partBytes, clipBytes - offset)));
        }
        return parts;
    }

    private static long ceilDiv(long bytes, long by) {
        return bytes / by + (bytes % by == 0 ? 0 : 1);
    }
}
