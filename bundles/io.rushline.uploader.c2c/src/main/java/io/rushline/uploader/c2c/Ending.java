package io.rushline.uploader.c2c;

import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.Reason;
import java.time.Instant;
import java.util.Optional;

/**
 * How work on a clip ends before it is complete.
 *
 * @param write    what the queue is told, once nothing of the clip is on its way any more; empty: it knows
 * @param newAsset the clip is not given up but begun again
 */
record Ending(Optional<Ledger.Write> write, boolean newAsset) {

    /** Somebody took it out of our hands. */
    static Ending leave() {
        return new Ending(Optional.empty(), false);
    }

    static Ending release(ItemId item) {
        return new Ending(Optional.of(queue -> queue.release(item)), false);
    }

    static Ending fail(ItemId item, Reason why) {
        return new Ending(Optional.of(queue -> queue.fail(item, why)), false);
    }

    static Ending postpone(ItemId item, Reason why, Instant until) {
        return new Ending(Optional.of(queue -> queue.postpone(item, why, until)), false);
    }

    static Ending newAsset(ItemId item, Reason why) {
        return new Ending(Optional.of(queue -> queue.abandonAsset(item, why)), true);
    }
}
