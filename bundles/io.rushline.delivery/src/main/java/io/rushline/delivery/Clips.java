package io.rushline.delivery;

import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemFilter;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemPage;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.Selection;
import io.rushline.queue.api.UploadQueue;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The clips of a project in some states, read page by page, so that only one page is ever in memory. One thread. */
final class Clips {

    static final Set<ItemState> DELIVERED = Set.of(ItemState.COMPLETED);
    static final Set<ItemState> NOT_DELIVERED = Set.copyOf(EnumSet.complementOf(EnumSet.of(ItemState.COMPLETED)));

    static final int PAGE = 1000;

    /** Takes one clip. */
    interface Taker<E extends Exception> {
        void take(Item item) throws E;
    }

    private final UploadQueue queue;
    private final Selection.Matching matching;
    private final ItemPage first;

    private Clips(UploadQueue queue, Selection.Matching matching, ItemPage first) {
        this.queue = queue;
        this.matching = matching;
        this.first = first;
    }

    static Clips none() {
        return new Clips(null, null, new ItemPage(List.of(), 0));
    }

    /** Reads the first page at once: a queue that does not answer is known before anything was written. */
    static Clips of(UploadQueue queue, String projectId, Set<ItemState> states) throws QueueException {
        Selection.Matching matching = matching(projectId, states);
        return new Clips(queue, matching, queue.list(new ItemFilter(matching, 0, PAGE)));
    }

    static long count(UploadQueue queue, String projectId, Set<ItemState> states) throws QueueException {
        return queue.list(new ItemFilter(matching(projectId, states), 0, 1)).total();
    }

    private static Selection.Matching matching(String projectId, Set<ItemState> states) {
        return new Selection.Matching(states, "", Optional.empty(), Optional.of(projectId));
    }

    /** How many there were at the beginning. */
    long total() {
        return first.total();
    }

    /**
     * Hands on each clip. One that is completed meanwhile moves the others down the list: those seen on the page before are left out.
     *
     * @throws IOException the queue does not answer any more
     */
    <E extends Exception> void each(Taker<E> taker) throws E, IOException {
        Set<ItemId> before = Set.of();
        ItemPage page = first;
        for (int offset = 0; !page.items().isEmpty();) {
            for (Item item : page.items()) {
                if (!before.contains(item.id())) {
                    taker.take(item);
                }
            }
            before = page.items().stream().map(Item::id).collect(Collectors.toSet());
            offset += page.items().size();
            if (page.items().size() < PAGE) {
                return;
            }
            page = next(offset);
        }
    }

    private ItemPage next(int offset) throws IOException {
        try {
            return queue.list(new ItemFilter(matching, offset, PAGE));
        } catch (QueueException e) {
            throw new IOException("The queue broke off in the middle of a delivery report", e);
        }
    }
}
