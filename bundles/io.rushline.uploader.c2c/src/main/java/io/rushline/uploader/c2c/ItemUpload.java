package io.rushline.uploader.c2c;

import io.rushline.auth.api.Connector;
import io.rushline.cloud.api.CloudClient;
import io.rushline.queue.api.Asset;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Part;
import io.rushline.queue.api.Reason;
import io.rushline.queue.api.Work;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One clip on its way, from its claim to its end: has its asset created, its parts sent and it completed, and decides what each failure means for
 * it. The {@link Engine} gives it turns and slots; each slot is one creation or one part. Engine's thread only.
 */
final class ItemUpload implements Upload {

    private static final System.Logger LOG = System.getLogger(ItemUpload.class.getName());

    private final Tools tools;
    private final Item item;
    private final Whereabouts place;
    private final Ledger ledger;
    private final Trouble trouble;
    private final Parts parts = new Parts();
    private final Creation creation;
    private final Sending sending;
    private final Completion completion;
    private final Realtime realtime;
    private final Route route;
    private final Exit exit = new Exit(this, this::beginAgain);
    private Hash hash;
    private Asset asset;
    private Lane creatingFor;
    private final Set<Kind> renewed = EnumSet.noneOf(Kind.class);

    ItemUpload(Tools tools, Work work) {
        this.tools = tools;
        this.item = work.item();
        this.place = new Whereabouts(tools, item, safe(this::look));
        this.ledger = new Ledger(tools);
        this.trouble = new Trouble(tools.outside().chance(), item.tries());
        this.creation = new Creation(tools, this, created -> takeUp(created.asset(), created.parts()));
        this.sending = new Sending(tools, this, parts);
        this.completion = new Completion(tools, this, parts, exit::goAtOnce);
        this.realtime = new Realtime(tools, this, parts);
        this.route = new Route(tools, this);
        this.hash = newHash();
        work.asset().ifPresent(a -> takeUp(a, work.parts()));
        place.look(); // between the claim and now it may have been paused, cancelled or finished, unheard
    }

    @Override
    public Item item() {
        return item;
    }

    @Override
    public Whereabouts place() {
        return place;
    }

    // ---- what the engine asks

    /** Does what needs no slot. */
    void turn() {
        ledger.flush();
        if (exit.decided()) {
            settle();
            return;
        }
        if (ready()) {
            realtime.turn(asset);
        }
        if (asset != null && !exit.decided() && route.wrong(asset, parts)) {
            route.tooSlow();
            sendAnew(Failure.of(Kind.ASSET_GONE, "link.too-slow", "On this link the clip cannot be sent as it was begun: it is too slow, or breaks too often.",
                    "Nothing: it is begun again, in smaller parts."));
        }
        if (asset != null && !exit.decided() && ready() && !place.growing()) {
            goOnToTheEnd();
        }
    }

    private void goOnToTheEnd() {
        hash.readTo(lastPartWaits() ? place.clip().sizeBytes() : parts.begunTo(place.clip().sizeBytes()));
        Optional<Failure> changed = parts.integrity().changedSince();
        if (changed.isPresent()) {
            failed(changed.get(), tools.now());
        } else if (allPlanned() && !parts.anyToSend() && !parts.anyOnItsWay() && !completion.running() && hash.checksums().isPresent()) {
            completion.begin(hash.checksums().get());
        }
    }

    private boolean allPlanned() {
        return asset.way() == Asset.Way.PLAIN || realtime.complete();
    }

    /**
     * The asset is complete with its last part, and cannot be taken back: that part waits until what an earlier life sent was found in the file. A power cut may
     * have taken the end of a recording, or left zeros in its place.
     */
    private boolean lastPartWaits() {
        return !place.growing() && parts.oneToSend() && allPlanned() && parts.integrity().doubtful();
    }

    boolean wantsSlot() {
        if (exit.decided() || !ready() || !realtime.fileThere()) {
            return false;
        }
        boolean mayCall = tools.calls().until() <= tools.now();
        if (asset == null) {
            return mayCall && !creation.running() && (!place.growing() || goesLive());
        }
        return parts.anyToSend() && (mayCall || asset.way() == Asset.Way.PLAIN) && !lastPartWaits();
    }

    /** It is being recorded and has nothing to send: it needs no slot, and its place may be another clip's for the time being. */
    boolean idle() {
        return !exit.decided() && place.growing() && slots() == 0 && !parts.anyToSend() && (asset != null || !goesLive());
    }

    private boolean goesLive() {
        return route.realtimeWorks() && realtime.firstPartThere();
    }

    /** @param lane that the slot belongs to */
    void takeSlot(Lane lane, Connector connector, CloudClient cloud) {
        if (asset == null) {
            creatingFor = lane;
            creation.begin(route.wish(), connector, cloud);
        } else if (asset.way() == Asset.Way.REALTIME) {
            sending.begin(asset, lane, realtime.urls(), realtime.last(), connector, cloud);
        } else {
            sending.begin(asset, lane, cloud);
        }
    }

    /** What it would send beyond what is on its way. */
    long toSendBytes() {
        return asset == null ? place.clip().sizeBytes() : parts.toSendBytes();
    }

    /** Only what is on its way, and stays so, is left to send. */
    boolean ending() {
        return asset != null && !exit.decided() && !place.growing() && !parts.anyToSend() && transfers().stream().noneMatch(Transfer::isCut);
    }

    String name() {
        return place.clip().name();
    }

    /** About how large its next part is. */
    long nextBytes() {
        long size = place.clip().sizeBytes();
        return asset == null ? Math.min(size, tools.traffic().lanes().partBytes(size)) : parts.nextBytes();
    }

    /** The next slot would be for its asset. */
    boolean needsAsset() {
        return withoutAsset() && !exit.decided();
    }

    boolean withoutAsset() {
        return asset == null && !creation.running();
    }

    /** It uses slots or has something to use them for; another clip may have the place of one that does not. */
    boolean working() {
        return !leaving() && !idle() && (slots() > 0 || asset == null || parts.anyToSend());
    }

    int slots() {
        return parts.onTheirWay() + (creation.running() ? 1 : 0);
    }

    int slots(Lane lane) {
        return parts.onTheirWay(lane) + (creation.running() && creatingFor == lane ? 1 : 0);
    }

    /** It will not go on by itself: its place is another clip's. */
    boolean leaving() {
        return exit.leaving();
    }

    /** Nothing of it is on its way, to the cloud or to the queue. */
    boolean quiet() {
        return slots() == 0 && !completion.running() && ledger.isEmpty();
    }

    /** Nothing is left to do for it. */
    boolean gone() {
        return exit.gone() && quiet();
    }

    /** When to take a turn without being told. */
    long wakeAt() {
        boolean calls = asset == null || asset.way() == Asset.Way.REALTIME;
        long next = calls ? Math.max(trouble.notBefore(), tools.calls().until()) : trouble.notBefore();
        long ownWork = Math.min(next > tools.now() ? next : Long.MAX_VALUE, Math.max(trouble.notBefore(), realtime.wakeAt()));
        return Math.min(ledger.wakeAt(), !exit.decided() ? ownWork : Long.MAX_VALUE);
    }

    /** The parts that move now. */
    List<Transfer> transfers() {
        return parts.moving();
    }

    /** Why the queue does not take what was done for it. */
    Optional<Reason> untaken() {
        return ledger.trouble();
    }

    /** What it waits for or does while no part moves, for people. */
    String doing() {
        return untaken().or(trouble::reason).map(Words::sentences)
                .orElseGet(() -> activity() + Words.of(name()) + ".");
    }

    private String activity() {
        if (idle()) {
            return "Waiting for more to be recorded of ";
        }
        return asset == null ? "Asking the cloud for the asset of " : "Checking ";
    }

    // ---- what happens from outside

    /** Network or connection changed. */
    void wake() {
        trouble.wake(tools.now());
    }

    /** The item as the queue has it now; where it is not ours any more, work ends: what runs may arrive, unless it is not wanted. */
    private void look(Optional<Item> now) {
        switch (now.map(Item::state).orElse(ItemState.CANCELLED)) {
            case UPLOADING -> now.filter(place::take).ifPresent(moved -> trouble.moved(tools.now()));
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
        creation.cut();
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
            creation.forget();
            completion.forget();
            if (exit.told()) {
                exit.goAtOnce();
            }
            end(postponed(failure), true);
        }
    }

    // ---- asset

    private void takeUp(Asset taken, List<Part> all) {
        try {
            if (taken.way() == Asset.Way.REALTIME) {
                realtime.begin(all);
            } else {
                AssetApi.usable(taken, all, place.clip().sizeBytes());
            }
        } catch (IllegalArgumentException e) {
            failed(Failure.of(Kind.ASSET_GONE, "asset.damaged", "What the queue knows of this clip's asset cannot be used: " + e.getMessage() + ".",
                    "Retry the clip: it is sent again as a new asset."), tools.now());
            return;
        }
        asset = taken;
        if (!exit.decided()) {
            parts.add(all);
            route.begin(asset);
        }
    }

    // ---- end

    @Override
    public void movedOn() {
        trouble.over();
        tools.outside().alarm().calm();
    }

    /** The queue did not take it. The item is somebody else's now, mostly; should it still be ours, it must not be claimed in a loop. */
    @Override
    public void refused() {
        if (!exit.told()) {
            end(postponed(Failure.of(Kind.BUG, "queue.refused", "The queue and the uploader disagree about this clip.",
                    "Nothing: it is tried again. Report it with a diagnosis if it stays so.")), false);
        }
    }

    /** Where it is the file's, it means nothing until the queue knows of no other path. */
    @Override
    public void failed(Failure failure, long startedAt) {
        if (failure.kind() == Kind.MEDIA_MISSING && realtime.missing()) {
            return;
        }
        if (failure.kind().ofFile()) {
            place.seek(startedAt, safe(asked -> decide(asked ? failure : MediaCheck.missing(), startedAt)));
        } else {
            decide(failure, startedAt);
        }
    }

    private void decide(Failure failure, long startedAt) {
        if (failure.pausesAllCalls()) {
            tools.calls().until(tools.now() + failure.retryAfter().orElse(Duration.ofSeconds(5)).toNanos(), failure.reason());
        }
        if (failure.kind() == Kind.INTERCEPTED || failure.kind() == Kind.CLOCK) {
            tools.outside().alarm().raise(failure.reason());
        }
        if (exit.decided() || trouble.bear(failure, startedAt, tools.now(), tools.outside().services().networkDown())) {
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
                if (!renewed.add(failure.kind())) {
                    fail(failure);
                } else {
                    if (failure.kind() == Kind.ASSET_GONE) {
                        route.expired(asset);
                    }
                    sendAnew(failure);
                }
            }
            case PLAIN -> goPlainly(failure);
            case FAIL -> {
                // What is not understood about real-time uploads must not cost a clip that may well go up plainly.
                if (route.realtime(asset) && (failure.kind() == Kind.UNUSABLE || failure.kind() == Kind.OUR_FAULT)) {
                    goPlainly(failure);
                } else {
                    fail(failure);
                }
            }
        }
    }

    private void goPlainly(Failure failure) {
        route.plainOnly();
        if (asset != null) {
            sendAnew(failure);
        } else {
            LOG.log(System.Logger.Level.WARNING, "Clip {0} goes up plainly, {1}: {2}", item.id(), failure.reason().code(), failure.reason().what());
        }
    }

    private void fail(Failure failure) {
        LOG.log(failure.kind() == Kind.OUR_FAULT ? System.Logger.Level.ERROR : System.Logger.Level.WARNING,
                "Clip {0} failed, {1}: {2}", item.id(), failure.reason().code(), failure.reason().what());
        boolean never = failure.kind() == Kind.MEDIA && asset != null && asset.way() == Asset.Way.REALTIME;
        end(never ? Ending.failWithoutAsset(item.id(), failure.reason()) : Ending.fail(item.id(), failure.reason()), true);
    }

    private void sendAnew(Failure failure) {
        LOG.log(System.Logger.Level.WARNING, "Clip {0} is sent again as a new asset, {1}: {2}", item.id(), failure.reason().code(), failure.reason().what());
        end(Ending.newAsset(item.id(), failure.reason()), true);
    }

    private Ending postponed(Failure failure) {
        return Ending.postpone(item.id(), failure.reason(), tools.outside().clock().instant().plus(trouble.postponement(failure)));
    }

    private void end(Ending how, boolean cut) {
        if (exit.decide(how)) {
            parts.beginNoMore();
            hash.stop();
        }
        if (cut) {
            cut();
        }
        settle();
    }

    private void settle() {
        if (slots() == 0 && !completion.running()) {
            exit.settle();
        }
    }

    private void beginAgain() {
        asset = null;
        parts.forget();
        realtime.forget();
        hash = newHash();
    }

    // ---- helpers

    @Override
    public boolean ended() {
        return exit.decided();
    }

    @Override
    public void tell(Ledger.Write write, Consumer<Boolean> then) {
        ledger.add(write, safe(then));
    }

    private boolean ready() {
        return trouble.notBefore() <= tools.now() && !place.seeking();
    }

    private Hash newHash() {
        return new Hash(tools, place::clip, parts.integrity(), (error, startedAt) -> safely(() -> failed(tools.understood(item.id(), error, false), startedAt)));
    }

    @Override
    public <T> Consumer<T> safe(Consumer<T> report) {
        return value -> safely(() -> report.accept(value));
    }
}
