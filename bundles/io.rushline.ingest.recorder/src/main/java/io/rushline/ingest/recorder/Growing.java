package io.rushline.ingest.recorder;

import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemFilter;
import io.rushline.queue.api.ItemPage;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.Selection;
import io.rushline.queue.api.UploadQueue;
import io.rushline.recorder.api.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The recordings that the queue takes for growing. */
final class Growing {

    /** What the source of such an item begins with; the recorder's name follows. */
    static final String SOURCE = "recorder ";

    private static final int PAGE = 1_000;
    private static final Selection.Matching UNFINISHED = new Selection.Matching(
            Set.of(ItemState.UPLOADING, ItemState.WAITING, ItemState.RETRYING, ItemState.HELD, ItemState.PAUSED), "", Optional.empty(),
            Optional.empty());

    private Growing() {
    }

    static List<Item> of(UploadQueue queue) throws QueueException {
        List<Item> found = new ArrayList<>();
        ItemPage page;
        int offset = 0;
        do {
            page = queue.list(new ItemFilter(UNFINISHED, offset, PAGE));
            page.items().stream().filter(item -> item.growing() && item.clip().source().startsWith(SOURCE)).forEach(found::add);
            offset += PAGE;
        } while (page.items().size() == PAGE);
        return found;
    }

    /** What its recorder has told of it. */
    static Recording recording(Item item) {
        return new Recording(item.clip().source().substring(SOURCE.length()), item.clip().channel(), item.clip().path(), item.clip().createdAt(),
                Optional.empty());
    }
}
