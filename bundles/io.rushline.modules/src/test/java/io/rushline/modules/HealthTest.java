package io.rushline.modules;

import static io.rushline.modules.Rig.QUEUE;
import static org.junit.Assert.assertEquals;

import io.rushline.modules.api.Update;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.hc.api.Result;
import org.junit.Test;

public class HealthTest extends ModulesTest {

    private Result.Status status() {
        return rig.updates.execute().getStatus();
    }

    @Test
    public void itIsWellWhileItTakesItsTurns() {
        assertEquals(Result.Status.OK, status());
        rig.passes(Duration.ofSeconds(61));
        assertEquals(Result.Status.CRITICAL, status());
        rig.turns(1);
        assertEquals(Result.Status.OK, status());
    }

    @Test
    public void aLongSwitchIsNoFaultOfThisBundle() throws Exception {
        rig.install(QUEUE, "1.1.0");
        List<Result.Status> during = new ArrayList<>();
        rig.host.steps = step -> {
            rig.passes(Duration.ofMinutes(2));
            during.add(status());
        };
        rig.turns(1);
        assertEquals(List.of(Result.Status.OK, Result.Status.OK), during);
    }

    @Test
    public void aTurnThatFailsIsAFault() throws Exception {
        Update update = rig.install(QUEUE, "1.1.0");
        rig.host.steps = step -> {
            throw new IllegalStateException("a bug");
        };
        rig.turns(1);
        assertEquals(Result.Status.CRITICAL, status());
        rig.host.steps = step -> { };
        rig.turns(170);
        assertEquals("what runs says what became of it", Update.State.ROLLED_BACK, rig.state(update));
        assertEquals(Result.Status.OK, status());
    }

    @Test
    public void aDatabaseThatIsAwayIsNoFaultOfThisBundle() {
        rig.database = null;
        rig.start().turns(1);
        assertEquals(Result.Status.WARN, status());
    }

    @Test
    public void aListenerThatFailsKeepsNobodyFromBeingTold() throws Exception {
        List<Update> told = new ArrayList<>();
        new Listeners(() -> List.of(each -> {
            throw new IllegalStateException();
        }, told::add), Runnable::run).tell(rig.install(QUEUE, "1.1.0"));
        assertEquals(1, told.size());
    }
}
