package io.rushline.queue.derby;

import static org.junit.Assert.assertEquals;

import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemFilter;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.QueueSummary;
import io.rushline.queue.api.Reason;
import io.rushline.queue.api.Work;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Random calls to the queue and to its model: both must agree, also after the database was closed and opened in the middle. */
public class QueueModelTest {

    private static final Reason WHY = new Reason("test", "A test.", "");
    private static final List<String> CALLS = List.of("pause", "resume", "cancel", "retry", "fail", "release", "postpone", "abandonAsset");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();
    private final QueueModel model = new QueueModel();
    private final Map<String, ItemId> ids = new HashMap<>();
    private TestDatabase database;
    private DerbyUploadQueue queue;
    private Random random;
    private Instant now = Clips.T0;

    @Test
    public void queueAndModelAgree() throws Exception {
        Path path = folder.getRoot().toPath().resolve("db");
        database = TestDatabase.in(path);
        for (long seed = 1; seed <= 4; seed++) {
            database.clear();
            model.line.clear();
            model.bound = null;
            ids.clear();
            random = new Random(seed);
            open();
            for (int step = 0; step < 300; step++) {
                String what = "seed " + seed + " step " + step + ": ";
                what += step();
                compare(what);
                if (step == 150) {
                    queue.close();
                    database.close();
                    open();
                    compare(what + ", opened again");
                }
            }
            queue.close();
        }
        database.close();
    }

    private void open() throws QueueException {
        queue = new DerbyUploadQueue(database.source(), new XorVault(), Clock.fixed(now, ZoneOffset.UTC), List.of());
    }

    private String step() throws QueueException {
        if (model.line.isEmpty() || random.nextInt(8) == 0) {
            String name = "clip " + random.nextInt(9);
            int priority = random.nextInt(3) - 1;
            ids.put(name, queue.accept(Clips.clip(name, 100, priority)));
            model.accept(name, priority);
            return "accept " + name;
        }
        QueueModel.Clip clip = anyClip();
        ItemId id = ids.get(clip.name);
        switch (random.nextInt(10)) {
            case 0:
                String project = random.nextInt(4) == 0 ? "q" : "p";
                queue.bind(project);
                model.bind(project);
                return "bind " + project;
            case 1, 2, 3:
                return claim();
            case 4:
                String asset = "asset-" + random.nextInt(1000);
                assertAgree("create", model.create(clip, asset), () -> queue.assetCreated(id, Clips.asset(asset, QueueModel.PARTS),
                        Clips.parts(100, QueueModel.PARTS)));
                return "create " + asset + " for " + clip.name;
            case 5, 6:
                String acked = clip.asset == null || random.nextInt(4) == 0 ? "another" : clip.asset;
                for (int part = 1; part <= 1 + random.nextInt(QueueModel.PARTS); part++) {
                    queue.acknowledge(id, acked, part);
                    model.acknowledge(clip, acked, part);
                }
                return "acknowledge " + clip.name;
            case 7:
                assertAgree("complete", model.complete(clip), () -> queue.complete(id, "beef"));
                return "complete " + clip.name;
            case 8:
                QueueModel.Clip before = random.nextInt(5) == 0 ? null : model.line.get(random.nextInt(model.line.size()));
                assertAgree("move", model.move(clip, before), () -> queue.move(id, Optional.ofNullable(before).map(other -> ids.get(other.name))));
                return "move " + clip.name;
            default:
                String call = CALLS.get(random.nextInt(CALLS.size()));
                Instant until = now.plusSeconds(random.nextInt(3) - 1);
                assertAgree(call + " from " + clip.state, model.call(call, clip, until), () -> call(call, id, until));
                return call + " " + clip.name;
        }
    }

    /** Rather one under way: most of the rules are about these. */
    private QueueModel.Clip anyClip() {
        List<QueueModel.Clip> uploading = model.line.stream().filter(clip -> clip.state == ItemState.UPLOADING).toList();
        List<QueueModel.Clip> from = uploading.isEmpty() || random.nextBoolean() ? model.line : uploading;
        return from.get(random.nextInt(from.size()));
    }

    private String claim() throws QueueException {
        String project = model.bound == null ? "p" : model.bound;
        Set<String> inHand = model.line.stream().filter(clip -> random.nextInt(3) == 0).map(clip -> clip.name).collect(Collectors.toSet());
        Optional<Work> work = queue.claim(project, inHand.stream().map(ids::get).collect(Collectors.toSet()));
        QueueModel.Clip expected = model.claim(project, inHand, now);
        assertEquals("claimed", Optional.ofNullable(expected).map(clip -> clip.name), work.map(found -> found.item().clip().name()));
        work.ifPresent(found -> {
            assertEquals(Optional.ofNullable(expected.asset), found.asset().map(asset -> asset.id()));
            assertEquals(expected.acked,
                    found.parts().stream().filter(part -> part.acknowledged()).map(part -> part.number()).collect(Collectors.toSet()));
        });
        return "claim";
    }

    private void call(String call, ItemId id, Instant until) throws QueueException {
        switch (call) {
            case "pause" -> queue.pause(id);
            case "resume" -> queue.resume(id);
            case "cancel" -> queue.cancel(id);
            case "retry" -> queue.retry(id);
            case "fail" -> queue.fail(id, WHY);
            case "release" -> queue.release(id);
            case "postpone" -> queue.postpone(id, WHY, until);
            case "abandonAsset" -> queue.abandonAsset(id, WHY);
            default -> throw new IllegalArgumentException(call);
        }
    }

    private interface Call {
        void run() throws QueueException;
    }

    private static void assertAgree(String what, boolean allowed, Call call) throws QueueException {
        boolean took = true;
        try {
            call.run();
        } catch (QueueException refused) {
            if (refused.code() != QueueException.Code.ILLEGAL_TRANSITION) {
                throw refused;
            }
            took = false;
        }
        assertEquals(what, allowed, took);
    }

    private void compare(String what) throws QueueException {
        List<Item> items = queue.list(new ItemFilter(Set.of(), "", 0, 1000)).items();
        assertEquals(what, model.line.stream().map(QueueModelTest::text).sorted().toList(),
                items.stream().map(QueueModelTest::text).sorted().toList());
        assertEquals(what + ", order", model.line.stream().filter(clip -> !Transition.ENDED.contains(clip.state)) // these have an order of their own
                .sorted(Comparator.comparing((QueueModel.Clip clip) -> clip.state != ItemState.UPLOADING).thenComparing(clip -> -clip.priority))
                .map(clip -> clip.name).toList(),
                items.stream().filter(item -> !Transition.ENDED.contains(item.state())).map(item -> item.clip().name()).toList());
        QueueSummary summary = queue.summary();
        assertEquals(what, Arrays.stream(ItemState.values()).collect(Collectors.toMap(state -> state,
                state -> model.line.stream().filter(clip -> clip.state == state).count())), summary.counts());
        assertEquals(what, items.stream().filter(item -> Transition.MOVING.contains(item.state())).mapToLong(item -> 100 - item.ackedBytes()).sum(),
                summary.remainingBytes());
        assertEquals(what,
                model.line.stream().filter(clip -> clip.state == ItemState.RETRYING).map(clip -> clip.retryAt).min(Comparator.naturalOrder()),
                queue.nextRetry());
    }

    private static String text(QueueModel.Clip clip) {
        return clip.name + " " + clip.priority + " " + clip.state + " " + clip.project + " " + clip.asset + " " + clip.acked.size();
    }

    private static String text(Item item) {
        return item.clip().name() + " " + item.clip().priority() + " " + item.state() + " " + item.projectId().orElse(null) + " "
                + item.assetId().orElse(null) + " " + item.ackedParts();
    }
}
