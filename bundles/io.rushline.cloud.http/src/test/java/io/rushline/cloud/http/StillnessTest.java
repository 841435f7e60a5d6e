package io.rushline.cloud.http;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

/** What counts as movement; one look each second. */
public class StillnessTest {

    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final int UNKNOWN = -1;

    private final Stillness stillness = new Stillness(SILENCE, ANSWER, Long.MAX_VALUE - 5); // nanoTime may run over
    private long second;

    private Duration look(long moved, long queued, boolean idle, boolean sent) {
        return stillness.reached(Long.MAX_VALUE - 5 + TimeUnit.SECONDS.toNanos(++second), new Stillness.Look(moved, queued, idle, sent));
    }

    /** Looks of which none finds it still, except the last. */
    private void assertReached(Duration limit, int looks, long moved, long queued, boolean idle, boolean sent) {
        for (int i = 1; i < looks; i++) {
            assertNull("look " + i, look(moved, queued, idle, sent));
        }
        assertEquals(limit, look(moved, queued, idle, sent));
    }

    @Test
    public void aPartOfWhichNothingLeavesIsStillAfterFifteenSeconds() {
        look(4_000_000, 3_000_000, false, false);
        assertReached(SILENCE, 16, 4_000_000, 3_000_000, false, false);
    }

    @Test
    public void aQueueThatDrainsMovesThoughNobodyWrites() {
        for (int i = 0; i < 100; i++) {
            assertNull(look(4_000_000, 3_000_000 - i * 1000L, false, true));
        }
    }

    @Test
    public void whatOnlyFillsTheQueueHasNotMoved() {
        look(0, 0, false, false);
        for (int i = 1; i <= 15; i++) {
            assertNull(look(i * 64_000L, i * 64_100L, false, false));
        }
        assertEquals(SILENCE, look(16 * 64_000L, 16 * 64_100L, false, false));
    }

    @Test
    public void aSlowDiskIsNoSilenceWhileNothingWaitsToBeSent() {
        for (int i = 0; i < 100; i++) {
            assertNull(look(1000, 0, true, false));
        }
        look(1000, 500, true, false);
        assertReached(SILENCE, 15, 1000, 500, true, false); // one look is gone already: the queue was empty then
    }

    @Test
    public void theAnswerMayTakeLongerOnceAllHasArrived() {
        look(1000, 400, false, true);
        look(1000, 0, false, true);
        assertReached(ANSWER, 61, 1000, 0, false, true);
    }

    @Test
    public void beforeAllHasArrivedTheAnswersTimeDoesNotCount() {
        look(1000, 400, false, true);
        assertReached(SILENCE, 16, 1000, 400, false, true);
    }

    @Test
    public void anAnswerThatComesInPiecesMoves() {
        for (int i = 0; i < 100; i++) {
            assertNull(look(1000 + i, 0, false, true));
        }
    }

    @Test
    public void whereTheSystemDoesNotTellWritingIsMoving() {
        for (int i = 0; i < 100; i++) {
            assertNull(look(i * 1000L, UNKNOWN, false, false));
        }
        assertReached(SILENCE, 15 + 1, 99_000, UNKNOWN, false, false);
    }
}
