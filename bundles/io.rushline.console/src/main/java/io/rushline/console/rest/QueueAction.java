package io.rushline.console.rest;

import static io.rushline.queue.api.ItemState.FAILED;
import static io.rushline.queue.api.ItemState.HELD;
import static io.rushline.queue.api.ItemState.PAUSED;
import static io.rushline.queue.api.ItemState.RETRYING;
import static io.rushline.queue.api.ItemState.UPLOADING;
import static io.rushline.queue.api.ItemState.WAITING;

import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.UploadQueue;
import java.util.Locale;
import java.util.Set;

/** What a person can do with clips, one by one or with all. */
enum QueueAction {
    PAUSE(UploadQueue::pause, Set.of(WAITING, UPLOADING, RETRYING)),
    /** All: not those HELD, which may belong to another project (I8). */
    RESUME(UploadQueue::resume, Set.of(PAUSED)),
    CANCEL(UploadQueue::cancel, Set.of(WAITING, UPLOADING, RETRYING, PAUSED, HELD)),
    /** All: not those CANCELLED, which somebody did not want. */
    RETRY(UploadQueue::retry, Set.of(FAILED, RETRYING));

    private interface Call {
        void on(UploadQueue queue, ItemId item) throws QueueException;
    }

    private final Call call;
    private final Set<ItemState> all;

    QueueAction(Call call, Set<ItemState> all) {
        this.call = call;
        this.all = all;
    }

    void apply(UploadQueue queue, ItemId item) throws QueueException {
        call.on(queue, item);
    }

    /** Which items "all" means. */
    Set<ItemState> all() {
        return all;
    }

    String path() {
        return name().toLowerCase(Locale.ROOT);
    }
}
