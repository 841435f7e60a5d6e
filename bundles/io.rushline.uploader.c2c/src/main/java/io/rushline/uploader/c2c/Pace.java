package io.rushline.uploader.c2c;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * How fast one clip has been going lately: what arrived or is about to, over the time in which parts of it were on their way. Times without any,
 * since others had the slots or the network was down, do not count. Engine's thread only.
 */
final class Pace {

    /** What lies further back counts for less and less. */
    private static final long WINDOW_NANOS = Duration.ofMinutes(20).toNanos();

    private long nanos;
    private long lastAt;
    private boolean begun;
    private boolean moving;
    private long countedFrom;
    private long bytes;

    /**
     * Takes a look, after each event.
     *
     * @param goodBytes that arrived so far or are being sent
     * @param movingNow parts are on their way
     */
    void look(long now, long goodBytes, boolean movingNow) {
        if (!begun) {
            begun = true;
            countedFrom = goodBytes;
        }
        if (moving) {
            nanos += now - lastAt;
        }
        lastAt = now;
        moving = movingNow;
        bytes = goodBytes;
        if (nanos > WINDOW_NANOS) {
            nanos /= 2;
            countedFrom += (bytes - countedFrom) / 2;
        }
    }

    /** How long it was measured. */
    Duration measured() {
        return Duration.ofNanos(nanos);
    }

    /** Empty while nothing moved. */
    OptionalDouble bytesPerSecond() {
        long good = bytes - countedFrom;
        return good > 0 && nanos > 0 ? OptionalDouble.of(good * 1e9 / nanos) : OptionalDouble.empty();
    }
}
