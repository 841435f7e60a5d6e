package io.rushline.queue.derby;

import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Selection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** All items in short, in the order of the list: says what is next and which ones a page or a selection has, without the database. Thread-safe. */
final class Order {

    /**
     * Nobody postpones an item for longer: an hour, which is the most the cloud may ask for, and a minute to spare. A time of retry further away
     * was noted before the clock was set back, and counts as due.
     */
    static final Duration LONGEST_DELAY = Duration.ofMinutes(61);

    /** @param total how many match in all */
    record Page(List<ItemId> ids, long total) {
    }

    /** By rank: those under way, those in line, those that have ended. */
    private final List<TreeSet<Entry>> ranks = List.of(new TreeSet<>(Entry.ORDER), new TreeSet<>(Entry.ORDER), new TreeSet<>(Entry.ORDER));
    /** Codes and projects are the same few for all items; each is kept once. */
    private final Map<String, String> texts = new HashMap<>();

    /**
     * In one step: nobody who reads meanwhile misses an item because it changes.
     *
     * @param before null: it is new
     * @param after  null: it goes
     */
    synchronized void replace(Entry before, Entry after) {
        if (before != null) {
            ranks.get(before.rank()).remove(before);
        }
        if (after != null) {
            ranks.get(after.rank()).add(new Entry(after.id(), after.state(), after.place(), after.position(), once(after.projectId()),
                    once(after.reasonCode()), after.name(), after.holds(), after.retryAt(), after.remainingBytes()));
        }
    }

    private String once(String text) {
        return text == null ? null : texts.computeIfAbsent(text, same -> same);
    }

    /** The next item of that project to work on, not counting those in hand nor those that are not due. */
    synchronized Optional<ItemId> next(String projectId, Set<ItemId> inHand, Instant now) {
        for (TreeSet<Entry> rank : ranks.subList(0, 2)) {
            for (Entry entry : rank) {
                if (Transition.MOVING.contains(entry.state()) && due(entry, now) <= now.toEpochMilli() && projectId.equals(entry.projectId())
                        && !inHand.contains(new ItemId(entry.id()))) {
                    return Optional.of(new ItemId(entry.id()));
                }
            }
        }
        return Optional.empty();
    }

    /** When the first {@code RETRYING} item is due; one that would have to wait too long is due now. */
    synchronized Optional<Instant> nextRetry(Instant now) {
        return ranks.get(1).stream().filter(entry -> entry.state() == ItemState.RETRYING).map(entry -> due(entry, now)).min(Long::compare)
                .map(Instant::ofEpochMilli);
    }

    private static long due(Entry entry, Instant now) {
        return entry.retryAt() > now.plus(LONGEST_DELAY).toEpochMilli() ? now.toEpochMilli() : entry.retryAt();
    }

    synchronized Page page(Selection.Matching matching, int offset, int limit) {
        Predicate<Entry> filter = filter(matching);
        List<ItemId> ids = new ArrayList<>();
        long total = 0;
        for (TreeSet<Entry> rank : ranks) {
            for (Entry entry : rank) {
                if (filter.test(entry)) {
                    if (total >= offset && ids.size() < limit) {
                        ids.add(new ItemId(entry.id()));
                    }
                    total++;
                }
            }
        }
        return new Page(ids, total);
    }

    /** In the order of the list. */
    synchronized List<ItemId> all(Predicate<Entry> filter) {
        List<ItemId> ids = new ArrayList<>();
        for (TreeSet<Entry> rank : ranks) {
            rank.stream().filter(filter).forEach(entry -> ids.add(new ItemId(entry.id())));
        }
        return ids;
    }

    static Predicate<Entry> filter(Selection.Matching matching) {
        String text = matching.text().toLowerCase(Locale.ROOT);
        Set<ItemState> states = matching.states();
        String reason = matching.reasonCode().orElse(null);
        String project = matching.projectId().orElse(null);
        return entry -> (states.isEmpty() || states.contains(entry.state())) && (reason == null || reason.equals(entry.reasonCode()))
                && (project == null || project.equals(entry.projectId())) && (text.isEmpty() || entry.name().contains(text));
    }
}
