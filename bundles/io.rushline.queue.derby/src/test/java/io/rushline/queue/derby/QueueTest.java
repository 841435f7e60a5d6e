package io.rushline.queue.derby;

import static io.rushline.queue.derby.Clips.asset;
import static io.rushline.queue.derby.Clips.clip;
import static io.rushline.queue.derby.Clips.parts;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemFilter;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemPage;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Project;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.QueueException.Code;
import io.rushline.queue.api.QueueListener;
import io.rushline.queue.api.Reason;
import io.rushline.queue.api.Selection;
import io.rushline.queue.api.Work;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;

/** An empty queue on a Derby in memory, with a clock that stands still. */
public abstract class QueueTest {

    static final Reason WHY = new Reason("net.refused", "It did not work.", "Wait.");

    final MovableClock clock = new MovableClock();
    long elapsedMillis = 1_000_000;
    final TestSettings settings = new TestSettings();
    final XorVault vault = new XorVault();
    static TestDatabase database;
    DerbyUploadQueue queue;

    @BeforeClass
    public static void createDatabase() throws Exception {
        database = TestDatabase.inMemory();
    }

    @AfterClass
    public static void dropDatabase() throws Exception {
        database.close();
    }

    @Before
    public void open() throws Exception {
        database.clear();
        reopen();
    }

    @After
    public void close() {
        queue.close();
    }

    final void reopen(QueueListener... listeners) throws QueueException {
        queue = new DerbyUploadQueue(settings, database.source(), vault, clock, () -> elapsedMillis, List.of(listeners));
    }

    interface Call {
        void run() throws QueueException;
    }

    static void assertIllegal(Call call) {
        assertIllegalCode(Code.ILLEGAL_TRANSITION, call);
    }

    static void assertIllegalCode(Code code, Call call) {
        assertEquals(code, assertThrows(QueueException.class, call::run).code());
    }

    final ItemId uploading(String name, int parts) throws QueueException {
        bind("p");
        ItemId id = queue.accept(clip(name, 100, 9));
        assertEquals(id, claim().item().id());
        queue.assetCreated(id, asset("asset-" + name, parts), parts(100, parts));
        return id;
    }

    final void bind(String project) throws QueueException {
        queue.bind(new Project(project, "Project " + project));
    }

    static ItemFilter filter(Set<ItemState> states, String text, int offset, int limit) {
        return new ItemFilter(new Selection.Matching(states, text, Optional.empty(), Optional.empty()), offset, limit);
    }

    final Work claim(ItemId... inHand) throws QueueException {
        return queue.claim("p", Set.of(inHand)).orElseThrow();
    }

    final Item item(ItemId id) throws QueueException {
        return queue.find(id).orElseThrow();
    }

    final List<ItemId> order() throws QueueException {
        return ids(queue.list(filter(Set.of(), "", 0, 1000)));
    }

    static List<ItemId> ids(ItemPage page) {
        return page.items().stream().map(Item::id).toList();
    }

    static final class MovableClock extends Clock {

        Instant now = Clips.T0;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
