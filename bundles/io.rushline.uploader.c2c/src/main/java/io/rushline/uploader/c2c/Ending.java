package io.rushline.uploader.c2c;

import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.Reason;
import java.time.Instant;
import java.util.List;

/**
 * How work on a clip ends before it is complete.
 *
 * @param writes   what the queue is told, one after the other, once nothing of the clip is on its way any more; empty: it knows
 * @param newAsset the clip is not given up but begun again
 */
record Ending(List<Ledger.Write> writes, boolean newAsset) {

    /** Somebody took it out of our hands. */
    static Ending leave() {
        return new Ending(List.of(), false);
    }

    static Ending release(ItemId item) {
        return new Ending(List.of(queue -> queue.release(item)), false);
    }

    static Ending fail(ItemId item, Reason why) {
        return new Ending(List.of(queue -> queue.fail(item, why)), false);
    }

    /** The asset will not be filled, not even when the clip is retried. */
    static Ending failWithoutAsset(ItemId item, Reason why) {
        return new Ending(List.of(queue -> queue.abandonAsset(item, why), queue -> queue.fail(item, why)), false);
    }

    static Ending postpone(ItemId item, Reason why, Instant until) {
        return new Ending(List.of(queue -> queue.postpone(item, why, until)), false);
    }

    static Ending newAsset(ItemId item, Reason why) {
        return new Ending(List.of(queue -> queue.abandonAsset(item, why)), true);
    }
}
