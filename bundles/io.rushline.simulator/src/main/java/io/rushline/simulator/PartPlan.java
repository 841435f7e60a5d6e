package io.rushline.simulator;

import java.util.SortedMap;
import java.util.TreeMap;

/** How a clip is cut into parts (C2C guide, Upload (Basic); limits: Amazon S3, Multipart upload limits). All sizes in bytes. */
final class PartPlan {

    static final long MIN_PART = 5L << 20;
    static final long MAX_PART = 5L << 30;
    static final long MAX_FILE = 5L << 40;
    static final int MAX_PARTS = 10_000;
    private static final long USUAL_PART = 25L << 20;

    private PartPlan() { }

    /** How many upload URLs a clip gets unless it asks for a number. */
    static int usualCount(long filesize) {
        return (int) Math.max(1, Math.min(MAX_PARTS, ceil(filesize, USUAL_PART)));
    }

    /**
     * Sizes by part number, from 1: all but the last are equal, the last takes the rest.
     *
     * @throws Refusal where a part would be too small or too large
     */
    static SortedMap<Integer, Long> split(long filesize, int parts) throws Refusal {
        long each = ceil(filesize, parts);
        if (parts > 1 && each < MIN_PART) {
            throw Refusal.api(422, "parts: " + parts + " parts of " + each + " bytes are too small, the least is " + MIN_PART);
        }
        if (each > MAX_PART) {
            throw Refusal.api(422, "parts: " + parts + " parts of " + each + " bytes are too large, the most is " + MAX_PART);
        }
        SortedMap<Integer, Long> sizes = new TreeMap<>();
        for (int number = 1; number <= parts; number++) {
            sizes.put(number, Math.min(each, filesize - each * (number - 1)));
        }
        return sizes;
    }

    private static long ceil(long bytes, long by) {
        return (bytes + by - 1) / by;
    }
}
