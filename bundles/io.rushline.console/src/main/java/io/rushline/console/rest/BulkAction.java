package io.rushline.console.rest;

import io.rushline.console.http.ProblemException;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemFilter;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemPage;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.UploadQueue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Does one thing with many clips; one that refuses holds up no other. */
final class BulkAction {

    private static final int MAX_IDS = 1_000;
    private static final int PAGE = 1_000;

    record Selection(List<Long> ids, Boolean all) {
    }

    record Refusal(long id, String detail) {
    }

    record Result(List<Long> changed, List<Refusal> refused) {
    }

    private BulkAction() {
    }

    static Result apply(UploadQueue queue, QueueAction action, Selection selection) throws QueueException, ProblemException {
        boolean all = Boolean.TRUE.equals(selection.all());
        if (all == (selection.ids() != null)) {
            throw ProblemException.badRequest("Give either ids or all: true.");
        }
        if (!all && (selection.ids().size() > MAX_IDS || selection.ids().stream().anyMatch(Objects::isNull))) {
            throw ProblemException.badRequest("ids must be at most " + MAX_IDS + " numbers.");
        }
        List<Long> changed = new ArrayList<>();
        List<Refusal> refused = new ArrayList<>();
        for (long id : all ? ids(queue, action) : new LinkedHashSet<>(selection.ids())) {
            try {
                action.apply(queue, new ItemId(id));
                changed.add(id);
            } catch (QueueException e) {
                if (e.code() != QueueException.Code.UNKNOWN_ITEM && e.code() != QueueException.Code.ILLEGAL_TRANSITION) {
                    throw e; // the queue as a whole is in trouble
                }
                refused.add(new Refusal(id, e.getMessage()));
            }
        }
        return new Result(changed, refused);
    }

    /** Before any is changed, so that no page shifts under the reading. */
    private static Set<Long> ids(UploadQueue queue, QueueAction action) throws QueueException {
        Set<Long> ids = new LinkedHashSet<>();
        ItemPage page;
        int offset = 0;
        do {
            page = queue.list(new ItemFilter(action.all(), "", offset, PAGE));
            page.items().stream().map(Item::id).map(ItemId::value).forEach(ids::add);
            offset += PAGE;
        } while (page.items().size() == PAGE);
        return ids;
    }
}
