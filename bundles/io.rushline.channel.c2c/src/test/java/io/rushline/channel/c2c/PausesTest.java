package io.rushline.channel.c2c;

import static org.junit.Assert.assertEquals;

import io.rushline.auth.api.Channel;
import io.rushline.auth.api.Connection;
import io.rushline.queue.api.PauseSighting;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.UploadQueue;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

/** What the cloud said of pauses reaches the queue, whoever was away at the time. */
public class PausesTest {

    private final VirtualTime virtual = new VirtualTime();
    private final Pauses pauses = new Pauses(virtual, virtual);
    private final List<PauseSighting> told = new ArrayList<>();
    private final UploadQueue queue = queue();
    private boolean full;

    private UploadQueue queue() {
        return (UploadQueue) Proxy.newProxyInstance(UploadQueue.class.getClassLoader(), new Class<?>[] {UploadQueue.class}, (proxy, method, args) -> {
            switch (method.getName()) {
                case "pauseSeen" -> {
                    if (full) {
                        throw new QueueException(QueueException.Code.STORE_FULL);
                    }
                    told.add((PauseSighting) args[0]);
                    return null;
                }
                case "equals" -> {
                    return proxy == args[0];
                }
                default -> throw new AssertionError(method);
            }
        });
    }

    private void seen(boolean device, int at, Channel... channels) {
        Connection connection = PresenceTest.connected("pd1");
        pauses.seen(new Connection(connection.state(), connection.projectId(), connection.project(), connection.user(), connection.deviceId(),
                connection.deviceName(), connection.validUntil(), device, List.of(channels), Optional.of(Instant.ofEpochSecond(at)),
                connection.trouble()));
        virtual.settle();
    }

    private static PauseSighting sighting(boolean device, int at, Integer... channels) {
        return new PauseSighting("p1", device, Set.of(channels), Instant.ofEpochSecond(at));
    }

    @Test
    public void eachChangeIsToldOnce() {
        pauses.queue(queue);
        seen(false, 1, new Channel(0, "A", false), new Channel(3, "D", true));
        seen(false, 2, new Channel(0, "renamed", false), new Channel(3, "D", true));
        seen(true, 3, new Channel(0, "A", false), new Channel(3, "D", true));
        assertEquals(List.of(sighting(false, 1, 3), sighting(true, 3, 3)), told);
    }

    @Test
    public void whatHappenedWhileTheQueueWasAwayIsToldInOrder() {
        seen(false, 1);
        seen(true, 2);
        seen(false, 3);
        pauses.queue(queue);
        virtual.settle();
        assertEquals(List.of(sighting(false, 1), sighting(true, 2), sighting(false, 3)), told);
    }

    @Test
    public void aNewQueueIsToldHowThingsStandNow() {
        pauses.queue(queue);
        seen(true, 1);
        seen(true, 2);
        UploadQueue next = queue();
        pauses.queue(next);
        pauses.queueGone(queue);
        virtual.settle();
        assertEquals(List.of(sighting(true, 1), sighting(true, 2)), told);
        seen(false, 3);
        assertEquals("the old one's going is not the new one's", 3, told.size());
        pauses.queueGone(next);
        seen(true, 4);
        assertEquals(3, told.size());
    }

    @Test
    public void aQueueThatCannotKeepItIsToldAgain() {
        full = true;
        pauses.queue(queue);
        seen(true, 1);
        seen(false, 2);
        virtual.pass(Duration.ofMinutes(1));
        full = false;
        virtual.pass(Duration.ofSeconds(11));
        assertEquals(List.of(sighting(true, 1), sighting(false, 2)), told);
    }

    @Test
    public void withoutAConnectionOrBeforeTheCloudSpokeNothingIsSaid() {
        pauses.queue(queue);
        pauses.seen(Connection.NONE);
        virtual.settle();
        assertEquals(List.of(), told);
    }
}
