package io.rushline.uploader.c2c;

import io.rushline.cloud.api.CloudException;
import io.rushline.network.api.NetworkStatus;
import io.rushline.queue.api.ItemId;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** What the parts of all clips tell about the links, and what follows: how many go at a time by each, and whether new assets make sense. Engine's thread only. */
final class Traffic {

    private final Outside outside;
    private final Supplier<Limits> limits;
    private final FailureTable failures;
    private final Throttle throttle;
    private final Lanes lanes;
    private final NewAssets newAssets;
    private final long origin;

    Traffic(Outside outside, Supplier<Limits> limits, FailureTable failures, Throttle throttle, long origin) {
        this.outside = outside;
        this.limits = limits;
        this.failures = failures;
        this.throttle = throttle;
        this.origin = origin;
        this.lanes = new Lanes(limits, outside.chance());
        this.newAssets = new NewAssets(outside.chance());
    }

    /** Any thread. */
    Lanes lanes() {
        return lanes;
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

    /**
     * @param replaced what sent it is not there any more: its end says nothing about the link
     * @return it broke off by its lane, while parts get through by others
     */
    boolean ended(ItemId item, String clipName, Transfer transfer, Job.Outcome<?> outcome, boolean replaced) {
        if (outcome.ok()) {
            newAssets.gotThrough();
            newAssets.stands(item, false);
            transfer.lane().arrived(transfer, now());
            return false;
        }
        if (outcome.cut() || replaced) {
            return false;
        }
        Failure failure = failures.of(outcome.error());
        boolean othersCarry = failure.kind().shared && lanes.othersThan(transfer.lane(), clipName);
        transfer.lane().failed(failure, transfer, othersCarry, now());
        if (failure.kind().shared && !othersCarry) {
            newAssets.failed(failure, now());
        } else if (failure.kind().ofStorage()) {
            newAssets.gotThrough();
        }
        return othersCarry;
    }

    /** Cuts a part that another lane is to send. Where nothing of it has left in all that time, its lane does not get it through. */
    void takeBack(Transfer late) {
        if (late.sentBytes() == 0) {
            late.lane().failed(failures.of(new CloudException(CloudException.Code.TIMEOUT)), late, true, now());
        }
        late.cut();
    }

    /**
     * After each event.
     *
     * @param bytesInLine empty while that is not known
     * @return lanes have come to help: what waits may try at once
     */
    boolean look(Collection<ItemUpload> uploads, OptionalLong bytesInLine) {
        int most = Math.min(limits.get().parallelParts(), throttle.mostStreams());
        uploads.forEach(upload -> upload.transfers().stream().filter(transfer -> !lanes.keep(transfer.lane(), upload.name()))
                .forEach(Transfer::cut));
        return lanes.look(uploads, most, outside.memoryTight().getAsBoolean(), bytesInLine, throttle.limit(), now());
    }

    void networkChanged(NetworkStatus status) {
        newAssets.networkChanged(now());
        lanes.follow(status, now());
    }

    long wakeAt() {
        return Math.min(lanes.wakeAt(now()), newAssets.wakeAt(now()));
    }

    private long now() {
        return outside.nanos().getAsLong() - origin;
    }
}
