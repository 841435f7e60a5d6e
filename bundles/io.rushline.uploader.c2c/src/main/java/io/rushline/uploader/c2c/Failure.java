package io.rushline.uploader.c2c;

import io.rushline.queue.api.Reason;
import java.time.Duration;
import java.util.Optional;

/**
 * Why something did not work.
 *
 * @param retryAfter     what the cloud asked for
 * @param pausesAllCalls no API call of any clip before that time
 * @param tooMuch        a sign that more was under way than the link or the storage bears
 */
record Failure(Kind kind, Reason reason, Optional<Duration> retryAfter, boolean pausesAllCalls, boolean tooMuch) {

    static Failure of(Kind kind, String code, String what, String todo) {
        return new Failure(kind, new Reason(code, what, todo), Optional.empty(), false, false);
    }
}
