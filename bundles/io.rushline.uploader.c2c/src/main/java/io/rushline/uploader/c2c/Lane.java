package io.rushline.uploader.c2c;

import io.rushline.network.api.Carrier;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * A way that parts take, and what was learnt of it: how many at a time it bears, how fast it is, and whether they get through. Engine's thread only, but
 * for {@link #carrier}, {@link #meter} and {@link #parallel}.
 */
final class Lane {

    private static final Duration LEAST_MEASURE = Duration.ofSeconds(3);
    private static final Duration WINDOW = Duration.ofSeconds(30);
    /** In bytes a second: parts are on their way, and nothing of them moves. */
    private static final double NEXT_TO_NOTHING = 1;

    private final Meter meter = new Meter();
    private final Parallelism parallelism;
    private final Trouble trouble;
    private volatile Carrier carrier;
    private List<?> way;
    private Pace pace = new Pace(WINDOW);
    private OptionalLong failingSince = OptionalLong.empty();
    private List<Transfer> moving = List.of();
    private int slots;

    /** @param way what tells one network from another */
    Lane(Carrier carrier, List<?> way, Parallelism parallelism, RandomGenerator chance) {
        this.carrier = carrier;
        this.way = way;
        this.parallelism = parallelism;
        this.trouble = new Trouble(chance, 0);
    }

    /** It goes on by this carrier: where that leads by another network, what was learnt counts for little. */
    void follow(Carrier next, List<?> nextWay, long now) {
        carrier = next;
        if (!nextWay.equals(way)) {
            way = nextWay;
            parallelism.begin(now);
            trouble.wake(now);
            failingSince = OptionalLong.empty();
            pace = new Pace(WINDOW);
        }
    }

    Carrier carrier() {
        return carrier;
    }

    /** Its name; empty where nothing is known. */
    String link() {
        return carrier.link();
    }

    /** Not only while the others do not keep up. */
    boolean always() {
        return carrier.when() == Carrier.When.ALWAYS;
    }

    /** Of what left by it. */
    Meter meter() {
        return meter;
    }

    /** How many parts it bears at a time. */
    int parallel() {
        return parallelism.now();
    }

    /** Those on their way, as of the last {@link #count}. */
    int slots() {
        return slots;
    }

    /** Of those that move: none can have come further than the lane's rate lets it, the rest is in buffers. */
    double leftBytes(long now) {
        double each = rate().orElse(Double.MAX_VALUE) / Math.max(1, moving.size());
        return moving.stream().mapToDouble(t -> Math.max(t.leftBytes(), t.part().sizeBytes() - each * (now - t.startedAt()) / 1e9)).sum();
    }

    /** In bytes a second, while it has something to carry; empty where that is not known. */
    OptionalDouble rate() {
        OptionalDouble measured = pace.bytesPerSecond();
        boolean unknown = failing() || pace.measured().compareTo(LEAST_MEASURE) < 0 || measured.isEmpty() && slots == 0;
        return unknown ? OptionalDouble.empty() : OptionalDouble.of(measured.orElse(NEXT_TO_NOTHING));
    }

    /** Its rate has been measured for long enough that much may follow from it. */
    boolean steady() {
        return rate().isPresent() && pace.steady();
    }

    /** Since when no part gets through; empty while they do, as far as is known. */
    OptionalLong failingSince() {
        return failingSince;
    }

    boolean failing() {
        return failingSince.isPresent();
    }

    /** When it may be tried again, while it fails. */
    long notBefore() {
        return trouble.notBefore();
    }

    void count(Collection<ItemUpload> uploads) {
        slots = uploads.stream().mapToInt(upload -> upload.slots(this)).sum();
        moving = uploads.stream().flatMap(upload -> upload.transfers().stream()).filter(transfer -> transfer.lane() == this).toList();
    }

    /** After each event, when it is counted. */
    void look(int least, int most, boolean memoryTight, long now) {
        parallelism.bounds(least, most, now);
        long partBytes = (long) moving.stream().mapToLong(transfer -> transfer.part().sizeBytes()).average().orElse(0);
        parallelism.look(now, slots, meter.goodBytes(), partBytes, memoryTight);
        pace.look(now, meter.goodBytes(), slots > 0);
        // What a trial began and has to be stopped again is little as yet.
        moving.stream().sorted(Comparator.comparingLong(Transfer::startedAt).reversed()).limit(parallelism.tooMany(moving.size())).forEach(Transfer::cut);
    }

    long wakeAt() {
        return slots > 0 ? parallelism.wakeAt() : Long.MAX_VALUE;
    }

    void arrived(Transfer transfer, long now) {
        parallelism.arrived(now, transfer.part().sizeBytes(), now - transfer.startedAt());
        trouble.over();
        failingSince = OptionalLong.empty();
    }

    /** @param alone parts get through by other lanes: this one rests a while */
    void failed(Failure failure, Transfer transfer, boolean alone, long now) {
        if (failure.tooMuch()) {
            parallelism.loss(now);
        }
        if (failure.kind().shared) {
            failingSince = OptionalLong.of(failingSince.orElse(now));
            pace = new Pace(WINDOW);
        }
        if (alone) {
            trouble.bear(failure, transfer.startedAt(), now, true);
        }
    }
}
