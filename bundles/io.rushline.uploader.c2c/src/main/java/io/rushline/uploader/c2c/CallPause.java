package io.rushline.uploader.c2c;

/** Until when the cloud wants no API call from us at all (429). Engine's thread only. */
final class CallPause {

    private long until;

    void until(long nanos) {
        until = Math.max(until, nanos);
    }

    long until() {
        return until;
    }
}
