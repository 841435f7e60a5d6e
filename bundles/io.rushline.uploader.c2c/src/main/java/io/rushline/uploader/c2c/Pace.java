package io.rushline.uploader.c2c;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * How fast something has been going lately: what arrived or is about to, over the time in which parts of it were on their way. Times without any
 * do not count: others had the slots, or the network was down. Engine's thread only.
 */
final class Pace {

    private final long windowNanos;
    private long nanos;
    private long lastAt;
    private boolean steady;
    private boolean begun;
    private boolean moving;
    private long countedFrom;
    private long bytes;

    /** @param window what lies further back counts for less and less */
    Pace(Duration window) {
        windowNanos = window.toNanos();
    }

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
        if (nanos > windowNanos) {
            steady = true;
            nanos /= 2;
            countedFrom += (bytes - countedFrom) / 2;
        }
    }

    /** How long it was measured. */
    Duration measured() {
        return Duration.ofNanos(nanos);
    }

    /** It was measured for a whole window once. */
    boolean steady() {
        return steady;
    }

    /** Empty while nothing moved. */
    OptionalDouble bytesPerSecond() {
        long good = bytes - countedFrom;
        return good > 0 && nanos > 0 ? OptionalDouble.of(good * 1e9 / nanos) : OptionalDouble.empty();
    }
}
