package io.rushline.uploader.c2c;

import io.rushline.network.api.Carrier;
import io.rushline.network.api.Link;
import io.rushline.network.api.NetworkStatus;
import io.rushline.queue.api.Item;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The lanes by which clips may leave, one for each {@link Carrier}: which of them carry now, and how many parts each. Engine's thread only, but for what
 * says otherwise.
 */
final class Lanes {

    /** A lane of which nothing is known is thought to be so many times slower than the fastest, until it has shown. */
    private static final double UNKNOWN = 4;
    /** So many parts of a clip fill all lanes until shortly before its end. */
    private static final int FINE = 64;

    private final Supplier<Limits> limits;
    private final RandomGenerator chance;
    private final Backlog backlog = new Backlog();
    private volatile List<Lane> lanes;
    private volatile int parallel;
    private int most;
    private String closed = "";

    Lanes(Supplier<Limits> limits, RandomGenerator chance) {
        this.limits = limits;
        this.chance = chance;
        most = limits.get().parallelParts();
        lanes = List.of(lane(Carrier.ANY, List.of()));
    }

    /** A lane goes on while its link carries; the only one, and one of which nothing was or is known, goes on by whichever is the best. */
    void follow(NetworkStatus status, long now) {
        List<Lane> before = lanes;
        List<Carrier> carriers = status.carriers();
        boolean alone = before.size() == 1 && carriers.size() == 1;
        boolean unknown = Stream.concat(before.stream().map(Lane::link), carriers.stream().map(Carrier::link)).anyMatch(String::isEmpty);
        lanes = carriers.stream().map(carrier -> {
            List<?> way = way(carrier, status.links());
            boolean heir = (alone || unknown) && carrier == carriers.get(0);
            Lane lane = before.stream().filter(each -> heir || each.link().equals(carrier.link())).findFirst().orElseGet(() -> lane(carrier, way));
            lane.follow(carrier, way, now);
            return lane;
        }).toList();
        closed = status.trouble().orElse("No network may carry clips now: allow one to.");
    }

    private Lane lane(Carrier carrier, List<?> way) {
        return new Lane(carrier, way, new Parallelism(Math.min(limits.get().leastParallelParts(), most), most), chance);
    }

    /** What tells one network from another. */
    static List<?> way(Carrier carrier, List<Link> links) {
        return links.stream().filter(link -> carrier.link().isEmpty() || link.name().equals(carrier.link()))
                .map(link -> List.of(link.name(), link.up(), link.addresses())).toList();
    }

    /** Nothing may leave. */
    boolean none() {
        return lanes.isEmpty();
    }

    /** Which clips there are lanes for, for any thread; empty: for all. */
    Optional<Predicate<Item>> limited() {
        Proxies proxies = limits.get().proxies();
        return proxiesOnly() ? Optional.of(item -> proxies.fit(item.clip().name())) : Optional.empty();
    }

    private boolean proxiesOnly() {
        return lanes.stream().allMatch(lane -> lane.carrier().what() == Carrier.What.PROXIES);
    }

    /** A lane is there that may carry it, now or when the others do not keep up. */
    boolean carry(String clipName) {
        return lanes.stream().anyMatch(lane -> carries(lane, clipName));
    }

    boolean carries(Lane lane, String clipName) {
        return lane.carrier().what() == Carrier.What.ALL || limits.get().proxies().fit(clipName);
    }

    /** What is on its way by a lane may go on: its link still carries it, or nothing is known of the links. */
    boolean keep(Lane lane, String clipName) {
        return lanes.stream().anyMatch(each -> (each.link().equals(lane.link()) || each.link().isEmpty()) && carries(each, clipName));
    }

    /** Why some clips wait, for people; empty: there are lanes for all. */
    Optional<String> why() {
        if (none()) {
            return Optional.of(closed);
        }
        return proxiesOnly() ? Optional.of("The networks that may carry clips now carry proxies only: the others wait. Allow one to carry all.") : Optional.empty();
    }

    /** That carry now, the fastest first. */
    List<Lane> open(long now) {
        boolean through = active().stream().anyMatch(lane -> !lane.failing());
        return active().stream().filter(lane -> !(through && lane.failing() && lane.notBefore() > now))
                .sorted(Comparator.comparingDouble(this::rate).reversed()).toList();
    }

    private List<Lane> active() {
        return lanes.stream().filter(lane -> lane.always() || backlog.behind()).toList();
    }

    /** In bytes a second, as far as can be known; 0: of none is anything known. */
    double rate(Lane lane) {
        return lane.rate().orElseGet(() -> lanes.stream().mapToDouble(each -> each.rate().orElse(0)).max().orElse(0) / UNKNOWN);
    }

    /** How many parts may be on their way by a lane; each is sure of its share of all. */
    int allowed(Lane lane, List<Lane> open) {
        if (lane.failing() && open.stream().anyMatch(other -> !other.failing())) {
            return 1;
        }
        int share = Math.max(1, most / open.size());
        int others = open.stream().filter(other -> other != lane).mapToInt(other -> Math.min(other.parallel(), share)).sum();
        return Math.min(lane.parallel(), Math.max(share, most - others));
    }

    /** Of all together. */
    int most() {
        return most;
    }

    /** Parts of the clip get through by another lane: that one does not by this lane is no trouble of the clip. */
    boolean othersThan(Lane lane, String clipName) {
        return active().stream().anyMatch(other -> other != lane && !other.failing() && carries(other, clipName));
    }

    void count(Collection<ItemUpload> uploads) {
        lanes.forEach(lane -> lane.count(uploads));
    }

    /**
     * After each event.
     *
     * @param mostAtOnce parts, by all lanes together
     * @param bytesInLine empty while that is not known
     * @param limit       in bit/s, of what all together may send; 0: none
     * @return lanes have come to help: what waits may try at once
     */
    boolean look(Collection<ItemUpload> uploads, int mostAtOnce, boolean memoryTight, OptionalLong bytesInLine, long limit, long now) {
        most = mostAtOnce;
        count(uploads);
        int least = Math.max(1, Math.min(limits.get().leastParallelParts(), most) / Math.max(1, lanes.size()));
        lanes.forEach(lane -> lane.look(least, most, memoryTight, now));
        boolean before = backlog.behind();
        if (helpers()) {
            backlog.look(lanes, bytesInLine, limit / 8.0, now);
        } else {
            backlog.forget();
        }
        List<Lane> open = open(now);
        parallel = Math.min(most, open.stream().mapToInt(lane -> allowed(lane, open)).sum());
        return backlog.behind() && !before;
    }

    /** There are lanes that carry only while the others do not keep up. */
    boolean helpers() {
        return lanes.stream().anyMatch(lane -> !lane.always());
    }

    /** When one that failed may be tried again, or others are to help. */
    long wakeAt(long now) {
        LongStream parallelism = lanes.stream().mapToLong(Lane::wakeAt);
        LongStream failing = lanes.stream().filter(Lane::failing)
                .flatMapToLong(lane -> LongStream.of(lane.notBefore(), Backlog.stuckAt(lane.failingSince().getAsLong())));
        return LongStream.concat(parallelism, failing).filter(at -> at > now).min().orElse(Long.MAX_VALUE);
    }

    /** How many parts may go at a time now. Any thread. */
    int parallel() {
        return parallel;
    }

    /** What leaves by each link now, by its name. Any thread. */
    Map<String, Long> bitsPerSecond(long now) {
        Map<String, Long> rates = new LinkedHashMap<>();
        lanes.stream().filter(lane -> !lane.link().isEmpty()).forEach(lane -> rates.put(lane.link(), lane.meter().bitsPerSecond(now)));
        return rates;
    }

    /** About how large the parts of a clip should be. Any thread. */
    long partBytes(long clipBytes) {
        return Math.max(PartPlan.MIN_PART_BYTES, Math.min(limits.get().partBytes(), clipBytes / FINE));
    }
}
