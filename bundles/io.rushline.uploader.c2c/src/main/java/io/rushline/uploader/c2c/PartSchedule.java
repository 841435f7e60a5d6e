package io.rushline.uploader.c2c;

import io.rushline.queue.api.Part;

/**
 * Which byte range each part of a real-time asset has (protocol section 6): 5 MiB each at first, so that little is left to send when a recording
 * ends, then growing slowly, so that 10 000 parts hold the largest clip the cloud takes. A number has the same range for ever: what a predecessor
 * has begun goes on.
 */
final class PartSchedule {

    /** Up to here parts are as small as can be: 5 GB, an hour at 12 Mbit/s. */
    private static final int SMALL = 1_000;
    /** Above, each part is larger than the one before by this share. */
    private static final int GROWTH = 1_340;

    /** Where part n ends, at index n. */
    private static final long[] ENDS = ends();

    private PartSchedule() {
    }

    static long offset(int number) {
        return ENDS[number - 1];
    }

    static long size(int number) {
        return ENDS[number] - ENDS[number - 1];
    }

    /** The part where nothing ends before it does. */
    static Part part(int number) {
        return Part.toSend(number, offset(number), size(number));
    }

    private static long[] ends() {
        long[] ends = new long[PartPlan.MAX_PARTS + 1];
        long size = PartPlan.MIN_PART_BYTES;
        for (int number = 1; number <= PartPlan.MAX_PARTS; number++) {
            ends[number] = ends[number - 1] + size;
            size += number < SMALL ? 0 : size / GROWTH;
        }
        return ends;
    }
}
