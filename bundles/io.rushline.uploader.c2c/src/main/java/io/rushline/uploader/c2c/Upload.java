package io.rushline.uploader.c2c;

import io.rushline.queue.api.Item;
import java.util.function.Consumer;

/** One clip's upload, as its pieces see the whole they belong to. Engine's thread only. */
interface Upload {

    /** As it was claimed; what may change is in {@link #place}. */
    Item item();

    Whereabouts place();

    /** It will not be gone on with. */
    boolean ended();

    /** @param then true: on disk; false: the queue refuses it as the item stands */
    void tell(Ledger.Write write, Consumer<Boolean> then);

    /** The queue refused what it was told of an item that should be ours. */
    void refused();

    /** Something got through. */
    void movedOn();

    /** @param startedAt when what failed had begun */
    void failed(Failure failure, long startedAt);

    /** A report whose failure harms no other clip. */
    <T> Consumer<T> safe(Consumer<T> report);
}
