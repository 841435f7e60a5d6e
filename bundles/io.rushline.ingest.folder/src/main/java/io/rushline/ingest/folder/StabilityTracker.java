package io.rushline.ingest.folder;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Knows which files have stopped changing. It looks at nothing itself: it is told what was seen, and says when to look again. Times are those
 * of a monotonic clock in nanoseconds, so that neither the wall clock nor a time of modification in the future matters. One thread.
 */
final class StabilityTracker {

    /** Looks per stable period: more find the end sooner, fewer cost less. */
    private static final int LOOKS = 4;

    private final Duration stable;
    private final Duration emptyStable;
    private final int capacity;
    private final Map<Path, Candidate> candidates = new HashMap<>();

    private static final class Candidate {
        private Stamp stamp;
        private long unchangedSince;
        private long lookAt;
        private int delays;
        private int failures;
        private int growths;
    }

    /**
     * @param emptyStable the same for a file without bytes: a camera may have just opened it
     * @param capacity    how many files to follow at once; bounds the memory
     */
    StabilityTracker(Duration stable, Duration emptyStable, int capacity) {
        this.stable = stable;
        this.emptyStable = emptyStable;
        this.capacity = capacity;
    }

    /** Takes note of a file. Returns whether it is followed from now on; not when too many are. */
    boolean observe(Path file, Stamp stamp, long now) {
        Candidate candidate = candidates.get(file);
        if (candidate == null) {
            if (candidates.size() >= capacity) {
                return false;
            }
            candidate = new Candidate();
            candidates.put(file, candidate);
        }
        if (candidate.stamp == null || !candidate.stamp.sameAs(stamp)) {
            candidate.unchangedSince = now;
            candidate.delays = 0;
            candidate.failures = 0;
            candidate.growths = grew(candidate.stamp, stamp) ? candidate.growths + 1 : 0;
        }
        candidate.stamp = stamp;
        candidate.lookAt = now + period(candidate).toNanos() / LOOKS;
        return true;
    }

    private static boolean grew(Stamp before, Stamp now) {
        return before != null && before.inode() == now.inode() && before.size() < now.size();
    }

    /** At how many looks in a row, not counting those without a change, it was bigger than before. */
    int growths(Path file) {
        return candidates.get(file).growths;
    }

    /** It needs no waiting: it is known to be complete, as a renamed file is. */
    void hurry(Path file, long now) {
        Candidate candidate = candidates.get(file);
        candidate.unchangedSince = now - period(candidate).toNanos();
        candidate.lookAt = now;
    }

    /** Looks again later: twice as late each time until the file changes, up to a limit. */
    void postpone(Path file, Duration first, Duration most, long now) {
        Candidate candidate = candidates.get(file);
        candidate.lookAt = now + Math.min(first.toNanos() << Math.min(candidate.delays, 16), most.toNanos());
        candidate.delays++;
    }

    /** Whatever was postponed is due: what it waited for is there. */
    void lookAtAll(long now) {
        candidates.values().forEach(candidate -> {
            candidate.lookAt = now;
            candidate.delays = 0;
        });
    }

    /** It could not be read. Returns how often, since it last changed. */
    int failed(Path file) {
        return ++candidates.get(file).failures;
    }

    void forget(Path file) {
        candidates.remove(file);
    }

    void clear() {
        candidates.clear();
    }

    boolean follows(Path file) {
        return candidates.containsKey(file);
    }

    /** Files to look at now, the earliest made first: so they come into the queue in the order of the shoot. */
    List<Path> due(long now) {
        return candidates.entrySet().stream().filter(entry -> entry.getValue().lookAt - now <= 0)
                .sorted(Comparator.comparingLong((Map.Entry<Path, Candidate> entry) -> entry.getValue().stamp.modifiedMillis())
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey).toList();
    }

    /** Whether it has been unchanged for long enough, as of the last {@link #observe}. */
    boolean isStable(Path file, long now) {
        Candidate candidate = candidates.get(file);
        return now - candidate.unchangedSince >= period(candidate).toNanos();
    }

    /** When the next file is due; empty when none is followed. */
    OptionalLong nextDue() {
        return candidates.values().stream().mapToLong(candidate -> candidate.lookAt).reduce((a, b) -> a - b < 0 ? a : b);
    }

    int size() {
        return candidates.size();
    }

    private Duration period(Candidate candidate) {
        return candidate.stamp.size() == 0 ? emptyStable : stable;
    }
}
