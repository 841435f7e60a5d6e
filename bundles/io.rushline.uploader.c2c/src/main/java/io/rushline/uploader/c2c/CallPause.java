package io.rushline.uploader.c2c;

import io.rushline.queue.api.Reason;
import java.util.Optional;

/** Until when the cloud wants no API call from us at all (429), or takes none. Engine's thread only. */
final class CallPause {

    private long until;
    private Reason reason;

    void until(long nanos, Reason why) {
        if (nanos > until) {
            until = nanos;
            reason = why;
        }
    }

    long until() {
        return until;
    }

    /** For people. */
    Optional<String> why(long now) {
        return until > now ? Optional.of("No clip is begun for a moment: " + reason.what()) : Optional.empty();
    }
}
