package io.rushline.uploader.c2c;

import io.rushline.auth.api.Connector;
import io.rushline.cloud.api.CloudClient;
import io.rushline.queue.api.Asset;
import io.rushline.queue.api.Checksums;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Part;
import io.rushline.queue.api.Receipt;
import io.rushline.queue.api.Work;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One clip on its way: creates its asset, sends its parts, completes it, and decides what each failure means for it. The {@link Engine} gives it
 * turns and slots; each slot is one creation or one part. Engine's thread only.
 */
final class ItemUpload {

    private static final System.Logger LOG = System.getLogger(ItemUpload.class.getName());

    private final Tools tools;
    private final Item item;
    private final Whereabouts place;
    private final Ledger ledger;
    private final Trouble trouble;
    private final Parts parts = new Parts();
    private Hash hash;
    private Asset asset;
    private Job<?> call;
    private boolean creating;
    private boolean finishing;
    private boolean renewed;
    private Ending ending;
    private boolean told;
    private boolean gone;

    ItemUpload(Tools tools, Work work) {
        this.tools = tools;
        this.item = work.item();
        this.place = new Whereabouts(tools, item, safe(this::look));
        this.ledger = new Ledger(tools);
        this.trouble = new Trouble(tools.outside().chance(), item.tries());
        this.hash = newHash();
        work.asset().ifPresent(a -> takeUp(a, work.parts()));
    }

    Item item() {
        return item;
    }

    Whereabouts place() {
        return place;
    }

    // ---- what the engine asks

    /** Does what needs no slot. */
    void turn() {
        ledger.flush();
        if (ending != null) {
            settle();
        } else if (asset != null && ready()) {
            hash.readTo(parts.begunTo(place.clip().sizeBytes()));
            if (!parts.anyToSend() && !parts.anyOnItsWay() && !finishing && hash.checksums().isPresent()) {
                finish(hash.checksums().get());
            }
        }
    }

    boolean wantsSlot() {
        if (ending != null || !ready()) {
            return false;
        }
        return asset == null ? !creating && tools.calls().until() <= tools.now() : parts.anyToSend();
    }

    void takeSlot(Connector connector, CloudClient cloud) {
        if (asset == null) {
            create(connector, cloud);
        } else {
            send(parts.begin(tools.now()), cloud);
        }
    }

    /** The next slot would be for its asset. */
    boolean needsAsset() {
        return asset == null && !creating && ending == null;
    }

    /** It uses slots or has something to use them for; another clip may have the place of one that does not. */
    boolean working() {
        return !leaving() && (slots() > 0 || asset == null || parts.anyToSend());
    }

    int slots() {
        return parts.onTheirWay() + (creating ? 1 : 0);
    }

    /** It will not go on by itself: its place is another clip's. */
    boolean leaving() {
        return ending != null && !ending.newAsset();
    }

    /** Nothing of it is on its way, to the cloud or to the queue. */
    boolean quiet() {
        return slots() == 0 && !finishing && ledger.isEmpty();
    }

    /** Nothing is left to do for it. */
    boolean gone() {
        return gone && quiet();
    }

    /** When to take a turn without being told. */
    long wakeAt() {
        long next = asset == null ? Math.max(trouble.notBefore(), tools.calls().until()) : trouble.notBefore();
        return Math.min(ledger.wakeAt(), ending == null && next > tools.now() ? next : Long.MAX_VALUE);
    }

    /** The parts that move now. */
    List<Transfer> transfers() {
        return parts.moving();
    }

    /** What it waits for or does while no part moves, for people. */
    String doing() {
        return ledger.trouble().or(trouble::reason).map(r -> (r.what() + " " + r.todo()).strip())
                .orElseGet(() -> (asset == null ? "Asking the cloud for the asset of " : "Checking ") + Words.of(place.clip().name()) + ".");
    }

    // ---- what happens from outside

    /** Network or connection changed. */
    void wake() {
        trouble.wake(tools.now());
    }

    /** The item as the queue has it now; where it is not ours any more, work ends: what runs may arrive, unless it is not wanted. */
    private void look(Optional<Item> now) {
        switch (now.map(Item::state).orElse(ItemState.CANCELLED)) {
            case UPLOADING -> now.map(Item::clip).filter(place::take).ifPresent(moved -> trouble.moved(tools.now()));
            case PAUSED, HELD, WAITING, RETRYING -> end(Ending.leave(), false);
            case CANCELLED, COMPLETED, FAILED, REJECTED -> end(Ending.leave(), true);
        }
    }

    /** The device is not connected any more: what runs may arrive, then the item is back in line. */
    void release() {
        end(Ending.release(item.id()), false);
    }

    /** It cannot begin, which is no fault of its own: others have its place meanwhile. */
    void makeRoom(Failure why) {
        end(postponed(why), false);
    }

    /** Stops what runs, at once. */
    void cut() {
        if (call != null) {
            call.cut();
        }
        parts.cut();
    }

    /** Runs a piece of work for this clip; whatever it throws harms no other. */
    void safely(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | LinkageError e) {
            Failure failure = tools.understood(item.id(), e, false);
            cut();
            parts.forget();
            creating = false;
            finishing = false;
            gone |= told;
            end(postponed(failure), true);
        }
    }

    // ---- asset

    private void create(Connector connector, CloudClient cloud) {
        creating = true;
        long startedAt = tools.now();
        Clip clip = place.clip();
        String project = item.projectId().orElseThrow();
        call = tools.jobs().start(Job.Kind.CALL, () -> tools.assets().create(connector, cloud, clip, project), safe(outcome -> {
            if (outcome.ok()) {
                record(outcome.value());
                return;
            }
            creating = false;
            if (!outcome.cut()) {
                failed(tools.understood(item.id(), outcome.error(), tools.outside().services().replaced(connector, cloud)), startedAt);
            }
        }));
    }

    /** The asset must be on disk before the first byte goes out. */
    private void record(AssetApi.Created created) {
        tell(queue -> queue.assetCreated(item.id(), created.asset(), created.parts()), onDisk -> {
            creating = false;
            if (!onDisk) {
                LOG.log(System.Logger.Level.INFO, "Clip {0} was taken back; its asset {1} stays empty", item.id(), created.asset().id());
                refused();
                return;
            }
            movedOn();
            takeUp(created.asset(), created.parts());
        });
    }

    private void takeUp(Asset taken, List<Part> all) {
        try {
            AssetApi.usable(taken, all, place.clip().sizeBytes());
        } catch (IllegalArgumentException e) {
            failed(Failure.of(Kind.ASSET_GONE, "asset.damaged", "What the queue knows of this clip's asset cannot be used: " + e.getMessage() + ".",
                    "Retry the clip: it is sent again as a new asset."), tools.now());
            return;
        }
        asset = taken;
        if (ending == null) {
            parts.add(all);
        }
    }

    // ---- parts

    private void send(Transfer transfer, CloudClient cloud) {
        Asset to = asset;
        Clip clip = place.clip();
        transfer.runAs(tools.jobs().start(Job.Kind.PUT, () -> tools.sender().send(cloud, clip, to, transfer.part(), bytes -> {
            transfer.sent(bytes);
            tools.meter().add(tools.now(), bytes);
        }), safe(outcome -> {
            tools.traffic().ended(item.id(), transfer, outcome, tools.outside().services().replaced(cloud));
            if (outcome.ok()) {
                arrived(transfer, to, outcome.value());
            } else {
                lost(transfer, cloud, outcome);
            }
        })));
    }

    private void arrived(Transfer transfer, Asset to, Receipt receipt) {
        int number = transfer.part().number();
        transfer.arrive();
        movedOn();
        tell(queue -> queue.acknowledge(item.id(), to.id(), number, receipt), onDisk -> {
            parts.end(transfer);
            if (!onDisk) {
                refused();
            }
        });
    }

    private void lost(Transfer transfer, CloudClient cloud, Job.Outcome<?> outcome) {
        tools.meter().wasted(transfer.sentBytes());
        if (parts.end(transfer) && ending == null) {
            parts.sendAgain(transfer.part());
        }
        if (!outcome.cut()) {
            failed(tools.understood(item.id(), outcome.error(), tools.outside().services().replaced(cloud)), transfer.startedAt());
        }
    }

    // ---- end

    private void finish(Checksums checksums) {
        finishing = true;
        long startedAt = tools.now();
        Clip clip = place.clip();
        tools.jobs().start(Job.Kind.DISK, () -> {
            tools.media().check(clip);
            return null;
        }, safe(outcome -> {
            if (!outcome.ok() || ending != null) {
                finishing = false;
                if (!outcome.ok()) {
                    failed(tools.understood(item.id(), outcome.error(), false), startedAt);
                }
                return;
            }
            tell(queue -> queue.complete(item.id(), checksums), onDisk -> {
                finishing = false;
                if (onDisk) {
                    gone = true;
                } else {
                    refused();
                }
            });
        }));
    }

    private void movedOn() {
        trouble.over();
        tools.outside().alarm().calm();
    }

    /** The queue did not take it. The item is somebody else's now, mostly; should it still be ours, it must not be claimed in a loop. */
    private void refused() {
        if (!told) {
            end(postponed(Failure.of(Kind.BUG, "queue.refused", "The queue and the uploader disagree about this clip.",
                    "Nothing: it is tried again. Report it with a diagnosis if it stays so.")), false);
        }
    }

    /** Where it is the file's, it means nothing until the queue knows of no other path. */
    private void failed(Failure failure, long startedAt) {
        if (failure.kind().ofFile()) {
            place.seek(startedAt, () -> safely(() -> decide(failure, startedAt)));
        } else {
            decide(failure, startedAt);
        }
    }

    private void decide(Failure failure, long startedAt) {
        if (failure.pausesAllCalls()) {
            tools.calls().until(tools.now() + failure.retryAfter().orElse(Duration.ofSeconds(5)).toNanos());
        }
        if (failure.kind() == Kind.INTERCEPTED || failure.kind() == Kind.CLOCK) {
            tools.outside().alarm().raise(failure.reason());
        }
        if (ending != null || trouble.bear(failure, startedAt, tools.now(), tools.outside().services().networkDown())) {
            return;
        }
        switch (failure.kind().then) {
            case POSTPONE -> {
                // While other parts still move, it stays.
                if (!parts.anyOnItsWay()) {
                    end(postponed(failure), false);
                }
            }
            case NEW_ASSET -> {
                if (renewed) {
                    fail(failure);
                } else {
                    renewed = true;
                    end(Ending.newAsset(item.id(), failure.reason()), true);
                }
            }
            case FAIL -> fail(failure);
        }
    }

    private void fail(Failure failure) {
        LOG.log(failure.kind() == Kind.OUR_FAULT ? System.Logger.Level.ERROR : System.Logger.Level.WARNING,
                "Clip {0} failed, {1}: {2}", item.id(), failure.reason().code(), failure.reason().what());
        end(Ending.fail(item.id(), failure.reason()), true);
    }

    private Ending postponed(Failure failure) {
        return Ending.postpone(item.id(), failure.reason(), tools.outside().clock().instant().plus(trouble.postponement(failure)));
    }

    private void end(Ending how, boolean cut) {
        if (ending == null) {
            ending = how;
            parts.beginNoMore();
            hash.stop();
        }
        if (cut) {
            cut();
        }
        settle();
    }

    /** Once all is quiet, tells the queue how it ended. */
    private void settle() {
        if (told || gone || slots() > 0 || finishing) {
            return;
        }
        told = true;
        if (ending.write().isEmpty()) {
            gone = true;
            return;
        }
        tell(ending.write().get(), onDisk -> {
            if (onDisk && ending.newAsset()) {
                beginAgain();
            } else {
                gone = true;
            }
        });
    }

    private void beginAgain() {
        ending = null;
        told = false;
        asset = null;
        hash = newHash();
    }

    // ---- helpers

    private void tell(Ledger.Write write, Consumer<Boolean> then) {
        ledger.add(write, safe(then));
    }

    private boolean ready() {
        return trouble.notBefore() <= tools.now() && !place.seeking();
    }

    private Hash newHash() {
        return new Hash(tools, place::clip, (error, startedAt) -> safely(() -> failed(tools.understood(item.id(), error, false), startedAt)));
    }

    private <T> Consumer<T> safe(Consumer<T> report) {
        return value -> safely(() -> report.accept(value));
    }
}
