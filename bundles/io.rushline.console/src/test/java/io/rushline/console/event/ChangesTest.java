package io.rushline.console.event;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.rushline.auth.api.Connection;
import io.rushline.channel.api.LiveStatus;
import io.rushline.console.FakeConnector;
import io.rushline.console.FakeModuleHost;
import io.rushline.console.FakeModules;
import io.rushline.console.FakeQueue;
import io.rushline.console.TestServices;
import io.rushline.console.view.ItemView;
import io.rushline.console.view.StatusView;
import io.rushline.console.view.UpdateView;
import io.rushline.modules.api.Actor;
import io.rushline.modules.api.Update;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.QueueSettings;
import io.rushline.uploader.api.Flow;
import io.rushline.uploader.api.UploaderStatus;
import io.rushline.uploader.api.UploaderStatus.Activity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.Test;

public class ChangesTest {

    private static final Flow FLOW = new Flow(2, 8, OptionalLong.empty(), Optional.of(Duration.ofSeconds(90)), "TLS");

    private final FakeQueue queue = new FakeQueue();
    private final TestServices services = new TestServices().queue(queue).connector(new FakeConnector());
    private final Changes changes = new Changes(TestServices.appliance(Path.of("/nowhere"), true), services);

    @Test
    public void ofAnItemThatChangedOftenOnlyItsLastStateIsTold() {
        changes.tick();
        Item clip = queue.add("A001.mov", ItemState.WAITING);
        changes.itemChanged(clip);
        changes.itemChanged(FakeQueue.item(clip.id(), clip.clip(), ItemState.UPLOADING));
        changes.itemChanged(FakeQueue.item(clip.id(), clip.clip(), ItemState.COMPLETED));
        List<Event> events = changes.tick();
        assertEquals(List.of("item", "status", "summary"), names(events));
        assertEquals(ItemState.COMPLETED, ((ItemView) events.get(0).view()).state());
        assertEquals(List.of(), changes.tick());
    }

    @Test
    public void whatAReaderWasToldAtFirstIsNotToldAgain() {
        changes.itemChanged(queue.add("A001.mov", ItemState.WAITING));
        changes.forget();
        welcome();
        assertEquals(List.of(), changes.tick());
    }

    @Test
    public void afterTheNextTickAReaderThatHasComeKnowsWhatTheOthersKnow() {
        QueueSettings before = queue.settings;
        changes.tick();
        queue.settings = new QueueSettings(true, true);
        welcome();
        queue.settings = before;
        assertEquals("it was different for a moment only", List.of("status", "settings"), names(changes.tick()));
        assertEquals(List.of(), changes.tick());
        queue.settings = new QueueSettings(true, true);
        welcome();
        assertEquals("the others do not know yet", List.of("status", "settings"), names(changes.tick()));
        assertEquals(List.of(), changes.tick());
        welcome();
        assertEquals(List.of(), changes.tick());
    }

    private void welcome() {
        changes.told(StatusView.of(TestServices.appliance(Path.of("/nowhere"), true), services));
    }

    @Test
    public void theStatusIsToldOnceAndThenOnlyWhenItDiffers() {
        assertEquals(List.of("status"), names(changes.tick()));
        assertEquals(List.of(), changes.tick());
        services.connector(null);
        List<Event> events = changes.tick();
        assertEquals(List.of("status"), names(events));
        assertNull(((StatusView) events.get(0).view()).connection());
        assertEquals(List.of(), changes.tick());
    }

    @Test
    public void aPartThatProgramsFollowIsAlsoToldByItself() {
        changes.tick();
        queue.settings = new QueueSettings(false, true);
        assertEquals(List.of("status", "settings"), names(changes.tick()));
        services.live(() -> new LiveStatus(LiveStatus.State.CONNECTING, Optional.of("No route."), Instant.EPOCH, Optional.empty()));
        assertEquals(List.of("status", "live"), names(changes.tick()));
        services.live(() -> new LiveStatus(LiveStatus.State.CONNECTING, Optional.of("No route."), Instant.EPOCH, Optional.of(Instant.EPOCH)));
        assertEquals("a heartbeat is no news", List.of(), names(changes.tick()));
        services.connector(new FakeConnector() {
            @Override
            public Connection connection() {
                return new Connection(Connection.State.EXPIRED, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                        Optional.empty(), true, List.of(), Optional.empty(), Optional.empty());
            }
        });
        assertEquals(List.of("status", "connection"), names(changes.tick()));
    }

    @Test
    public void theQueueIsAskedForNumbersOnlyAfterAnItemChanged() {
        changes.tick();
        changes.tick();
        changes.tick();
        assertEquals(1, queue.summaries);
        changes.itemChanged(queue.add("A001.mov", ItemState.WAITING));
        changes.tick();
        assertEquals(2, queue.summaries);
    }

    @Test
    public void aQueueThatGoesComesBackOrIsReplacedShowsInTheStatus() {
        changes.tick();
        services.queue(null);
        assertNull(((StatusView) changes.tick().get(0).view()).queue());
        FakeQueue next = new FakeQueue();
        next.broken = true;
        services.queue(next);
        assertNull("its database is away", ((StatusView) changes.tick().get(0).view()).queue());
        next.broken = false;
        assertNotNull(((StatusView) changes.tick().get(0).view()).queue());
    }

    @Test
    public void progressIsToldTwiceASecondWhileSendingAndOnceAtItsEnd() {
        changes.tick();
        sending(1);
        assertEquals(List.of("status"), names(changes.tick()));
        sending(2);
        assertEquals(List.of("uploader"), names(changes.tick()));
        sending(3);
        assertEquals(List.of(), names(changes.tick()));
        sending(4);
        assertEquals(List.of("uploader"), names(changes.tick()));
        services.uploader(() -> new UploaderStatus(Activity.IDLE, Optional.empty(), List.of(), 0, 0, FLOW));
        assertEquals(List.of("status", "uploader"), names(changes.tick()));
        assertEquals(List.of(), changes.tick());
    }

    @Test
    public void aFloodIsToldInPortionsAndNothingOfItIsLost() {
        changes.tick();
        for (int i = 0; i < 1_200; i++) {
            changes.itemChanged(queue.add("clip" + i, ItemState.WAITING));
        }
        assertEquals(500, items(changes.tick()));
        assertEquals(500, items(changes.tick()));
        assertEquals(200, items(changes.tick()));
        assertFalse(changes.overflown());
    }

    @Test
    public void whatIsTooMuchToKeepIsSaidToBe() {
        Item clip = queue.add("clip", ItemState.WAITING);
        for (int i = 0; i <= 10_000; i++) {
            changes.itemChanged(FakeQueue.item(new ItemId(i), clip.clip(), ItemState.WAITING));
        }
        assertTrue(changes.overflown());
        assertFalse(changes.overflown());
        assertEquals(0, items(changes.tick()));
    }

    @Test
    public void eachStateOfAnUpdateIsToldWithItsTrialsEnd() throws Exception {
        changes.tick();
        services.moduleHost(FakeModuleHost.onTrialUntil(FakeModules.NOON));
        FakeModules modules = new FakeModules();
        Update switching = modules.rollBack(new Actor(Actor.Via.CONSOLE, "admin"));
        changes.updateChanged(switching);
        changes.updateChanged(modules.become(switching.id(), Update.State.ROLLED_BACK));
        List<Event> events = changes.tick();
        assertEquals(List.of("modules", "modules"), names(events));
        UpdateView first = (UpdateView) events.get(0).view();
        assertEquals(FakeModules.NOON, first.decidedBy());
        UpdateView last = (UpdateView) events.get(1).view();
        assertEquals(Update.State.ROLLED_BACK, last.state());
        assertNull(last.decidedBy());
        assertEquals(List.of(), changes.tick());
    }

    private void sending(long sent) {
        services.uploader(() -> new UploaderStatus(Activity.SENDING, Optional.empty(),
                List.of(new UploaderStatus.Transfer(new ItemId(1), 1, sent, 100)), sent * 8, 0, FLOW));
    }

    private static long items(List<Event> events) {
        return events.stream().filter(event -> event.name().equals("item")).count();
    }

    private static List<String> names(List<Event> events) {
        return events.stream().map(Event::name).toList();
    }
}
