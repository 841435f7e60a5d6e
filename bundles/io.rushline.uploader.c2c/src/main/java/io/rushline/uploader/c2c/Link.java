package io.rushline.uploader.c2c;

import java.time.Duration;

/**
 * What the clips on their way have learnt of the link, as far as it decides how the next one goes: how fast it is, how long upload URLs live, and
 * how large a part is too large to get through between two breaks. Engine's thread only.
 */
final class Link {

    /** What was learnt longer ago says nothing any more. */
    private static final long FORGET_NANOS = Duration.ofMinutes(30).toNanos();
    /** So many breaks in a row, and no part of that size in between. */
    private static final int BREAKS = 2;
    /** The same, where parts of that size have got through before. */
    private static final int BREAKS_OF_A_GOOD_LINK = 6;

    private double bytesPerSecond;
    private long rateAt = Long.MIN_VALUE;
    private Duration urlLife = UploadUrl.USUAL_LIFE;
    private int breaks;
    private long brokenBytes;
    private long brokenAt = Long.MIN_VALUE;

    void rate(double measured, long now) {
        bytesPerSecond = measured;
        rateAt = now;
    }

    void urlLife(Duration life) {
        urlLife = life;
    }

    /** A part has got through. */
    void arrived(long partBytes) {
        if (partBytes >= brokenBytes) {
            breaks = 0;
            brokenBytes = 0;
        }
    }

    /**
     * A part broke off in the network. Those that are as small as can be say nothing: there is no smaller one.
     *
     * @param startedAt parts that were on their way together and break together are one break
     */
    void broke(long partBytes, long startedAt, long now) {
        if (partBytes <= PartPlan.MIN_PART_BYTES) {
            return;
        }
        if (old(brokenAt, now)) {
            breaks = 0;
            brokenBytes = 0;
        }
        if (breaks == 0 || startedAt >= brokenAt) {
            breaks++;
        }
        brokenBytes = brokenBytes == 0 ? partBytes : Math.min(brokenBytes, partBytes);
        brokenAt = now;
    }

    /** @param before parts of that size have got through */
    boolean tooLarge(long partBytes, boolean before, long now) {
        return breaks >= (before ? BREAKS_OF_A_GOOD_LINK : BREAKS) && partBytes >= brokenBytes && !old(brokenAt, now);
    }

    /** Whether a clip whose asset is created now will have left before its URLs expire; also where nothing is known. */
    boolean inTime(long clipBytes, long now) {
        return old(rateAt, now) || clipBytes / bytesPerSecond < urlLife.toSeconds();
    }

    private static boolean old(long at, long now) {
        return at == Long.MIN_VALUE || now - at > FORGET_NANOS;
    }
}
