package io.rushline.uploader.c2c;

import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.Work;
import io.rushline.uploader.api.Flow;
import io.rushline.uploader.api.UploaderStatus;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * Decides which clips are worked on and which parts go next. All decisions are made on one thread, the loop's; all that blocks is done by the
 * workers, whose outcomes come back as events. After each event everything is looked at again ({@link #pump}), so that no event can be missed.
 * Methods without another word: any thread, return at once.
 */
final class Engine {

    private static final System.Logger LOG = System.getLogger(Engine.class.getName());
    private static final Duration LONGEST_REST = Duration.ofSeconds(60);

    private final ScheduledExecutorService loop;
    private final Limits limits;
    private final Services services;
    private final Tools tools;
    private final Claims claims;
    private final Map<ItemId, ItemUpload> inHand = new LinkedHashMap<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private boolean stopping;
    private Future<?> alarm;
    private long alarmAt;
    private volatile Board board = Board.EMPTY;

    /**
     * @param loop    one thread
     * @param workers for what blocks; at most a few more than the parallel parts are busy at a time
     */
    Engine(Limits limits, Outside outside, ScheduledExecutorService loop, Executor workers) {
        this.loop = loop;
        this.limits = limits;
        this.services = outside.services();
        this.tools = Tools.of(outside, limits, new Jobs(workers, this::post));
        this.claims = new Claims(tools, this::lookAtAll, this::take);
    }

    /** Something outside changed: services, network, connection. Also the first start. */
    void wake() {
        post(() -> {
            claims.wake();
            inHand.values().forEach(ItemUpload::wake);
        });
    }

    void itemChanged(Item item) {
        post(() -> {
            ItemUpload upload = inHand.get(item.id());
            if (upload == null) {
                claims.wake();
            } else {
                upload.place().changed(item);
            }
        });
    }

    /** Begins nothing any more; done once nothing is on its way. What is not complete stays as it is in the queue, for a successor. */
    CompletableFuture<Void> stop() {
        post(() -> stopping = true);
        return stopped;
    }

    /** Cuts what is on its way. */
    void cut() {
        post(() -> inHand.values().forEach(ItemUpload::cut));
    }

    UploaderStatus status() {
        return board.status(tools.meter(), tools.now(), new Flow(limits.parallelParts(), limits.parallelParts(), OptionalLong.empty(), Optional.empty(), ""));
    }

    // ---- from here on: the loop's thread

    private void post(Runnable event) {
        loop.execute(() -> {
            try {
                event.run();
                pump();
            } catch (RuntimeException | LinkageError e) { // a bundle that is being replaced may miss classes for a moment
                LOG.log(System.Logger.Level.ERROR, "Unexpected; the uploader goes on", e);
                wakeAt(tools.now() + Duration.ofSeconds(10).toNanos());
            }
        });
    }

    private void pump() {
        Gate gate = Gate.look(services);
        for (ItemUpload upload : inHand.values()) {
            upload.safely(upload::turn);
            if (gate.disconnected() && !stopping) {
                upload.safely(upload::release);
            }
        }
        if (inHand.values().removeIf(ItemUpload::gone)) {
            claims.wake();
        }
        if (gate.open() && !stopping) {
            long working = inHand.values().stream().filter(u -> !u.leaving() && !u.idle()).count();
            claims.turn(gate.queue(), gate.project(), inHand.keySet(), working < limits.parallelClips());
            if (claims.boundTo(gate.queue(), gate.project())) {
                fillSlots(gate);
            }
        }
        wakeAt(nextWake(gate));
        board = Board.of(gate, inHand.values(), claims);
        if (stopping && inHand.values().stream().allMatch(ItemUpload::quiet)) {
            stopped.complete(null);
        }
    }

    /** Each free slot goes to the clip with the fewest, so that no clip starves another. */
    private void fillSlots(Gate gate) {
        for (int used = inHand.values().stream().mapToInt(ItemUpload::slots).sum(); used < limits.parallelParts(); used++) {
            Optional<ItemUpload> next = inHand.values().stream()
                    .filter(u -> u.item().projectId().filter(gate.project()::equals).isPresent())
                    .filter(ItemUpload::wantsSlot)
                    .min(Comparator.comparingInt(ItemUpload::slots));
            if (next.isEmpty()) {
                return;
            }
            next.get().safely(() -> next.get().takeSlot(gate.connector(), gate.cloud()));
        }
    }

    private void take(Work work) {
        if (!stopping) {
            inHand.computeIfAbsent(work.item().id(), id -> new ItemUpload(tools, work));
        }
    }

    /** With another project or another queue, items may have been held, paused or cancelled without our hearing of it. */
    private void lookAtAll() {
        inHand.values().forEach(upload -> upload.place().look());
    }

    private long nextWake(Gate gate) {
        long now = tools.now();
        LongStream asking = gate.open() && !stopping ? LongStream.of(claims.wakeAt()) : LongStream.empty();
        // What is due already has had its turn: it waits for an event, not for time.
        return LongStream.concat(inHand.values().stream().mapToLong(ItemUpload::wakeAt), asking)
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
