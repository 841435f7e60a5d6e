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
    /** A recording waits for no place, since its bytes come slowly; each costs a look at its file now and then. */
    private static final int MOST_RECORDINGS = 32;
    /** What a part has behind it is given up only for as much. */
    private static final double MUCH_SOONER = 2;

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

    /** A clip that gets a slot, and the lane that the slot belongs to. */
    record Turn(ItemUpload upload, Lane lane) {
    }

    /**
     * Who gets the next slot: one of a lane that has yet to show its rate and has none, to try it; else of the lane by which the part ends first, or of the
     * fastest one, where nothing tells them apart.
     *
     * @param may  take one
     * @param most slots of which one more may be used for a clip that is above all that use some
     */
    Optional<Turn> next(Collection<ItemUpload> inHand, Predicate<ItemUpload> may, Lanes lanes, int most, long now) {
        lanes.count(inHand);
        List<ItemUpload> line = inHand.stream().filter(may)
                .sorted(Comparator.comparingInt((ItemUpload u) -> -priority(u)).thenComparingInt(ItemUpload::slots)).toList();
        int used = inHand.stream().mapToInt(ItemUpload::slots).sum();
        int highest = inHand.stream().filter(u -> u.slots() > 0).mapToInt(this::priority).max().orElse(Integer.MIN_VALUE);
        List<Lane> open = lanes.open(now);
        Optional<Turn> best = Optional.empty();
        for (int i = 0; i < open.size(); i++) {
            Lane lane = open.get(i);
            int allowed = lanes.allowed(lane, open);
            boolean free = lane.slots() < allowed && used < lanes.most();
            boolean oneMore = lane.slots() == allowed && used < most;
            boolean known = lane.rate().isPresent();
            // Else it would never show what it can do while the others are enough; those that only help are not to be counted on.
            boolean trial = !known && lane.slots() == 0 && lane.always();
            List<Lane> faster = open.subList(0, i).stream().filter(other -> !trial || other.always()).toList();
            Optional<Turn> next = first(line, lane, faster, lanes, now).filter(u -> free || oneMore && priority(u) > highest).map(u -> new Turn(u, lane));
            if (trial && next.isPresent()) {
                return next;
            }
            if (next.isPresent() && (best.isEmpty() || known && seconds(next.get(), lanes, now) < seconds(best.get(), lanes, now))) {
                best = next;
            }
        }
        return best;
    }

    /** Until the part has arrived; infinite while nothing is known of any lane. */
    private static double seconds(Turn turn, Lanes lanes, long now) {
        return (turn.lane().leftBytes(now) + turn.upload().nextBytes()) / lanes.rate(turn.lane());
    }

    /** The first in line whose end the lane does not hold up: the faster ones would take as long for all that comes until then. */
    private static Optional<ItemUpload> first(List<ItemUpload> line, Lane lane, List<Lane> faster, Lanes lanes, long now) {
        long ahead = 0;
        for (ItemUpload upload : line) {
            ahead += upload.toSendBytes();
            List<Lane> others = faster.stream().filter(other -> lanes.carries(other, upload.name())).toList();
            double rate = others.stream().mapToDouble(lanes::rate).sum();
            double by = (others.stream().mapToDouble(other -> other.leftBytes(now)).sum() + ahead) / rate;
            if (lanes.carries(lane, upload.name()) && (rate == 0 || seconds(new Turn(upload, lane), lanes, now) <= by)) {
                return Optional.of(upload);
            }
        }
        return Optional.empty();
    }

    /** A part that holds up the end of its clip: a faster lane with a free slot would end it sooner, though it has to begin anew. */
    static Optional<Transfer> late(Collection<ItemUpload> inHand, Lanes lanes, long now) {
        lanes.count(inHand);
        List<Lane> open = lanes.open(now);
        for (int i = 0; i < open.size(); i++) {
            Lane fast = open.get(i);
            List<Lane> noSlower = open.subList(0, i + 1);
            if (fast.rate().isPresent() && fast.slots() < lanes.allowed(fast, open)) {
                Optional<Transfer> late = inHand.stream().filter(u -> u.ending() && lanes.carries(fast, u.name())).flatMap(u -> u.transfers().stream())
                        .filter(t -> !noSlower.contains(t.lane()) && t.leftSeconds(now).orElse(0)
                                > MUCH_SOONER * (fast.leftBytes(now) + t.part().sizeBytes()) / lanes.rate(fast)).findFirst();
                if (late.isPresent()) {
                    return late;
                }
            }
        }
        return Optional.empty();
    }

    private int priority(ItemUpload upload) {
        return priorities.getOrDefault(upload.item().id(), upload.item().clip().priority());
    }
}
