package io.rushline.console.rest;

import static io.rushline.queue.api.ItemState.FAILED;
import static io.rushline.queue.api.ItemState.HELD;
import static io.rushline.queue.api.ItemState.PAUSED;
import static io.rushline.queue.api.ItemState.RETRYING;
import static io.rushline.queue.api.ItemState.UPLOADING;
import static io.rushline.queue.api.ItemState.WAITING;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rushline.console.http.ProblemException;
import io.rushline.queue.api.Action;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemFilter;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemPage;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.Selection;
import io.rushline.queue.api.UploadQueue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Does one thing with many clips; one that refuses holds up no other. */
final class BulkAction {

    private static final int MAX_IDS = 1_000;
    private static final int PAGE = 1_000;

    /** Which clips are meant by what they have in common; all of it may be left out. */
    record Matching(Set<ItemState> states, String text, String reason, String project) {

        static final Matching ANY = new Matching(null, null, null, null);

        /**
         * Those with which the action is usually wanted where no state is given: what somebody did not want (CANCELLED) or must be asked about
         * (HELD, which may belong to another project, I8) is meant only where its state or its reason is named.
         */
        Selection.Matching of(Action action) {
            boolean named = states != null && !states.isEmpty() || reason != null;
            Set<ItemState> meant = named ? Optional.ofNullable(states).orElse(Set.of()) : switch (action) {
                case PAUSE -> Set.of(WAITING, UPLOADING, RETRYING);
                case RESUME -> Set.of(PAUSED);
                case CANCEL -> Set.of(WAITING, UPLOADING, RETRYING, PAUSED, HELD);
                case RETRY -> Set.of(FAILED, RETRYING);
            };
            return new Selection.Matching(meant, Objects.requireNonNullElse(text, ""), Optional.ofNullable(reason), Optional.ofNullable(project));
        }
    }

    /** Body of {@code /queue/actions}. */
    record Order(@JsonProperty(required = true) Action action, List<Long> ids, Matching matching) {
    }

    /** Body of {@code /queue/pause} and the like. */
    record Choice(List<Long> ids, Boolean all, Matching matching) {
    }

    record Refusal(long id, String detail) {
    }

    record Result(List<Long> changed, List<Refusal> refused) {
    }

    record Count(int changed) {
    }

    private BulkAction() {
    }

    /** One call of the queue, however many clips there are. */
    static Count apply(UploadQueue queue, Order order) throws QueueException, ProblemException {
        if (order.action() == null) {
            throw ProblemException.badRequest("action must be pause, resume, cancel or retry.");
        }
        if ((order.ids() == null) == (order.matching() == null)) {
            throw ProblemException.badRequest("Give either ids or matching.");
        }
        return new Count(queue.apply(order.action(), order.ids() == null ? order.matching().of(order.action())
                : new Selection.Items(items(order.ids()))));
    }

    /** Tells of each clip what came of it. */
    static Result apply(UploadQueue queue, Action action, Choice choice) throws QueueException, ProblemException {
        boolean all = Boolean.TRUE.equals(choice.all());
        if (all == (choice.ids() != null)) {
            throw ProblemException.badRequest("Give either ids or all: true.");
        }
        if (!all && choice.matching() != null) {
            throw ProblemException.badRequest("matching goes with all: true.");
        }
        return all ? all(queue, action, Objects.requireNonNullElse(choice.matching(), Matching.ANY).of(action))
                : each(queue, action, items(choice.ids()));
    }

    private static Set<ItemId> items(List<Long> ids) throws ProblemException {
        if (ids.size() > MAX_IDS || ids.stream().anyMatch(Objects::isNull)) {
            throw ProblemException.badRequest("ids must be at most " + MAX_IDS + " numbers.");
        }
        return ids.stream().map(ItemId::new).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Result each(UploadQueue queue, Action action, Set<ItemId> items) throws QueueException {
        List<Long> changed = new ArrayList<>();
        List<Refusal> refused = new ArrayList<>();
        for (ItemId item : items) {
            try {
                queue.apply(action, item);
                changed.add(item.value());
            } catch (QueueException e) {
                if (e.code() != QueueException.Code.UNKNOWN_ITEM && e.code() != QueueException.Code.ILLEGAL_TRANSITION) {
                    throw e; // the queue as a whole is in trouble
                }
                refused.add(new Refusal(item.value(), e.getMessage()));
            }
        }
        return new Result(changed, refused);
    }

    /** A thousand at a time; of those that match, but refuse, nothing is said: they were not named. */
    private static Result all(UploadQueue queue, Action action, Selection.Matching matching) throws QueueException {
        List<Item> before = read(queue, matching);
        List<Long> changed = new ArrayList<>();
        for (int from = 0; from < before.size(); from += PAGE) {
            List<Item> some = before.subList(from, Math.min(from + PAGE, before.size()));
            boolean every = queue.apply(action, new Selection.Items(some.stream().map(Item::id).collect(Collectors.toSet()))) == some.size();
            for (Item item : some) {
                if (every || queue.find(item.id()).filter(now -> now.state() != item.state()).isPresent()) {
                    changed.add(item.id().value());
                }
            }
        }
        return new Result(changed, List.of());
    }

    /** Before any is changed, so that no page shifts under the reading. */
    private static List<Item> read(UploadQueue queue, Selection.Matching matching) throws QueueException {
        List<Item> items = new ArrayList<>();
        ItemPage page;
        do {
            page = queue.list(new ItemFilter(matching, items.size(), PAGE));
            items.addAll(page.items());
        } while (page.items().size() == PAGE);
        return items;
    }
}
