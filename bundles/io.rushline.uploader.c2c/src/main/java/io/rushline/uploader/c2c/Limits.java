package io.rushline.uploader.c2c;

import io.rushline.uploader.api.Bandwidth;
import java.time.Duration;

/**
 * The settings, checked.
 *
 * @param leastParallelParts how many parts are sent at a time whatever the link gives
 * @param parallelParts      how many may be sent at a time, of all clips
 * @param parallelClips      how many clips may be worked on at a time
 * @param grace              time for running parts to end when the uploader is stopped
 * @param partBytes          about how large a part should be at most
 * @param bandwidth          what all parts together may use
 * @param slowLinks          how clips go for which the link is too slow or breaks too often
 * @param c4                 also take a C4 id of each clip
 * @param proxies            which clips are light copies, that may go where nothing else may
 */
record Limits(int leastParallelParts, int parallelParts, int parallelClips, Duration grace, long partBytes, Bandwidth bandwidth,
        SlowLinks slowLinks, boolean c4, Proxies proxies) {

    Limits {
        within("parallelParts", parallelParts, 1, 64);
        within("leastParallelParts", leastParallelParts, 1, parallelParts);
        within("parallelClips", parallelClips, 1, 16);
        within("graceSeconds", grace.toSeconds(), 0, 300);
        within("partSizeBytes", partBytes, PartPlan.MIN_PART_BYTES, PartPlan.MAX_PART_BYTES);
    }

    Limits with(Bandwidth wanted) {
        return new Limits(leastParallelParts, parallelParts, parallelClips, grace, partBytes, wanted, slowLinks, c4, proxies);
    }

    private static void within(String setting, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(setting + " is " + value + "; it must be " + least + " to " + most);
        }
    }
}
