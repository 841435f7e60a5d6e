package io.rushline.uploader.c2c;

import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * Shares slots and places among the clips: the highest priority comes first, then the clip with the fewest slots, so that none starves another.
 * Engine's thread only.
 */
final class Sharing {

    /** One more than a large clip, so that a small one does not wait behind it. */
    private static final int ALWAYS = 2;

    /** As people changed it while the clip was worked on. */
    private final Map<ItemId, Integer> priorities = new HashMap<>();

    void changed(Item item) {
        priorities.put(item.id(), item.clip().priority());
    }

    void keepOnly(Collection<ItemId> inHand) {
        priorities.keySet().retainAll(inHand);
    }

    /**
     * What the priority of one more clip has to exceed for it to be taken in hand.
     *
     * @param freeSlots that none of those in hand wants
     * @return empty: there is room for any
     */
    OptionalInt floor(Collection<ItemUpload> inHand, int parallelClips, boolean freeSlots) {
        List<ItemUpload> working = inHand.stream().filter(ItemUpload::working).toList();
        boolean few = working.size() < Math.min(ALWAYS, parallelClips) || working.size() < parallelClips && freeSlots;
        // What checks or waits needs no place, but memory.
        if (few && inHand.size() < 2 * parallelClips + ALWAYS) {
            return OptionalInt.empty();
        }
        // One extra place for whatever is above the lowest; beyond that only for what is above all.
        OptionalInt lowest = working.stream().mapToInt(this::priority).min();
        OptionalInt highest = inHand.stream().mapToInt(this::priority).max();
        return working.size() <= parallelClips && lowest.isPresent() ? lowest : OptionalInt.of(highest.orElse(Integer.MAX_VALUE));
    }

    /**
     * Who gets the next slot.
     *
     * @param may      take one
     * @param parallel slots that are to be used
     * @param most     slots of which one more may be used for a clip that is above all that use some
     */
    Optional<ItemUpload> next(Collection<ItemUpload> inHand, Predicate<ItemUpload> may, int parallel, int most) {
        int used = inHand.stream().mapToInt(ItemUpload::slots).sum();
        Optional<ItemUpload> next = inHand.stream().filter(may)
                .min(Comparator.comparingInt((ItemUpload u) -> -priority(u)).thenComparingInt(ItemUpload::slots));
        if (used < parallel) {
            return next;
        }
        int highest = inHand.stream().filter(u -> u.slots() > 0).mapToInt(this::priority).max().orElse(Integer.MIN_VALUE);
        return next.filter(u -> used == parallel && used < most && priority(u) > highest);
    }

    private int priority(ItemUpload upload) {
        return priorities.getOrDefault(upload.item().id(), upload.item().clip().priority());
    }
}
