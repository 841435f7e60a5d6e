package io.rushline.uploader.c2c;

import io.rushline.network.api.Carrier;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** Whether the lanes that always carry keep up with what is recorded, or others are to help. Engine's thread only. */
final class Backlog {

    /** What is in line would take longer than this. */
    private static final Duration MUCH = Duration.ofMinutes(10);
    private static final Duration LITTLE = Duration.ofMinutes(5);
    /** A lane that gets nothing through for so long is not counted on. */
    private static final Duration STUCK = Duration.ofSeconds(30);

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
     * @param always      the lanes that always carry
     * @param bytesInLine empty while that is not known
     */
    void look(List<Lane> always, OptionalLong bytesInLine, long now) {
        List<Lane> able = always.stream().filter(lane -> lane.carrier().what() == Carrier.What.ALL)
                .filter(lane -> lane.failingSince().stream().noneMatch(since -> stuckAt(since) <= now)).toList();
        double rate = able.stream().mapToDouble(lane -> lane.rate().orElse(0)).sum();
        stuck = able.isEmpty();
        if (rate > 0 && bytesInLine.isPresent()) {
            much = bytesInLine.getAsLong() / rate > (much ? LITTLE : MUCH).toSeconds();
        }
    }
}
