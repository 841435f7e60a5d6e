package io.rushline.uploader.c2c;

import io.rushline.queue.api.ItemId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the parts of all clips tell about the link, and what follows: how many go at a time, and whether new assets make sense. Engine's thread only. */
final class Traffic {

    private final Outside outside;
    private final Supplier<Limits> limits;
    private final FailureTable failures;
    private final Meter meter;
    private final Throttle throttle;
    private final Parallelism parallelism;
    private final NewAssets newAssets;
    private final long origin;

    Traffic(Outside outside, Supplier<Limits> limits, FailureTable failures, Meter meter, Throttle throttle, long origin) {
        this.outside = outside;
        this.limits = limits;
        this.failures = failures;
        this.meter = meter;
        this.throttle = throttle;
        this.origin = origin;
        this.parallelism = new Parallelism(limits.get().leastParallelParts(), limits.get().parallelParts());
        this.newAssets = new NewAssets(outside.chance());
    }

    /** How many parts may go at a time now. Any thread. */
    int parallel() {
        return parallelism.now();
    }

    NewAssets newAssets() {
        return newAssets;
    }

    boolean mayCreate() {
        return newAssets.allowed(now(), limits.get().parallelClips());
    }

    /** Why no asset is created, for people. */
    Optional<String> whyNoAsset() {
        return newAssets.why(now(), limits.get().parallelClips());
    }

    /** @param replaced what sent it is not there any more: its end says nothing about the link */
    void ended(ItemId item, Transfer transfer, Job.Outcome<?> outcome, boolean replaced) {
        if (outcome.ok()) {
            newAssets.gotThrough();
            newAssets.stands(item, false);
            parallelism.arrived(now(), transfer.part().sizeBytes(), now() - transfer.startedAt());
            return;
        }
        if (outcome.cut() || replaced) {
            return;
        }
        Failure failure = failures.of(outcome.error());
        if (failure.tooMuch()) {
            parallelism.loss(now());
        }
        if (failure.kind().shared) {
            newAssets.failed(failure, now());
        } else if (failure.kind().ofStorage()) {
            newAssets.gotThrough();
        }
    }

    /** After each event. */
    void look(Collection<ItemUpload> uploads) {
        List<Transfer> moving = uploads.stream().flatMap(u -> u.transfers().stream()).toList();
        Limits now = limits.get();
        int most = Math.min(now.parallelParts(), throttle.mostStreams());
        parallelism.bounds(Math.min(now.leastParallelParts(), most), most, now());
        long partBytes = (long) moving.stream().mapToLong(t -> t.part().sizeBytes()).average().orElse(0);
        int used = uploads.stream().mapToInt(ItemUpload::slots).sum();
        parallelism.look(now(), used, meter.goodBytes(), partBytes, outside.memoryTight().getAsBoolean());
        // What a trial began and has to be stopped again is little as yet.
        moving.stream().sorted((a, b) -> Long.compare(b.startedAt(), a.startedAt())).limit(parallelism.tooMany()).forEach(Transfer::cut);
    }

    void networkChanged() {
        newAssets.networkChanged(now());
        parallelism.begin(now());
    }

    long wakeAt(boolean sending) {
        return Math.min(sending ? parallelism.wakeAt() : Long.MAX_VALUE, newAssets.wakeAt(now()));
    }

    private long now() {
        return outside.nanos().getAsLong() - origin;
    }
}
