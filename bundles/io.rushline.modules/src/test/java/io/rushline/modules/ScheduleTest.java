package io.rushline.modules;

import static io.rushline.modules.Rig.ANN;
import static io.rushline.modules.Rig.CONSOLE;
import static io.rushline.modules.Rig.QUEUE;
import static io.rushline.modules.api.Update.State.CANCELLED;
import static io.rushline.modules.api.Update.State.COMMITTED;
import static io.rushline.modules.api.Update.State.REFUSED;
import static io.rushline.modules.api.Update.State.SCHEDULED;
import static io.rushline.modules.api.Update.State.SETTLING;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.modules.api.Update;
import io.rushline.modules.api.When;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.uploader.api.Flow;
import io.rushline.uploader.api.Uploader;
import io.rushline.uploader.api.UploaderStatus;
import io.rushline.uploader.api.UploaderStatus.Activity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.Test;

public class ScheduleTest extends ModulesTest {

    private Update schedule(When when) throws ModuleException {
        return rig.updates.install(List.of(rig.stage(QUEUE, "1.1.0").sha256()), Set.of(), when, ANN);
    }

    private static Uploader uploader(Activity[] activity) {
        return () -> new UploaderStatus(activity[0], Optional.empty(), List.of(), 0, 0, new Flow(0, 0, OptionalLong.empty(), Optional.empty(), ""));
    }

    private static Item item(ItemState state, boolean growing) {
        Clip clip = new Clip(Path.of("/clip"), "clip", 1, Instant.EPOCH, "", "", Instant.EPOCH, "", 0, 0);
        return new Item(new ItemId(1), clip, growing, Optional.empty(), state, Optional.empty(), Optional.empty(), 0, 0, Optional.empty(), Optional.empty(), Optional.empty(), 0, 0, 0,
                Optional.empty(), List.of(), Instant.EPOCH, Optional.empty(), Optional.empty());
    }

    @Test
    public void oneForAnIdleTimeWaitsUntilNothingHasBeenSentForFiveMinutes() throws Exception {
        Activity[] activity = {Activity.SENDING};
        rig.updates.setUploader(uploader(activity));
        Update update = schedule(When.IDLE);
        rig.turns(600);
        assertEquals(SCHEDULED, rig.state(update));
        activity[0] = Activity.IDLE;
        rig.turns(298);
        assertEquals(SCHEDULED, rig.state(update));
        rig.turns(5);
        assertEquals(SETTLING, rig.state(update));
    }

    @Test
    public void oneForAnIdleTimeWaitsForARecordingThatIsNotSent() throws Exception {
        Update update = schedule(When.IDLE);
        for (int i = 0; i < 100; i++) {
            rig.turns(5);
            rig.updates.itemChanged(item(ItemState.HELD, true));
        }
        assertEquals(SCHEDULED, rig.state(update));
        rig.turns(150);
        rig.updates.itemChanged(item(ItemState.COMPLETED, false));
        rig.turns(153);
        assertEquals(SETTLING, rig.state(update));
    }

    @Test
    public void oneForATimeBeginsAtThatTime() throws Exception {
        Update update = schedule(When.at(rig.now().plusSeconds(100)));
        rig.turns(100);
        assertEquals(SCHEDULED, rig.state(update));
        rig.turns(2);
        assertEquals(SETTLING, rig.state(update));
    }

    @Test
    public void aClockThatIsSetBringsTheTimeNearer() throws Exception {
        rig.turns(40);
        Update update = schedule(When.at(rig.now().plus(Duration.ofDays(100))));
        rig.turns(5);
        rig.setClock(rig.now().plus(Duration.ofDays(101)));
        rig.turns(2);
        assertEquals(SETTLING, rig.state(update));
    }

    @Test
    public void oneWhoseTimeHasPassedWhileThePowerWasOffBeginsAfterTheNextStart() throws Exception {
        Update update = schedule(When.at(rig.now().plusSeconds(3600)));
        rig.turns(5);
        rig.passes(Duration.ofDays(1));
        rig.restart().turns(25);
        assertEquals(SCHEDULED, rig.state(update));
        rig.turns(50);
        assertEquals(COMMITTED, rig.state(update));
    }

    @Test
    public void oneThatIsScheduledIsPlannedAgainAndRefusedWhereItDoesNotFitAnyMore() throws Exception {
        Update update = schedule(When.at(rig.now().plusSeconds(100)));
        rig.host.planFails = Optional.of(new ModuleException(Code.UNRESOLVED, "package x"));
        rig.turns(105);
        assertEquals(REFUSED, rig.state(update));
        assertEquals(Optional.of(Code.UNRESOLVED), rig.last().why());
    }

    @Test
    public void oneThatIsScheduledDoesNotBeginOnceItIsCancelled() throws Exception {
        Update update = schedule(When.at(rig.now().plusSeconds(100)));
        assertEquals(Code.BUSY, assertThrows(ModuleException.class, () -> rig.install(CONSOLE, "2.0.0")).code());
        rig.updates.cancel(update.id(), ANN);
        rig.turns(200);
        assertEquals(CANCELLED, rig.state(update));
        assertEquals(Optional.of("1.0.0"), rig.version(QUEUE));
    }
}
