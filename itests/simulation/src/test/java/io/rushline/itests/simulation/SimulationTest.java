package io.rushline.itests.simulation;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.queue.derby.SimulatedStore;
import java.time.Duration;
import org.junit.Test;

/** Two seeds of the {@link Simulation}, in seconds. */
public class SimulationTest {

    private static final Duration SHORT = Duration.ofHours(1);

    @Test
    public void theInvariantsHoldWhateverHappens() throws InterruptedException {
        try (SimulatedStore store = new SimulatedStore("short")) {
            Simulation.Outcome outcome = Simulation.run(1, SHORT, store);
            assertTrue(outcome.toString(), outcome.completed() > 0);
        }
    }

    @Test
    public void aSeedReplaysExactly() throws InterruptedException {
        try (SimulatedStore store = new SimulatedStore("twice"); SimulatedStore other = new SimulatedStore("other")) {
            assertEquals(Simulation.run(3, SHORT, store), Simulation.run(3, SHORT, other));
        }
    }
}
