package io.rushline.wifi;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.wifi.Policy.Auto;
import io.rushline.wifi.Policy.Todo;
import java.time.Duration;
import org.junit.Test;

public class PolicyTest {

    private boolean open;
    private boolean offline = true;
    private boolean joining;
    private boolean notSetUp = true;
    private boolean unused;
    private long second;
    private Policy policy = new Policy(Auto.FIRST_SET_UP, Duration.ofSeconds(60));

    @Test
    public void itOpensAfterAWhileWithoutANetworkAndNotForOneThatComesAndGoes() {
        assertEquals(-1, until(Todo.OPEN, 59));
        offline = false;
        decide();
        offline = true;
        assertEquals("from the start again", 60, until(Todo.OPEN, 100));
    }

    @Test
    public void aDeviceThatIsSetUpOpensNothing() {
        notSetUp = false;
        assertEquals(-1, until(Todo.OPEN, 300));
    }

    @Test
    public void whoWantsItHasItWheneverThereIsNoNetwork() {
        policy = new Policy(Auto.of("always-when-offline"), Duration.ofSeconds(10));
        notSetUp = false;
        assertEquals(10, until(Todo.OPEN, 300));
    }

    @Test
    public void whoWantsNoneHasNone() {
        policy = new Policy(Auto.of("never"), Duration.ZERO);
        assertEquals(-1, until(Todo.OPEN, 300));
    }

    @Test
    public void aRadioThatIsJoiningIsLeftAlone() {
        joining = true;
        assertEquals(-1, until(Todo.OPEN, 120));
        joining = false;
        assertEquals(0, until(Todo.OPEN, 1));
    }

    @Test
    public void itClosesWhenThereIsANetworkThatStays() {
        openByItself();
        offline = false;
        assertEquals(-1, until(Todo.CLOSE, 4));
        offline = true;
        decide();
        offline = false;
        assertEquals(5, until(Todo.CLOSE, 20));
    }

    @Test
    public void whatAPersonHasOpenedAPersonCloses() {
        policy.opened(true, time());
        open = true;
        offline = false;
        assertEquals(-1, until(Todo.CLOSE, 300));
        policy.declined();
        open = false;
        offline = true;
        assertEquals("not before there was a network", -1, until(Todo.OPEN, 300));
        offline = false;
        decide();
        offline = true;
        assertEquals(60, until(Todo.OPEN, 100));
    }

    @Test
    public void whatComesBackAfterAJoiningThatFailedIsStillThePersons() {
        policy.opened(true, time());
        open = true;
        offline = false;
        decide();
        second += 10;
        open = false;
        decide();
        second += 30;
        open = true;
        assertEquals(-1, until(Todo.CLOSE, 300));
    }

    @Test
    public void oneThatDoesNotShowYetIsNotOpenedTwice() {
        policy = new Policy(Auto.ALWAYS_WHEN_OFFLINE, Duration.ZERO);
        assertEquals(Todo.OPEN, decide());
        policy.opened(false, time());
        assertEquals(5, until(Todo.OPEN, 20));
    }

    @Test
    public void oneThatCannotBeOpenedIsTriedAgainLater() {
        policy = new Policy(Auto.ALWAYS_WHEN_OFFLINE, Duration.ZERO);
        policy.failed(Duration.ofSeconds(30), time());
        assertEquals(30, until(Todo.OPEN, 100));
    }

    @Test
    public void whileNobodyUsesItItIsClosedNowAndThenToListen() {
        openByItself();
        assertEquals(-1, until(Todo.CLOSE, 900));
        unused = true;
        assertEquals(Todo.CLOSE, decide());
        assertEquals("until it is", Todo.CLOSE, decide());
        policy.closed(time());
        open = false;
        assertEquals(45, until(Todo.OPEN, 100));
        policy.opened(false, time());
        open = true;
        assertEquals(600, until(Todo.CLOSE, 1000));
        policy.opened(true, time());
        assertEquals("a person's stays", -1, until(Todo.CLOSE, 1000));
    }

    @Test
    public void aSettingThatIsNoneIsRefused() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Auto.of("sometimes")).getMessage().contains("always-when-offline"));
    }

    private void openByItself() {
        assertEquals(60, until(Todo.OPEN, 100));
        policy.opened(false, time());
        open = true;
    }

    /** Seconds until it is decided so; -1: not within. */
    private long until(Todo what, int seconds) {
        for (int passed = 0; passed <= seconds; passed++, second++) {
            if (decide() == what) {
                return passed;
            }
        }
        return -1;
    }

    private Todo decide() {
        return policy.decide(new Policy.Now(open, offline, joining, () -> notSetUp, () -> unused), time());
    }

    private Duration time() {
        return Duration.ofSeconds(second);
    }
}
