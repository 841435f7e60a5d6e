package io.rushline.uploader.c2c;

import io.rushline.queue.api.ItemId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * Whether one more asset may be created: where the API answers but no part gets through, each new one would stay empty in the cloud. Then one is
 * tried now and then, since the fault may be with the upload URLs of a single clip, until there are as many empty ones as clips may be worked
 * on. Engine's thread only.
 */
final class NewAssets {

    /** So that a single clip whose URLs are dead never stops the others. */
    private static final int ALWAYS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RandomGenerator chance;
    /** Clips whose asset no part has reached. */
    private final Set<ItemId> empty = new HashSet<>();
    /** Clips in hand that may not have theirs, and since when. */
    private final Map<ItemId, Long> held = new HashMap<>();
    private Failure failing;
    private int failures;
    private long nextAt;

    NewAssets(RandomGenerator chance) {
        this.chance = chance;
    }

    boolean allowed(long now, int parallelClips) {
        return failing == null || now >= nextAt && empty.size() < Math.max(ALWAYS, parallelClips);
    }

    /** When one may be tried, or a clip makes room. */
    long wakeAt(long now) {
        LongStream makeRoom = held.values().stream().mapToLong(since -> since + PATIENCE.toNanos());
        return failing == null ? Long.MAX_VALUE : LongStream.concat(LongStream.of(nextAt), makeRoom).filter(at -> at > now).min().orElse(Long.MAX_VALUE);
    }

    /**
     * A clip in hand may not have its asset now.
     *
     * @return why, once that has been so for a while: it makes room for clips that have one
     */
    Optional<Failure> hold(ItemId item, long now) {
        long since = held.computeIfAbsent(item, id -> now);
        return now - since < PATIENCE.toNanos() ? Optional.empty() : Optional.ofNullable(failing);
    }

    void keepOnly(Collection<ItemId> inHand) {
        held.keySet().retainAll(inHand);
    }

    /** Why none is created, for people. */
    Optional<String> why(long now, int parallelClips) {
        return allowed(now, parallelClips) ? Optional.empty()
                : Optional.of("No part gets through: " + failing.reason().what() + " Further clips wait until one does.");
    }

    void creating(ItemId item, long now) {
        empty.add(item);
        held.remove(item);
        if (failing != null) {
            nextAt = now + delay();
        }
    }

    /** It has an asset that no part has reached, or none. */
    void stands(ItemId item, boolean emptyAsset) {
        if (emptyAsset) {
            empty.add(item);
        } else {
            empty.remove(item);
        }
    }

    /** A part arrived, or was refused by the storage itself. */
    void gotThrough() {
        failing = null;
        failures = 0;
        held.clear();
    }

    /** A part did not get through. */
    void failed(Failure failure, long now) {
        if (failing == null || now >= nextAt) {
            failures++;
            nextAt = now + delay();
        }
        failing = failure;
    }

    /** The network is another one: it may be tried at once. */
    void networkChanged(long now) {
        nextAt = now;
    }

    private long delay() {
        Duration delay = Backoff.delay(failing == null ? Failure.of(Kind.NETWORK, "", "", "") : failing, Math.max(1, failures), chance);
        return delay.toNanos();
    }
}
