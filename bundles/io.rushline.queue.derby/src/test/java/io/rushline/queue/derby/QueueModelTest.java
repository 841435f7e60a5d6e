package io.rushline.queue.derby;

import static org.junit.Assert.assertEquals;

import io.rushline.queue.api.AbandonedAsset;
import io.rushline.queue.api.Action;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemFilter;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Part;
import io.rushline.queue.api.PauseSighting;
import io.rushline.queue.api.Project;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.QueueSettings;
import io.rushline.queue.api.QueueSummary;
import io.rushline.queue.api.Reason;
import io.rushline.queue.api.Selection;
import io.rushline.queue.api.Work;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Test;

/** Random calls to the queue and to its model: both must agree, also after the queue was closed and opened in the middle. */
public class QueueModelTest {

    private static final Reason WHY = new Reason("test", "A test.", "");
    private static final List<String> CALLS = List.of("PAUSE", "RESUME", "CANCEL", "RETRY", "fail", "release", "postpone", "abandonAsset");
    private static final Map<String, String> CODES = Map.of("other", "queue.other-project", "before", "queue.before-pairing", "channel",
            "queue.channel-paused", "duplicate", "queue.duplicate", "manual", "queue.manual");
    private static final List<String> PRECEDENCE = List.of("other", "before", "channel", "duplicate", "manual");

    private TestDatabase database;
    private QueueModel model;
    private DerbyUploadQueue queue;
    private Random random;
    private Instant now = Clips.T0;

    @Test
    public void queueAndModelAgree() throws Exception {
        database = TestDatabase.inMemory();
        for (long seed = 1; seed <= Long.getLong("seeds", 4); seed++) {
            database.clear();
            model = new QueueModel();
            random = new Random(seed);
            open();
            for (int step = 0; step < 300; step++) {
                String what = "seed " + seed + " step " + step + ": ";
                what += step();
                compare(what);
                if (step == 150) {
                    queue.close();
                    open();
                    compare(what + ", opened again");
                }
            }
            queue.close();
        }
        database.close();
    }

    private void open() throws QueueException {
        queue = new DerbyUploadQueue(new TestSettings(), database.source(), new XorVault(), Clock.fixed(now, ZoneOffset.UTC), () -> 0, List.of());
    }

    private String step() throws QueueException {
        if (model.line.isEmpty() || random.nextInt(7) == 0) {
            return accept();
        }
        QueueModel.Clip clip = anyClip();
        return switch (random.nextInt(20)) {
            case 0 -> bind();
            case 1, 2, 3, 4 -> claim();
            case 5, 6 -> create(clip);
            case 7, 8 -> plan(clip);
            case 9, 10 -> acknowledge(clip);
            case 11, 12 -> {
                assertAgree("complete", model.complete(clip), () -> queue.complete(clip.id, Clips.SUMS));
                yield "complete " + clip.id;
            }
            case 13 -> place(clip);
            case 14 -> finish(clip);
            case 15 -> rarely(clip);
            default -> {
                String call = CALLS.get(random.nextInt(CALLS.size()));
                Instant until = now.plusSeconds(random.nextInt(3) - 1);
                assertAgree(call + " from " + clip.state, model.call(call, clip, until), () -> call(call, clip.id, until));
                yield call + " " + clip.id;
            }
        };
    }

    private QueueModel.Clip someClip(String print, boolean growing) {
        QueueModel.Clip clip = new QueueModel.Clip();
        clip.name = print;
        clip.print = print;
        clip.growing = growing;
        int content = Math.floorMod(print.hashCode() * 0x9E3779B1, 9); // the same file has the same content
        clip.content = growing || content > 5 ? "" : "content " + content;
        clip.channel = random.nextInt(2);
        clip.createdAt = now.plusSeconds(random.nextInt(11) - 5);
        clip.priority = random.nextInt(3) - 1;
        return clip;
    }

    private static Clip clip(QueueModel.Clip clip, long size) {
        return new Clip(Path.of("/clips/" + clip.print), clip.print, size, Clips.T0, clip.print, clip.content, clip.createdAt, "test", clip.channel,
                clip.priority);
    }

    private String accept() throws QueueException {
        boolean growing = random.nextInt(3) == 0;
        QueueModel.Clip clip = someClip((growing ? "recording " : "clip ") + random.nextInt(15), growing);
        ItemId id = growing ? queue.acceptGrowing(clip(clip, 60)) : queue.accept(clip(clip, 100));
        clip.id = id;
        assertEquals(id, model.accept(clip).id);
        return "accept " + clip.print;
    }

    private String finish(QueueModel.Clip any) throws QueueException {
        List<QueueModel.Clip> recordings = model.line.stream().filter(clip -> clip.growing).toList();
        QueueModel.Clip clip = recordings.isEmpty() || random.nextInt(5) == 0 ? any : recordings.get(random.nextInt(recordings.size()));
        if (random.nextInt(3) == 0) {
            queue.grown(clip.id, 80);
            return "grown " + clip.id;
        }
        QueueModel.Clip last = someClip("clip " + random.nextInt(15), false);
        QueueModel.Clip expected = model.finished(clip, last);
        assertAgree("finished", expected != null, () -> assertEquals(expected == null ? null : expected.id, queue.finished(clip.id, clip(last, 100))));
        return "finished " + clip.id + " as " + last.print;
    }

    private String bind() throws QueueException {
        String project = random.nextInt(4) == 0 ? "q" : "p";
        queue.bind(new Project(project, "Project " + random.nextInt(3)));
        model.bind(project);
        return "bind " + project;
    }

    private String create(QueueModel.Clip clip) throws QueueException {
        String asset = "asset-" + random.nextInt(100_000);
        boolean realtime = clip.growing || random.nextBoolean();
        assertAgree("create", model.create(clip, asset, realtime), () -> queue.assetCreated(clip.id,
                realtime ? Clips.realtime(asset) : Clips.asset(asset, QueueModel.PARTS), realtime ? List.of() : Clips.parts(100, QueueModel.PARTS)));
        return "create " + asset + " for " + clip.id;
    }

    private String plan(QueueModel.Clip clip) throws QueueException {
        String asset = clip.asset == null || random.nextInt(4) == 0 ? "another" : clip.asset;
        int count = 1 + random.nextInt(QueueModel.PARTS);
        List<Part> parts = Clips.parts(100, QueueModel.PARTS).subList(0, count);
        assertAgree("plan", model.plan(clip, asset, count), () -> queue.addParts(clip.id, asset, parts));
        return "plan " + count + " of " + clip.id;
    }

    private String acknowledge(QueueModel.Clip clip) throws QueueException {
        String asset = clip.asset == null || random.nextInt(4) == 0 ? "another" : clip.asset;
        for (int part = 1; part <= 1 + random.nextInt(QueueModel.PARTS); part++) {
            queue.acknowledge(clip.id, asset, part, Clips.RECEIPT);
            model.acknowledge(clip, asset, part);
        }
        return "acknowledge " + clip.id;
    }

    private String place(QueueModel.Clip clip) throws QueueException {
        if (random.nextInt(3) == 0) {
            int priority = random.nextInt(3) - 1;
            assertAgree("prioritise", model.prioritise(clip, priority), () -> queue.prioritise(clip.id, priority));
            return "prioritise " + clip.id;
        }
        QueueModel.Clip before = random.nextInt(5) == 0 ? null : model.line.get(random.nextInt(model.line.size()));
        assertAgree("move", model.move(clip, before), () -> queue.move(clip.id, Optional.ofNullable(before).map(other -> other.id)));
        return "move " + clip.id;
    }

    private String rarely(QueueModel.Clip any) throws QueueException {
        switch (random.nextInt(4)) {
            case 0:
                Set<Integer> channels = random.nextBoolean() ? Set.of() : Set.of(random.nextInt(3) - 1);
                String project = random.nextInt(4) == 0 ? "q" : "p";
                Instant at = now.plusSeconds(random.nextInt(11) - 5);
                queue.pauseSeen(new PauseSighting(project, channels.contains(-1), channels.contains(-1) ? Set.of() : channels, at));
                model.pauseSeen(project, channels, at);
                return "pause of " + project + " " + channels;
            case 1:
                model.manual = random.nextInt(3) == 0;
                model.paused = random.nextInt(4) == 0;
                queue.settings(new QueueSettings(model.manual, model.paused));
                return "settings";
            case 2:
                Action action = random.nextInt(8) == 0 ? Action.CANCEL : List.of(Action.PAUSE, Action.RESUME, Action.RETRY).get(random.nextInt(3));
                ItemState state = ItemState.values()[random.nextInt(ItemState.values().length)];
                int expected = model.bulk(action.name(), clip -> clip.state == state && clip.name.contains("1"));
                assertEquals(expected, queue.apply(action, new Selection.Matching(Set.of(state), "1", Optional.empty(), Optional.empty())));
                return action + " all " + state;
            default:
                QueueModel.Clip clip = model.line.stream().filter(other -> other.state == ItemState.COMPLETED).findFirst().orElse(any);
                QueueModel.Clip again = model.again(clip);
                assertAgree("upload again", again != null, () -> {
                    ItemId id = queue.uploadAgain(clip.id);
                    again.id = id;
                    again.print = Prints.derived(clip.print, id);
                });
                return "again " + clip.id;
        }
    }

    /** Rather one under way: most of the rules are about these. */
    private QueueModel.Clip anyClip() {
        List<QueueModel.Clip> uploading = model.line.stream().filter(clip -> clip.state == ItemState.UPLOADING).toList();
        List<QueueModel.Clip> from = uploading.isEmpty() || random.nextInt(3) == 0 ? model.line : uploading;
        return from.get(random.nextInt(from.size()));
    }

    private String claim() throws QueueException {
        String project = model.bound == null ? "p" : model.bound;
        Set<ItemId> inHand = model.line.stream().filter(clip -> random.nextInt(3) == 0).map(clip -> clip.id).collect(Collectors.toSet());
        Optional<Work> work = queue.claim(project, inHand);
        QueueModel.Clip expected = model.claim(project, inHand, now);
        assertEquals("claimed", Optional.ofNullable(expected).map(clip -> clip.id), work.map(found -> found.item().id()));
        work.ifPresent(found -> {
            assertEquals(Optional.ofNullable(expected.asset), found.asset().map(asset -> asset.id()));
            assertEquals(expected.planned, found.parts().size());
            assertEquals(expected.acked, found.parts().stream().filter(Part::acknowledged).map(Part::number).collect(Collectors.toSet()));
        });
        return "claim";
    }

    private void call(String call, ItemId id, Instant until) throws QueueException {
        switch (call) {
            case "fail" -> queue.fail(id, WHY);
            case "release" -> queue.release(id);
            case "postpone" -> queue.postpone(id, WHY, until);
            case "abandonAsset" -> queue.abandonAsset(id, WHY);
            default -> queue.apply(Action.valueOf(call), id);
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
        List<Item> items = queue.list(new ItemFilter(new Selection.Matching(Set.of(), "", Optional.empty(), Optional.empty()), 0, 1000)).items();
        assertEquals(what, model.line.stream().map(QueueModelTest::text).sorted().toList(), items.stream().map(QueueModelTest::text).sorted().toList());
        assertEquals(what + ", order", model.line.stream().filter(clip -> !clip.ended()) // these have an order of their own
                .sorted(Comparator.comparing((QueueModel.Clip clip) -> clip.state != ItemState.UPLOADING).thenComparing(clip -> -clip.priority))
                .map(clip -> clip.id).toList(),
                items.stream().filter(item -> !Transition.ENDED.contains(item.state())).map(Item::id).toList());
        QueueSummary summary = queue.summary();
        assertEquals(what, Arrays.stream(ItemState.values()).collect(Collectors.toMap(state -> state,
                state -> model.line.stream().filter(clip -> clip.state == state).count())), summary.counts());
        assertEquals(what, bytes(items, item -> Transition.MOVING.contains(item.state())), summary.remainingBytes());
        assertEquals(what, model.line.stream().filter(clip -> clip.state == ItemState.HELD)
                .collect(Collectors.groupingBy(QueueModelTest::code, Collectors.counting())),
                summary.held().stream().collect(Collectors.toMap(QueueSummary.Held::code, QueueSummary.Held::count)));
        assertEquals(what, bytes(items, item -> item.state() == ItemState.HELD), summary.held().stream().mapToLong(QueueSummary.Held::bytes).sum());
        assertEquals(what,
                model.line.stream().filter(clip -> clip.state == ItemState.RETRYING).map(clip -> clip.retryAt).min(Comparator.naturalOrder()),
                queue.nextRetry());
        assertEquals(what, model.abandoned, queue.abandonedAssets().stream().map(AbandonedAsset::assetId).flatMap(Optional::stream)
                .collect(Collectors.toCollection(HashSet::new)));
    }

    private static long bytes(List<Item> items, java.util.function.Predicate<Item> which) {
        return items.stream().filter(which).mapToLong(item -> Math.max(0, item.clip().sizeBytes() - item.ackedBytes())).sum();
    }

    private static String code(QueueModel.Clip clip) {
        return PRECEDENCE.stream().filter(clip.holds::contains).map(CODES::get).findFirst().orElse("none");
    }

    private static String text(QueueModel.Clip clip) {
        return clip.id + " " + clip.print + " " + clip.priority + " " + clip.state + " " + clip.project + " " + clip.asset + " " + clip.acked.size() + "/"
                + clip.planned + (clip.growing ? " growing " : " ") + (clip.state == ItemState.HELD ? code(clip) : "-") + " " + clip.duplicateOf + " "
                + clip.versionOf;
    }

    private static String text(Item item) {
        return item.id() + " " + item.clip().fingerprint() + " " + item.clip().priority() + " " + item.state() + " " + item.projectId().orElse(null) + " "
                + item.assetId().orElse(null) + " " + item.ackedParts() + "/" + item.partCount() + (item.growing() ? " growing " : " ")
                + (item.state() == ItemState.HELD ? item.reason().get().code() : "-") + " " + item.duplicateOf().orElse(null) + " "
                + item.versionOf().orElse(null);
    }
}
