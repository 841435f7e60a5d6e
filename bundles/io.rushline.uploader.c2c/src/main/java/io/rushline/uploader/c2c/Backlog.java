package io.rushline.uploader.c2c;

import io.rushline.network.api.Carrier;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Whether the lanes that always carry keep up with what is recorded, or others are to help. Engine's thread only. */
final class Backlog {

    /** What is in line would take longer than this. */
    private static final Duration MUCH = Duration.ofMinutes(10);
    private static final Duration LITTLE = Duration.ofMinutes(5);
    /** A lane that gets nothing through for so long is not counted on. */
    private static final Duration STUCK = Duration.ofSeconds(30);
    /** Of a limit: the links would give more. */
    private static final double USED_UP = 0.9;

    private boolean stuck;
    private boolean much;

    boolean behind() {
        return stuck || much;
    }

    /** Nobody is there to help. */
    void forget() {
        stuck = false;
        much = false;
    }

    static long stuckAt(long failingSince) {
        return failingSince + STUCK.toNanos();
    }

    /**
     * Takes a look, after each event.
     *
     * @param lanes       all there are
     * @param bytesInLine empty while that is not known
     * @param limit       in bytes a second, of what all lanes together may send; 0: none
     */
    void look(List<Lane> lanes, OptionalLong bytesInLine, double limit, long now) {
        List<Lane> able = lanes.stream().filter(lane -> lane.always() && lane.carrier().what() == Carrier.What.ALL)
                .filter(lane -> lane.failingSince().stream().noneMatch(since -> stuckAt(since) <= now)).toList();
        stuck = able.isEmpty();
        double rate = rate(able.stream());
        double helping = rate(lanes.stream().filter(lane -> !lane.always() && lane.slots() > 0));
        if (limit > 0 && rate + helping >= USED_UP * limit) {
            much = false; // more lanes would not make it faster
        } else if (bytesInLine.isPresent() && able.stream().anyMatch(Lane::steady) && able.stream().allMatch(lane -> lane.steady() || lane.slots() == 0)) {
            much = bytesInLine.getAsLong() / rate > (much ? LITTLE : MUCH).toSeconds();
        }
    }

    private static double rate(Stream<Lane> lanes) {
        return lanes.mapToDouble(lane -> lane.rate().orElse(0)).sum();
    }
}
