package io.rushline.ingest.folder;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.Test;

public class StabilityTrackerTest {

    private static final Path CLIP = Path.of("/clips/A001.mov");
    private static final Path OTHER = Path.of("/clips/A002.mov");

    private final StabilityTracker tracker = new StabilityTracker(Duration.ofSeconds(2), Duration.ofSeconds(5), 2);
    private long now = Long.MAX_VALUE - 1_000_000_000L; // nanoTime may overflow

    private static Stamp stamp(long size, long modified) {
        return new Stamp(Stamp.Kind.FILE, 1, 7, size, modified, modified);
    }

    private void pass(double seconds) {
        now += (long) (seconds * 1e9);
    }

    @Test
    public void aFileIsStableWhenItHasNotChangedForTheStableTime() {
        tracker.observe(CLIP, stamp(10, 0), now);
        pass(1.9);
        tracker.observe(CLIP, stamp(10, 0), now);
        assertFalse(tracker.isStable(CLIP, now));
        pass(0.2);
        tracker.observe(CLIP, stamp(10, 0), now);
        assertTrue(tracker.isStable(CLIP, now));
    }

    @Test
    public void eachChangeOfSizeOrTimeBeginsAnew() {
        tracker.observe(CLIP, stamp(10, 0), now);
        pass(1.5);
        tracker.observe(CLIP, stamp(11, 0), now);
        pass(1.5);
        tracker.observe(CLIP, stamp(11, 1), now);
        pass(1.5);
        tracker.observe(CLIP, stamp(11, 1), now);
        assertFalse(tracker.isStable(CLIP, now));
        pass(0.5);
        assertTrue(tracker.isStable(CLIP, now));
    }

    @Test
    public void anotherFileOfTheSameNameSizeAndTimeBeginsAnew() {
        tracker.observe(CLIP, stamp(10, 0), now);
        pass(3);
        tracker.observe(CLIP, new Stamp(Stamp.Kind.FILE, 1, 8, 10, 0, 0), now);
        assertFalse(tracker.isStable(CLIP, now));
    }

    @Test
    public void aTimeOfModificationInTheFutureDoesNotMatter() {
        tracker.observe(CLIP, stamp(10, Long.MAX_VALUE), now);
        pass(2);
        assertTrue(tracker.isStable(CLIP, now));
    }

    @Test
    public void anEmptyFileWaitsLonger() {
        tracker.observe(CLIP, stamp(0, 0), now);
        pass(4.9);
        assertFalse(tracker.isStable(CLIP, now));
        pass(0.1);
        assertTrue(tracker.isStable(CLIP, now));
    }

    @Test
    public void aFileIsLookedAtSeveralTimesInTheStableTime() {
        tracker.observe(CLIP, stamp(10, 0), now);
        assertEquals(List.of(), tracker.due(now));
        pass(0.5);
        assertEquals(List.of(CLIP), tracker.due(now));
        assertEquals(now, tracker.nextDue().getAsLong());
    }

    @Test
    public void whatWasMadeFirstIsDueFirst() {
        tracker.observe(CLIP, stamp(10, 9_000), now);
        tracker.observe(OTHER, stamp(10, 5_000), now);
        pass(1);
        assertEquals(List.of(OTHER, CLIP), tracker.due(now));
    }

    @Test
    public void aRenamedFileIsStableAtOnce() {
        tracker.observe(CLIP, stamp(10, 0), now);
        tracker.hurry(CLIP, now);
        assertEquals(List.of(CLIP), tracker.due(now));
        tracker.observe(CLIP, stamp(10, 0), now);
        assertTrue(tracker.isStable(CLIP, now));
    }

    @Test
    public void whatIsPostponedIsLookedAtLaterEachTimeUpToALimit() {
        tracker.observe(CLIP, stamp(10, 0), now);
        for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            tracker.postpone(CLIP, Duration.ofSeconds(1), Duration.ofSeconds(30), now);
            assertEquals(seconds * 1_000_000_000L, tracker.nextDue().getAsLong() - now);
        }
        tracker.lookAtAll(now);
        assertEquals(List.of(CLIP), tracker.due(now));
        tracker.postpone(CLIP, Duration.ofSeconds(1), Duration.ofSeconds(30), now);
        assertEquals(1_000_000_000L, tracker.nextDue().getAsLong() - now);
    }

    @Test
    public void failuresAreCountedUntilTheFileChanges() {
        tracker.observe(CLIP, stamp(10, 0), now);
        assertEquals(1, tracker.failed(CLIP));
        tracker.observe(CLIP, stamp(10, 0), now);
        assertEquals(2, tracker.failed(CLIP));
        tracker.observe(CLIP, stamp(11, 0), now);
        assertEquals(1, tracker.failed(CLIP));
    }

    @Test
    public void notMoreFilesThanItsCapacityAreFollowed() {
        assertTrue(tracker.observe(CLIP, stamp(10, 0), now));
        assertTrue(tracker.observe(OTHER, stamp(10, 0), now));
        assertFalse(tracker.observe(Path.of("/clips/A003.mov"), stamp(10, 0), now));
        tracker.forget(CLIP);
        assertTrue(tracker.observe(Path.of("/clips/A003.mov"), stamp(10, 0), now));
        assertEquals(2, tracker.size());
    }
}
