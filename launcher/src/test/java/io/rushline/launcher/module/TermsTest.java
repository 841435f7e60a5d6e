package io.rushline.launcher.module;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.time.Duration;
import org.junit.After;
import org.junit.Test;

public class TermsTest {

    @After
    public void clear() {
        System.clearProperty(Terms.CALL);
    }

    @Test
    public void aBundleHasAMinuteToStartUnlessTheProcessIsToldOtherwise() {
        assertEquals(Duration.ofSeconds(60), Terms.ofThisProcess().call());
        System.setProperty(Terms.CALL, "4");
        assertEquals(Duration.ofSeconds(4), Terms.ofThisProcess().call());
        assertEquals(Terms.ORDINARY.rollBack(), Terms.ofThisProcess().rollBack());
    }

    @Test
    public void noTimeAtAllIsRefused() {
        System.setProperty(Terms.CALL, "0");
        assertThrows(IllegalArgumentException.class, Terms::ofThisProcess);
    }
}
