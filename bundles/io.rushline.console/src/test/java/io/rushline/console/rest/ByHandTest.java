package io.rushline.console.rest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.auth.api.Connection;
import io.rushline.console.FakeConnector;
import io.rushline.console.FakeQueue;
import io.rushline.console.TestServices;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemFilter;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Reason;
import io.rushline.queue.api.Selection;
import io.rushline.queue.api.UploadQueue;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ByHandTest {

    private static final Duration AT_REST = Duration.ofMillis(50);
    private static final Reason CHANGED = new Reason("media.changed", "It has changed.", "Queue it again.");

    @Rule
    public final TemporaryFolder home = new TemporaryFolder();
    private final FakeQueue queue = new FakeQueue();
    private final FakeConnector connector = new FakeConnector();
    private final TestServices services = new TestServices().queue(queue).connector(connector);
    private ByHand byHand;
    private Path file;
    private ItemId first;

    @Before
    public void add() throws Exception {
        connected("p1");
        byHand = new ByHand(TestServices.appliance(home.getRoot().toPath(), true), services, AT_REST);
        file = Files.writeString(home.getRoot().toPath().resolve("A001.mov"), "frames");
        first = byHand.add(file.toString(), 2, 5);
    }

    @After
    public void stop() {
        byHand.stop();
    }

    @Test
    public void aFileThatHasChangedIsQueuedAnewOnceItIsAtRest() throws Exception {
        Files.writeString(file, "frames and more");
        failed(CHANGED);
        Item anew = await(2).get(1);
        assertEquals("A001.mov", anew.clip().name());
        assertEquals(15, anew.clip().sizeBytes());
        assertEquals(2, anew.clip().channel());
        assertEquals(5, anew.clip().priority());
    }

    @Test
    public void alsoWhenTheQueueIsAwayForAWhile() throws Exception {
        Files.writeString(file, "frames and more");
        queue.fail(first, CHANGED);
        Item item = queue.find(first).orElseThrow();
        services.queue(null);
        byHand.itemChanged(item);
        assertUntouched();
        services.queue(queue);
        await(2);
    }

    @Test
    public void alsoWhenItHasChangedBeforeTheQueueHasAnswered() throws Exception {
        Path other = Files.writeString(file.resolveSibling("B001.mov"), "frames");
        services.queue(after("accept", () -> {
            Files.writeString(other, "frames and more");
            Item sent = all().get(1);
            queue.fail(sent.id(), CHANGED);
            byHand.itemChanged(queue.find(sent.id()).orElseThrow());
            services.queue(queue);
            return null;
        }));
        byHand.add(other.toString(), 0, 0);
        assertEquals(15, await(3).get(2).clip().sizeBytes());
    }

    @Test
    public void alsoWhenAClassIsAwayForAMoment() throws Exception {
        Files.writeString(file, "frames and more");
        AtomicBoolean asked = new AtomicBoolean();
        services.connector(new FakeConnector() {
            @Override
            public Connection connection() {
                if (!asked.getAndSet(true)) {
                    throw new NoClassDefFoundError("replaced");
                }
                return connector.connection();
            }
        });
        failed(CHANGED);
        await(2);
    }

    @Test
    public void aStopInterruptsNobodyInTheQueue() throws Exception {
        Files.writeString(file, "frames and more");
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        services.queue(after("find", () -> {
            asked.countDown();
            return stopped.await(10, TimeUnit.SECONDS);
        }));
        failed(CHANGED);
        assertTrue("within 10 s", asked.await(10, TimeUnit.SECONDS));
        byHand.stop();
        stopped.countDown();
        await(2);
    }

    @Test
    public void forAnotherProjectNothingIsQueuedUnasked() throws Exception {
        Files.writeString(file, "frames and more");
        connected("p2");
        failed(CHANGED);
        assertUntouched();
    }

    @Test
    public void aFileThatBeginsOtherwiseIsAnotherClip() throws Exception {
        Files.writeString(file, "other frames");
        failed(CHANGED);
        assertUntouched();
    }

    @Test
    public void whatAnotherCardHasAtThisPathIsAnotherClip() throws Exception {
        Path other = Files.writeString(file.resolveSibling("other"), "frames");
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        failed(CHANGED);
        assertUntouched();
    }

    @Test
    public void whatFailedForAnotherReasonOrCameFromElsewhereIsLeftAlone() throws Exception {
        failed(new Reason("media.gone", "It is gone.", "Put it back."));
        Item foreign = queue.add("B001.mov", ItemState.FAILED);
        queue.fail(foreign.id(), CHANGED);
        byHand.itemChanged(queue.find(foreign.id()).orElseThrow());
        pass();
        assertEquals(2, all().size());
    }

    /** The queue, with something that happens before one of its methods returns. */
    private UploadQueue after(String name, Callable<?> work) {
        return (UploadQueue) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {UploadQueue.class}, (proxy, method, args) -> {
            Object answer = method.invoke(queue, args);
            if (method.getName().equals(name)) {
                work.call();
            }
            return answer;
        });
    }

    private void connected(String project) {
        connector.connection = new Connection(Connection.State.CONNECTED, Optional.of(project), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false,
                List.of(), Optional.empty(), Optional.empty());
    }

    private void failed(Reason why) throws Exception {
        queue.fail(first, why);
        byHand.itemChanged(queue.find(first).orElseThrow());
    }

    private void assertUntouched() throws Exception {
        pass();
        assertEquals(1, all().size());
    }

    /** Long enough for whatever it would do. */
    private static void pass() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(AT_REST.toMillis() * 6);
    }

    private List<Item> all() throws Exception {
        return queue.list(new ItemFilter(new Selection.Matching(Set.of(), "", Optional.empty(), Optional.empty()), 0, 10)).items();
    }

    private List<Item> await(int count) throws Exception {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10); all().size() < count; TimeUnit.MILLISECONDS.sleep(10)) {
            assertTrue("within 10 s", System.nanoTime() < end);
        }
        return all();
    }
}
