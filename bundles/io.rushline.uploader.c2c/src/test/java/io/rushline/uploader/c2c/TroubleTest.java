package io.rushline.uploader.c2c;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.Test;

public class TroubleTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private final SplittableRandom chance = new SplittableRandom(7);

    private static Failure of(Kind kind) {
        return Failure.of(kind, "code", "what", "todo");
    }

    @Test
    public void delaysGrowAndStayBetweenOneSecondAndOneMinute() {
        long[] most = {0, 2, 4, 8, 16, 32, 60, 60};
        for (int tries = 1; tries < most.length; tries++) {
            long longest = 0;
            for (int i = 0; i < 500; i++) {
                long millis = Backoff.delay(of(Kind.NETWORK), tries, chance).toMillis();
                assertTrue(millis >= 1_000 && millis <= most[tries] * 1_000);
                longest = Math.max(longest, millis);
            }
            assertTrue("full jitter uses its room", longest > most[tries] * 900);
        }
        long slow = Backoff.delay(of(Kind.CLOCK), 1, chance).toMillis();
        assertTrue(slow >= 30_000 && slow <= 60_000);
    }

    @Test
    public void theWishOfTheCloudComesFirst() {
        Failure busy = new Failure(Kind.PASSING, null, Optional.of(Duration.ofSeconds(90)), false, false);
        long millis = Backoff.delay(busy, 1, chance).toMillis();
        assertTrue(millis >= 90_000 && millis < 91_000);
    }

    @Test
    public void threeFailuresAreBorneAndAnotherMakesRoom() {
        Trouble trouble = new Trouble(chance, 0);
        for (int i = 1; i <= 3; i++) {
            assertTrue(trouble.bear(of(Kind.PASSING), i * 100 * SECOND, i * 100 * SECOND + 1, false));
        }
        assertFalse(trouble.bear(of(Kind.PASSING), 400 * SECOND, 400 * SECOND + 1, false));
        trouble.over();
        assertTrue(trouble.bear(of(Kind.PASSING), 500 * SECOND, 500 * SECOND + 1, false));
    }

    @Test
    public void whatBeganOnTheNetworkOfBeforeIsTriedOnTheNewOneAtOnce() {
        Trouble trouble = new Trouble(chance, 0);
        trouble.wake(50 * SECOND);
        assertTrue(trouble.bear(of(Kind.NETWORK), 40 * SECOND, 55 * SECOND, false));
        assertEquals(55 * SECOND, trouble.notBefore());
        assertTrue(trouble.bear(of(Kind.NETWORK), 56 * SECOND, 57 * SECOND, false));
        assertTrue("from then on as ever", trouble.notBefore() >= 58 * SECOND);
        Failure asked = new Failure(Kind.NETWORK, null, Optional.of(Duration.ofSeconds(5)), false, false);
        trouble.wake(60 * SECOND);
        assertTrue(trouble.bear(asked, 59 * SECOND, 61 * SECOND, false));
        assertTrue("the cloud's wish counts", trouble.notBefore() >= 66 * SECOND);
    }

    @Test
    public void aClipThatWasPostponedBeforeMakesRoomSooner() {
        assertFalse(new Trouble(chance, 5).bear(of(Kind.PASSING), 0, 1, false));
    }

    @Test
    public void theNetworkNeverCountsAgainstAClip() {
        Trouble trouble = new Trouble(chance, 0);
        for (int i = 1; i <= 20; i++) {
            trouble.bear(of(Kind.NETWORK), i * 100 * SECOND, i * 100 * SECOND + 1, true);
        }
        for (int i = 21; i <= 23; i++) {
            assertTrue("a failure of its own", trouble.bear(of(Kind.UNREADABLE), i * 100 * SECOND, i * 100 * SECOND + 1, true));
        }
        assertFalse(trouble.bear(of(Kind.UNREADABLE), 2_400 * SECOND, 2_400 * SECOND + 1, true));
    }

    @Test
    public void partsThatFailTogetherCountOnce() {
        Trouble trouble = new Trouble(chance, 0);
        for (int i = 0; i < 10; i++) {
            assertTrue(trouble.bear(of(Kind.NETWORK), 0, 100 + i, false));
        }
    }

    @Test
    public void aNetworkThatIsDownForAllIsBorneForEverAndWakesAtOnce() {
        Trouble trouble = new Trouble(chance, 9);
        for (int i = 1; i <= 1_000; i++) {
            assertTrue(trouble.bear(of(Kind.NETWORK), i * 100 * SECOND, i * 100 * SECOND + 1, true));
        }
        long now = 100_000 * SECOND + 2;
        assertTrue(trouble.notBefore() > now);
        trouble.wake(now);
        assertEquals(now, trouble.notBefore());
    }
}
