package io.rushline.uploader.c2c;

import io.rushline.cloud.api.CloudClient;
import io.rushline.cloud.api.Transport;
import io.rushline.network.api.Network;
import io.rushline.network.api.Carrier;
import io.rushline.network.api.NetworkStatus;
import io.rushline.network.api.Reach;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Part;
import io.rushline.queue.api.Work;
import io.rushline.uploader.api.Flow;
import io.rushline.uploader.api.UploaderStatus;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * Decides which clips are worked on and which parts go next. All decisions are made on one thread, the loop's; all that blocks is done by the
 * workers, whose outcomes come back as events. After each event everything is looked at again ({@link #pump}), so that no event can be missed.
 * Methods without another word: any thread, return at once.
 */
final class Engine {

    private static final System.Logger LOG = System.getLogger(Engine.class.getName());
    private static final Set<ItemState> GOING = EnumSet.of(ItemState.WAITING, ItemState.UPLOADING, ItemState.RETRYING);
    /** While a bundle is replaced, classes may be missing for a turn or two. */
    private static final int FAILURES = 3;
    private static final Duration LONGEST_REST = Duration.ofSeconds(60);
    private static final NetworkStatus UNKNOWN = new NetworkStatus(List.of(), Reach.UNKNOWN, Optional.empty(), Optional.empty());

    private final ScheduledExecutorService loop;
    private final Services services;
    private final Tools tools;
    private final Claims claims;
    private final Sharing sharing = new Sharing();
    private final Postponed postponed;
    private final Remaining remaining;
    private final Map<ItemId, ItemUpload> inHand = new LinkedHashMap<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private volatile Limits limits;
    private List<?> network;
    private Reach reach;
    private long networkSeenAt;
    private Optional<Predicate<Item>> urgent = Optional.empty();
    private boolean stopping;
    /** Clips that were leaving when the way changed: they may be postponed for the one that was. */
    private final Set<ItemId> leftForFormerWay = new HashSet<>();
    private Future<?> alarm;
    private long alarmAt;
    private volatile Board board = Board.EMPTY;
    /** Turns in a row that failed. */
    private volatile int failures;

    /**
     * @param loop    one thread
     * @param workers for what blocks; at most a few more than the parallel parts are busy at a time
     */
    Engine(Limits limits, Outside outside, ScheduledExecutorService loop, Executor workers) {
        this.loop = loop;
        this.limits = limits;
        this.services = outside.services();
        this.tools = Tools.of(outside, () -> this.limits, new Jobs(workers, this::post));
        this.claims = new Claims(tools, this::lookAtAll, this::take);
        this.postponed = new Postponed(tools);
        this.remaining = new Remaining(tools);
    }

    /** Something outside changed: services, connection, settings of the queue. Also the first start. */
    void wake() {
        post(() -> {
            wakeAll();
            services.network().map(Network::status).ifPresent(this::look);
        });
    }

    void networkChanged(NetworkStatus status) {
        post(() -> look(status));
    }

    /** From now on these hold. */
    void limits(Limits next) {
        post(() -> limits = next);
    }

    void itemChanged(Item item) {
        post(() -> {
            if (!GOING.contains(item.state())) {
                tools.traffic().newAssets().stands(item.id(), false);
            }
            ItemUpload upload = inHand.get(item.id());
            if (upload != null) {
                sharing.changed(item);
                upload.place().changed(item);
                return;
            }
            claims.wake();
            if (urgent.filter(u -> u.test(item)).isPresent()) {
                claims.wakeForUrgent();
            }
        });
    }

    /** Begins nothing any more; done once nothing is on its way. What is not complete stays as it is in the queue, for a successor. */
    CompletableFuture<Void> stop() {
        post(() -> {
            stopping = true;
            cutWhatCannotArrive();
        });
        return stopped;
    }

    /** Cuts what is on its way, but for parts that are sent and wait for their answer: the cloud may have them already. */
    void cutUnsent() {
        post(() -> inHand.values().stream().flatMap(upload -> upload.transfers().stream()).filter(transfer -> transfer.leftBytes() > 0).forEach(Transfer::cut));
    }

    /** Cuts what is on its way. */
    void cut() {
        post(() -> inHand.values().forEach(ItemUpload::cut));
    }

    /** Its last turns all failed. */
    boolean failing() {
        return failures >= FAILURES;
    }

    UploaderStatus status() {
        if (remaining.due()) {
            post(remaining::ask);
        }
        return board.status(tools.meter(), tools.now(), flow());
    }

    private Flow flow() {
        Limits now = limits;
        long limit = tools.throttle().limit();
        return new Flow(lanes().parallel(), now.parallelParts(), limit == 0 ? OptionalLong.empty() : OptionalLong.of(limit), remaining.time(),
                services.cloud().map(CloudClient::transport).map(Engine::words).orElse(""), lanes().bitsPerSecond(tools.now()));
    }

    private static String words(Transport transport) {
        return "TLS by " + transport.tls() + (transport.congestionControl().isEmpty() ? "" : ", TCP " + transport.congestionControl());
    }

    // ---- from here on: the loop's thread

    private void look(NetworkStatus status) {
        Optional<String> closed = status.carriers().isEmpty() ? status.trouble() : Optional.empty();
        List<?> now = List.of(status.carriers(), closed, Lanes.way(Carrier.ANY, status.links()));
        boolean another = !now.equals(network);
        // The rate of a Wi-Fi link changes all the time: that is no reason to try anything before its time.
        if (another || status.reach() != reach) {
            network = now;
            reach = status.reach();
            anotherWay();
        }
        if (another) {
            tools.traffic().networkChanged(status);
        }
    }

    /** What it said last holds while its module is replaced, and not for longer: addresses change. */
    private void lookForNetwork() {
        if (services.network().isPresent()) {
            networkSeenAt = tools.now();
        } else if (tools.now() - networkSeenAt > LONGEST_REST.toNanos()) {
            look(UNKNOWN);
        }
    }

    private void post(Runnable event) {
        loop.execute(() -> {
            try {
                event.run();
                pump();
                failures = 0;
            } catch (RuntimeException | LinkageError e) { // a bundle that is being replaced may miss classes for a moment
                failures = failures + 1;
                LOG.log(System.Logger.Level.ERROR, "Unexpected; the uploader goes on", e);
                wakeAt(tools.now() + Duration.ofSeconds(10).toNanos());
            }
        });
    }

    /** At the pace they have together: its bytes would be in vain, and what can arrive within the grace has the link to itself. */
    private void cutWhatCannotArrive() {
        Meter meter = tools.meter();
        long pace = Math.max(meter.bitsPerSecond(tools.now()), meter.bitsPerSecondOfMinute(tools.now()));
        if (pace == 0) {
            return; // nothing is known yet
        }
        double left = limits.grace().toMillis() / 1e3 * pace / 8;
        for (Transfer nearest : inHand.values().stream().flatMap(upload -> upload.transfers().stream())
                .sorted(Comparator.comparingLong(Transfer::leftBytes)).toList()) {
            left -= nearest.leftBytes();
            if (left < 0) {
                nearest.cut();
            }
        }
    }

    private void pump() {
        if (postponed.clockWasSet()) {
            claims.wake();
        }
        Gate gate = Gate.look(services);
        for (ItemUpload upload : inHand.values()) {
            upload.safely(upload::turn);
            if (gate.putBack() && !stopping) {
                upload.safely(upload::release);
            }
            if (upload.withoutAsset()) {
                tools.traffic().newAssets().stands(upload.item().id(), false);
            }
        }
        if (inHand.values().removeIf(ItemUpload::gone)) {
            claims.wake();
            sharing.keepOnly(inHand.keySet());
            tools.traffic().newAssets().keepOnly(inHand.keySet());
            if (leftForFormerWay.retainAll(inHand.keySet())) {
                postponed.networkChanged();
            }
        }
        lookForNetwork();
        if (lanes().helpers() && remaining.due()) {
            remaining.ask();
        }
        if (tools.traffic().look(inHand.values(), remaining.bytes())) {
            anotherWay();
        }
        if (mayBegin(gate)) {
            boolean freeSlots = !claims.boundTo(gate.queue(), gate.project()) || fillSlots(gate);
            List<ItemUpload> carried = inHand.values().stream().filter(upload -> lanes().carry(upload.name())).toList();
            urgent = sharing.urgent(carried, limits.parallelClips(), freeSlots, !mayCreate());
            claims.turn(gate.queue(), gate.project(), inHand.keySet(), urgent, lanes().limited());
        }
        wakeAt(nextWake(gate));
        board = Board.of(gate, inHand.values(), claims, lanes(), tools.traffic().whyNoAsset().or(() -> tools.calls().why(tools.now())));
        if (stopping && inHand.values().stream().allMatch(ItemUpload::quiet) && !tools.jobs().askingQueue()) { // nothing is written after it has stopped
            stopped.complete(null);
        }
    }

    private boolean mayBegin(Gate gate) {
        return gate.open() && !stopping && !lanes().none();
    }

    private Lanes lanes() {
        return tools.traffic().lanes();
    }

    /** True where slots stay free that no clip wants. */
    private boolean fillSlots(Gate gate) {
        Traffic traffic = tools.traffic();
        Predicate<ItemUpload> may = u -> u.item().projectId().filter(gate.project().id()::equals).isPresent() && u.wantsSlot()
                && (!u.needsAsset() || traffic.mayCreate());
        // No clip takes more turns than there are slots, whatever it does with them.
        for (int turn = 0; turn <= limits.parallelParts(); turn++) {
            Optional<Sharing.Turn> next = sharing.next(inHand.values(), may, lanes(), limits.parallelParts(), tools.now());
            if (next.isEmpty()) {
                break;
            }
            ItemUpload upload = next.get().upload();
            if (upload.needsAsset()) {
                traffic.newAssets().creating(upload.item().id(), tools.now());
            }
            upload.safely(() -> upload.takeSlot(next.get().lane(), gate.connector(), gate.cloud()));
        }
        Sharing.late(inHand.values(), lanes(), tools.now()).ifPresent(traffic::takeBack);
        if (!traffic.mayCreate()) {
            inHand.values().stream().filter(ItemUpload::needsAsset).forEach(u -> traffic.newAssets().hold(u.item().id(), tools.now())
                    .ifPresent(why -> u.safely(() -> u.makeRoom(why))));
        }
        return inHand.values().stream().mapToInt(ItemUpload::slots).sum() < lanes().parallel();
    }

    private boolean mayCreate() {
        return tools.traffic().mayCreate() && tools.calls().until() <= tools.now();
    }

    /** What did not get through may get through now. */
    private void anotherWay() {
        wakeAll();
        postponed.networkChanged();
        inHand.values().stream().filter(ItemUpload::leaving).forEach(upload -> leftForFormerWay.add(upload.item().id()));
    }

    private void wakeAll() {
        claims.wake();
        inHand.values().forEach(ItemUpload::wake);
    }

    private void take(Work work) {
        if (!stopping) {
            inHand.computeIfAbsent(work.item().id(), id -> new ItemUpload(tools, work));
            boolean empty = work.asset().isPresent() && work.parts().stream().noneMatch(Part::acknowledged);
            tools.traffic().newAssets().stands(work.item().id(), empty);
        }
    }

    /** With another project or another queue, items may have been held, paused or cancelled without our hearing of it. */
    private void lookAtAll() {
        inHand.values().forEach(upload -> upload.place().look());
    }

    private long nextWake(Gate gate) {
        long now = tools.now();
        LongStream asking = mayBegin(gate) ? LongStream.of(claims.wakeAt()) : LongStream.empty();
        long sending = tools.traffic().wakeAt();
        // What is due already has had its turn: it waits for an event, not for time.
        return LongStream.concat(LongStream.concat(LongStream.of(sending), asking), inHand.values().stream().mapToLong(ItemUpload::wakeAt))
                .filter(at -> at > now)
                .min().stream().map(at -> Math.min(at, now + LONGEST_REST.toNanos())).findFirst().orElse(now + LONGEST_REST.toNanos());
    }

    /** One timer, for whatever is due first. */
    private void wakeAt(long nanos) {
        if (alarm != null && alarmAt <= nanos && alarmAt > tools.now()) {
            return;
        }
        if (alarm != null) {
            alarm.cancel(false);
        }
        alarmAt = nanos;
        alarm = loop.schedule(() -> post(() -> { }), Math.max(1, nanos - tools.now()), TimeUnit.NANOSECONDS);
    }
}
