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
    /** A recording waits for no place, since its bytes come slowly; each costs a look at its file every second. */
    private static final int MOST_RECORDINGS = 32;

    /** As people changed it while the clip was worked on. */
    private final Map<ItemId, Integer> priorities = new HashMap<>();

    void changed(Item item) {
        priorities.put(item.id(), item.clip().priority());
    }

    void keepOnly(Collection<ItemId> inHand) {
        priorities.keySet().retainAll(inHand);
    }

    /**
     * Which clips may be taken in hand.
     *
     * @param freeSlots that none of those in hand wants
     * @param noAssets  none may be created now: only clips that have one can go on
     * @return for any thread; empty: there is room for any
     */
    Optional<Predicate<Item>> urgent(Collection<ItemUpload> inHand, int parallelClips, boolean freeSlots, boolean noAssets) {
        List<ItemUpload> working = inHand.stream().filter(ItemUpload::working).toList();
        boolean few = working.size() < Math.min(ALWAYS, parallelClips) || working.size() < parallelClips && freeSlots;
        boolean roomToRecord = inHand.stream().filter(u -> u.place().growing()).count() < MOST_RECORDINGS;
        // What checks or waits needs no place, but memory.
        if (few && inHand.stream().filter(u -> !u.idle()).count() < 2L * parallelClips + ALWAYS) {
            return roomToRecord ? Optional.empty() : Optional.of(item -> !item.growing());
        }
        // One extra place for whatever is above the lowest; beyond that only for what is above all.
        OptionalInt lowest = working.stream().mapToInt(this::priority).min();
        OptionalInt highest = inHand.stream().mapToInt(this::priority).max();
        int floor = working.size() <= parallelClips && lowest.isPresent() ? lowest.getAsInt() : highest.orElse(Integer.MAX_VALUE);
        // Those that wait for an asset must not keep away the ones that could show that parts get through.
        boolean roomToSend = noAssets && working.stream().filter(u -> !u.needsAsset()).count() < parallelClips;
        return Optional.of(item -> item.clip().priority() > floor || roomToRecord && item.growing() || roomToSend && item.assetId().isPresent());
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
